"""The histograms against NumPy's, and what is drawn of them."""

from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.views.bench import Bench
from playground.gui.views.histograms_view import HistogramsView
from playground.gui.views.inside_columns import shelf_of
from playground.training.carry import parts
from tests.inside import dense, example, let_look, pixels, run, session_of, shown_of, travelled
from tests.mouse import hover


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = HistogramsView(None)
    qtbot.addWidget(result)
    result.resize(820, 190)
    with qtbot.waitExposed(result):
        result.show()
    yield result
    theme.apply_theme(QApplication.instance(), "light")


def choose(box, data):
    box.setCurrentIndex(box.findData(data))


def weights_at(moment, layer):
    return parts(moment.parameters, moment.stage.layout)[f"{layer}.weight"].ravel()


def luma(colour):
    return float(np.asarray(colour, float)[:3] @ (0.299, 0.587, 0.114))


def test_each_column_is_the_histogram_that_numpy_counts(view):
    session = example("spiral", device="numpy")
    moments = run(session, 6)
    let_look(view, shown_of(session, moments))
    assert [heat.label for heat in view.panels.heats] == ["dense_1", "dense_2", "dense_3", "head"]
    for heat in view.panels.heats:
        np.testing.assert_array_equal(heat.x, np.arange(7))
        for column, moment in enumerate(moments):
            weights = weights_at(moment, heat.layer)
            expected, _ = np.histogram(weights.astype(float), heat.grid.edges)
            np.testing.assert_array_equal(heat.counts[column], expected)
            assert heat.counts[column].sum() == weights.size


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_more_numbers_in_a_bin_the_farther_its_colour_is_from_the_ground(view, name):
    theme.apply_theme(QApplication.instance(), name)
    session = session_of(dense(1, 64), training={"optimizer": {"type": "sgd"}})
    let_look(view, shown_of(session, run(session, 3)))
    seen = pixels(view.panels.viewport())
    ground = luma(QColor(theme.current().card).getRgb())
    for number, heat in enumerate(view.panels.heats):
        found = []
        for column in range(len(heat.x)):
            for row in range(heat.grid.n):
                place = view.panels.bin_box(number, column, row).center()
                colour = seen[int(place.y()), int(place.x())]
                found.append((int(heat.counts[column, row]), abs(luma(colour) - ground)))
        found.sort()
        counts, away = np.array(found).T
        tall = view.panels.bin_box(number, 0, 0).height() >= 1.0
        assert tall
        assert away[counts == counts.max()].min() >= away.max() - 1.0
        assert away[counts == 0].max() < 1.0 < away[counts > 0].min()
        assert np.corrcoef(np.log1p(counts), away)[0, 1] > 0.9


def test_the_read_out_says_epoch_bin_and_count(view):
    session = session_of(dense(1, 32))
    let_look(view, shown_of(session, run(session, 4)))
    heat = view.panels.heats[0]
    column, row = 2, int(heat.counts[2].argmax())
    hover(view.panels.viewport(), view.panels.bin_box(0, column, row).center())
    said = view.panels.readout.text()
    assert view.panels.readout.isVisible()
    assert said.startswith("dense_1, epoch 2\n")
    assert f": {heat.counts[column, row]} of 64 weights" in said
    hover(view.panels.viewport(), view.panels.edge_box(0).center())
    assert "epoch 4" in view.panels.readout.text()


def test_time_travel_moves_the_cursor_and_the_distribution_at_the_edge(view):
    session = session_of(dense(1, 32), training={"optimizer": {"type": "adam"}})
    moments = run(session, 8)
    shown = shown_of(session, moments)
    bench = Bench()
    let_look(view, shown, bench)
    let_look(view, travelled(shown, moments[3]), bench)
    heat = view.panels.heats[0]
    assert heat.now == 3
    expected, _ = np.histogram(weights_at(moments[3], "dense_1").astype(float), heat.grid.edges)
    np.testing.assert_array_equal(heat.counts[heat.now], expected)
    assert len(heat.x) == 9  # what came after it stays in sight
    axes = view.panels.axes(0)
    accent = QColor(theme.current().accent).getRgb()[:3]
    seen = pixels(view.panels.viewport())[int(axes.box.center().y())].astype(int)
    near = np.abs(seen - accent).sum(1).argmin()
    assert near == pytest.approx(axes.x(3.0), abs=1.5)
    assert "at epoch 3" in view.sentence.text


