"""A colour for each loss, the same wherever it is drawn."""

from __future__ import annotations

from playground.gui.plots.colours import CLASS_COLOURS
from playground.gui.theme import Palette

_PLACES = {"focal": 3, "hinge": 2, "mae": 4, "huber": 9, "log_cosh": 8, "rmse": 7, "poisson": 2}


def loss_colour(name: str, palette: Palette) -> str:
    """`#rrggbb`: the accent for cross-entropies, orange for the squared error."""
    if name.endswith("cross_entropy"):
        return palette.accent
    if name not in _PLACES:
        return palette.validation
    return "#{:02x}{:02x}{:02x}".format(*CLASS_COLOURS[_PLACES[name]])
