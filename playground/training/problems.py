"""What is wrong between the training and its data."""

from __future__ import annotations

from playground.network.problems import ChooseBatch, Problem
from playground.training.spec import TrainingSpec


def batch_problem(training: TrainingSpec, samples: int) -> Problem | None:
    """A batch with more samples than there are to train on, if it is so."""
    if training.batch_size <= samples:
        return None
    return Problem(
        "error",
        None,
        f"A batch of {training.batch_size:,} samples is more than the {samples:,} there are to "
        f"train on. Use a batch of at most {samples:,}, or more data.",
        ChooseBatch(samples),
    )
