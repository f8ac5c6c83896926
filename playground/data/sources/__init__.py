"""Every data source, in the order the gallery shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.sources.bundled import BREAST_CANCER, DIABETES, DIGITS, IRIS, LINNERUD, WINE
from playground.data.sources.classification import CIRCLE, GAUSSIANS, MOONS, SPIRAL, XOR
from playground.data.sources.denoise import DENOISE
from playground.data.sources.drawn_images import DIGITS28, SHAPES28
from playground.data.sources.film_reviews import FILM_REVIEWS
from playground.data.sources.multilabel import REGIONS
from playground.data.sources.painted import PAINTED
from playground.data.sources.ratings import RATINGS
from playground.data.sources.reviews import REVIEWS
from playground.data.sources.satellite import SATELLITE
from playground.data.sources.series import SEASONAL, SINE
from playground.data.sources.several_classes import BLOBS, SPIRALS
from playground.data.sources.signals import SIGNALS
from playground.data.sources.source import Source
from playground.data.sources.surfaces import BUMPS, FORMULA, PLANE, WAVES
from playground.registry import Registry

if TYPE_CHECKING:
    from playground.data.dataset import Dataset
    from playground.data.spec import DataSpec

__all__ = ["SOURCES", "Source", "source_of"]

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
        FORMULA,
        PAINTED,
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
        SHAPES28,
        DIGITS28,
        SATELLITE,
        FILM_REVIEWS,
        SINE,
        SEASONAL,
    ],
)


def source_of(spec: DataSpec) -> Source:
    """The source of some data: an entry of the list, or one made of people's own file."""
    if spec.file is None:
        source = SOURCES[spec.source]
        return source if spec.painting is None else replace(source, task=spec.painting.task)
    name = Path(spec.file.path).name or "Pasted table"
    return Source(
        name=spec.source,
        label=name,
        task=spec.file.task or "multiclass",
        help=f"Your own data, from {name}.",
        draw=_not_drawn,
        generated=False,
        icon="file",
    )


def _not_drawn(spec: DataSpec) -> Dataset:
    raise TypeError("A file is read, not drawn.")
