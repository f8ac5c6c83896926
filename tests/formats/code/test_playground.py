"""Programs in Playground itself."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import playground
from playground.errors import UserError
from playground.formats.code import write_code
from playground.network.spec import NetworkSpec
from playground.project.file import open_project
from playground.project.spec import ProjectSpec
from tests import own
from tests.formats.code.programs import LAYER_CASES, PROJECTS, design_of, layer_made, run
from tests.project.documents import document, project


def written(spec: ProjectSpec, folder: Path) -> ProjectSpec:
    """The project in the program of a project."""
    text = write_code("playground", design_of(spec)).text
    # What trains is left out.
    path = folder / "program.py"
    path.write_text(text.partition("session =")[0], "utf-8")
    found: ProjectSpec = runpy.run_path(str(path))["project"].spec
    return found


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.stem)
def test_the_dict_is_the_project(path: Path, tmp_path: Path) -> None:
    spec = open_project(path).spec
    found = written(spec, tmp_path)
    assert found == unplaced(spec).model_copy(update={"notes": ""})


def test_the_dict_holds_every_layer_type_and_link(tmp_path: Path) -> None:
    for layer, seed in LAYER_CASES:
        network = layer_made(layer, seed).trained.network
        features = layer_made(layer, seed).trained.signature.features
        if features == (2,):
            spec = project(head="regression", data={"source": "plane"}).spec
            spec = spec.model_copy(update={"network": network})
            assert written(spec, tmp_path).network == network, layer


def unplaced(spec: ProjectSpec) -> ProjectSpec:
    """A project whose cards stand nowhere."""
    nodes = [node.model_copy(update={"position": None}) for node in spec.network]
    network = NetworkSpec(nodes=tuple(nodes), links=spec.network.links)
    head = spec.head.model_copy(update={"position": None})
    return spec.model_copy(update={"network": network, "head": head})


def test_the_program_trains_answers_and_exports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program = run("playground", design_of(project().spec), tmp_path)
    assert program["session"].epoch == 3
    assert program["answers"].shape == (5, 1)
    with np.load(tmp_path / "weights.npz") as weights:
        assert weights["dense_1.weight"].shape == (2, 5)


def test_a_project_from_a_dict_is_that_of_the_file() -> None:
    assert playground.from_dict(document()).spec == project().spec


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"network": {"nodes": [{"id": "a", "type": "Dense", "units": 0}]}}, r"nodes\[0\].units"),
        ({"format": 99}, "newer version"),
        ("a project", "expected a project"),
    ],
)
def test_a_dict_that_is_no_project_is_refused_in_words(given: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        playground.from_dict(given)


def test_the_dict_holds_a_file_with_every_step(tmp_path: Path) -> None:
    own.write_rows(tmp_path / "people.csv", own.rows())
    spec = open_project(own.write_project(tmp_path / "x.json", tmp_path / "people.csv")).spec
    assert written(spec, tmp_path).data == spec.data
