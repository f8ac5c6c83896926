"""How much memory there is, and how much a program takes."""

from __future__ import annotations

import tracemalloc

from playground.engine.memory import available_bytes, training_bytes
from playground.training.session import Session
from playground.training.spec import TrainingSpec

from ..network.small import chain, head
from ..training.samples import prepared


def test_there_is_some_memory_and_less_than_a_petabyte() -> None:
    available = available_bytes()
    assert available is not None
    assert 10**6 < available < 10**15


def test_the_estimate_is_about_what_a_session_takes() -> None:
    network = chain({"type": "Dense", "units": 900}, {"type": "Dense", "units": 900})
    given = prepared("binary")
    tracemalloc.start()
    session = Session(network, head("binary"), TrainingSpec(), given)
    session.train(1)
    session.snapshot()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    estimate = training_bytes(session._compiled.program, 4)
    assert 0.5 * estimate < peak < 1.5 * estimate
