"""C header: a small network for a program in C, without any library but that of C itself."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.c.program import array_names, header_text, planned, prefix_of
from playground.formats.c.text import number
from playground.formats.checking import Check
from playground.formats.checking.child import Arrays, NoReaderError, in_folder, run
from playground.formats.checking.judged import WEIGHT, judged, unchecked
from playground.formats.code.names import quoted
from playground.formats.contents import answering_lines
from playground.formats.format import Format, Group
from playground.formats.material import Material

# More numbers than this are no small network: as text they take over a megabyte.
MOST_NUMBERS = 100_000
_BYTES_A_NUMBER = 13
# Samples of more numbers are not written into the snippet.
_SHOWN = 12
_COMPILERS = ("cc", "gcc", "clang")

_SNIPPET = """
/* main.c; compile it with: cc main.c -lm */
#include <stdio.h>
#include {file}

int main(void) {{
    /* {what} */
    const float features[{name}_FEATURES] = {{{numbers}}};
    float answers[{name}_ANSWERS];
    {prefix}_predict(features, answers);
    for (int i = 0; i < {name}_ANSWERS; i++) printf("%g\\n", answers[i]);
    return 0;
}}
"""

_MAIN = """
#include <stdio.h>
#include {file}

static float features[{name}_FEATURES], answers[{name}_ANSWERS];

int main(void) {{
    FILE *given = fopen("features.bin", "rb"), *found = fopen("answers.bin", "wb");
    while (fread(features, sizeof features, 1, given) == 1) {{
        {prefix}_predict(features, answers);
        fwrite(answers, sizeof answers, 1, found);
    }}
    fclose(found);
    found = fopen("weights.bin", "wb");
    {weights}
    fclose(found);
    return 0;
}}
"""


class CHeader(Format):
    """Constants and `predict` in one file of C99."""

    name = "c"
    suffix = ".h"
    label = "C header"
    group: ClassVar[Group] = "Program"
    help = "A small network as C99 with its weights, for microcontrollers and programs in C or C++."

    def refused(self, material: Material) -> str:
        if material.numbers > MOST_NUMBERS:
            return (
                f"The network has {material.numbers:,} numbers; a C header is for small ones, up "
                f"to {MOST_NUMBERS:,}. Export as ONNX, or make the network smaller."
            )
        try:
            planned(material)
        except UserError as error:
            return str(error)
        return ""

    def contents(self, material: Material) -> tuple[str, ...]:
        decides = " and a decide" if material.decision.rule != "none" else ""
        return (f"a predict{decides} function in C99", *answering_lines(material))

    def size(self, material: Material) -> int:
        layers = 600 * len(list(material.trained.network))
        scaling = 2 * _BYTES_A_NUMBER * material.trained.feature_scaler.mean.size
        return 2_000 + layers + scaling + _BYTES_A_NUMBER * material.numbers

    def snippet(self, material: Material, path: Path) -> str:
        prefix = prefix_of(path.name)
        sample = np.ravel(material.samples[0])
        first = ", ".join(map(number, sample)) if sample.size <= _SHOWN else "0"
        what = "A sample of the validation split." if sample.size <= _SHOWN else "Your features."
        text = _SNIPPET.format(
            file=quoted(path.name), name=prefix.upper(), prefix=prefix, numbers=first, what=what
        )
        return text.strip()

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: header_text(material, name).encode("ascii", "replace")}

    def check(self, path: Path, material: Material) -> Check:
        weights = material.trained.parameters

        def ask(features: NDArray[Any]) -> Arrays:
            return compiled(path, material, features)

        try:
            return judged("a C compiler", material, ask, weights)
        except NoReaderError as error:
            return unchecked("Playground", error)


def compiled(path: Path, material: Material, features: NDArray[Any]) -> Arrays:
    """What the header answers, compiled by itself. Raises as `child.python` does."""
    compiler = _compiler()
    if compiler is None:
        raise NoReaderError("there is no C compiler here")
    with in_folder() as folder:
        header = folder / "network.h"
        header.write_bytes(path.read_bytes())
        (folder / "main.c").write_text(_main(path.name, material), "ascii")
        features.astype(np.float32).tofile(folder / "features.bin")
        strict = ("-std=c99", "-pedantic", "-Wall", "-Wextra", "-O2")
        run([compiler, *strict, "main.c", "-o", "main", "-lm"], folder)
        run([str(folder / "main")], folder)
        answers = np.fromfile(folder / "answers.bin", np.float32)
        columns = material.answers.shape[1]
        found: Arrays = {"answers": answers.reshape(-1, columns)}
        held = np.fromfile(folder / "weights.bin", np.float32)
    found["reader"] = np.array(f"a C program ({Path(compiler).name})")
    found.update(_split(held, material.trained.parameters))
    return found


def _compiler() -> str | None:
    found = (shutil.which(name) for name in _COMPILERS)
    return next((each for each in found if each), None)


def _main(file: str, material: Material) -> str:
    prefix = prefix_of(file)
    names = array_names(material, prefix)
    weights = "\n    ".join(f"fwrite({n}, sizeof {n}, 1, found);" for n in names.values())
    return _MAIN.format(file='"network.h"', name=prefix.upper(), prefix=prefix, weights=weights)


def _split(held: NDArray[Any], parameters: Mapping[str, NDArray[Any]]) -> Arrays:
    found, start = {}, 0
    for name, array in parameters.items():
        part = held[start : start + array.size]
        found[f"{WEIGHT}{name}"] = part.reshape(array.shape) if part.size == array.size else part
        start += array.size
    return found
