"""The mean of each window."""

from __future__ import annotations

from playground.network.node import Catalogue
from playground.network.pooling import Pooling


class AveragePool(Pooling):
    """The mean of each window, over the cells that are no padding."""

    catalogue = Catalogue(
        "AvgPool",
        "Convolution",
        "average_pool",
        "Shrinks an image or a sequence: each window leaves its mean.",
    )
    op = "average_pool"
