"""What the renderer's thread does for the neurons view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.extent import Extent
from playground.data.plane import Plane
from playground.errors import UserError
from playground.gui.frame import Frame
from playground.gui.views.bench import Bench
from playground.gui.views.neurons.layout import lay_out
from playground.gui.views.neurons.picture import Passing, Picture
from playground.gui.views.neurons.pictures import (
    Scale,
    Sheet,
    answer_scale,
    cells_of,
    filter_cells,
    scale_of,
    sheet_of,
    units_first,
)
from playground.gui.views.neurons.plan import Layer, Plan, Wiring, named_for, plan_of
from playground.gui.views.neurons.stand import Board, Stand
from playground.gui.views.neurons.wires import Strip, draw_strip, largest_of
from playground.network.spec import HEAD
from playground.training.carry import part
from playground.training.probe import Probe

Array = NDArray[Any]
# Rows and columns of a unit's map: as many as there is work for, within these.
_MOST_SIDE, _LEAST_SIDE = 30, 8
_WORK = 3e8
# Of all wires only so many are drawn, the strongest.
MOST_WIRES = 1200


@dataclass(frozen=True, eq=False)
class NeuronsJob:
    """Evaluates every layer of a moment, and draws its pictures and wires.

    Attributes:
        frame: the moment.
        size: the board's width and height, in px. ratio: its pixels to a px.
        dark: whether it is drawn on the dark ground.
        plane, extent: what maps are drawn over; None where one sample is shown.
        row: of the dataset, the sample that is shown, for images and sequences.
        pages: the first unit to show, by layer.
    """

    frame: Frame
    size: tuple[float, float]
    ratio: float
    dark: bool
    plane: Plane | None
    extent: Extent
    row: int
    pages: Mapping[str, int]

    def run(self, bench: Bench) -> Picture:
        """The picture; its message where the network can't be evaluated."""
        frame = self.frame
        try:
            plan = bench.keep("neurons", frame, lambda: plan_of(frame))
            probe = bench.probe(frame)
        except UserError as error:
            return Picture(str(error), self)
        plan = named_for(plan, frame, self.row)
        side = _side(plan)
        values = self._values(plan, probe, side)
        board = lay_out(plan, *self.size, self.pages)
        sheets = {
            stand.layer.id: self._sheet(stand, values[stand.layer.id], side)
            for stand in board.stands
        }
        biases = {
            layer.id: part(frame.parameters, frame.layout[layer.bias]).copy()
            for layer in plan.layers
            if layer.bias
        }
        return Picture(
            "",
            self,
            plan,
            board,
            values,
            side,
            sheets,
            self._filters(board),
            self._strips(plan, board),
            biases,
            self._passing(plan, probe),
            bool(np.isfinite(values[HEAD]).all() and np.isfinite(frame.parameters).all()),
        )

    def _values(self, plan: Plan, probe: Probe, side: int) -> dict[str, Array]:
        prepared = self.frame.prepared
        if self.plane is None:
            raw = prepared.dataset.features[[self.row]]
        else:
            raw = self.plane.points(self.extent, side, side)
        features = prepared.feature_scaler.apply(raw)
        with np.errstate(all="ignore"):
            found = probe.activations(self.frame.parameters, features)
        return {layer.id: units_first(layer, found[layer.id]) for layer in plan.layers}

    def _scale(self, layer: Layer, values: Array) -> Scale:
        if layer.id != HEAD:
            return scale_of(layer, values)
        signature, final = self.frame.signature, self.frame.head.final
        bounds = (signature.low, signature.high)
        return answer_scale(layer, values, signature.task, final, bounds)

    def _sheet(self, stand: Stand, values: Array, side: int) -> Sheet:
        units = stand.units
        scale = self._scale(stand.layer, values).part(units)
        shown = values[units.start : units.stop]
        cells = cells_of(stand.layer, shown, side, scale, self.dark)
        return sheet_of(cells, stand.first, scale)

    def _filters(self, board: Board) -> dict[str, Sheet]:
        found = {}
        for stand in board.stands:
            if stand.layer.filters:
                place = self.frame.layout[stand.layer.filters]
                weight = part(self.frame.parameters, place)
                cells, scale = filter_cells(weight, stand.units, self.dark)
                found[stand.layer.id] = sheet_of(cells, stand.first, scale)
        return found

    def _strips(self, plan: Plan, board: Board) -> tuple[Strip, ...]:
        weighted = [wiring for wiring in plan.wirings if wiring.run == "weights"]
        most = MOST_WIRES // max(len(weighted), 1)
        return tuple(self._strip(wiring, board, most) for wiring in weighted)

    def _strip(self, wiring: Wiring, board: Board, most: int) -> Strip:
        source, target = board.stand(wiring.source), board.stand(wiring.target)
        matrix = part(self.frame.parameters, self.frame.layout[wiring.weight])
        largest = largest_of(matrix) or 1.0
        rows, columns = source.units, target.units
        shown = matrix[rows.start : rows.stop, columns.start : columns.stop].astype(np.float64)
        sources, targets = (grid.ravel() for grid in np.indices(shown.shape))
        values = shown.ravel()
        left_out = max(0, len(values) - most)
        if left_out:
            amount = np.where(np.isfinite(values), np.abs(values), 0.0)
            kept = np.sort(np.argpartition(amount, left_out)[left_out:])
            sources, targets, values = sources[kept], targets[kept], values[kept]
        starts = source.height_of(source.first) + sources.astype(np.float64) * source.step
        ends = target.height_of(target.first) + targets.astype(np.float64) * target.step
        return draw_strip(
            wiring,
            (source.card.right, target.card.left),
            (sources + source.first, targets + target.first),
            (starts, ends),
            (values, values / largest),
            self.ratio,
            left_out,
        )

    def _passing(self, plan: Plan, probe: Probe) -> Passing | None:
        """What the sample of slow motion does in each unit."""
        frame = self.frame
        if frame.sample is None:
            return None
        prepared, row = frame.whole, [frame.sample]
        targets = prepared.dataset.targets[row]
        if prepared.dataset.task == "regression":
            targets = prepared.target_scaler.apply(targets.astype(np.float64))
        features = prepared.feature_scaler.apply(prepared.dataset.features[row])
        encoded = frame.head.encode(targets, frame.signature)
        with np.errstate(all="ignore"):
            flow = probe.flow(frame.parameters, features, encoded)
        values = {x.id: _by_unit(x.shape, flow.values[x.id][0], plan, np.mean) for x in plan.layers}
        slopes = {
            x.id: _by_unit(x.shape, flow.slopes[x.id][0], plan, np.sum)
            for x in plan.layers
            if x.id in flow.slopes
        }
        return Passing(frame.sample, values, slopes, flow.loss)


def _by_unit(shape: tuple[int, ...], value: Array, plan: Plan, fold: Any) -> Array:
    """(units,) of what leaves a layer for one sample."""
    if not plan.by_sample or len(shape) < 2:
        return value.ravel()
    found: Array = fold(value, axis=(1, 2) if len(shape) == 3 else 0)
    return found


def _side(plan: Plan) -> int:
    """Rows and columns of the maps: fewer where a network has much to do for each."""
    return int(np.clip(np.sqrt(_WORK / max(plan.work, 1)), _LEAST_SIDE, _MOST_SIDE))
