"""Cross-validation in the window: every fold in turn, beside the run, and stopped at once."""

from __future__ import annotations

import pytest

from playground.data.split_spec import SplitSpec
from playground.gui.data.split.every_fold import EveryFold, in_words
from playground.gui.document import Document
from playground.project.spec import ProjectSpec
from playground.training.folds import over_folds


@pytest.fixture
def folds(qtbot):
    project = ProjectSpec.model_validate(
        {
            "data": {"source": "iris", "split": {"folds": 3}},
            "head": {"type": "multiclass"},
            "training": {"epochs": 4},
        }
    )
    document = Document(project)
    made = EveryFold(document)
    made.project = project
    qtbot.addWidget(made)
    made.show()
    yield made
    made.finish()
    document.deleteLater()


def test_it_gives_mean_and_deviation_over_the_folds(folds, qtbot):
    folds.button.click()
    assert folds.button.text() == "Stop"
    qtbot.waitUntil(lambda: not folds.busy, timeout=60_000)
    project = folds.project
    found = over_folds(project.network, project.head, project.training, project.data, 3)
    assert folds.told.text() == in_words(found)
    assert "Over 3 folds" in folds.told.text()
    assert "accuracy" in folds.told.text()
    assert folds.button.text() == "Train on every fold"


def test_it_can_be_stopped_and_is_forgotten_with_the_data(folds, qtbot):
    folds._document.set_training(epochs=100_000)
    folds.button.click()
    qtbot.waitUntil(lambda: "fold 1 of 3" in folds.told.text(), timeout=60_000)
    folds.button.click()
    assert not folds.busy
    assert folds.told.text() == "Stopped."
    folds.forget()
    assert folds.told.text() == ""
    assert SplitSpec(folds=3) == folds.project.data.split
