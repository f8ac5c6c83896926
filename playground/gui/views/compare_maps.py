"""Maps of several runs, each made by its own network, over one rectangle of the plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.frame import Frame
from playground.gui.plots import words
from playground.gui.plots.ghosts import ghost_colour
from playground.gui.plots.map_grid import Extent, cell_centres, extent_of
from playground.gui.plots.map_look import MapLook
from playground.gui.plots.map_picture import MapPicture
from playground.gui.plots.map_tiles import MapTiles, Tile
from playground.gui.plots.point_layer import PointLayer
from playground.gui.views.bench import Bench
from playground.gui.views.compare_rows import PRESENT, RunRow
from playground.training.metrics import MAIN, in_words, label_of

CELLS = 48
_DOT_SCALE = 0.6
# New maps made in one job: the first of a network takes longer than others, to compile it.
_MOST_NEW = 2


@dataclass(frozen=True, eq=False)
class MapsJob:
    """Makes the maps of these runs.

    Attributes:
        wanted: by the run's number, its end and how it is drawn.
    """

    wanted: Mapping[int, tuple[Frame, MapLook]]

    def run(self, bench: Bench) -> dict[int, MapPicture]:
        """The maps, ready to be drawn."""
        return {
            number: map_of(bench, frame, look).prepare()
            for number, (frame, look) in self.wanted.items()
        }


def map_of(bench: Bench, frame: Frame, look: MapLook) -> MapPicture:
    """What the network at `frame` answers over the plane."""
    with np.errstate(all="ignore"):  # weights that diverged are drawn grey
        values = bench.predict(frame, cell_centres(look.extent, CELLS, CELLS))
        decided = None
        if look.task != "regression" and np.isfinite(values).all():
            found = frame.head.decide(values, look.task)
            decided = found.reshape(CELLS, CELLS, *found.shape[1:])
    picture = values.reshape(CELLS, CELLS, -1).astype(np.float32)
    return MapPicture(picture, look, decided)


@dataclass
class CompareMaps:
    """Which maps there are, and which are to be made.

    Attributes:
        pictures: by the run's number.
    """

    pictures: dict[int, MapPicture] = field(default_factory=dict)
    _of: dict[int, tuple[Frame, MapLook]] = field(default_factory=dict)
    _points: dict[int, tuple[Prepared, PointLayer]] = field(default_factory=dict)

    def job(self, rows: Sequence[RunRow], maps: MapTiles) -> MapsJob | None:
        """What is to be made anew; None where nothing is."""
        wanted = dict(_wanted(rows, maps))
        for number in self.pictures.keys() - wanted.keys():
            del self.pictures[number]
        for number in self._points.keys() - {row.number for row in rows}:
            del self._points[number]
        missing = {n: w for n, w in wanted.items() if not self._is_made(n, w)}
        older = [number for number in missing if number != PRESENT][:_MOST_NEW]
        chosen = {n: w for n, w in missing.items() if n in older or n == PRESENT}
        return MapsJob(chosen) if chosen else None

    def take(self, job: MapsJob, made: Mapping[int, MapPicture]) -> None:
        """Keep what a job has made."""
        self.pictures.update(made)
        self._of.update(job.wanted)

    def is_complete(self, rows: Sequence[RunRow], maps: MapTiles) -> bool:
        """Whether every pinned run has its map."""
        wanted = dict(_wanted(rows, maps))
        return all(self._is_made(n, w) for n, w in wanted.items() if n != PRESENT)

    def tiles(self, rows: Sequence[RunRow], split: str) -> list[Tile]:
        """The maps with names and captions."""
        palette = theme.current()
        return [
            Tile(
                row.name,
                getattr(palette, split)
                if row.colour is None
                else ghost_colour(row.colour, palette.dark),
                caption_of(row, split),
                self.pictures.get(row.number),
                reason_of(row),
                row.frame.prepared.dataset.target_names,
                self._points_of(row),
                split,
            )
            for row in rows
        ]

    def _points_of(self, row: RunRow) -> PointLayer | None:
        prepared = row.frame.prepared
        dataset = prepared.dataset
        if not dataset.on_plane:
            return None
        known = self._points.get(row.number)
        if known is None or known[0] is not prepared:
            validation = np.zeros(len(dataset.features), bool)
            validation[prepared.split.validation] = True
            features = np.asarray(dataset.features, np.float64).reshape(len(validation), -1)
            targets, task = dataset.targets, dataset.task
            layer = PointLayer(features, targets, task, validation, scale=_DOT_SCALE)
            known = self._points[row.number] = prepared, layer
        return known[1]

    def _is_made(self, number: int, wanted: tuple[Frame, MapLook]) -> bool:
        known = self._of.get(number)
        if known is None or number not in self.pictures:
            return False
        return known[0].parameters is wanted[0].parameters and known[1] == wanted[1]


def reason_of(row: RunRow) -> str:
    """Why a run has no map, or ""."""
    dataset = row.frame.prepared.dataset
    if dataset.on_plane:
        return ""
    features = int(np.prod(dataset.feature_shape))
    return f"No map: its data has {features} features, not two."


def caption_of(row: RunRow, split: str) -> str:
    """How good it is, by the measurement that stands for the whole."""
    name = MAIN[row.frame.signature.task]
    if name not in row.measured:
        return "not measured yet"
    value = row.measured[name][0 if split == "train" else 1]
    return f"{label_of(name)} {in_words(name, value)}"


def plane_of(rows: Sequence[RunRow]) -> tuple[Extent, tuple[str, str]] | None:
    """The rectangle of all maps and the names of its sides; None where no data lies on a plane."""
    for row in rows:
        dataset = row.frame.prepared.dataset
        if dataset.on_plane:
            first, second = (words.name_of(dataset.feature_names, i, "feature") for i in (0, 1))
            return extent_of(dataset.features), (first, second)
    return None


def _wanted(rows: Sequence[RunRow], maps: MapTiles) -> list[tuple[int, tuple[Frame, MapLook]]]:
    plane = plane_of(rows)
    if plane is None:
        return []
    first = next(row for row in rows if not reason_of(row))
    look = MapLook(
        plane[0],
        first.frame.signature.task,
        _value_range(first.frame),
        theme.current().dark,
        side=maps.area(0).box.width(),
        ratio=maps.devicePixelRatioF(),
    )
    return [
        (row.number, (row.frame, replace(look, task=row.frame.signature.task)))
        for row in rows
        if not reason_of(row)
    ]


def _value_range(frame: Frame) -> tuple[float, float]:
    """The range of the first target; (0, 1) unless this is a regression."""
    dataset = frame.prepared.dataset
    if dataset.task != "regression":
        return 0.0, 1.0
    first = dataset.targets.reshape(len(dataset.targets), -1)[:, 0]
    return float(first.min()), float(first.max())
