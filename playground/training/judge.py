"""How good a network is on the training and the validation split."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared, Rows
from playground.errors import UserError
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.training.evaluator import Evaluator
from playground.training.history import Pair
from playground.training.metrics import metrics

Array = NDArray[Any]
Encoded = tuple[Array, Array]


class Judge:
    """Both splits as the network takes them, and what they are judged by.

    Attributes:
        train, validation: (features (N, …), targets (N, columns)), of the evaluator's dtype.
    """

    def __init__(
        self, prepared: Prepared, head: Head, signature: Signature, evaluator: Evaluator
    ) -> None:
        self._prepared = prepared
        self._head = head
        self._signature = signature
        self._evaluator = evaluator
        self.train = self._encoded(prepared.train)
        self.validation = self._encoded(prepared.validation)

    def _encoded(self, rows: Rows) -> Encoded:
        dtype = self._evaluator.dtype
        targets = self._head.encode(rows.targets, self._signature)
        return np.ascontiguousarray(rows.features, dtype), np.ascontiguousarray(targets, dtype)

    def evaluate(self, parameters: Array, split: str) -> tuple[float, dict[str, float]]:
        """Loss (without penalties) and metrics of these weights on "train" or "validation"."""
        if split not in ("train", "validation"):
            raise UserError(f"Expected split 'train' or 'validation'. Received: {split!r}.")
        features, targets = self.train if split == "train" else self.validation
        truth: Array = getattr(self._prepared, split).targets
        loss, predictions = self._evaluator.judge(parameters, features, targets)
        task = self._signature.task
        if task == "regression":
            # In the targets' own units.
            predictions = self._prepared.target_scaler.invert(predictions)
            truth = self._prepared.target_scaler.invert(truth)
        answers = self._head.decide(predictions, task)
        return loss, metrics(task, answers, truth, self._prepared.dataset.target_names)

    def measure(self, parameters: Array) -> dict[str, Pair]:
        """Loss and metrics by name, each on (training, validation)."""
        train_loss, train = self.evaluate(parameters, "train")
        validation_loss, validation = self.evaluate(parameters, "validation")
        return {
            "loss": (train_loss, validation_loss),
            **{name: (train[name], validation[name]) for name in train},
        }
