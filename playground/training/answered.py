"""What a network answers to one split of its data, and how far off each answer is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.executors.runner import Runner
from playground.engine.program import Buffer, plan
from playground.errors import UserError
from playground.network.compiler import FEATURES, PREDICTION, trace
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.sample_losses import sample_losses

Array = NDArray[Any]
SplitName = Literal["train", "validation"]
_LOGITS = "logits"
# Rows looked at in one run, and fewer where each takes much memory; more go in several.
_ROWS = 1024
_MOST_BYTES = 128_000_000


@dataclass(frozen=True, eq=False)
class Answered:
    """A split with what a network says of it.

    Attributes:
        prepared, head, signature: whose split, answered under which head.
        split: "train" or "validation".
        rows: (N,) which rows of `prepared.dataset` these are.
        truth: class numbers (N,), zeros and ones (N, L), or values (N, T) in their own units.
        predictions: (N, columns) float32, after the final activation, values in their own units.
        outputs, network_predictions: (N, columns) before the final activation, and after it in the
            network's own scale.
    """

    prepared: Prepared
    head: Head
    signature: Signature
    split: SplitName
    rows: NDArray[np.int64]
    truth: Array
    predictions: Array
    outputs: Array
    network_predictions: Array

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def n_lost(self) -> int:
        """Of how many samples the prediction is not a finite number."""
        return len(self) - int(np.isfinite(self.predictions).all(axis=1).sum())

    @cached_property
    def answers(self) -> Array:
        """Class numbers (N,), zeros and ones (N, L), or values (N, T)."""
        return self.head.decide(self.predictions, self.signature.task)

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """(N,) whether the answer is not the truth, in any label; of amounts, none is."""
        if self.signature.task == "regression":
            return np.zeros(len(self), bool)
        differs = self.answers != self.truth
        return differs.any(axis=1) if differs.ndim == 2 else np.asarray(differs, bool)

    @cached_property
    def losses(self) -> NDArray[np.float64]:
        """(N,) what each sample brings into the loss."""
        targets = getattr(self.prepared, self.split).targets
        return sample_losses(
            self.head.loss_for(self.signature),
            self.head.final,
            self.outputs,
            self.network_predictions,
            self.head.encode(targets, self.signature),
        )

    def scores(self, number: int) -> Array:
        """(N,) how much each sample is taken for class or label `number`."""
        if self.predictions.shape[1] == 1:
            yes = self.predictions[:, 0]
            return yes if number == 1 else 1.0 - yes
        return self.predictions[:, number]


class Answerer:
    """Asks one network about a whole split, on an executor of its own, for one thread.

    What was asked last is kept, so that several who ask about the same moment ask once.
    """

    def __init__(self, network: NetworkSpec, head: Head, signature: Signature) -> None:
        self._parts = network, head, signature
        self._of: Array | None = None
        self._data: Prepared | None = None
        self._known: dict[SplitName, Answered] = {}

    @cached_property
    def _runner(self) -> Runner:
        program = self._planned(_ROWS)
        wanted = program.sizes[Buffer.WORKSPACE] * 4
        if wanted > _MOST_BYTES:
            program = self._planned(max(1, _ROWS * _MOST_BYTES // wanted))
        return Runner("auto", program, np.float32)

    def _planned(self, rows: int) -> Any:
        traced = trace(*self._parts, training=False)
        if traced.errors or traced.logits is None or traced.prediction is None:
            raise UserError(traced.errors[0].message)
        outputs = {_LOGITS: traced.logits, PREDICTION: traced.prediction}
        return plan(traced.builder.graph, rows, outputs)

    def ask(self, parameters: Array, prepared: Prepared, split: SplitName) -> Answered:
        """A split of some data at the moment of these parameters."""
        if parameters is not self._of or prepared is not self._data:
            self._of, self._data, self._known = parameters, prepared, {}
        if split not in self._known:
            self._known[split] = self._asked(parameters, prepared, split)
        return self._known[split]

    def _asked(self, parameters: Array, prepared: Prepared, split: SplitName) -> Answered:
        _, head, signature = self._parts
        samples, rows = getattr(prepared, split), getattr(prepared.split, split)
        logits, scaled = self._run(parameters, samples.features)
        amounts = signature.task == "regression"
        with np.errstate(all="ignore"):  # a network that has diverged says infinity
            own = prepared.target_scaler.invert(scaled).astype(np.float32) if amounts else scaled
        truth = prepared.dataset.targets[rows]
        return Answered(
            prepared,
            head,
            signature,
            split,
            rows,
            truth.reshape(len(rows), signature.outputs) if amounts else truth,
            own,
            logits,
            scaled,
        )

    def _run(self, parameters: Array, features: Array) -> tuple[Array, Array]:
        runner = self._runner
        np.copyto(runner.parameters, parameters)
        columns = self._parts[1].columns(self._parts[2])
        logits = np.empty((len(features), columns), np.float32)
        predictions = np.empty_like(logits)
        for start in range(0, len(features), runner.program.batch):
            part = slice(start, start + runner.program.batch)
            found = runner.run(**{FEATURES: features[part]})
            logits[part], predictions[part] = found[_LOGITS], found[PREDICTION]
        return logits, predictions


__all__ = ["Answered", "Answerer", "SplitName"]
