"""Looks at a network without changing it: predictions and loss."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.data.blocks import blocks_of
from playground.data.preprocess import Standardiser
from playground.engine.executors.runner import Runner
from playground.engine.program import Buffer
from playground.network.compiler import FEATURES, LOSS, PREDICTION, TARGET, compile_evaluation
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec

Array = NDArray[Any]
Result = TypeVar("Result")
# Rows looked at in one run, and fewer where each takes much memory; more go in several.
ROWS = 1024
_MOST_BYTES = 256_000_000
# Judging may pause after so many of them.
_RUNS = 4


class Scalers(Protocol):
    """What stands between the data's own units and the network's."""

    @property
    def feature_scaler(self) -> Standardiser: ...

    @property
    def target_scaler(self) -> Standardiser: ...


class Evaluator:
    """Evaluates one network on an executor of its own, for one thread.

    Weights are given as the flat buffer of a snapshot each time, so that any thread may look at any
    moment of a run.
    """

    def __init__(
        self,
        network: NetworkSpec,
        head: Head,
        signature: Signature,
        dtype: DTypeLike,
        *,
        device: str = "auto",
        given: Collection[str] = (),
    ) -> None:
        """`given`: nodes whose outputs `judge_given` takes; see `compile_training`."""
        self.network = network
        self.head = head
        self.signature = signature
        self.dtype = np.dtype(dtype)
        self._device = device
        self._given = tuple(given)

    # Each of the two programs is compiled when it is first asked for; most need only one.

    @cached_property
    def _judge(self) -> Runner:
        return self._runner(with_loss=True)

    @cached_property
    def _look(self) -> Runner:
        return self._runner(with_loss=False)

    def _runner(self, *, with_loss: bool) -> Runner:
        parts = (self.network, self.head, self.signature)
        given = self._given if with_loss else ()
        compiled = compile_evaluation(*parts, ROWS, with_loss=with_loss, given=given)
        wanted = compiled.program.sizes[Buffer.WORKSPACE] * self.dtype.itemsize
        if wanted > _MOST_BYTES:
            rows = max(1, ROWS * _MOST_BYTES // wanted)
            compiled = compile_evaluation(*parts, rows, with_loss=with_loss, given=given)
        return Runner(self._device, compiled.program, self.dtype)

    @property
    def notice(self) -> str:
        """What has happened to the device, in words, or ""."""
        runners = [vars(self).get(name) for name in ("_judge", "_look")]
        return next((each.notice for each in runners if each is not None and each.notice), "")

    def predict(self, parameters: Array, features: Array) -> Array:
        """Final predictions (N, columns) for preprocessed features (N, …)."""
        np.copyto(self._look.parameters, parameters)
        rows = self._look.program.batch
        found = [
            self._look.run(features=features[start : start + rows])[PREDICTION].copy()
            for start in range(0, len(features), rows)
        ]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def answer(self, parameters: Array, features: Array, scalers: Scalers) -> Array:
        """Predictions (N, columns) for raw features (N, …), in the targets' own units."""
        parts = [
            self.predict(parameters, scalers.feature_scaler.apply(features[part]))
            for part in blocks_of(len(features), features.shape[1:])
        ]
        predictions = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if self.signature.task != "regression":
            return predictions
        return scalers.target_scaler.invert(predictions).astype(self.dtype)

    def judge(self, parameters: Array, features: Array, targets: Array) -> tuple[float, Array]:
        """The loss, without penalties, and the predictions (N, columns).

        Args:
            parameters: the flat buffer.
            features: (N, …) preprocessed.
            targets: (N, columns), encoded by the head.
        """
        return self.judge_given(parameters, {FEATURES: features, TARGET: targets})

    def judge_given(self, parameters: Array, inputs: Mapping[str, Array]) -> tuple[float, Array]:
        """The same, of inputs by name, with what leaves the nodes that are given."""
        return whole(self.judging(parameters, inputs))

    def judging(
        self, parameters: Array, inputs: Mapping[str, Array]
    ) -> Generator[None, None, tuple[float, Array]]:
        """The same bit by bit: pauses between many samples and the next, and returns it.

        The weights must not change until then.
        """
        np.copyto(self._judge.parameters, parameters)
        loss = self.head.loss_for(self.signature)
        losses, weights, predictions = [], [], []
        rows, targets = self._judge.program.batch, inputs[TARGET]
        taken = {name: inputs[name] for name in self._judge.program.inputs}
        for start in range(0, len(targets), rows):
            if start and start // rows % _RUNS == 0:
                yield
                np.copyto(self._judge.parameters, parameters)
            part = slice(start, start + rows)
            found = self._judge.run(**{name: array[part] for name, array in taken.items()})
            losses.append(float(found[LOSS]))
            weights.append(loss.weight(targets[part]))
            predictions.append(found[PREDICTION].copy())
        if len(losses) == 1:
            return losses[0], predictions[0]
        combined = loss.combine(np.array(losses), np.array(weights))
        return combined, np.concatenate(predictions)


def whole(judging: Generator[None, None, Result]) -> Result:
    """What it returns in the end, without a pause."""
    while True:
        try:
            next(judging)
        except StopIteration as done:
            found: Result = done.value
            return found
