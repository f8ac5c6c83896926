from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from sklearn import metrics as oracle

from playground.gui import theme
from playground.gui.plots.residual_histogram import binned
from playground.gui.views.residuals_view import ResidualsView
from tests.judged import (
    let_answer,
    shown_of,
    trained,
    truth_and_predictions,
    with_parameters,
    with_validation,
)
from tests.mouse import hover


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = ResidualsView(None)
    qtbot.addWidget(result)
    result.resize(345, 300)
    with qtbot.waitExposed(result):
        result.show()
    return result


def choose(box, data) -> None:
    box.setCurrentIndex(box.findData(data))


@pytest.mark.parametrize(
    ("name", "epochs"),
    [("regression_surface", 20), ("linnerud", 20), ("bounded_regression", 10), ("diabetes", 3)],
)
def test_every_target_is_scored_as_scikit_learn_does(view, name, epochs) -> None:
    session = trained(name, epochs)
    choose(view.split_box, "both")
    let_answer(view, shown_of(session))
    for target, target_name in enumerate(view.residuals.names):
        choose(view.target_box, target)
        let_answer(view, shown_of(session))
        for split in ("train", "validation"):
            truth, predictions = truth_and_predictions(session, split)
            true, said = truth.reshape(len(truth), -1)[:, target], predictions[:, target]
            scores = view.residuals.scores[split]
            assert scores.r2 == pytest.approx(oracle.r2_score(true, said), rel=1e-3, abs=1e-4)
            rmse = oracle.root_mean_squared_error(true, said)
            assert scores.rmse == pytest.approx(rmse, rel=1e-4)
            assert scores.mae == pytest.approx(oracle.mean_absolute_error(true, said), rel=1e-4)
            assert f"{scores.rmse:.3g}" in view.legend.accessibleName()
        assert target_name in view.scatter.scatter.names[0]


def test_dots_lie_at_true_and_predicted_in_the_colour_of_their_split(view) -> None:
    session = trained("linnerud", 20)
    choose(view.split_box, "both")
    let_answer(view, shown_of(session))
    image = view.scatter.grab().toImage()
    prepared = session.prepared
    palette = theme.current()
    for split, colour in (("train", palette.train), ("validation", palette.validation)):
        row = int(getattr(prepared.split, split)[0])
        found = np.flatnonzero(view.residuals.rows == row)[0]
        assert view.residuals.true[found] == prepared.dataset.targets[row, 0]
        said = session.predict(prepared.dataset.features[[row]])[0, 0]
        assert view.residuals.predicted[found] == pytest.approx(said, rel=1e-4)
        seen, wanted = image.pixelColor(view.scatter.place_of(row).toPoint()), QColor(colour)
        # Not quite its colour: dots are drawn so that those beneath show through.
        assert (seen.blue() > seen.red()) == (wanted.blue() > wanted.red())


def test_the_pointer_reads_a_sample(view) -> None:
    session = trained("linnerud", 20)
    let_answer(view, shown_of(session))
    row = int(session.prepared.split.validation[0])
    hover(view.scatter, view.scatter.place_of(row))
    true = session.prepared.dataset.targets[row, 0]
    assert f"validation sample, row {row}\ntrue {true:.3g}" in view.scatter.readout.text()


def test_residuals_stand_over_predictions_around_zero(view) -> None:
    choose(view.panel_box, "left")
    let_answer(view, shown_of(trained("regression_surface", 20)))
    scatter = view.scatter.scatter
    found = view.residuals
    np.testing.assert_allclose(scatter.y, found.true - found.predicted)
    assert scatter.extent()[2] == -scatter.extent()[3]


def test_the_bars_of_the_histogram_sum_to_the_samples(view) -> None:
    session = trained("regression_surface", 20)
    choose(view.split_box, "both")
    choose(view.panel_box, "histogram")
    let_answer(view, shown_of(session))
    bins = view.histogram.bins
    assert bins.train.sum() == len(session.prepared.split.train)
    assert bins.validation.sum() == len(session.prepared.split.validation)
    residuals = view.residuals.true - view.residuals.predicted
    expected, _ = np.histogram(residuals[view.residuals.validation], bins.edges)
    assert bins.validation.tolist() == expected.tolist()
    tallest = int(bins.train.argmax())
    box = view.histogram.bar_box(tallest, validation=False)
    hover(view.histogram, box.center())
    assert f"{bins.train[tallest]:,} training" in view.histogram.readout.text()
    image = view.histogram.grab().toImage()
    inside = image.pixelColor(int(box.center().x()), int(box.top()) + 4)
    assert inside != QColor(theme.current().card)


def test_residuals_that_are_all_the_same_have_bins(view) -> None:
    for values in (np.zeros(5), np.full(5, 1e9), np.zeros(0)):
        bins = binned(values, np.ones(len(values), bool), "residual")
        assert bins.validation.sum() == len(values)
        assert (np.diff(bins.edges) > 0).all()


def test_the_table_holds_every_sample_in_its_own_units(view) -> None:
    session = trained("diabetes", 3)
    let_answer(view, shown_of(session))
    rows = list(csv.reader(StringIO(view.sheet().csv())))
    truth, _ = truth_and_predictions(session, "validation")
    np.testing.assert_allclose([float(row[2]) for row in rows[1:]], truth[:, 0])


def test_what_has_no_residuals_is_said_in_words(view) -> None:
    shown = shown_of(trained("regression_surface", 20))
    let_answer(view, with_parameters(shown, np.nan))
    assert "diverged" in view.says
    let_answer(view, with_parameters(shown, 0.0))
    assert view.says == ""
    assert view.residuals.scores["validation"].r2 <= 0.0
    rows = shown.frame.prepared.split.validation
    let_answer(view, with_validation(shown, rows[:1]))
    assert "R² –" in view.legend.accessibleName(), "one sample has no variance to explain"
    let_answer(view, with_validation(shown, rows[:0]))
    assert "aside for validation" in view.says
    let_answer(view, shown_of(trained("three_classes", 5)))
    assert "classes" in view.says
