"""What the head lab's thread last said of its experiment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Task
from playground.gui.plots import words
from playground.gui.plots.map_picture import MapPicture
from playground.network.head import Head
from playground.training.experiments.duel import Setup
from playground.training.experiments.standing import Standing

# Of more classes or labels than this, a sample shows those with the largest answers.
_MOST_BARS = 4


@dataclass(frozen=True)
class Drawing:
    """How the maps are drawn.

    Attributes:
        side: the px of the square; 0 for none. ratio: device pixels each. dark: the ground.
    """

    side: float
    ratio: float
    dark: bool


@dataclass(frozen=True, eq=False)
class SampleAnswer:
    """What one side answers to one sample.

    Attributes:
        row: of the whole data.
        truth: what is true of it, in words.
        task: what the numbers mean.
        names: (K,) of what is drawn: classes, labels or targets; numbers: which those are.
        values: (K,) the answers. true: (K,) what each should be.
        total: all answers added up; None where they are no shares.
        low, high: where bars begin and end.
    """

    row: int
    truth: str
    task: Task
    names: tuple[str, ...]
    numbers: tuple[int, ...]
    values: NDArray[np.float64]
    true: NDArray[np.float64]
    total: float | None
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, eq=False)
class DuelFrame:
    """Both sides at one moment, ready to be drawn.

    Attributes:
        setup: what is tried. heads: of both sides.
        standing: the numbers.
        running: whether it goes on by itself.
        verdict: what the numbers say.
        maps: of both sides; None where the samples lie on no plane.
        samples: of both sides, a few that tell them apart.
    """

    setup: Setup
    heads: tuple[Head, Head]
    standing: Standing
    running: bool
    verdict: str
    maps: tuple[MapPicture | None, MapPicture | None]
    samples: tuple[tuple[SampleAnswer, ...], tuple[SampleAnswer, ...]]


def answer_of(setup: Setup, row: int, outputs: NDArray[np.floating]) -> SampleAnswer:
    """One sample's (columns,) outputs, as bars."""
    dataset = setup.prepared.dataset
    task, names = dataset.task, dataset.target_names
    target = dataset.targets[row]
    truth = words.target(target, task, names).replace(" and ", ", ")
    values = np.asarray(outputs, np.float64)
    if task == "regression":
        true = np.atleast_1d(target).astype(np.float64)
        low, high = float(dataset.targets.min()), float(dataset.targets.max())
        margin = 0.15 * (high - low or 1.0)
        numbers = tuple(range(min(len(values), _MOST_BARS)))
        kept, end = list(numbers), (low - margin, high + margin)
        shown = tuple(words.name_of(names, n, "target") for n in numbers)
        return SampleAnswer(row, truth, task, shown, numbers, values[kept], true[kept], None, *end)
    if len(values) == 1:
        values = np.array([1.0 - values[0], values[0]])
    true = (
        np.asarray(target, np.float64) if task == "multilabel" else np.eye(len(values))[int(target)]
    )
    strongest = sorted(np.argsort(-np.nan_to_num(values), kind="stable")[:_MOST_BARS].tolist())
    shown = tuple(words.name_of(names, n) for n in strongest)
    total = float(values.sum())
    picked = values[strongest], true[strongest]
    return SampleAnswer(row, truth, task, shown, tuple(strongest), *picked, total)
