"""Where a layer puts the samples, and how it bends the plane they lie on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.data.extent import Extent, cell_centres, extent_of
from playground.gui.plots.map_picture import MapLook, MapPicture
from playground.gui.plots.point_layer import PointLayer
from playground.network.spec import HEAD, INPUT
from playground.training.carry import parts
from playground.training.principal import Principal, principal

if TYPE_CHECKING:
    from playground.data.prepare import Prepared
    from playground.gui.frame import Frame

Floats = NDArray[np.float64]
# Of each split at most so many samples are drawn, and fewer where each costs more to evaluate; and
# so many tell how good a straight cut is.
MOST_DRAWN, MOST_DRAWN_OFF_PLANE, MOST_JUDGED = 500, 250, 500
# Lines of the bent grid each way, and points on each.
_LINES, _POINTS = 13, 49
_CELLS = 64
# A picture keeps its rectangle while the samples take at least this much of it.
_LEAST_FILLED = 0.45


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples to follow, and the grid of the plane they lie on.

    Attributes:
        rows: (N,) of the data. validation: (N,) which are kept aside.
        features: (N, …) as the network sees them. targets: (N, …) as in the data.
        grid: (L, P, 2) lines across the plane, as the network sees them; L is 0 for other data.
    """

    rows: NDArray[np.int64]
    validation: NDArray[np.bool_]
    features: Floats
    targets: NDArray[Any]
    grid: Floats

    @classmethod
    def of(cls, prepared: Prepared, most: int) -> Samples:
        """At most so many of each split, evenly chosen, those to train on first."""
        splits = prepared.split.train, prepared.split.validation
        kept = [_thinned(split, most) for split in splits]
        rows = np.concatenate(kept)
        dataset = prepared.dataset
        grid: Floats = np.zeros((0, _POINTS, 2))
        if dataset.on_plane:
            lines = grid_lines(extent_of(dataset.features))
            grid = prepared.feature_scaler.apply(lines.reshape(-1, 2)).reshape(lines.shape)
        return cls(
            rows,
            np.arange(len(rows)) >= len(kept[0]),
            prepared.feature_scaler.apply(dataset.features[rows]),
            dataset.targets[rows],
            grid,
        )

    def together(self) -> Floats:
        """Samples and points of the grid, to be evaluated at once."""
        return np.concatenate([self.features, self.grid.reshape(-1, *self.features.shape[1:])])


@dataclass(frozen=True, eq=False)
class Frozen:
    """What the next picture takes over from the last, so that it stands still.

    Attributes:
        layer, pair: of which layer and units it was.
        axes: of its components; None where it shows units.
        extent: its rectangle.
    """

    layer: str
    pair: tuple[int, int] | None
    axes: Floats | None
    extent: Extent


@dataclass(frozen=True, eq=False)
class HiddenPicture:
    """A layer's space, to be drawn.

    Attributes:
        layer: its id. width: how many numbers leave it.
        pair: the units across and up; None for two principal components.
        axes: (2, width) of the components; None for units.
        names: of the axes. extent: the rectangle.
        points: the samples in it. rows: (N,) theirs in the data.
        grid: (L, P, 2) the bent lines.
        regions: what the head answers everywhere in it, where these two units are all it has.
    """

    layer: str
    width: int
    pair: tuple[int, int] | None
    axes: Floats | None
    names: tuple[str, str]
    extent: Extent
    points: PointLayer
    rows: NDArray[np.int64]
    grid: Floats
    regions: MapPicture | None = None

    def frozen(self) -> Frozen:
        """What the next picture takes over."""
        return Frozen(self.layer, self.pair, self.axes, self.extent)


def picture_of(
    frame: Frame,
    samples: Samples,
    values: Floats,
    layer: str,
    pair: tuple[int, int] | None,
    former: Frozen | None,
    follow: Floats | None = None,
) -> HiddenPicture:
    """A layer's space from its (N + L·P, width) finite values of samples and grid.

    Args:
        pair: the units to show; None for the first two, or components where there are more.
        former: what was shown last.
        follow: (N, 2) places that components turn towards, where nothing was shown before.
    """
    width, count = values.shape[1], len(samples.rows)
    train = values[:count][~samples.validation]
    pair = _pair(pair, width)
    same = former if former and (former.layer, former.pair) == (layer, pair) else None
    if pair is not None:
        places = values[:, pair] if width > 1 else np.pad(values, ((0, 0), (0, 1)))
        axes, names = None, _unit_names(frame.prepared, layer, pair, width)
    else:
        fitted = train if len(train) else values[:count]
        found = _components(fitted, same, follow, values[:count])
        places, axes = found.places(values), found.axes
        names = _component_names(found)
    extent = steady(places[:count], same.extent if same else None)
    task = frame.prepared.dataset.task
    points = PointLayer(places[:count], samples.targets, task, samples.validation)
    grid = places[count:].reshape(samples.grid.shape)
    return HiddenPicture(layer, width, pair, axes, names, extent, points, samples.rows, grid)


