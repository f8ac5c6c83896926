"""Asking the network about a drawing, in the renderer's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.answer_bars import Answer
from playground.gui.plots.names import named
from playground.gui.plots.pad_ink import Drawing, Manner
from playground.gui.views.answers import DIVERGED, Words

if TYPE_CHECKING:
    from playground.gui.frame import Frame
    from playground.gui.views.bench import Bench


@dataclass(frozen=True, eq=False)
class PadAnswer:
    """What the network sees and says.

    Attributes:
        image: (H, W) what it is given, in the images' own values.
        predictions: (columns,) after the final activation, in the targets' own units.
        answer: to draw.
    """

    image: NDArray[np.float64]
    predictions: NDArray[Any]
    answer: Answer


@dataclass(frozen=True, eq=False)
class PadJob:
    """Asks the network about one drawing.

    Attributes:
        frame: the moment. drawing: what is on the pad.
        manner: how the images are drawn. centred: whether the drawing is brought to it.
    """

    frame: Frame
    drawing: Drawing
    manner: Manner
    centred: bool

    def run(self, bench: Bench) -> PadAnswer | Words:
        """What it sees and says."""
        image = self.drawing.seen(self.manner, centred=self.centred)
        with np.errstate(all="ignore"):
            predictions = bench.predict(self.frame, image[None, None])[0]
        if not np.isfinite(predictions).all():
            return Words(DIVERGED)
        return PadAnswer(image, predictions, answer_of(self.frame, predictions))


def answer_of(frame: Frame, predictions: NDArray[Any]) -> Answer:
    """The predictions (columns,) of one sample, to draw."""
    task, dataset = frame.signature.task, frame.prepared.dataset
    outputs = frame.signature.outputs
    decided = frame.head.decide(predictions[None], task)
    values = np.asarray(predictions, np.float64)
    if task == "regression":
        names = named(dataset.target_names, "target", outputs)
        targets = dataset.targets.reshape(len(dataset.targets), -1)
        low, high = targets.min(axis=0).astype(float), targets.max(axis=0).astype(float)
        return Answer(task, names, values, np.zeros(len(values), bool), low, high)
    names = named(dataset.target_names, "label" if task == "multilabel" else "class", outputs)
    if len(values) == 1 and outputs == 2:
        values = np.array([1.0 - values[0], values[0]])
    chosen = np.zeros(len(values), bool)
    if task == "multilabel":
        chosen[:] = decided[0] == 1
    else:
        chosen[int(decided[0])] = True
    ends = np.zeros(len(values)), np.ones(len(values))
    return Answer(task, names, values, chosen, *ends)
