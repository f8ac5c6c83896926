"""How good a network is on each side of the split."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, cast, get_args

from numpy.typing import NDArray

from playground.errors import UserError
from playground.training.evaluator import Evaluator, whole
from playground.training.feed import Feed, Side
from playground.training.history import Pair
from playground.training.metrics import metrics
from playground.training.moment import Stage

Array = NDArray[Any]


class Judge:
    """Judges weights on the sides of the split, as a feed gives them."""

    def __init__(self, stage: Stage, evaluator: Evaluator, feed: Feed) -> None:
        self._prepared = stage.prepared
        self._head = stage.head
        self._signature = stage.signature
        self._evaluator = evaluator
        self._feed = feed

    def evaluate(self, parameters: Array, split: str) -> tuple[float, dict[str, float]]:
        """Loss (without penalties) and metrics of these weights on one side.

        Args:
            parameters: the flat buffer.
            split: "train", "validation", or "test", which nothing looks at unless it is asked for.

        Raises:
            UserError: there is no such side, or no sample is held out for the test.
        """
        return whole(self._evaluating(parameters, split))

    def measure(self, parameters: Array) -> dict[str, Pair]:
        """Loss and metrics by name, each on (training, validation)."""
        return whole(self.measuring(parameters))

    def measuring(self, parameters: Array) -> Generator[None, None, dict[str, Pair]]:
        """The same bit by bit: pauses between many samples and the next, and returns it.

        The weights must not change until then.
        """
        train_loss, train = yield from self._evaluating(parameters, "train")
        validation_loss, validation = yield from self._evaluating(parameters, "validation")
        return {
            "loss": (train_loss, validation_loss),
            **{name: (train[name], validation[name]) for name in train},
        }

    def _evaluating(
        self, parameters: Array, split: str
    ) -> Generator[None, None, tuple[float, dict[str, float]]]:
        if split not in get_args(Side):
            raise UserError(f"Expected split 'train', 'validation' or 'test'. Received: {split!r}.")
        if split == "test" and not len(self._prepared.split.test):
            raise UserError(
                "No samples are held out for a test. Set a test share in the split of the data; "
                "then train anew, so that the network has not seen them."
            )
        inputs = self._feed.split(cast(Side, split), parameters)
        truth: Array = getattr(self._prepared, split).targets
        loss, predictions = yield from self._evaluator.judging(parameters, inputs)
        task = self._signature.task
        if task == "regression":
            # In the targets' own units.
            predictions = self._prepared.target_scaler.invert(predictions)
            truth = self._prepared.target_scaler.invert(truth)
        answers = self._head.decide(predictions, task)
        return loss, metrics(task, answers, truth, self._prepared.dataset.target_names)
