"""One file of Python that needs NumPy alone: the network as code, its weights as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.answer_names import answer_names
from playground.formats.checking import Check
from playground.formats.checking.child import Arrays, NoReaderError, python
from playground.formats.checking.judged import WEIGHT, judged, unchecked
from playground.formats.code.answers import answer_words, shape_words
from playground.formats.code.imports import imports
from playground.formats.code.literals import literal
from playground.formats.code.names import prose, quoted
from playground.formats.code.numpy.activations import FINAL
from playground.formats.code.numpy.dialect import NumPy, forward_function
from playground.formats.code.numpy.helpers import needed
from playground.formats.code.page import Line, code_of, indented, lines, sections
from playground.formats.code.plan import Plan
from playground.formats.contents import answering_lines
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.programs.about import (
    decide_function,
    names_lines,
    scaling_constants,
)
from playground.formats.programs.imported import import_line
from playground.formats.programs.prepared_rows import (
    own_file,
    prepares,
    preparing_constants,
    preparing_functions,
    rows_as_json,
    standard_imports,
    taking_line,
)
from playground.formats.programs.table_lines import CELL, main_function, table_functions

# A file of more could hardly be opened in an editor.
MOST_NUMBERS = 2_000_000
_NUMBERS_A_LINE = 6
_BYTES_A_NUMBER = 14

_HEADER = '''
"""{name}: a network made with Playground, as one file that needs NumPy alone.

From the command line it answers a table of features, from Python an array of them (N, …):

    python {file} data.csv
    predict(x)
"""
'''
_HEADER_OF_ROWS = '''
"""{name}: a network made with Playground, as one file that needs NumPy alone.

From the command line it answers a file like the one it has learned from:

    python {file} data.csv
    predict(prepare(rows))
"""
'''

_NUMBERS = '''
def numbers(shape, text):
    """An array of the numbers that are written in a text."""
    return np.array(text.split(), np.float32).reshape(shape)
'''

_READ_BACK = f"""
import json, os, runpy, sys
import numpy as np
program = runpy.run_path(sys.argv[1])
weights = {{"{WEIGHT}" + name: array for name, array in program["W"].items()}}
x = np.load("features.npy")
if os.path.exists("rows.json"):
    with open("rows.json", encoding="utf-8") as file:
        x = program["prepare"](json.load(file))
