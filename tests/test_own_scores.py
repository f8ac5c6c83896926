"""From a file to a trained network without a word, beside scikit-learn on the same split."""

from __future__ import annotations

from pathlib import Path

import pytest

import playground
from playground.beginning import make_project
from playground.data.prepare import prepare
from tests.data.own_files import KINDS
from tests.data.own_scores import assert_as_good


# Other files of the same samples are dropped on the window in `tests.gui.data.test_review`.
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "," not in kind])
def test_a_file_alone_trains_about_as_well_as_scikit_learn(kind: str, tmp_path: Path) -> None:
    file = KINDS[kind](tmp_path)
    place = tmp_path / "project.json"
    project, _ = make_project(file, place, (), None)
    session = playground.Session(playground.open(place), device="numpy", seed=0)
    session.train(epochs=project.training.epochs)
    assert_as_good(kind, prepare(project.data), session.metrics("validation"))
