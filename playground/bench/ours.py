"""This project's executors, driven as a session drives them: many steps a call."""

from __future__ import annotations

from math import prod
from time import perf_counter, sleep

import numpy as np
from threadpoolctl import threadpool_limits

from playground.bench.competitor import Absent, Competitor, Learner, Unsuitable
from playground.bench.exercise import SEED, Exercise, head_of
from playground.engine.executors import Executor, create_executor, overtaken
from playground.engine.executors.native.library import builder
from playground.engine.graph import Graph
from playground.engine.program import Program, plan
from playground.errors import UserError
from playground.network.compiler import Compiled, compile_training
from playground.network.regularization import Regularization
from playground.training.carry import part
from playground.training.optimizers import OPTIMIZERS

POLL_SECONDS = 0.1
LABELS = {"numpy": "ours, numpy", "native": "ours, native", "cuda": "ours, cuda"}


class Ours(Competitor):
    """What a device comes to on this machine; its name is the executor's."""

    def __init__(self, device: str, threads: int) -> None:
        self.device = device
        threadpool_limits(threads)
        graph = Graph()
        smallest = plan(graph, 1, {"y": graph.apply("copy", graph.input("x", (1,)))})
        try:
            executor, self.waited_seconds = _when_ready(device, smallest)
        except UserError as error:
            raise Absent(str(error)) from error
        self.name = executor.name
        self.label = LABELS.get(self.name, f"ours, {self.name}")

    def provide(self, exercise: Exercise) -> float:
        """Compile the kernels that this network is the first to need."""
        return _when_ready(self.device, _compiled(exercise).program)[1]

    def build(self, exercise: Exercise) -> OurLearner:
        """From the document to an executor with its first weights."""
        compiled = _compiled(exercise)
        executor = create_executor(self.device, compiled.program, np.float32)
        if executor.name != self.name:
            raise Unsuitable(f"{self.name} leaves this network to {executor.name}")
        for parameter in compiled.parameters:
            place = compiled.program.parameters[parameter.name]
            part(executor.parameters, place)[...] = parameter.initializer.draw(parameter, SEED)
        executor.set_control(step=0, learning_rate=exercise.rate, seed=SEED)
        learned = sum(prod(each.shape) for each in compiled.parameters if each.learned)
        return OurLearner(executor, exercise, learned)


def _compiled(exercise: Exercise) -> Compiled:
    network = exercise.network
    return compile_training(
        network.spec,
        head_of(network),
        network.signature,
        exercise.batch,
        OPTIMIZERS[exercise.optimizer]().update(),
        Regularization(),
    )


def _when_ready(device: str, program: Program) -> tuple[Executor, float]:
    """What runs a program there, with every kernel compiled, and how long that took.

    The process that compiles goes on with kernels for other programs: it is ended, since nothing
    else may compute while a competitor is timed.
    """
    executor = create_executor(device, program, np.float32)
    compiling = builder()
    if not compiling.is_running:
        return executor, 0.0
    begin = perf_counter()
    while compiling.is_running and not overtaken(executor, device):
        sleep(POLL_SECONDS)
    compiling.finish()
    return create_executor(device, program, np.float32), perf_counter() - begin


class OurLearner(Learner):
    """An executor and its place in the epoch."""

    def __init__(self, executor: Executor, exercise: Exercise, parameters: int) -> None:
        self._executor = executor
        self._batch = exercise.batch
        self._order = exercise.order
        classes, columns = exercise.classes, exercise.layers[-1].gives[0]
        targets = classes[:, None] if exercise.binary else np.eye(columns)[classes]
        self._data = (exercise.features, np.ascontiguousarray(targets, np.float32))
        self._place = 0
        self._loss = float("nan")
        self._parameters = parameters

    def run(self, steps: int) -> None:
        left = steps
        while left > 0:
            outcome = self._executor.train(self._data, self._order, self._place, self._batch, left)
            if outcome.diverged is not None:
                raise UserError(f"Training met a number that is not finite in {outcome.diverged}.")
            self._loss = outcome.loss
            left -= outcome.steps
            self._place = (self._place + outcome.steps * self._batch) % len(self._order)

    def parameters(self) -> int:
        return self._parameters

    def loss(self) -> float:
        return self._loss
