"""A watch goes on with a copy of a run up to what it looks for, and stops where it happens."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from playground.training.diverged import Diverged
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.watch import Sighting, Watch

from ...inside import dense, session_of
from .runs import CIRCLE


def watched(watch: Watch) -> Sighting:
    for _ in range(200):
        found = watch.work()
        if found.stepper is not None:
            return found
    raise AssertionError("nothing was found")


def test_it_stops_in_the_instruction_that_made_a_number_that_is_none() -> None:
    training = {"optimizer": {"type": "sgd", "learning_rate": 1e5}, "batch_size": 10}
    data = {"source": "plane", "samples": 60, "seed": 1}
    session = session_of(
        dense(1, 4, "relu"), data=data, head={"type": "regression"}, training=training
    )
    moment = session.moment()
    before = moment.parameters.copy()
    found = watched(Watch(moment, session.learning_rate, Breakpoints(not_finite=True)))
    assert found.stepper is not None
    current = found.stepper.current
    assert current is not None
    assert not np.isfinite(found.stepper.array(current.output)).all()
    found.stepper.back()
    last = found.stepper.current
    assert last is None or np.isfinite(found.stepper.array(last.output)).all()
    # It is the step in which the run itself diverges, and the run was not touched.
    assert session.moment().parameters.tobytes() == before.tobytes()
    with suppress(Diverged):
        session.advance(10_000)
    assert session.steps == found.stepper.step.moment.steps == found.steps


def test_it_stops_where_a_unit_dies_and_passes_over_those_that_were_dead_before() -> None:
    training = {"optimizer": {"type": "sgd", "learning_rate": 3.0}, "batch_size": 10}
    session = session_of(dense(1, 8, "relu"), data=CIRCLE, training=training)
    session.set_number("dense_1.bias", (1,), -100.0)
    found = watched(Watch(session.moment(), session.learning_rate, Breakpoints(dead=True)))
    assert found.stepper is not None
    current = found.stepper.current
    assert current is not None
    assert current.op in ("relu", "relu_backward")
    units = np.flatnonzero(~found.stepper.array(current.output).any(axis=0))
    assert set(units) - {1}
    assert found.reason.startswith("Unit")
    assert found.stepper.step.moment.steps == found.steps > 0


def test_it_ends_when_it_is_told_to() -> None:
    session = session_of(dense(1, 3), data=CIRCLE)
    watch = Watch(session.moment(), session.learning_rate, Breakpoints(not_finite=True))
    first = watch.work()
    assert first.steps > 0
    watch.stop()
    assert watch.work().steps == first.steps
