"""How large the next step is beside the weights that it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors.runner import Runner
from playground.errors import UserError
from playground.network.compiler import compile_training
from playground.training.carry import parts
from playground.training.feed import as_trained, augments
from playground.training.gradient_norms import length
from playground.training.layer_parts import Layer
from playground.training.moment import Moment, Stage
from playground.training.order import Orders
from playground.training.rates import Rates

NO_SAMPLE = "There is no training sample. Lower the validation share to train on some."


class NextStep:
    """Takes the step that training takes after a moment, on an executor of its own.

    It is the same step to the last bit: the batch that is next in the epoch's order, the
    optimizer's memory, the schedule's rate, dropout's draws, penalties and clipping.

    For one thread, and for moments of one stage.
    """

    def __init__(self, stage: Stage, *, device: str = "cpu", dtype: str = "float32") -> None:
        """Raises `UserError` where the network has errors, or there is no training sample."""
        if not len(stage.prepared.split.train):
            raise UserError(NO_SAMPLE)
        training, self._stage = stage.training, stage
        compiled = compile_training(
            stage.in_force,
            stage.head,
            stage.signature,
            training.batch_size,
            training.update(),
            training.regularization,
        )
        self._runner = Runner(device, compiled.program, dtype)
        rows = stage.prepared.train
        targets = stage.head.encode(rows.targets, stage.signature)
        self._data = (
            np.ascontiguousarray(rows.features, dtype),
            np.ascontiguousarray(targets, dtype),
        )
        self._orders = Orders(0, 0)

    def ratios(self, moment: Moment, layers: tuple[Layer, ...]) -> dict[str, float]:
        """‖Δw‖ / ‖w‖ by layer, of its weights; of its biases where it has no others.

        NaN where the step meets a number that is not finite or the weights are all 0. Frozen layers
        and those that learn nothing are left out.
        """
        after = self._taken(moment)
        found = {}
        for layer in layers:
            names = layer.weights or layer.biases
            if not names or layer.frozen:
                continue
            if after is None:
                found[layer.id] = float("nan")
                continue
            before = parts(moment.parameters, self._stage.layout)
            size = length([before[name] for name in names])
            change = length([after[name] - before[name] for name in names])
            found[layer.id] = change / size if size > 0.0 else float("nan")
        return found

    def _taken(self, moment: Moment) -> Mapping[str, NDArray[Any]] | None:
        """The parameters after the step; None where it can't be taken."""
        runner, training = self._runner, self._stage.training
        if runner.state.shape != moment.optimizer.shape:
            return None
        runner.parameters[:] = moment.parameters
        runner.state[:] = moment.optimizer
        runner.control[:] = moment.control
        count = len(self._data[0])
        orders = Orders(moment.seed, count)
        if orders != self._orders:
            self._orders = orders
        batch = training.batch_size
        rates = Rates(training.schedule, training.epochs, moment.watch).ahead(
            training.optimizer.learning_rate,
            moment.epoch,
            -(-count // batch),
            moment.place // batch,
            1,
        )
        order = self._orders.of(moment.epoch)
        data = self._data
        if augments(self._stage):
            numbers = np.arange(count)
            seen = as_trained(self._stage, data[0], moment.seed, moment.epoch, numbers)
            data = (np.ascontiguousarray(seen), data[1])
        outcome = runner.train(data, order, moment.place, batch, 1, rates, count)
        if outcome.diverged is not None or not outcome.steps:
            return None
        return parts(runner.parameters, self._stage.layout)
