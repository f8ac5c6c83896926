from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from sklearn import metrics as oracle

from playground.gui import theme
from playground.gui.views.roc_view import RocView
from tests.judged import (
    let_answer,
    shown_of,
    trained,
    truth_and_predictions,
    with_parameters,
    without,
)
from tests.mouse import hover


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = RocView(None)
    qtbot.addWidget(result)
    result.resize(345, 300)
    with qtbot.waitExposed(result):
        result.show()
    return result


def choose(box, data) -> None:
    box.setCurrentIndex(box.findData(data))


def test_a_binary_curve_is_that_of_scikit_learn_and_marks_one_half(view) -> None:
    session = trained("spiral", 30)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    (curve,) = view.roc_plot.curves
    x, y, thresholds = oracle.roc_curve(truth, predictions[:, 0])
    np.testing.assert_allclose(curve.x, x)
    np.testing.assert_allclose(curve.y, y)
    np.testing.assert_allclose(curve.thresholds, thresholds, atol=1e-5)
    area = oracle.roc_auc_score(truth, predictions[:, 0])
    assert f"AUC {area:.3f}" in view.legend.accessibleName()
    (tn, fp), (fn, tp) = oracle.confusion_matrix(truth, predictions[:, 0] >= 0.5)
    assert curve.mark == (fp / (fp + tn), tp / (tp + fn))
    choose(view.curve_box, "precision_recall")
    precision, recall, _ = oracle.precision_recall_curve(truth, predictions[:, 0])
    (curve,) = view.pr_plot.curves
    np.testing.assert_allclose(curve.x, recall)
    np.testing.assert_allclose(curve.y, precision)
    area = oracle.average_precision_score(truth, predictions[:, 0])
    assert f"average precision {area:.3f}" in view.legend.accessibleName()
    assert curve.mark == (tp / (tp + fn), tp / (tp + fp))


def test_the_picture_has_the_curve_where_its_rates_are(view) -> None:
    let_answer(view, shown_of(trained("spiral", 30)))
    (curve,) = view.roc_plot.curves
    image = view.roc_plot.grab().toImage()
    rise = int(np.argmax(np.diff(curve.y)))
    middle = (curve.y[rise] + curve.y[rise + 1]) / 2.0
    x = curve.x[rise] + (curve.x[rise + 1] - curve.x[rise]) / 2.0
    place = view.roc_plot.place_of(x, middle).toPoint()
    around = [image.pixelColor(place.x() + dx, place.y()) for dx in (-1, 0, 1)]
    wanted = QColor(curve.colour)
    far = min(
        sum(abs(a - b) for a, b in zip(c.getRgb()[:3], wanted.getRgb()[:3], strict=True))
        for c in around
    )
    assert far < 60
    corner = view.roc_plot.place_of(0.9, 0.1).toPoint()
    assert image.pixelColor(corner) == QColor(theme.current().card)


def test_the_pointer_reads_the_threshold_and_both_rates(view) -> None:
    let_answer(view, shown_of(trained("spiral", 30)))
    (curve,) = view.roc_plot.curves
    point = len(curve.x) // 2
    hover(view.roc_plot, view.roc_plot.place_of(curve.x[point], curve.y[point]))
    said = view.roc_plot.readout.text()
    assert "threshold" in said
    assert "false positive rate" in said
    hover(view.roc_plot, view.roc_plot.place_of(*curve.mark))
    assert "threshold 0.5, in force" in view.roc_plot.readout.text()


@pytest.mark.parametrize(("name", "epochs"), [("three_classes", 5), ("digits", 1)])
def test_classes_against_the_rest_and_their_mean_are_those_of_scikit_learn(
    view, name, epochs
) -> None:
    session = trained(name, epochs)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    areas = oracle.roc_auc_score(truth, predictions, multi_class="ovr", average=None)
    np.testing.assert_allclose([found.auc for found in view.rates.classes], areas)
    assert f"macro AUC {areas.mean():.3f}" in view.legend.accessibleName()
    choose(view.curve_box, "precision_recall")
    areas = [
        oracle.average_precision_score(truth == k, predictions[:, k])
        for k in range(predictions.shape[1])
    ]
    np.testing.assert_allclose([found.precision for found in view.rates.classes], areas)
    choose(view.class_box, 1)
    assert len(view.pr_plot.curves) == 1
    assert f"average precision {areas[1]:.3f}" in view.legend.accessibleName()


def test_labels_have_a_curve_each(view) -> None:
    session = trained("multi_label", 5)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    areas = oracle.roc_auc_score(truth, predictions, average=None)
    np.testing.assert_allclose([found.auc for found in view.rates.classes], areas)
    assert all(found.roc[0].mark is not None for found in view.rates.classes)


def test_both_curves_stand_side_by_side_and_come_along_as_a_table(view) -> None:
    let_answer(view, shown_of(trained("spiral", 30)))
    choose(view.curve_box, "both")
    assert view.roc_plot.isVisible()
    assert view.pr_plot.isVisible()
    rows = list(csv.reader(StringIO(view.sheet().csv())))[1:]
    points = len(view.roc_plot.curves[0].x) + len(view.pr_plot.curves[0].x)
    assert len(rows) == points
    assert float(rows[1][3]) == view.roc_plot.curves[0].x[1]


def test_constant_answers_are_the_line_of_chance(view) -> None:
    let_answer(view, with_parameters(shown_of(trained("spiral", 30)), 0.0))
    assert view.rates.classes[0].auc == 0.5


def test_what_has_no_curve_is_said_in_words(view) -> None:
    spiral, classes = shown_of(trained("spiral", 30)), shown_of(trained("three_classes", 5))
    let_answer(view, without(spiral, (1,)))
    assert "validation samples are class 0" in view.says
    let_answer(view, without(classes, (2,)))
    assert "no sample of class 2" in view.legend.accessibleName()
    assert len(view.rates.classes) == 3
    let_answer(view, with_parameters(classes, np.nan))
    assert "diverged" in view.says
    assert view.legend.accessibleName() == ""
