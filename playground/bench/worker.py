"""The child's side: owns one competitor, and answers requests, a line of JSON each."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from math import ceil, isfinite
from time import perf_counter, process_time
from typing import IO, Any

from playground.bench import memory
from playground.bench.competitor import (
    Absent,
    Competitor,
    Learner,
    Unsuitable,
    check_parameters,
    load,
)

Answer = dict[str, Any]


def main(name: str, threads: str) -> None:
    """Serve until standard input ends, so that no worker outlives who started it."""
    answers = _own_output()
    for answer in _serve(name, int(threads), sys.stdin):
        print(json.dumps(answer, allow_nan=False), file=answers, flush=True)


def _own_output() -> IO[str]:
    """Standard output, for answers alone: whatever else is printed goes to standard error."""
    sys.stdout.flush()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _serve(name: str, threads: int, requests: IO[str]) -> Any:
    begin = perf_counter()
    try:
        competitor = load(name, threads)
    except Absent as absent:
        yield {"absent": str(absent)}
        return
    taken = perf_counter() - begin - competitor.waited_seconds
    worker = Worker(competitor)
    yield {
        "name": competitor.name,
        "label": competitor.label,
        "version": competitor.version,
        "import_seconds": taken,
        "import_bytes": memory.resident_bytes(),
    }
    for line in requests:
        request = json.loads(line)
        act: Callable[..., Answer] = getattr(worker, request.pop("do"))
        try:
            yield act(**request)
        except Unsuitable as unsuitable:
            yield {"unsuitable": str(unsuitable)}
        except Exception as error:
            yield {"failed": f"{type(error).__name__}: {error}"}


class Worker:
    """One competitor and the network it is timed on."""

    def __init__(self, competitor: Competitor) -> None:
        # Every worker holds what defines the networks: it is no part of a competitor's import.
        import playground.bench.exercise  # noqa: F401

        self._competitor = competitor
        self._learner: Learner | None = None
        self._steps = 0

    def prepare(self, network: str, batch: int, optimizer: str, round_seconds: float) -> Answer:
        """Build a network, take its first steps, and find how many make a round."""
        from playground.bench.exercise import BATCHES_AN_EPOCH, make_exercise
        from playground.bench.networks import NETWORKS, Case

        self._drop()
        exercise = make_exercise(Case(NETWORKS.find(network), batch), optimizer)
        waited = self._competitor.provide(exercise)
        afresh = memory.forget_peak()
        begin = perf_counter()
        learner = self._competitor.build(exercise)
        built = perf_counter()
        learner.run(learner.unit)
        stepped = perf_counter()
        check_parameters(learner, exercise)
        learner.run(BATCHES_AN_EPOCH - learner.unit)
        self._learner = learner
        answer = {
            "parameters": exercise.parameters,
            "kernel_seconds": waited,
            "compile_seconds": built - begin,
            "first_step_seconds": stepped - begin,
            "first_steps": learner.unit,
            "first_loss": _finite(learner.loss()),
        }
        self._steps = _steps_a_round(learner, round_seconds)
        return {**answer, "steps": self._steps, "peak_afresh": afresh}

    def measure(self) -> Answer:
        """One round: seconds a step, and how many cores were busy meanwhile."""
        assert self._learner is not None
        busy, begin = process_time(), perf_counter()
        self._learner.run(self._steps)
        wall = perf_counter() - begin
        return {"seconds": wall / self._steps, "cores": (process_time() - busy) / wall}

    def finish(self) -> Answer:
        """What came of the network; it is let go."""
        assert self._learner is not None
        answer = {"last_loss": _finite(self._learner.loss()), "peak_bytes": memory.peak_bytes()}
        self._drop()
        return answer

    def _drop(self) -> None:
        self._learner = None
        gc.collect()


def _steps_a_round(learner: Learner, round_seconds: float) -> int:
    """How many steps fill a round; a multiple of the learner's unit."""
    steps = learner.unit
    while True:
        begin = perf_counter()
        learner.run(steps)
        taken = perf_counter() - begin
        if taken * 4.0 > round_seconds:
            units = ceil(round_seconds * steps / (taken * learner.unit))
            return max(1, units) * learner.unit
        steps *= 4


def _finite(number: float | None) -> float | None:
    return number if number is not None and isfinite(number) else None
