"""Every data source, in the order the gallery shows them."""

from __future__ import annotations

from playground.data.sources.bundled import BREAST_CANCER, DIABETES, DIGITS, IRIS, LINNERUD, WINE
from playground.data.sources.classification import CIRCLE, GAUSSIANS, MOONS, SPIRAL, XOR
from playground.data.sources.denoise import DENOISE
from playground.data.sources.multilabel import REGIONS
from playground.data.sources.ratings import RATINGS
from playground.data.sources.reviews import REVIEWS
from playground.data.sources.several_classes import BLOBS, SPIRALS
from playground.data.sources.signals import SIGNALS
from playground.data.sources.source import Source
from playground.data.sources.surfaces import BUMPS, PLANE, WAVES
from playground.registry import Registry

__all__ = ["SOURCES", "Source"]

SOURCES: Registry[Source] = Registry(
    "data source",
    [
        CIRCLE,
        XOR,
        GAUSSIANS,
        SPIRAL,
        MOONS,
        BLOBS,
        SPIRALS,
        REGIONS,
        PLANE,
        BUMPS,
        WAVES,
        IRIS,
        WINE,
        BREAST_CANCER,
        DIGITS,
        DIABETES,
        LINNERUD,
        RATINGS,
        REVIEWS,
        SIGNALS,
        DENOISE,
    ],
)
