"""What lies at a place of the board: a unit, a wire, the dot of a bias; and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.gui.plots import words
from playground.gui.views.neurons.kernels import Entry, cell_of, entry_at, grid_of, said
from playground.gui.views.neurons.picture import Picture
from playground.gui.views.neurons.stand import Box, Stand
from playground.gui.views.neurons.strips import smooth, width_of
from playground.gui.views.neurons.wires import Strip
from playground.training.carry import part

# So near, in px, the pointer is on a wire, and on a dot.
_WIRE_REACH, _DOT_REACH = 5.0, 7.0
# A number of a filter that is drawn smaller than this, in px, is not pointed at.
_LEAST_CELL = 4.0


@dataclass(frozen=True)
class Aim:
    """Something on the board.

    Attributes:
        kind: what. layer, unit: the unit that it is, or leads into.
        source, source_unit: where a wire comes from.
        entry: which number of a convolution's filter.
    """

    kind: Literal["unit", "wire", "bias", "kernel"]
    layer: str
    unit: int
    source: str = ""
    source_unit: int = -1
    entry: Entry = ()


@dataclass(frozen=True)
class Number:
    """One number of a parameter."""

    name: str
    index: tuple[int, ...]
    value: float


def aim_at(picture: Picture, x: float, y: float) -> Aim | None:
    """What lies at a place, in px of the board."""
    board = picture.board
    if board is None:
        return None
    stand = board.stand_at(x, y)
    if stand is not None:
        return _on_card(picture, stand, x, y)
    return _wire_at(picture, x, y)


def _on_card(picture: Picture, stand: Stand, x: float, y: float) -> Aim | None:
    unit = stand.unit_at(x, y)
    if unit is None:
        return None
    if picture.biases and stand.layer.id in picture.biases:
        left, top = stand.dot(unit)
        if abs(left - x) <= _DOT_REACH and abs(top - y) <= _DOT_REACH:
            return Aim("bias", stand.layer.id, unit)
    if stand.filter_left is not None and stand.filter_box(unit).holds(x, y):
        entry = _entry_at(picture, stand, unit, x, y)
        if entry is not None:
            return Aim("kernel", stand.layer.id, unit, entry=entry)
    return Aim("unit", stand.layer.id, unit)


def _entry_at(picture: Picture, stand: Stand, unit: int, x: float, y: float) -> Entry | None:
    """Which number of a filter lies there; None where they are too small to be pointed at."""
    shape, box = _filter_shape(picture, stand.layer.id), stand.filter_box(unit)
    rows, columns = grid_of(shape)
    if min(box.height / rows, box.width / columns) < _LEAST_CELL:
        return None
    row = min(int((y - box.top) / box.height * rows), rows - 1)
    column = min(int((x - box.left) / box.width * columns), columns - 1)
    return entry_at(shape, row, column)


def _filter_shape(picture: Picture, layer: str) -> tuple[int, ...]:
    assert picture.plan is not None
    return picture.job.frame.layout[picture.plan.layer(layer).filters].shape


def box_of(picture: Picture, aim: Aim) -> Box:
    """Where a filter's number stands, in px of the board."""
    assert picture.board is not None
    shape = _filter_shape(picture, aim.layer)
    box = picture.board.stand(aim.layer).filter_box(aim.unit)
    (rows, columns), (row, column) = grid_of(shape), cell_of(shape, aim.entry)
    width, height = box.width / columns, box.height / rows
    return Box(box.left + column * width, box.top + row * height, width, height)


def _wire_at(picture: Picture, x: float, y: float) -> Aim | None:
    """The nearest wire; of several as near, the strongest."""
    best, found = np.inf, None
    for strip in picture.strips:
        if not strip.left <= x <= strip.left + strip.width or len(strip.starts) == 0:
            continue
        u = (x - strip.left) / strip.width
        drop = strip.ends - strip.starts
        away = np.abs(strip.starts + drop * smooth(u) - y)
        slope = drop * (6.0 * u * (1.0 - u) / strip.width)
        amount = np.nan_to_num(np.abs(strip.shares))
        away = away / np.sqrt(1.0 + slope * slope) - width_of(amount) / 2.0
        nearest = int(np.argmin(away - amount))
        if away[nearest] <= _WIRE_REACH and away[nearest] < best:
            best, found = away[nearest], _wire(strip, nearest)
    return found


