from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sklearn import metrics as oracle

from playground.gui import theme
from playground.gui.views.bench import Bench
from playground.gui.views.confusion_view import ConfusionView
from tests.judged import (
    let_answer,
    shown_of,
    trained,
    truth_and_predictions,
    with_parameters,
    without,
)
from tests.mouse import hover

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = ConfusionView(None)
    qtbot.addWidget(result)
    result.resize(345, 300)
    with qtbot.waitActive(result):
        result.show()
        result.activateWindow()
    return result


def texts(view):
    rows, columns = view.table.table.inner
    return [[cell.text for cell in row[:columns]] for row in view.table.table.cells[:rows]]


@pytest.mark.parametrize("split", ["validation", "train"])
@pytest.mark.parametrize(("name", "epochs"), [("three_classes", 5), ("digits", 1), ("spiral", 30)])
def test_the_cells_are_the_confusion_matrix_of_scikit_learn(view, name, epochs, split) -> None:
    session = trained(name, epochs)
    view.split_box.setCurrentIndex(view.split_box.findData(split))
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, split)
    answers = session.head.decide(predictions, session.signature.task)
    expected = oracle.confusion_matrix(truth, answers)
    assert [[int(text) for text in row] for row in texts(view)] == expected.tolist()
    table = list(csv.reader(StringIO(view.sheet().csv())))
    assert [[int(cell) for cell in row[1:]] for row in table[1:]] == expected.tolist()
    recalls = oracle.recall_score(truth, answers, average=None)
    shown = [row[-1].text.rstrip("%") for row in view.table.table.cells[:-1]]
    np.testing.assert_allclose([float(text) for text in shown], 100 * recalls, atol=0.51)
    assert view.table.table.cells[-1][-2].text == f"{len(truth):,}"


def test_a_cell_is_tinted_by_its_share_of_the_true_class(view) -> None:
    session = trained("three_classes", 5)
    let_answer(view, shown_of(session))
    counts = view.confusion.counts
    image = view.table.viewport().grab().toImage()
    palette = theme.current()
    for row, column in np.ndindex(3, 3):
        share = 0.85 * counts[row, column] / counts[row].sum()
        tint = QColor(palette.negative if row == column else palette.positive)
        ground = QColor(palette.chip)
        mixed = [
            round(share * a + (1 - share) * b)
            for a, b in zip(tint.getRgb()[:3], ground.getRgb()[:3], strict=True)
        ]
        place = view.table.cell_box(row, column).topLeft() + view.table.cell_box(0, 0).topLeft() * 0
        seen = image.pixelColor(int(place.x()) + 8, int(place.y()) + 4).getRgb()[:3]
        np.testing.assert_allclose(seen, mixed, atol=3)


def test_shares_of_rows_and_of_columns_are_those_of_scikit_learn(view) -> None:
    session = trained("three_classes", 5)
    truth, predictions = truth_and_predictions(session, "validation")
    for show, normalize in (("true", "true"), ("answers", "pred")):
        view.show_box.setCurrentIndex(view.show_box.findData(show))
        let_answer(view, shown_of(session))
        expected = 100 * oracle.confusion_matrix(truth, predictions.argmax(1), normalize=normalize)
        shown = [[float(text.rstrip("%<>")) for text in row] for row in texts(view)]
        np.testing.assert_allclose(shown, expected, atol=0.51)


def test_a_click_on_a_cell_lists_exactly_its_samples(view) -> None:
    session = trained("three_classes", 5)
    let_answer(view, shown_of(session))
    counts = view.confusion.counts
    row, column = np.argwhere((counts > 0) & ~np.eye(3, dtype=bool))[0]
    place = view.table.cell_box(row, column).center().toPoint()
    QTest.mouseClick(view.table.viewport(), LEFT, NO_MODIFIER, place)
    samples = view.popup.listing.samples
    assert view.popup.isVisible()
    truth, predictions = truth_and_predictions(session, "validation")
    rows = session.prepared.split.validation
    expected = rows[(truth == row) & (predictions.argmax(1) == column)]
    assert [samples.row(number) for number in range(len(samples))] == expected.tolist()
    assert f"class {row} taken for class {column}" in view.popup.title.text()
    QTest.keyClick(view.popup, Qt.Key.Key_Escape)
    assert not view.popup.isVisible()


