from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sklearn import metrics as oracle

from playground.gui import theme
from playground.gui.views.classes_view import ClassesView
from tests.judged import (
    let_answer,
    shown_of,
    trained,
    truth_and_predictions,
    with_parameters,
    without,
)


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = ClassesView(None)
    qtbot.addWidget(result)
    result.resize(345, 300)
    with qtbot.waitExposed(result):
        result.show()
    return result


def column(view, number):
    return [row[number].text for row in view.table.table.cells]


@pytest.mark.parametrize(
    ("name", "epochs"), [("three_classes", 5), ("digits", 1), ("spiral", 30), ("multi_label", 5)]
)
def test_the_table_is_that_of_scikit_learn(view, name, epochs) -> None:
    session = trained(name, epochs)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    answers = session.head.decide(predictions, session.signature.task)
    kinds = oracle.precision_recall_fscore_support(truth, answers, zero_division=np.nan)
    for number, values in ((2, kinds[0]), (3, kinds[1]), (4, kinds[2])):
        shown = column(view, number - 1)
        means = [
            oracle.precision_recall_fscore_support(
                truth, answers, zero_division=np.nan, average=average
            )[number - 2]
            for average in ("macro", "weighted")
        ]
        assert shown == [f"{value:.2f}" for value in (*values, *means)]
    assert column(view, 0)[: len(kinds[3])] == [f"{count:,}" for count in kinds[3]]
    assert len(view.found.names) == len(kinds[3])
    rows = list(csv.reader(StringIO(view.sheet().csv())))[1:]
    np.testing.assert_allclose([float(row[3]) for row in rows], kinds[1])


def test_the_areas_are_those_of_scikit_learn(view) -> None:
    session = trained("three_classes", 5)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    areas = oracle.roc_auc_score(truth, predictions, multi_class="ovr", average=None)
    np.testing.assert_allclose(view.found.auc, areas)


def test_a_bar_is_as_long_as_its_number(view) -> None:
    let_answer(view, shown_of(trained("three_classes", 5)))
    image = view.table.viewport().grab().toImage()
    for row in range(3):
        box = view.table.cell_box(row, 2)
        y = int(box.bottom() - 2.5)
        accent = theme.current().accent
        inked = sum(
            image.pixelColor(x, y).name() == accent
            for x in range(int(box.left()), int(box.right()))
        )
        expected = view.found.scores.recall[row] * (box.width() - 8.0)
        assert inked == pytest.approx(expected, abs=2.0)


def test_an_empty_class_has_dashes_and_a_reason(view) -> None:
    let_answer(view, without(shown_of(trained("three_classes", 5)), (1,)))
    cells = view.table.table.cells[1]
    assert [cell.text for cell in cells][2::2] == ["–", "–"]
    assert "since no validation sample is class 1" in cells[2].help
    assert "no sample of class 1" in view.legend.accessibleName()
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert "1" in view.table.accessibleDescription()


def test_a_class_that_is_never_answered_has_no_precision(view) -> None:
    let_answer(view, with_parameters(shown_of(trained("three_classes", 5)), 0.0))
    cell = view.table.table.cells[2][1]
    assert cell.text == "–"
    assert "nothing is taken for class 2" in cell.help
    let_answer(view, with_parameters(shown_of(trained("three_classes", 5)), np.nan))
    assert "diverged" in view.says