def regions_of(frame: Frame, shown: HiddenPicture, look: MapLook) -> MapPicture | None:
    """What the head answers everywhere in a space of two units that are all it has."""
    if shown.width != 2 or shown.pair is None or frame.network.sources(HEAD) != [shown.layer]:
        return None
    own = parts(frame.parameters, frame.layout)
    weight, bias = own["head.weight"], own["head.bias"]
    places = cell_centres(shown.extent, _CELLS, _CELLS)
    with np.errstate(all="ignore"):
        logits = places @ weight[list(shown.pair)] + bias
        values = _final(frame, logits)
    decided = frame.head.decide(values, look.task)
    square = values.reshape(_CELLS, _CELLS, -1).astype(np.float32)
    if look.task == "regression":
        return MapPicture(square, look).prepare()
    return MapPicture(square, look, decided.reshape(_CELLS, _CELLS, *decided.shape[1:])).prepare()


def steady(places: Floats, former: Extent | None) -> Extent:
    """A rectangle for (N, 2) places: the former as long as they fit it well."""
    if former is None or not len(places):
        return extent_of(places)
    low, high = places.min(axis=0), places.max(axis=0)
    x0, x1, y0, y1 = former
    inside = low[0] >= x0 and high[0] <= x1 and low[1] >= y0 and high[1] <= y1
    filled = max((high[0] - low[0]) / (x1 - x0), (high[1] - low[1]) / (y1 - y0))
    return former if inside and filled >= _LEAST_FILLED else extent_of(places)


def grid_lines(extent: Extent) -> Floats:
    """(2 · lines, points, 2) lines up and across a rectangle."""
    x0, x1, y0, y1 = extent
    fixed, along = np.linspace(0.0, 1.0, _LINES), np.linspace(0.0, 1.0, _POINTS)
    up = np.stack(np.meshgrid(fixed, along, indexing="ij"), axis=-1)
    lines = np.concatenate([up, up[..., ::-1]])
    return np.asarray(lines * (x1 - x0, y1 - y0) + (x0, y0))


def layers_of(frame: Frame, known: Iterable[str]) -> list[str]:
    """The layers that can be looked at, in order: the input and those on the way to the head."""
    return [name for name in known if name in frame.network]


def _thinned(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    if len(rows) <= most:
        return rows
    return np.asarray(rows[np.linspace(0, len(rows) - 1, most).astype(int)])


def _pair(pair: tuple[int, int] | None, width: int) -> tuple[int, int] | None:
    if width <= 2:
        return pair if width == 2 and pair in ((0, 1), (1, 0)) else (0, width - 1)
    return pair if pair is not None and max(pair) < width else None


def _components(
    train: Floats, same: Frozen | None, follow: Floats | None, values: Floats
) -> Principal:
    if same is not None or follow is None:
        return principal(train, None if same is None else same.axes)
    found = principal(train)
    # The axes that see the samples where they were before, as nearly as a turn can bring it about.
    centred = follow - follow.mean(axis=0)
    left, _, right = np.linalg.svd(centred.T @ found.places(values))
    return principal(train, left @ right @ found.axes)


def _component_names(found: Principal) -> tuple[str, str]:
    first, second = (
        f"component {number}, {100 * share:.0f}% of the variance"
        for number, share in enumerate(found.shares, 1)
    )
    return first, second


def _unit_names(
    prepared: Prepared, layer: str, pair: tuple[int, int], width: int
) -> tuple[str, str]:
    names = prepared.dataset.feature_names
    if layer == INPUT and len(names) == width:
        scaled = " (standardised)" if prepared.spec.standardise else ""
        found = [f"{names[number]}{scaled}" for number in pair]
    else:
        found = [f"unit {number + 1} of {layer}" for number in pair]
    return found[0], found[1] if width > 1 else "no second unit"


def _final(frame: Frame, logits: Floats) -> Floats:
    """The head's final activation; values in the targets' own units."""
    match frame.head.final:
        case "sigmoid":
            return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logits)))
        case "softmax":
            raised = np.exp(logits - logits.max(axis=1, keepdims=True))
            return np.asarray(raised / raised.sum(axis=1, keepdims=True))
        case "bounded":
            low, high = frame.head.bounds(frame.signature)
            found = low + (high - low) * 0.5 * (1.0 + np.tanh(0.5 * logits))
        case "exponential":
            found = np.exp(logits)
        case _:
            found = logits
    if frame.signature.task == "regression":
        found = frame.prepared.target_scaler.invert(found)
    return np.asarray(found)
