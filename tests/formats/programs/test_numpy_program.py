"""The program in NumPy, on its own: in a bare interpreter, on tables, with names of any kind."""

from __future__ import annotations

import ast
import csv
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.formats import FORMATS
from playground.formats.export import write
from playground.formats.material import Material
from playground.formats.programs.numpy_program import program
from playground.training.trained import Trained
from tests.formats.readers import module
from tests.formats.trained import images, session

# What a program needs beside NumPy, in a process that has done nothing else.
ONLY_NUMPY = """
import runpy, sys
program = runpy.run_path(sys.argv[1])
loaded = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
loaded -= {"__main__", "numpy"}
assert not {name for name in loaded if not name.startswith("_")}, loaded
import numpy as np
np.save(sys.argv[3], program["predict"](np.load(sys.argv[2])))
"""


@pytest.mark.parametrize("one", [session("regression"), images()], ids=["values", "images"])
def test_a_bare_interpreter_with_numpy_is_enough(one: Any, tmp_path: Path) -> None:
    write(one.material(), tmp_path / "x.py", FORMATS["numpy"])
    x = one.prepared.dataset.features[:20]
    np.save(tmp_path / "x.npy", x)
    paths = [tmp_path / name for name in ("x.py", "x.npy", "y.npy")]
    subprocess.run([sys.executable, "-I", "-c", ONLY_NUMPY, *paths], check=True, cwd=tmp_path)
    np.testing.assert_allclose(np.load(tmp_path / "y.npy"), one.predict(x), rtol=1e-4, atol=1e-6)


def answered(folder: Path, text: str) -> list[list[str]]:
    """What the program in the folder prints for a table."""
    (folder / "data.csv").write_text(text, "utf-8")
    command = [sys.executable, "-I", "x.py", "data.csv"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr
    return list(csv.reader(StringIO(done.stdout)))


@pytest.mark.parametrize("head", ["binary", "multiclass", "multilabel", "regression"])
def test_it_answers_a_table_from_the_command_line(head: str, tmp_path: Path) -> None:
    one = session(head)
    write(one.material(), tmp_path / "x.py", FORMATS["numpy"])
    data = one.prepared.dataset
    x = data.features[:5]
    names = list(data.feature_names)
    # Columns found by name, in another order and beside others.
    rows = [[f"{row}", *map(repr, reversed(sample.tolist()))] for row, sample in enumerate(x)]
    text = "\n".join([",".join(["n", *reversed(names)]), *map(",".join, rows)])
    header, *found = answered(tmp_path, text)
    ours = one.predict(x)
    theirs = np.array([row[: ours.shape[1]] for row in found], np.float32)
    np.testing.assert_allclose(theirs, ours, rtol=1e-5)
    assert (header[-1] == "decision") == (head != "regression")
    if head == "multiclass":
        assert [row[-1] for row in found] == [data.target_names[n] for n in ours.argmax(1)]
    plain = "\n".join(",".join(map(repr, sample.tolist())) for sample in x)
    assert answered(tmp_path, plain)[1:] == found


def test_what_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    write(session("binary").material(), tmp_path / "x.py", FORMATS["numpy"])
    (tmp_path / "bad.csv").write_text("1,2\n3\n")
    for arguments, words in (
        (["bad.csv"], "bad.csv holds no table of 2 numbers a row"),
        (["none.csv"], "No such file"),
        ([], "Give a CSV file: python x.py data.csv"),
    ):
        command = [sys.executable, "-I", "x.py", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 1
        assert words in done.stderr
        assert "Traceback" not in done.stderr


NASTY = ('"""', "'''\nimport os", "\\", "{x}", "=1+1", "\u202e", "\x00")


def renamed(material: Material, title: str) -> Material:
    one = replace(material.trained, target_names=NASTY[:4], feature_names=(NASTY[4], NASTY[1]))
    return replace(material, name=title, trained=one)


@pytest.mark.parametrize("name", ["numpy", "pytorch", "keras-weights"])
def test_names_from_files_are_only_ever_text(name: str) -> None:
    for title in NASTY:
        material = renamed(session("multiclass").material(), title)
        plain = FORMATS[name].files(session("multiclass").material(), "x")
        files = FORMATS[name].files(material, "x")
        (source,) = (data.decode() for data in files.values() if data.startswith(b'"""'))
        (usual,) = (data.decode() for data in plain.values() if data.startswith(b'"""'))
        # The same statements but for constants.
        shapes = [[type(node) for node in ast.parse(text).body] for text in (source, usual)]
        assert shapes[0] == shapes[1]


def test_a_spreadsheet_is_given_no_formula_by_it(tmp_path: Path) -> None:
    material = renamed(session("multiclass").material(), "x")
    trained: Trained = replace(material.trained, target_names=("=1", "+1", "-1", "@1"))
    write(replace(material, trained=trained), tmp_path / "x.py", FORMATS["numpy"])
    for row in answered(tmp_path, "0,0\n1,1\n")[1:]:
        assert row[-1].startswith("'")


@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_every_float32_is_written_so_that_it_reads_back_bit_for_bit(numbers: list[float]) -> None:
    one = session("multiclass").material()
    bias = np.array(numbers, np.float32)
    weights = {**one.trained.parameters, "head.bias": bias}
    material = replace(one, trained=replace(one.trained, parameters=weights))
    tree = ast.parse(program(material, "x.py"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    written = [text for text in texts if isinstance(text, str) and text.strip().count(" ") == 3]
    assert any(np.array(t.split(), np.float32).tobytes() == bias.tobytes() for t in written[-1:])


def test_it_reads_as_a_person_would_write_it(tmp_path: Path) -> None:
    write(session("multiclass").material(), tmp_path / "x.py", FORMATS["numpy"])
    names = module(tmp_path / "x.py")
    assert {"predict", "decide", "forward", "read", "main", "W", "CLASSES"} <= names.keys()
    assert list(names["CLASSES"]) == list(session("multiclass").prepared.dataset.target_names)
