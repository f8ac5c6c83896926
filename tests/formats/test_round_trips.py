"""Everything that comes with the program, through every format and its reader."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from onnx.reference import ReferenceEvaluator

import playground
from playground.formats import FORMATS
from playground.formats.export import export, write
from playground.formats.material import Material
from playground.project.file import open_project
from tests.formats.code.programs import PROJECTS
from tests.formats.readers import WITH_NETWORK, difference_of

STEPS = 12


@cache
def trained(path: Path) -> Material:
    """A run of some steps, measured once."""
    session = playground.Session(open_project(path), device="numpy")
    session.advance(STEPS)
    if not len(session.history):
        session.measure()
    return session.material()


# Each project goes through three of the formats, and all of these come up. What exports make of
# tables of one's own is tried elsewhere, with rows of such tables.
SAMPLE = [
    (path, WITH_NETWORK[(number + shift) % len(WITH_NETWORK)])
    for number, path in enumerate(p for p in PROJECTS if open_project(p).spec.data.file is None)
    for shift in (0, 3, 6)
]


@pytest.mark.parametrize(("path", "name"), SAMPLE, ids=[f"{p.stem}-{n}" for p, n in SAMPLE])
def test_what_comes_along_goes_out_and_answers_alike(path: Path, name: str, tmp_path: Path) -> None:
    material = trained(path)
    refusal = FORMATS[name].refusal(material)
    if refusal:
        assert name == "c"
        assert "for small ones" in refusal
    else:
        assert difference_of(material, name, tmp_path) < 1e-4


def test_every_format_is_in_the_sample() -> None:
    assert {name for _, name in SAMPLE} == set(WITH_NETWORK)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_everything_through_every_format_and_every_reader(tmp_path: Path) -> None:
    """Prints the table of the worst differences; `-s` shows it."""
    formats = [*WITH_NETWORK, *(name for name in FORMATS if name not in WITH_NETWORK)]
    columns = [f"{each:>13}" for each in (*formats, "reference")]
    print("\n" + "".join([f"{'':26}", *columns]))
    worst: dict[str, float] = {}
    for number, path in enumerate(PROJECTS):
        material, cells = trained(path), []
        for name in formats:
            refusal = FORMATS[name].refusal(material)
            if refusal:
                cells.append("refused")
                continue
            differences = []
            if name in WITH_NETWORK:
                differences.append(difference_of(material, name, tmp_path))
            # Our own check in a process of its own; heavy libraries take seconds to start.
            if name not in ("pytorch", "keras", "keras-weights") or number % 6 == 0:
                found = export(material, tmp_path / f"export{FORMATS[name].suffix}", name).check
                assert found.agrees, (path.stem, name, str(found))
                differences.append(found.difference or 0.0)
            worst[name] = max(worst.get(name, 0.0), *differences)
            cells.append(f"{max(differences):.1e}")
        reference = _by_reference(material, tmp_path)
        worst["reference"] = max(worst.get("reference", 0.0), reference)
        cells.append(f"{reference:.1e}")
        print(f"{path.stem:26}" + "".join(f"{cell:>13}" for cell in cells), flush=True)
    print(f"{'worst':26}" + "".join(f"{worst.get(n, 0.0):>13.1e}" for n in (*formats, "reference")))
    assert max(worst.values()) < 1e-4


def _by_reference(material: Material, folder: Path) -> float:
    """The difference of ONNX's own reference evaluator."""
    write(material, folder / "reference.onnx", FORMATS["onnx"])
    x = material.samples[:40]
    ours = material.trained.predict(x)
    running = ReferenceEvaluator(str(folder / "reference.onnx"))
    (theirs,) = running.run(None, {"features": x.astype(np.float32)})
    return float(np.abs(ours - theirs).max() / (np.abs(ours).max() or 1.0))
