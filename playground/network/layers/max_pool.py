"""The largest number of each window."""

from __future__ import annotations

from playground.network.node import Catalogue
from playground.network.pooling import Pooling


class MaxPool(Pooling):
    """What was found strongest in each window, whatever its place there."""

    catalogue = Catalogue(
        "MaxPool",
        "Convolution",
        "max_pool",
        "Shrinks an image or a sequence: each window leaves its largest number.",
    )
    op = "max_pool"
