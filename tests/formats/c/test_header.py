"""C headers: what a compiler makes of names that nobody chose well, and what is refused."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.errors import UserError
from playground.formats import FORMATS
from playground.formats.c.program import prefix_of
from playground.formats.c.text import number, string
from playground.formats.export import write
from playground.formats.material import Material
from tests.formats.readers import difference_of
from tests.formats.trained import made_up, session
from tests.network.small import chain

COMPILER = shutil.which("gcc") or shutil.which("cc")
needs_a_compiler = pytest.mark.skipif(COMPILER is None, reason="there is no C compiler")
NASTY = ['"; int main(', "*/ x /*", "a\\", "??/", "naïve", "line\nline", "%s"]


def named(material: Material, names: list[str], title: str) -> Material:
    trained = replace(material.trained, target_names=tuple(names))
    return replace(material, trained=trained, name=title)


@needs_a_compiler
def test_names_from_files_are_only_ever_text(tmp_path: Path) -> None:
    for title in NASTY:
        material = named(session("multiclass").material(), NASTY[:4], title)
        assert difference_of(material, "c", tmp_path) < 1e-5
    main = tmp_path / "names.c"
    main.write_text(
        '#include <stdio.h>\n#include "export.h"\n'
        "int main(void) { for (int i = 0; i < 4; i++) puts(export_classes[i]); return 0; }\n"
    )
    subprocess.run([str(COMPILER), "-std=c99", main, "-o", tmp_path / "n", "-lm"], check=True)
    said = subprocess.run([tmp_path / "n"], capture_output=True, check=True).stdout.decode()
    assert said == "".join(f"{name}\n" for name in NASTY[:4])


@needs_a_compiler
def test_nodes_whose_names_differ_by_a_sign_have_arrays_of_their_own(tmp_path: Path) -> None:
    nodes = [{"id": name, "type": "Dense", "units": 3} for name in ("a-b", "a_b", "while", "x")]
    material = made_up(chain(*nodes), (2,), np.random.default_rng(0))
    assert difference_of(material, "c", tmp_path) < 1e-5


@needs_a_compiler
@pytest.mark.parametrize("head", ["binary", "multiclass", "multilabel"])
def test_its_decisions_are_those_of_the_head(head: str, tmp_path: Path) -> None:
    one = session(head)
    write(one.material(), tmp_path / "x.h", FORMATS["c"])
    x = one.prepared.dataset.features.astype(np.float32)
    labels = len(one.prepared.dataset.target_names) if head == "multilabel" else 1
    call = "x_decide(y, d);" if head == "multilabel" else "d[0] = x_decide(y);"
    main = tmp_path / "main.c"
    main.write_text(
        f"""#include <stdio.h>
#include "x.h"
int main(void) {{
    float x[X_FEATURES], y[X_ANSWERS]; int d[{labels}];
    while (fread(x, sizeof x, 1, stdin) == 1) {{
        x_predict(x, y); {call} fwrite(d, sizeof d, 1, stdout);
    }}
    return 0;
}}
"""
    )
    subprocess.run([str(COMPILER), "-std=c99", main, "-o", tmp_path / "m", "-lm"], check=True)
    out = subprocess.run([tmp_path / "m"], input=x.tobytes(), capture_output=True, check=True)
    found = np.frombuffer(out.stdout, np.int32).reshape(len(x), labels)
    decided = one.head.decide(one.predict(x), one.signature.task).reshape(len(x), labels)
    assert np.array_equal(found, decided)


def test_a_large_network_is_refused_with_its_size(tmp_path: Path) -> None:
    nodes = [{"id": "wide", "type": "Dense", "units": 60_000}]
    material = made_up(chain(*nodes), (2,), np.random.default_rng(0))
    with pytest.raises(UserError, match=r"has 300,002 numbers; .* up to 100,000"):
        write(material, tmp_path / "x.h", FORMATS["c"])
    assert not list(tmp_path.iterdir())


def test_numbers_read_back_as_the_very_float32() -> None:
    random = np.random.default_rng(0)
    floats = random.integers(0, 2**32, 5_000, np.uint32).view(np.float32)
    for value in floats[np.isfinite(floats)]:
        assert np.float32(number(value).rstrip("f")) == value


def test_every_header_has_a_prefix_of_its_own_that_c_takes() -> None:
    assert prefix_of("Two spirals.h") == "two_spirals"
    assert prefix_of("2 – ünd.h") == "network_2_nd"
    assert prefix_of("….h") == "network"
    assert string('a"b\\?\né') == '"a\\042b\\134\\077\\012\\303\\251"'
