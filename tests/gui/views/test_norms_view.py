"""Gradient norms against the session's own gradients, and what they are called."""

from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.plots.layer_picture import MOST_COLOURS, line_colours
from playground.gui.views.bench import Bench
from playground.gui.views.norms_view import NormsView
from tests.inside import dense, let_look, pixels, run, session_of, shown_of, travelled
from tests.mouse import hover


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = NormsView(None)
    qtbot.addWidget(result)
    result.resize(820, 190)
    with qtbot.waitExposed(result):
        result.show()
    return result


def norms_of(session, layers):
    """By the session's own executor, on the training samples, of which there are few enough."""
    train = session.prepared.train
    gradients = session.gradients(train.features, train.targets)
    return [
        np.linalg.norm(
            np.concatenate([g.ravel() for n, g in gradients.items() if n.startswith(f"{layer}.")])
        )
        for layer in layers
    ]


def test_lines_and_bars_are_the_lengths_of_the_sessions_gradients(view):
    session = session_of(dense(1, 6), dense(2, 5, "relu"))
    layers = ("dense_1", "dense_2", "head")
    moments, expected = [session.moment()], [norms_of(session, layers)]
    for _ in range(4):
        session.train(1)
        moments.append(session.moment())
        expected.append(norms_of(session, layers))
    let_look(view, shown_of(session, tuple(moments)))
    picture = view.picture
    np.testing.assert_array_equal(picture.x, range(5))
    for row, line in enumerate(picture.lines):
        assert line.layer == layers[row]
        np.testing.assert_allclose(line.y, np.array(expected)[:, row], rtol=1e-4)
        assert line.now == line.y[-1]
    longest = max(range(3), key=lambda row: picture.lines[row].now)
    widths = [view.bars.bar_box(row).width() for row in range(3)]
    assert widths.index(max(widths)) == longest
    rows = list(csv.reader(StringIO(view.sheet().csv())))
    assert rows[0][0] == "epoch"
    np.testing.assert_allclose(np.array(rows[1:], float)[:, 1:], expected, rtol=1e-4)


def test_every_layer_has_a_line_of_its_colour_where_its_norm_is(view):
    session = session_of(dense(1, 6), dense(2, 5))
    let_look(view, shown_of(session, run(session, 5)))
    seen = pixels(view.lines).astype(int)
    colours = line_colours([line.layer for line in view.picture.lines], ())
    hits = 0
    for line in view.picture.lines:
        colour = QColor(colours[line.layer]).getRgb()[:3]
        for index in range(6):
            place = view.lines.place_of(line.layer, index)
            x, y = round(place.x()), round(place.y())
            near = seen[max(y - 2, 0) : y + 3, max(x - 2, 0) : x + 3].reshape(-1, 3)
            hits += np.abs(near - colour).sum(1).min() < 60
    assert hits >= 15  # of 18; lines cross here and there


def test_ten_sigmoids_are_called_vanishing_with_numbers_and_advice(view):
    session = session_of(*(dense(n, 8, "sigmoid") for n in range(1, 11)))
    let_look(view, shown_of(session))
    lines = {line.layer: line.now for line in view.picture.lines}
    times = max(lines.values()) / lines["dense_1"]
    assert "vanishing" in view.sentence.text
    assert "back to dense_1" in view.sentence.text
    assert f"{float(f'{times:.2g}'):,.0f}-fold" in view.sentence.text
    assert "ReLU" in view.sentence.text
    assert view.sentence.alarm


def test_a_start_that_is_far_too_large_is_called_exploding(view):
    session = session_of(*(dense(n, 16, "relu") for n in range(1, 9)))
    weights = session.parameters()
    session.load({n: 8.0 * a if n.endswith("weight") else a for n, a in weights.items()})
    let_look(view, shown_of(session))
    assert "exploding" in view.sentence.text
    assert "lip gradients" in view.sentence.text


def test_a_network_that_learns_well_is_left_in_peace(view):
    session = session_of(dense(1), dense(2))
    let_look(view, shown_of(session, run(session, 3)))
    assert view.sentence.text.startswith("The gradient arrives in every layer")
    assert not view.sentence.alarm


def test_time_travel_shows_the_norms_of_that_time(view):
    session = session_of(dense(1), training={"optimizer": {"type": "adam"}})
    moments = run(session, 6)
    shown, bench = shown_of(session, moments), Bench()
    let_look(view, shown, bench)
    let_look(view, travelled(shown, moments[2]), bench)
    assert view.caption.text() == "gradient norm, at epoch 2"
    assert all(line.now == line.y[2] for line in view.picture.lines)
    assert len(view.picture.x) == 7


def test_more_layers_than_colours_are_grey_until_one_is_clicked(view, qtbot):
    session = session_of(*(dense(n, 4) for n in range(1, 13)))
    let_look(view, shown_of(session, run(session, 2)))
    layers = [line.layer for line in view.picture.lines]
    colours = line_colours(layers, ())
    assert len(colours) == len(set(colours.values())) == MOST_COLOURS
    grey = next(layer for layer in layers if layer not in colours)
    row = layers.index(grey)
    with qtbot.waitSignal(view.node_chosen) as chosen:
        place = view.bars.row_box(row).center().toPoint()
        assert view.bars.viewport().rect().contains(QPoint(5, place.y()))
        QTest.mouseClick(view.bars.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [grey]
    assert grey in line_colours(layers, view._chosen)
    view.bars.setFocus()
    QTest.keyClick(view.bars, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.node_chosen) as chosen:
        QTest.keyClick(view.bars, Qt.Key.Key_Space)
    assert chosen.args == [layers[row + 1]]


def test_the_read_out_names_the_nearest_line(view):
    session = session_of(dense(1), dense(2))
    let_look(view, shown_of(session, run(session, 4)))
    hover(view.lines, view.lines.place_of("dense_2", 2))
    said = view.lines.readout.text()
    assert said.startswith("epoch 2: ")
    line = next(line for line in view.picture.lines if f" {line.label} " in said)
    assert view.picture.said(float(line.y[2])) in said
