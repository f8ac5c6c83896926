"""The thread that evaluates: one job at a time, results told in the window's thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.gui.frame import Frame, frame_of
from playground.gui.renderer import RendererThread
from playground.gui.views.bench import Bench
from playground.training.session import Session


@dataclass(frozen=True)
class Predict:
    """Predicts every sample, and says in which thread."""

    frame: Frame

    def run(self, bench):
        features = self.frame.prepared.dataset.features
        return bench.predict(self.frame, features), threading.get_ident()


@dataclass(frozen=True)
class Fail:
    """A job with a fault."""

    def run(self, bench):
        raise ZeroDivisionError("on purpose")


@pytest.fixture
def renderer(qapp):
    made = RendererThread()
    yield made
    made.finish()


@pytest.fixture
def ask(renderer, qtbot):
    """Asks for a job and waits for what it found."""

    def ask(job):
        with qtbot.waitSignal(renderer.done) as done:
            renderer.ask("a view", job)
            assert renderer.busy
            assert renderer.busy_with("a view")
            assert not renderer.busy_with("another")
        assert not renderer.busy
        key, result = done.args
        assert key == "a view"
        return result

    return ask


def session_of(project, epochs=2):
    session = Session(project.network, project.head, project.training, prepare(project.data))
    session.train(epochs)
    return session


def test_a_job_runs_in_another_thread_on_the_moment_that_was_asked_for(ask, project_of):
    session = session_of(project_of())
    frame = frame_of(session, 0.0, False)
    expected = session.predict(frame.prepared.dataset.features)
    session.train(5)
    found, thread = ask(Predict(frame))
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    assert thread != threading.get_ident()


def test_a_fault_is_told_as_nothing_and_the_next_job_runs(ask, project_of, qtbot):
    with qtbot.captureExceptions() as faults:
        assert ask(Fail()) is None
        qtbot.waitUntil(lambda: bool(faults))  # in that thread, it is raised after it is told
    assert [kind for kind, *_ in faults] == [ZeroDivisionError]
    assert ask(Predict(frame_of(session_of(project_of()), 0.0, False))) is not None


def test_answers_come_in_the_targets_own_units(project_of):
    parts = {"data": {"source": "diabetes", "standardise_targets": True}}
    session = session_of(project_of(**parts, head={"type": "regression"}))
    features = session.prepared.dataset.features
    found = Bench().predict(frame_of(session, 0.0, False), features)
    np.testing.assert_allclose(found, session.predict(features), rtol=1e-4)
    assert found.mean() > 20


def test_a_bench_keeps_what_it_made_for_the_networks_in_use_and_lets_old_ones_go(project_of):
    bench = Bench()
    frames = [
        frame_of(session_of(project_of({"id": "dense_1", "type": "Dense", "units": n})), 0.0, False)
        for n in (2, 3, 4, 5, 6)
    ]
    first = bench.evaluator(frames[0])
    assert bench.evaluator(frames[0]) is first
    for frame in frames[1:]:
        bench.evaluator(frame)
    assert bench.evaluator(frames[1]) is bench.evaluator(frames[1])
    assert bench.evaluator(frames[0]) is not first
