"""A run that moves from executor to executor loses nothing on the way."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest

from playground.engine.executors import GPU_DEVICES, challenge, create_executor
from playground.engine.executors.batches import bounds_of
from playground.engine.executors.challenge import Steps, seconds_a_step
from playground.engine.executors.host import DeviceLost
from playground.engine.executors.probe import Answer
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.executors.remembered import path
from playground.engine.executors.runner import Runner
from playground.errors import UserError

from .gpu import Computer, StandinProbe, computer
from .programs import ADAM, points, program_of, started

__all__ = ["computer"]
PROGRAM = program_of(ADAM, dropout=0.2)


def trained(executor: Any) -> Any:
    """Two epochs, 14 steps, in calls of 4, some of which go on into the second."""
    data, order = points("float64")
    orders = np.concatenate([order, order[::-1]])
    place = 0
    while place < len(orders):
        taken = executor.train(data, orders, place, 8, 4, None, 50).steps
        place = int(bounds_of(len(orders), place, 8, taken, 50)[-1])
    return executor


def alike(ours: Any, theirs: Any) -> bool:
    """To the last bit."""
    return all(
        np.array_equal(getattr(ours, name), getattr(theirs, name))
        for name in ("parameters", "state", "control")
    )


# A device that is lost


@pytest.mark.parametrize("device", GPU_DEVICES)
def test_a_run_on_the_gpu_is_the_references_and_says_where_it_is(
    computer: Computer, device: str
) -> None:
    runner = trained(started(Runner(device, PROGRAM, "float64")))
    assert runner.name == device
    assert runner.notice == ""
    assert alike(runner, trained(started(ReferenceExecutor(PROGRAM, "float64"))))


@pytest.mark.parametrize("moment", [0, 1, 3, 6, 9, 12, 15, 18, 21])
def test_a_gpu_lost_at_any_moment_costs_no_step_and_no_bit(computer: Computer, moment: int) -> None:
    computer.card.left = moment
    runner = trained(started(Runner("cuda", PROGRAM, "float64")))
    assert alike(runner, trained(started(ReferenceExecutor(PROGRAM, "float64"))))
    assert runner.step == 14
    assert runner.name == "numpy"
    assert "fallen out" in runner.notice
    assert "no step lost" in runner.notice


def test_a_gpu_lost_while_looking_is_looked_at_again_on_the_cpu(computer: Computer) -> None:
    computer.card.left = 3
    runner = started(Runner("cuda", PROGRAM, "float64"))
    (x, y), _ = points("float64", 5)
    found = runner.run(features=x, target=y)
    expected = started(ReferenceExecutor(PROGRAM, "float64")).run(features=x, target=y)
    assert found["loss"] == expected["loss"]
    assert runner.notice


def test_a_gpu_once_lost_is_not_asked_for_again_but_one_that_is_full_is(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise DeviceLost("The GPU is full", full=True)

    with monkeypatch.context() as patch:
        patch.setattr("playground.engine.executors.gpu_executor", full)
        assert "full" in Runner("cuda", PROGRAM, "float64").notice
    assert Runner("cuda", PROGRAM, "float64").name == "cuda"
    computer.card.left = 4
    trained(started(Runner("cuda", PROGRAM, "float64")))
    computer.card.left = float("inf")
    again = Runner("cuda", PROGRAM, "float64")
    assert again.name == "numpy"
    assert "fallen out" in again.notice


def test_where_there_is_no_gpu_asking_for_one_is_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    probe = StandinProbe(Answer(False, "no driver: install one"))
    monkeypatch.setattr("playground.engine.executors.PROBE", probe)
    for device in GPU_DEVICES:
        with pytest.raises(UserError, match="install one"):
            create_executor(device, PROGRAM, "float32")


# The faster one


@pytest.fixture
def paces(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, float]]:
    """Seconds a step by executor, in place of a clock; how often each was asked for is kept."""
    known: dict[str, float] = {"asked": 0}

    def seconds(executor: Any, exercise: Any) -> float:
        known["asked"] += 1
        seconds_a_step(executor, exercise)
        return known[executor.name]

    monkeypatch.setattr(challenge, "seconds_a_step", seconds)
    return known  # type: ignore[return-value]


def until_decided(runner: Runner) -> None:
    """Train step by step until the choice is made."""
    data, order = points("float64")
    end = monotonic() + 20
    while runner._challenge is not None:
        assert monotonic() < end
        runner.train(data, order, 0, 8, 1)
        sleep(0.001)


@pytest.mark.parametrize(("gpu", "chosen"), [(0.5, "cuda"), (2.0, "numpy")])
def test_auto_takes_the_faster_and_remembers_it_with_no_trace_in_the_run(
    computer: Computer, paces: dict[str, float], gpu: float, chosen: str
) -> None:
    paces |= {"numpy": 1.0, "cuda": gpu}
    runner = started(Runner("auto", PROGRAM, "float64"))
    assert runner.name == "numpy"
    until_decided(runner)
    assert runner.name == chosen
    theirs = started(ReferenceExecutor(PROGRAM, "float64"))
    data, order = points("float64")
    for _ in range(runner.step):
        theirs.train(data, order, 0, 8, 1)
    assert alike(runner, theirs)
    assert paces["asked"] == 2
    again = started(Runner("auto", PROGRAM, "float64"))
    until_decided(again)
    assert again.name == chosen
    assert paces["asked"] == 2


def test_a_damaged_memory_is_measured_again(computer: Computer, paces: dict[str, float]) -> None:
    paces |= {"numpy": 1.0, "cuda": 0.5}
    until_decided(started(Runner("auto", PROGRAM, "float64")))
    path().write_text("{")
    until_decided(started(Runner("auto", PROGRAM, "float64")))
    assert paces["asked"] == 4


def test_a_program_that_only_looks_is_measured_too(
    computer: Computer, paces: dict[str, float]
) -> None:
    paces |= {"numpy": 1.0, "cuda": 0.5}
    runner = started(Runner("auto", PROGRAM, "float64"))
    (x, y), _ = points("float64", 5)
    expected = started(ReferenceExecutor(PROGRAM, "float64")).run(features=x, target=y)
    end = monotonic() + 20
    while runner.name != "cuda":
        assert monotonic() < end
        assert runner.run(features=x, target=y)["loss"] == expected["loss"]
        sleep(0.001)


@pytest.mark.parametrize("moment", [0, 8])
def test_a_gpu_lost_during_the_challenge_leaves_the_run_on_the_cpu(
    computer: Computer, moment: int
) -> None:
    computer.card.left = moment
    runner = started(Runner("auto", PROGRAM, "float64"))
    until_decided(runner)
    assert runner.name == "numpy"
    assert runner.notice == ""
    assert computer.probe.ask().lost


def test_without_a_gpu_auto_measures_nothing_and_starts_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("playground.engine.executors.runner.seems_present", lambda: False)
    runner = started(Runner("auto", PROGRAM, "float64"))
    assert runner._challenge is None
    trained(runner)
    assert not path().exists()


def test_a_pace_is_measured_on_copies_and_needs_a_step() -> None:
    executor = started(ReferenceExecutor(PROGRAM, "float64"))
    other = started(ReferenceExecutor(PROGRAM, "float64"))
    data, order = points("float64")
    seconds = seconds_a_step(executor, Steps(data, order, 8, None))
    assert seconds is not None
    assert 0 < seconds < 1
    assert alike(executor, other)
    data[0][:] = np.nan
    assert seconds_a_step(executor, Steps(data, order, 8, None)) is None
    assert alike(executor, other)
