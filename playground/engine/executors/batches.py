"""Where the batches of a run's order begin and end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def bounds_of(
    count: int, start: int, batch: int, steps: int, epoch: int | None
) -> NDArray[np.int64]:
    """Where in an order each batch begins, from place `start` on, and where the last one ends.

    Args:
        count: how many places the order has.
        start: where the first batch begins.
        batch: rows a batch; the last of an epoch may have fewer.
        steps: how many batches at most; the end of the order ends it too.
        epoch: places an epoch; None for all of them.

    Returns:
        (n + 1,) for n batches.
    """
    epoch = epoch or count
    found = [np.arange(start, min((start // epoch + 1) * epoch, count), batch)]
    n_found = len(found[0])
    for first in range((start // epoch + 1) * epoch, count, epoch):
        if n_found > steps:
            break
        found.append(np.arange(first, min(first + epoch, count), batch))
        n_found += len(found[-1])
    begins = np.append(np.concatenate(found), count)
    return begins[: max(0, steps) + 1].astype(np.int64)