def test_gradients_are_shown_by_amount_and_what_is_0_is_counted_apart(view):
    session = session_of(dense(1, 8, "relu"))
    weights = session.parameters()
    weights["dense_1.bias"][:3] = -100.0  # three units pass no gradient on
    session.load(weights)
    choose(view.what_box, "gradients")
    assert view.scale_box.currentData() is True
    let_look(view, shown_of(session))
    heat = view.panels.heats[0]
    assert (heat.zero[0], heat.sizes[0], heat.counts[0].sum()) == (3 * 3, 8 * 3, 5 * 3)
    # Those units' weights into the head get none either, but its bias and the others do.
    assert "12 of 33 are exactly 0" in view.sentence.text
    choose(view.what_box, "weights")
    assert view.scale_box.currentData() is False


def test_activations_are_those_of_the_samples_that_are_looked_at(view):
    session = session_of(dense(1, 8, "tanh"))
    choose(view.what_box, "activations")
    let_look(view, shown_of(session))
    hidden, head = view.panels.heats
    x = session.prepared.train.features
    w = session.parameters()
    values = np.tanh(x @ w["dense_1.weight"] + w["dense_1.bias"])
    expected, _ = np.histogram(values, hidden.grid.edges)
    assert np.abs(hidden.counts[0] - expected).sum() <= 2  # float32 may round over an edge
    assert head.counts.sum() == len(x)


def test_numbers_that_are_not_finite_are_counted_apart_and_named(view):
    session = session_of(dense(1, 32))
    shown = shown_of(session)
    shown.frame.parameters[:3] = np.nan
    let_look(view, shown)
    assert view.sentence.text.startswith("3 of 64 weights of dense_1 are no longer finite")
    assert view.sentence.alarm
    assert view.panels.heats[0].counts.sum() == 61
    shown = shown_of(session)
    shown.frame.parameters[:] = np.nan
    for what in ("weights", "biases", "gradients", "activations"):
        choose(view.what_box, what)
        let_look(view, shown)
        assert "no longer finite" in view.sentence.text
        view.grab()


def test_one_more_moment_costs_one_reading_and_a_view_opened_late_is_filled(view):
    session = session_of(dense(1))
    moments = run(session, 5)
    bench = Bench()
    let_look(view, shown_of(session, moments), bench)
    assert len(view.panels.heats[0].x) == 6
    assert len(shelf_of(bench)) == 6
    session.train(1)
    moments += (session.moment(),)
    assert let_look(view, shown_of(session, moments), bench) == 1
    assert len(shelf_of(bench)) == 7


def test_a_long_run_is_drawn_with_about_a_hundred_columns(view):
    session = session_of(dense(1, 4), training={"batch_size": 50})
    moments = run(session, 450)
    bench = Bench()
    shown = shown_of(session, moments)
    while view.request(shown).run(bench).n_missing:
        pass
    let_look(view, shown, bench)
    x = view.panels.heats[0].x
    assert 50 <= len(x) <= 102
    assert (x[0], x[-1]) == (0, 450)
    assert np.ptp(np.diff(x)[:-2]) == 0  # evenly spread


def test_running_statistics_are_a_choice_and_their_absence_is_said(view):
    choose(view.what_box, "statistics")
    let_look(view, shown_of(session_of(dense(1))))
    assert "BatchNorm" in view.says
    assert view.sheet() is None
    session = session_of(dense(1, 5), {"id": "norm", "type": "BatchNorm"}, dense(2, frozen=True))
    let_look(view, shown_of(session))
    assert [heat.label for heat in view.panels.heats] == ["norm"]
    assert view.panels.heats[0].counts.sum() == 2 * 5
    choose(view.what_box, "weights")
    let_look(view, shown_of(session))
    assert [heat.note for heat in view.panels.heats] == ["", "", "frozen", ""]


def test_the_table_has_every_number_once(view):
    session = session_of(dense(1, 32))
    moments = run(session, 3)
    let_look(view, shown_of(session, moments))
    rows = list(csv.DictReader(StringIO(view.sheet().csv())))
    for epoch, moment in enumerate(moments):
        weights = weights_at(moment, "dense_1")
        mine = [r for r in rows if r["layer"] == "dense_1" and float(r["epoch"]) == epoch]
        assert sum(int(row["count"]) for row in mine) == weights.size
        for row in mine:
            inside = (weights >= float(row["from"])) & (weights < float(row["to"]))
            assert int(row["count"]) == inside.sum()
