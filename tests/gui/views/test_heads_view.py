"""The head lab in the real window: what it shows is what sessions trained by hand come to."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.gui.plots import words as plot_words
from playground.gui.topics import topic_of
from playground.gui.views.heads import worker
from playground.gui.views.heads.lab_bar import EXAMPLE, PROJECT
from playground.network.heads import Binary, BinarySoftmax, BoundedRegression
from playground.training.experiments import EXPERIMENTS
from playground.training.experiments.duel import Duel
from playground.training.metrics import in_words

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def lab(window, user, monkeypatch):
    """The head lab, with its first experiment ready; it takes too long to end by itself."""
    monkeypatch.setattr(worker, "SPAN_S", 60.0)
    window.show_view("heads")
    view = window.views.view("heads")
    user.wait(lambda: view.frame is not None)
    return view


def choose(lab, user, name):
    box = lab.bar.box
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())
    user.wait(lambda: lab.frame is not None and lab.frame.setup.experiment.name == name)


def by_hand(frame):
    """The same experiment, trained here to the same step."""
    duel = Duel(frame.setup)
    while duel.sessions[0].steps < frame.standing.steps:
        duel.advance(min(64, frame.standing.steps - duel.sessions[0].steps))
    return duel


def texts(plot, role):
    return {text.index: text.text for text in plot.texts if text.role == role}


def assert_shows(lab, duel):
    """Every number on screen is that of the sessions."""
    frame = lab.frame
    standing, task = duel.standing(), frame.standing.prepared.dataset.task
    assert lab.verdict.text == frame.setup.experiment.verdict(standing)
    assert lab.bar.status.text().startswith(f"epoch {duel.epoch} of ")
    metric = lab.quantity_box.currentData()
    for number, session in enumerate(duel.sessions):
        plot = lab.sides[number]
        loss, main = session.loss(), session.metrics()
        (said,) = texts(plot, "measured").values()
        assert f"loss {plot_words.number(loss)}, " in said
        if metric in ("subset_accuracy", "accuracy"):
            assert said.endswith(in_words(metric, main[metric]))
        values = texts(plot, "value")
        assert values
        for place, sample in enumerate(frame.samples[number]):
            outputs = session.predict(frame.standing.prepared.dataset.features[[sample.row]])[0]
            if len(outputs) == 1 and task != "regression":
                outputs = np.array([1.0 - outputs[0], outputs[0]])
            drawn = [values.get((place, bar)) for bar in range(len(sample.values))]
            if drawn[0] is not None:
                assert drawn == [plot_words.fixed(float(outputs[n])) for n in sample.numbers]
                total = texts(plot, "total").get((place, -1), "sum none")
                if task != "regression":
                    assert total == f"sum {plot_words.fixed(float(outputs.sum()))}"
        lines = {line.split: line for line in lab.curves.lines if line.side == number}
        train, validation = session.history.series(metric)
        assert lines["train"].y.tolist() == train.tolist()
        assert lines["validation"].y.tolist() == validation.tolist()


def test_an_experiment_shows_what_the_same_sessions_come_to_by_hand(lab, user, window):
    # Two classes: several labels can't be tried on them, and the window says why.
    assert lab.bar.source.current == EXAMPLE
    button = lab.bar.source.button(PROJECT)
    assert not button.isEnabled()
    assert "each sample is one of 2 classes" in button.toolTip()
    # A wrong head may be tried there too, but is named.
    assert "need one yes or no, not two" in lab.take_buttons[1].toolTip()
    assert "Press Run" in lab.verdict.text
    assert "can never both be near 1" in lab.verdict.muted
    # The run in the window goes on meanwhile.
    user.run(epochs=1)
    QTest.mouseClick(lab.bar.run_button, LEFT)
    user.wait(lambda: lab.frame.standing.epoch >= 4)
    epoch = user.frame.epoch
    user.wait(lambda: user.frame.epoch > epoch)
    user.pause()
    # Unseen it rests; seen again it goes on.
    window.centre.show_tab("build")
    user.wait(lambda: not lab.frame.running)
    rested = lab.frame.standing.steps
    user.bot.wait(150)
    assert lab.frame.standing.steps == rested
    window.show_view("heads")
    user.wait(lambda: lab.frame.standing.steps > rested)
    assert "rested while it could not be seen" in lab.bar.status.toolTip()
    QTest.mouseClick(lab.bar.run_button, LEFT)
    user.wait(lambda: not lab.frame.running)
    QTest.mouseClick(lab.bar.step_button, LEFT)
    steps = lab.frame.standing.steps
    user.wait(lambda: lab.frame.standing.steps == steps + 1)
    assert_shows(lab, by_hand(lab.frame))
    assert all(picture is not None for picture in lab.frame.maps)
    look = lab.frame.maps[0].look
    assert look.side == lab.sides[0].map_side(on_plane=True)
    rows = list(lab.sheet().rows)
    assert len(rows) == len(lab.frame.standing.sides[0].epochs)
    # Back to the start, which is the same.
    QTest.mouseClick(lab.bar.reset_button, LEFT)
    user.wait(lambda: lab.frame.standing.steps == 0)
    assert_same_start(lab)
    # Values on no plane: samples alone.
    choose(lab, user, "range")
    QTest.mouseClick(lab.bar.step_button, LEFT)
    user.wait(lambda: lab.frame.standing.steps == 1)
    assert_shows(lab, by_hand(lab.frame))
    assert lab.frame.maps == (None, None)
    assert lab.verdict.muted == BoundedRegression.help


def assert_same_start(lab):
    duel = Duel(lab.frame.setup)
    for side, session in zip(lab.frame.standing.sides, duel.sessions, strict=True):
        features = lab.frame.standing.prepared.dataset.features[lab.frame.standing.rows]
        assert np.array_equal(side.answers, session.predict(features))


def test_a_project_that_suits_is_what_is_tried_and_takes_a_head_over(
    lab, user, window, monkeypatch
):
    document = window.document
    choose(lab, user, "two_ways")
    assert lab.bar.source.current == PROJECT
    assert lab.frame.setup.network is document.project.network
    assert [type(head) for head in lab.frame.heads] == [BinarySoftmax, Binary]
    assert lab.take_buttons[1].toolTip() == "The project has this head already."
    QTest.mouseClick(lab.bar.step_button, LEFT)
    user.wait(lambda: lab.frame.standing.steps == 1)
    assert_shows(lab, by_hand(lab.frame))
    assert "The same answers" in lab.verdict.text
    before = document.project.head
    QTest.mouseClick(lab.take_buttons[0], LEFT)
    assert document.project.head == BinarySoftmax(position=before.position)
    assert not lab.take_buttons[0].isEnabled()
    document.undo_stack.undo()
    assert document.project.head == before
    # An edit of what is tried is said, and a reset takes it over.
    document.set_node_field("dense_1", "units", 5)
    assert "has changed since" in lab.verdict.muted
    QTest.mouseClick(lab.bar.reset_button, LEFT)
    user.wait(lambda: lab.frame is not None and lab.frame.standing.steps == 0)
    assert lab.frame.setup.network is document.project.network
    assert "has changed since" not in lab.verdict.muted
    # Other data, other task: the next reset goes on with the example.
    document.set_data(source="iris")
    assert lab.isVisible()  # and not another lab
    assert not lab.bar.source.button(PROJECT).isEnabled()
    QTest.mouseClick(lab.bar.reset_button, LEFT)
    user.wait(lambda: lab.frame is not None)
    assert lab.bar.source.current == EXAMPLE
    assert topic_of(lab.take_buttons[0]) == "head"
    # An experiment ends by itself when it has shown what there is to see.
    choose(lab, user, "classes")
    monkeypatch.setattr(worker, "SPAN_S", 0.01)
    assert lab.bar.source.current == PROJECT
    QTest.mouseClick(lab.bar.run_button, LEFT)
    user.wait(lambda: not lab.running)
    assert lab.frame.standing.epoch == lab.experiment.epochs
    assert lab.bar.run_button.accessibleName() == "Run the experiment"
    assert_shows(lab, by_hand(lab.frame))
    # The window closes in the midst of one.
    monkeypatch.setattr(worker, "SPAN_S", 60.0)
    QTest.mouseClick(lab.bar.run_button, LEFT)
    user.wait(lambda: lab.frame.running)
    assert {lab.bar.box.itemData(row) for row in range(lab.bar.box.count())} == set(EXPERIMENTS)
