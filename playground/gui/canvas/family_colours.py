"""A colour for each family of layers."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

from playground.gui import theme
from playground.network.layers import LAYERS

# Families take these in the order of the layer list, the light window's and the dark one's.
_COLOURS = [
    ("#2f6df6", "#5b8cff"),
    ("#0b7285", "#4fb8cc"),
    ("#2b8a3e", "#69c779"),
    ("#8250df", "#a98bfa"),
    ("#b35900", "#e8973f"),
    ("#c2255c", "#f0628f"),
    ("#5c7a00", "#a3c24a"),
]


@lru_cache(maxsize=4)
def _places(layers: tuple[str, ...]) -> dict[str, int]:
    """The families of these layer types, numbered in the order in which they come up."""
    families = dict.fromkeys(LAYERS[name].catalogue.family for name in layers)
    return {family: place for place, family in enumerate(families)}


def family_colour(family: str) -> QColor:
    """The colour of `family` in the theme in use; grey for one that no layer has."""
    places = _places(tuple(LAYERS))
    if family not in places:
        return QColor(theme.current().muted)
    light, dark = _COLOURS[places[family] % len(_COLOURS)]
    return QColor(dark if theme.current().dark else light)


# The colours that people give to cards, groups and notes: the light window's and the dark one's.
_GIVEN: dict[str, tuple[str, str]] = {
    "blue": ("#2f6df6", "#5b8cff"),
    "teal": ("#0b7285", "#4fb8cc"),
    "green": ("#2b8a3e", "#69c779"),
    "violet": ("#8250df", "#a98bfa"),
    "orange": ("#b35900", "#e8973f"),
    "pink": ("#c2255c", "#f0628f"),
    "olive": ("#5c7a00", "#a3c24a"),
    "grey": ("#667085", "#9aa4b8"),
}


def part_colour(name: str | None, otherwise: str) -> QColor:
    """A colour that somebody gave to a part of the canvas, or `otherwise` where nobody did."""
    if name is None:
        return QColor(otherwise)
    light, dark = _GIVEN[name]
    return QColor(dark if theme.current().dark else light)