answers = program["predict"](x)
np.savez("found.npz", answers=answers, reader="NumPy " + np.__version__, **weights)
"""


class NumPyProgram(Format):
    """`predict(x)` on raw features, and a command line for tables."""

    name = "numpy"
    suffix = ".py"
    label = "NumPy program"
    group: ClassVar[Group] = "Program"
    help = "One readable Python file with the weights in it; needs NumPy and nothing else."

    def refused(self, material: Material) -> str:
        if material.numbers > MOST_NUMBERS:
            return (
                f"The network has {material.numbers:,} numbers, and a program with more than "
                f"{MOST_NUMBERS:,} written out is too long to open. Export as ONNX or npz."
            )
        try:
            NumPy().plan_of(material.design)
        except UserError as error:
            return str(error).replace("Choose another dialect", "Export as ONNX or npz")
        return ""

    def contents(self, material: Material) -> tuple[str, ...]:
        return (
            "predict(x) and decide(answers), in NumPy",
            *answering_lines(material, takes=taking_line(material)),
            "a command line that answers CSV files",
        )

    def size(self, material: Material) -> int:
        return 3_400 + _BYTES_A_NUMBER * material.numbers

    def snippet(self, material: Material, path: Path) -> str:
        decides = material.decision.rule != "none"
        wanted = ["decide", "predict"] if decides else ["predict"]
        x = "x"
        if prepares(material):
            wanted, x = [*wanted, "prepare", "read"], f"prepare(read({own_file(material)}))"
        found = f"{import_line(path, wanted)}\n\nanswers = predict({x})"
        return f"{found}\nprint(decide(answers))" if decides else found

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: program(material, name).encode()}

    def check(self, path: Path, material: Material) -> Check:
        def ask(features: NDArray[Any]) -> Arrays:
            return python(_READ_BACK, [path.resolve()], features, rows=rows_as_json(material))

        try:
            return judged("NumPy", material, ask, material.trained.parameters)
        except NoReaderError as error:
            return unchecked("NumPy", error)


def program(material: Material, file: str) -> str:
    """The program's text; `file` is what it will be called."""
    plan = NumPy().plan_of(material.design)
    forward = forward_function(plan)
    tables = preparing_functions(material)
    if tables:
        tables.append(CELL)
    else:
        tables = table_functions(plan.features, bool(material.trained.feature_names))
    parts = [
        *tables,
        forward,
        _predict(plan, material),
        decide_function(material, "answers.argmax(1)"),
        lines(_NUMBERS),
    ]
    text = "\n".join(line.text for part in parts for line in part)
    helpers = needed(text)
    opening_words = _HEADER_OF_ROWS if prepares(material) else _HEADER
    header = lines(opening_words.format(name=prose(material.name), file=prose(file)))
    opening = [*header, Line(""), *_imports(text + "".join(helpers))]
    constants = [
        *names_lines(material),
        *literal(answer_names(material.trained), "COLUMNS = ", "", 0),
        *preparing_constants(material, text),
        *scaling_constants(material),
    ]
    first = [*opening, Line(""), *constants]
    several = plan.design.signature.task == "multilabel"
    rule, prepared = material.decision.rule, prepares(material)
    main = main_function(plan.features, rule, several, prepares=prepared)
    ending = sections(main, lines('if __name__ == "__main__":\n    main()'))
    before = code_of(sections(first, *map(lines, helpers), *parts)).text
    # Millions of numbers need no look at how their lines are best broken.
    weights = "\n".join(_weights(material.trained.parameters))
    return f"{before}\n\n{weights}\n\n\n{code_of(ending).text}"


def _imports(text: str) -> list[Line]:
    standard = [*standard_imports(text), "import sys"]
    others = [line for line in imports(text) if line.text and line.text != "import math"]
    return [*map(Line, standard), Line(""), *others]


def _predict(plan: Plan, material: Material) -> list[Line]:
    head, one = plan.design.head, material.trained
    low, high = head.bounds(plan.design.signature)
    words = f'"""Answers {answer_words(plan)}, to raw features x {shape_words(plan.features)}."""'
    scaled = "x = np.asarray(x, np.float32)"
    if not one.feature_scaler.is_identity:
        scaled = "x = ((np.asarray(x) - MEAN) / SCALE).astype(np.float32)"
    answers = FINAL[head.final].format(x="forward(W, x)", low=low, range=high - low)
    ending = [f"return {answers}"]
    if plan.regression and not one.target_scaler.is_identity:
        ending = [f"answers = {answers}", "return answers * np.array(TARGET_SCALE) + TARGET_MEAN"]
    body = "\n".join([words, scaled, *ending])
    return [Line("def predict(x):"), *indented(lines(body))]


def _weights(parameters: Mapping[str, NDArray[Any]]) -> list[str]:
    found = ["W = {"]
    for name, array in parameters.items():
        found += [f"    {quoted(name)}: numbers(", f"        {array.shape},", '        """']
        found += [f"        {row}" for row in _rows(array)]
        found += ['        """,', "    ),"]
    return [*found, "}"]


def _rows(array: NDArray[Any]) -> list[str]:
    """The numbers as text that reads back bit for bit, a few a line."""
    single = array.astype(np.float32).ravel()
    texts = single.astype(str)
    # The shortest text that names a number, unless reading it takes the way over another.
    wrong = np.array(texts.tolist(), np.float32).view(np.uint32) != single.view(np.uint32)
    texts[wrong] = [f"{number:.9g}" for number in single[wrong]]
    width = min(max(array.shape[-1] if array.ndim else 1, 1), _NUMBERS_A_LINE)
    shown = texts.tolist()
    return [" ".join(shown[start : start + width]) for start in range(0, len(shown), width)]