def _wire(strip: Strip, place: int) -> Aim:
    wiring = strip.wiring
    ends = int(strip.targets[place]), wiring.source, int(strip.sources[place])
    return Aim("wire", wiring.target, *ends)


def incoming(picture: Picture, layer: str, unit: int) -> list[Aim]:
    """The bias of a unit, then the wires into it that are drawn, downwards."""
    found = [Aim("bias", layer, unit)] if picture.biases and layer in picture.biases else []
    for strip in picture.strips:
        if strip.wiring.target == layer:
            found += [_wire(strip, int(k)) for k in np.flatnonzero(strip.targets == unit)]
    return found


def settable(picture: Picture, layer: str, unit: int) -> list[Aim]:
    """What can be set at a unit: its bias, the wires into it, the numbers of its filter."""
    assert picture.plan is not None
    found = incoming(picture, layer, unit)
    if picture.plan.layer(layer).filters:
        entries = np.ndindex(*_filter_shape(picture, layer)[1:])
        found += [Aim("kernel", layer, unit, entry=entry) for entry in entries]
    return found


def number_of(picture: Picture, aim: Aim) -> Number | None:
    """The parameter's number that a wire or a dot stands for."""
    plan = picture.plan
    if plan is None or aim.kind == "unit":
        return None
    if aim.kind == "bias":
        name = plan.layer(aim.layer).bias
        values = (picture.biases or {}).get(aim.layer)
        if values is None or not aim.unit < len(values):
            return None
        return Number(name, (aim.unit,), float(values[aim.unit]))
    if aim.kind == "kernel":
        frame, name = picture.job.frame, plan.layer(aim.layer).filters
        index = (aim.unit, *aim.entry)
        values = part(frame.parameters, frame.layout[name]) if name else np.empty(0)
        inside = len(index) == values.ndim and bool(np.less(index, values.shape).all())
        return Number(name, index, float(values[index])) if inside else None
    for strip in picture.strips:
        if (strip.wiring.source, strip.wiring.target) == (aim.source, aim.layer):
            here = (strip.sources == aim.source_unit) & (strip.targets == aim.unit)
            if here.any():
                value = float(strip.values[int(here.argmax())])
                return Number(strip.wiring.weight, (aim.source_unit, aim.unit), value)
    return None


def place_of(picture: Picture, aim: Aim) -> tuple[float, float]:
    """Where something is, in px of the board: a wire where it arrives."""
    assert picture.board is not None
    stand = picture.board.stand(aim.layer)
    if aim.kind == "bias":
        return stand.dot(aim.unit)
    if aim.kind == "wire":
        return stand.card.left, stand.height_of(aim.unit)
    box = box_of(picture, aim) if aim.kind == "kernel" else stand.box(aim.unit)
    return box.right, box.top + box.height / 2.0


def name_of(picture: Picture, aim: Aim) -> str:
    """ "x₁ → dense_1 unit 3", "dense_1 unit 3: bias"."""
    assert picture.plan is not None
    target = picture.plan.layer(aim.layer).full_name(aim.unit)
    if aim.kind == "wire":
        return f"{picture.plan.layer(aim.source).full_name(aim.source_unit)} → {target}"
    if aim.kind == "kernel":
        return f"filter of {target}: {said(aim.entry)}"
    return f"bias of {target}" if aim.kind == "bias" else target


def text_of(picture: Picture, aim: Aim) -> str:
    """What the read-out says of a wire or a dot: "x₁ → dense_1 unit 3: −0.82"."""
    number = number_of(picture, aim)
    if number is None:
        return ""
    return f"{name_of(picture, aim)}: {words.number(number.value)}"
