"""Update-to-weight ratios against steps that a session really takes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.views.ratios_view import RatiosView
from tests.inside import dense, let_look, pixels, run, session_of, shown_of


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = RatiosView(None)
    qtbot.addWidget(result)
    result.resize(820, 190)
    with qtbot.waitExposed(result):
        result.show()
    return result


def test_each_point_is_the_step_that_was_taken_from_there(view):
    session = session_of(dense(1, 6), dense(2, 5), training={"batch_size": 10})
    moments, expected = [], []
    for _ in range(5):
        session.train(1)
        moments.append(session.moment())
        twin = session_of(dense(1, 6), dense(2, 5), training={"batch_size": 10})
        twin.restore(session.state())
        before = twin.parameters()
        twin.advance(1)
        after = twin.parameters()
        names = [f"{layer}.weight" for layer in ("dense_1", "dense_2", "head")]
        expected.append(
            [np.linalg.norm(after[n] - before[n]) / np.linalg.norm(before[n]) for n in names]
        )
    let_look(view, shown_of(session, tuple(moments)))
    np.testing.assert_array_equal(view.picture.x, [1, 2, 3, 4, 5])
    for row, line in enumerate(view.picture.lines):
        np.testing.assert_allclose(line.y, np.array(expected)[:, row], rtol=1e-4)


def test_the_guide_is_drawn_at_a_thousandth(view):
    session = session_of(dense(1, 6))
    let_look(view, shown_of(session, run(session, 3)))
    axes = view.lines.axes(view.picture)
    y = axes.box.bottom() - float(view.picture.height(1e-3)) * axes.box.height()
    seen = pixels(view.lines).astype(int)[:, int(axes.box.left()) + 2 : int(axes.box.right()) - 90]
    dark = (seen.sum(2) < 600).mean(1)
    around = dark[round(y) - 1 : round(y) + 2].max()
    assert 0.3 < around < 0.95  # dashes
    assert axes.y(np.log10(1e-3)) == pytest.approx(y)


@pytest.mark.parametrize(
    ("rate", "said", "alarm"),
    [(30.0, "lower the learning rate", True), (1e-6, "raise the learning rate", False)],
)
def test_a_rate_that_is_out_of_the_way_is_named(view, rate, said, alarm):
    training = {"optimizer": {"type": "sgd", "learning_rate": rate}}
    session = session_of(dense(1, 6), dense(2, 4, frozen=True), training=training)
    let_look(view, shown_of(session, (session.moment(),)))
    assert said in view.sentence.text
    assert view.sentence.text.endswith("Frozen and left out: dense_2.")
    assert view.sentence.alarm is alarm
    assert [line.layer for line in view.picture.lines] == ["dense_1", "head"]


def test_without_a_moment_it_says_what_to_do(view):
    let_look(view, shown_of(session_of(dense(1))))
    assert view.says == RatiosView.invitation
    assert view.sheet() is None


def test_a_step_that_diverges_is_named(view):
    session = session_of(dense(1))
    moment = session.moment()
    moment.parameters[:] = np.nan
    let_look(view, shown_of(session, (moment,)))
    assert "the training has diverged" in view.sentence.text
    assert view.sentence.alarm
    assert {line.text for line in view.picture.lines} == {"not finite"}
    view.grab()
