"""What lies at a place of the board: a unit, a wire, the dot of a bias; and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.gui.plots import words
from playground.gui.views.neurons.picture import Picture
from playground.gui.views.neurons.stand import Stand
from playground.gui.views.neurons.strips import smooth, width_of
from playground.gui.views.neurons.wires import Strip

# So near, in px, the pointer is on a wire, and on a dot.
_WIRE_REACH, _DOT_REACH = 5.0, 7.0


@dataclass(frozen=True)
class Aim:
    """Something on the board.

    Attributes:
        kind: what. layer, unit: the unit that it is, or leads into.
        source, source_unit: where a wire comes from.
    """

    kind: Literal["unit", "wire", "bias"]
    layer: str
    unit: int
    source: str = ""
    source_unit: int = -1


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
    return Aim("unit", stand.layer.id, unit)


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
    """What can be set at a unit: its bias, then the wires into it that are drawn, downwards."""
    found = [Aim("bias", layer, unit)] if picture.biases and layer in picture.biases else []
    for strip in picture.strips:
        if strip.wiring.target == layer:
            found += [_wire(strip, int(k)) for k in np.flatnonzero(strip.targets == unit)]
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
    box = stand.box(aim.unit)
    return box.right, box.top + box.height / 2.0


def name_of(picture: Picture, aim: Aim) -> str:
    """ "x₁ → dense_1 unit 3", "dense_1 unit 3: bias"."""
    assert picture.plan is not None
    target = picture.plan.layer(aim.layer).full_name(aim.unit)
    if aim.kind == "wire":
        return f"{picture.plan.layer(aim.source).full_name(aim.source_unit)} → {target}"
    return f"bias of {target}" if aim.kind == "bias" else target


def text_of(picture: Picture, aim: Aim) -> str:
    """What the read-out says of a wire or a dot: "x₁ → dense_1 unit 3: −0.82"."""
    number = number_of(picture, aim)
    if number is None:
        return ""
    return f"{name_of(picture, aim)}: {words.number(number.value)}"
