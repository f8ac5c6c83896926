"""What a network has to know about its data: shapes and task, no samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.engine.graph import Shape

Task = Literal["binary", "multiclass", "multilabel", "regression"]


@dataclass(frozen=True)
class Signature:
    """The data as a network sees it.

    Attributes:
        name: the data's name, for messages.
        features: the shape of one sample.
        task: what the targets mean.
        outputs: classes (binary: 2), labels, or targets.
        low, high: the least and greatest target of a regression, after scaling; else 0 and 1.
        counts: how many training samples each class has; () where there are no classes, or no data.
    """

    name: str
    features: Shape
    task: Task
    outputs: int
    low: float = 0.0
    high: float = 1.0
    counts: tuple[int, ...] = ()
