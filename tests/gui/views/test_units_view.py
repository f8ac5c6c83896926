"""Dead and saturated units against NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.views.units_view import UnitsView
from tests.inside import dense, let_look, run, session_of, shown_of


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = UnitsView(None)
    qtbot.addWidget(result)
    result.resize(820, 190)
    with qtbot.waitExposed(result):
        result.show()
    return result


def test_units_that_a_bias_has_killed_are_counted_as_numpy_counts_them(view):
    session = session_of(dense(1, 8, "relu"), dense(2, 6, "tanh"))
    before = session.moment()
    weights = session.parameters()
    weights["dense_1.bias"][:3] = -100.0
    weights["dense_1.bias"][3:] = 100.0
    session.load(weights)
    let_look(view, shown_of(session, (before,)))
    x = session.prepared.train.features
    first = np.maximum(x @ weights["dense_1.weight"] + weights["dense_1.bias"], 0.0)
    assert int((first == 0.0).all(0).sum()) == 3
    second = np.tanh(first @ weights["dense_2.weight"] + weights["dense_2.bias"])
    dead, flat = view.picture.lines
    assert dead.text == "3 of 8 dead"
    assert dead.now == 3 / 8
    assert flat.now == pytest.approx((1 - second**2 < 0.05).mean(), abs=0.005)
    assert view.sentence.text.startswith("3 of 8 units of dense_1 are dead: 0 for every sample")
    assert view.sentence.alarm
    share = view.bars.bar_box(0).width() / view.bars.bar_box(1).width()
    assert share == pytest.approx(dead.now / flat.now, rel=0.02)


def test_saturation_grows_as_weights_do(view):
    session = session_of(dense(1, 8, "sigmoid"))
    moments = [session.moment()]
    weights = session.parameters()
    for factor in (10.0, 10.0, 10.0):
        weights["dense_1.weight"] *= factor
        session.load(weights)
        session.advance(1)
        moments.append(session.moment())
    let_look(view, shown_of(session, tuple(moments)))
    (line,) = view.picture.lines
    assert np.all(np.diff(line.y) > 0.0)
    assert line.y[0] == 0.0
    assert line.y[-1] > 0.9
    assert "sigmoid is flat" in view.sentence.text


def test_where_nothing_can_die_it_says_so(view):
    let_look(view, shown_of(session_of(dense(1, 4, "leaky_relu"), dense(2, 4, "identity"))))
    assert "No layer ends in an activation" in view.says


def test_a_healthy_network_is_left_in_peace(view):
    session = session_of(dense(1, 16, "relu"), dense(2, 8, "tanh"))
    let_look(view, shown_of(session, run(session, 3)))
    assert not view.sentence.alarm
    assert "saturated" in view.sentence.text
