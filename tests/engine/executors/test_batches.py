"""Where batches begin, over one epoch and more."""

from __future__ import annotations

import pytest

from playground.engine.executors.batches import bounds_of


@pytest.mark.parametrize(
    ("count", "start", "batch", "steps", "epoch", "bounds"),
    [
        (10, 0, 4, 9, None, [0, 4, 8, 10]),
        (10, 0, 4, 2, None, [0, 4, 8]),
        (10, 8, 4, 5, None, [8, 10]),
        (10, 10, 4, 5, None, [10]),
        (10, 0, 4, 0, None, [0]),
        (20, 0, 4, 9, 10, [0, 4, 8, 10, 14, 18, 20]),
        (20, 8, 4, 3, 10, [8, 10, 14, 18]),
        (20, 3, 4, 3, 10, [3, 7, 10, 14]),
        (20, 14, 4, 9, 10, [14, 18, 20]),
        (30, 0, 50, 2, 10, [0, 10, 20]),
    ],
)
def test_batches_end_at_the_end_of_an_epoch(
    count: int, start: int, batch: int, steps: int, epoch: int | None, bounds: list[int]
) -> None:
    assert bounds_of(count, start, batch, steps, epoch).tolist() == bounds
