"""Samples with what a network says of them, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Dataset
from playground.gui.plots import words
from playground.training.answered import Answered

Kind = Literal["pictures", "sequences", "words", "table"]
# More features than this are not all said in a read-out.
_MOST_LINES = 14
_BLANKS = ("", "–", "<pad>")


def kind_of(dataset: Dataset) -> Kind:
    """How a sample of some data can be shown."""
    if dataset.coded and dataset.vocabulary:
        return "words"
    return {3: "pictures", 2: "sequences"}.get(len(dataset.feature_shape), "table")  # type: ignore[return-value]


@dataclass(frozen=True, eq=False)
class ToldSamples:
    """Some samples of a split, in an order.

    Attributes:
        answered: the split.
        places: (M,) which of its samples, from the first that is shown on.
    """

    answered: Answered
    places: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.places)

    @property
    def dataset(self) -> Dataset:
        """Whose samples these are."""
        return self.answered.prepared.dataset

    @cached_property
    def kind(self) -> Kind:
        """How a sample can be shown."""
        return kind_of(self.dataset)

    @property
    def judged(self) -> bool:
        """Whether an answer can be right or wrong, and not only nearer or farther."""
        return self.answered.signature.task != "regression"

    def row(self, number: int) -> int:
        """Which row of the data the sample is."""
        return int(self.answered.rows[self.places[number]])

    def number_of(self, row: int) -> int:
        """Which of these samples is a row of the data; −1 where none is."""
        if row < 0:
            return -1
        found = np.flatnonzero(self.answered.rows[self.places] == row)
        return int(found[0]) if len(found) else -1

    def wrong(self, number: int) -> bool:
        """Whether the answer is not the truth."""
        return bool(self.answered.wrong[self.places[number]])

    def loss(self, number: int) -> float:
        """What the sample brings into the loss."""
        return float(self.answered.losses[self.places[number]])

    def features(self, number: int) -> NDArray[np.float64]:
        """(*feature_shape) in their own units."""
        sample: NDArray[np.float64] = self.dataset.features[self.row(number)]
        return sample

    def truth_words(self, number: int) -> str:
        """ "setosa"; "stars 3.5"."""
        task, names = self.answered.signature.task, self.dataset.target_names
        return words.target(self.answered.truth[self.places[number]], task, names)

    def answer_words(self, number: int) -> str:
        """ "setosa, 93%"; "stars 3.2"."""
        predictions = self.answered.predictions[self.places[number]]
        task, names = self.answered.signature.task, self.dataset.target_names
        finite = bool(np.isfinite(predictions).all())
        if task == "multilabel" and finite:
            said = np.flatnonzero(self.answered.answers[self.places[number]])
            shares = (
                f"{words.name_of(names, int(label), 'label')} "
                f"{words.percent(float(predictions[label]))}"
                for label in said
            )
            return ", ".join(shares) or "no label"
        if task in ("binary", "multiclass") and finite and not self._are_shares(predictions):
            best = int(self.answered.answers[self.places[number]])
            return words.name_of(names, best)
        return words.prediction(predictions, task, names)

    def answer_short(self, number: int) -> str:
        """The answer without how sure it is."""
        task = self.answered.signature.task
        answer = self.answered.answers[self.places[number]]
        if not np.isfinite(self.answered.predictions[self.places[number]]).all():
            return "not a number"
        return words.target(answer, task, self.dataset.target_names)

    def features_words(self, number: int) -> str:
        """In one line: "the plot was dull", "user 3 · item 17", "alcohol 13.2 · ash 2.4"."""
        if self.kind == "words":
            return self.text(number)
        if self.kind == "table":
            return " · ".join(self._named(number))
        shape = "×".join(str(size) for size in self.dataset.feature_shape)
        return f"row {self.row(number)}, {shape}"

    def text(self, number: int) -> str:
        """The words that coded features stand for, without those that only fill up."""
        vocabulary = self.dataset.vocabulary
        codes = self.features(number).ravel().astype(np.int64)
        said = [words.name_of(vocabulary, int(code), "word") for code in codes]
        return " ".join(word for word in said if word not in _BLANKS)

    def whole_words(self, number: int) -> str:
        """Everything there is to say, a line each."""
        lines = [f"row {self.row(number)} · loss {words.number(self.loss(number))}"]
        lines += [f"true: {_short(self.truth_words(number))}"]
        lines += [f"predicted: {_short(self.answer_words(number))}"]
        if self.kind == "words":
            lines.append(self.text(number))
        elif self.kind == "table":
            named = self._named(number)
            lines += named[:_MOST_LINES]
            if len(named) > _MOST_LINES:
                lines.append(f"and {len(named) - _MOST_LINES} more features")
        return "\n".join(lines)

    def feature_names(self) -> list[str]:
        """One a feature of a table."""
        count = int(np.prod(self.dataset.feature_shape))
        return [words.name_of(self.dataset.feature_names, i, "feature") for i in range(count)]

    def feature_text(self, value: float) -> str:
        """A feature's value; numbers of things as whole numbers."""
        return f"{value:.0f}" if self.dataset.coded else words.number(value)

    def _named(self, number: int) -> list[str]:
        values = self.features(number).ravel()
        return [
            f"{name} {self.feature_text(float(value))}"
            for name, value in zip(self.feature_names(), values, strict=True)
        ]

    def _are_shares(self, predictions: NDArray[np.float32]) -> bool:
        """Whether per cent can be said of them."""
        return bool(((predictions >= 0.0) & (predictions <= 1.0)).all())


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:88] + "…"