def test_arrows_move_from_cell_to_cell_and_enter_opens_one(view) -> None:
    session = trained("spiral", 30)
    let_answer(view, shown_of(session))
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert view.table.chosen == (1, 1)
    assert "class 1" in view.table.readout.text()
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert len(view.popup.listing.samples) == view.confusion.counts[1, 1]
    view.popup.hide()
    for _ in range(5):
        QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert not view.popup.isVisible(), "a sum does not open"


def test_the_pointer_reads_a_cell(view) -> None:
    let_answer(view, shown_of(trained("spiral", 30)))
    count, whole = view.confusion.counts[0, 1], view.confusion.counts[0].sum()
    hover(view.table.viewport(), view.table.cell_box(0, 1).center())
    assert view.table.readout.isVisible()
    assert f"{count} of {whole} samples of class 0" in view.table.readout.text()


def test_labels_are_counted_together_and_two_by_two(view) -> None:
    session = trained("multi_label", 5)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    expected = oracle.multilabel_confusion_matrix(truth, predictions >= 0.5)
    shown = [[int(text) for text in row] for row in texts(view)]
    assert shown == [[m[1, 1], m[1, 0], m[0, 1]] for m in expected]
    view.open_cell(1, 2)
    assert len(view.popup.listing.samples) == expected[1][0, 1]
    view.popup.hide()
    view.label_box.setCurrentIndex(view.label_box.findText("C"))
    let_answer(view, shown_of(session))
    assert [[int(text) for text in row] for row in texts(view)] == expected[2].tolist()


def test_an_empty_class_has_a_dash_and_a_reason(view) -> None:
    shown = without(shown_of(trained("three_classes", 5)), (1,))
    let_answer(view, shown)
    assert view.table.table.cells[1][-1].text == "–"
    assert "no sample" in view.table.table.cells[1][-1].help
    view.open_cell(1, 1)
    assert "no validation samples" in view.popup.title.text()
    view.popup.hide()


def test_divergence_and_a_lack_of_samples_are_said_in_words(view) -> None:
    shown = shown_of(trained("three_classes", 5))
    let_answer(view, with_parameters(shown, np.nan))
    assert "diverged" in view.says
    let_answer(view, without(shown, (0, 1, 2)))
    assert "aside for validation" in view.says
    let_answer(view, with_parameters(shown, 0.0))
    assert view.says == ""
    assert view.confusion.counts[:, 0].sum() == view.confusion.counts.sum()
    view.show_result(None)
    assert view.confusion is not None
    view.clear()
    assert "Run" in view.says
    assert view.sheet() is None


def test_views_that_ask_about_one_moment_share_its_answers(view) -> None:
    shown, bench = shown_of(trained("three_classes", 5)), Bench()
    first = view.request(shown).run(bench)
    assert view.request(shown).run(bench).answered is first.answered


def test_many_classes_scroll_and_keep_their_names_in_sight(view) -> None:
    from playground.gui.views.confusion_tables import confusion_table

    let_answer(view, shown_of(trained("spiral", 30)))
    names = tuple(f"class {number}" for number in range(40))
    view.table.set_table(confusion_table(np.full((40, 40), 123), names, "counts"))
    assert view.table.horizontalScrollBar().maximum() > 0
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Left)
    for _ in range(39):
        QTest.keyClick(view.table, Qt.Key.Key_Down)
        QTest.keyClick(view.table, Qt.Key.Key_Right)
    assert view.table.chosen == (39, 39)
    assert view.table.viewport().rect().contains(view.table.cell_box(39, 39).toRect())


def test_amounts_are_sent_to_the_residuals(view) -> None:
    let_answer(view, shown_of(trained("linnerud", 20)))
    assert "residuals" in view.says
