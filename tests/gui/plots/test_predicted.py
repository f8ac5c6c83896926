from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.gui.plots.predicted import PredictedPlot
from tests.mouse import hover


@pytest.fixture
def plot(qtbot: QtBot) -> PredictedPlot:
    result = PredictedPlot()
    qtbot.addWidget(result)
    result.resize(345, 350)
    with qtbot.waitExposed(result):
        result.show()
    return result


def read(qtbot: QtBot, plot: PredictedPlot, row: int, column: int) -> str:
    hover(plot.table, plot.table.cell_box(row, column).center().toPoint())
    return plot.table.readout.text()


def test_the_confusion_matrix_counts_validation_rows_only(
    qtbot: QtBot, plot: PredictedPlot
) -> None:
    targets = np.array([0, 0, 0, 1, 1, 0])
    answers = np.array([0, 0, 1, 1, 1, 1])
    rows = np.array([True, True, True, True, True, False])
    plot.set_answers(answers, targets, "binary", ("benign", "malignant"), rows)
    assert read(qtbot, plot, 0, 0).startswith("2 of 3 samples of benign (67%)")
    assert read(qtbot, plot, 0, 1) == ("1 of 3 samples of benign (33%)\nwere taken for malignant")
    assert "4 of 5 right" in plot.legend.accessibleName()


def test_labels_are_counted_one_by_one(qtbot: QtBot, plot: PredictedPlot) -> None:
    targets = np.array([[1, 0], [1, 0], [0, 1]])
    answers = np.array([[1, 1], [0, 0], [0, 1]])
    plot.set_answers(answers, targets, "multilabel", ("sun", "rain"), np.ones(3, bool))
    cells = [[cell.text for cell in row] for row in plot.table._table.cells]
    assert cells == [["1", "1", "0", "0.67"], ["1", "0", "1", "0.67"]]
    assert read(qtbot, plot, 1, 2) == "rain: said, but not true"


def test_a_regression_is_read_sample_by_sample_and_scored(
    qtbot: QtBot, plot: PredictedPlot
) -> None:
    targets = np.array([[1.0], [2.0], [3.0]])
    rows = np.array([False, True, True])
    plot.set_answers(targets + 0.1, targets, "regression", ("height",), rows)
    hover(plot.scatter, plot.scatter.place_of(1).toPoint())
    assert plot.scatter.readout.text() == "validation sample 1\ntrue 2, predicted 2.1"
    assert "validation R² 0.96" in plot.legend.accessibleName()
    assert not plot.target_box.isVisible()


def test_one_of_several_targets_is_chosen(plot: PredictedPlot) -> None:
    targets = np.random.default_rng(0).random((20, 3))
    plot.set_answers(
        targets, targets, "regression", ("weight", "waist", "pulse"), np.ones(20, bool)
    )
    assert plot.target_box.isVisible()
    plot.target_box.setCurrentIndex(2)
    np.testing.assert_array_equal(plot.scatter._values[:, 0], targets[:, 2])


def test_a_diverged_network_and_a_lack_of_rows_are_said_in_words(plot: PredictedPlot) -> None:
    targets = np.array([0, 1])
    plot.say_diverged()
    assert "diverged" in plot._message.text()
    plot.set_answers(np.ones(2, np.int64), targets, "binary", ("a", "b"), np.zeros(2, bool))
    assert "validation" in plot._message.text()
    assert plot._message.isVisible()
