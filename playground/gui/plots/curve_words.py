"""What a read-out says of curves."""

from __future__ import annotations

import numpy as np

from playground.gui.plots import words
from playground.gui.plots.curve_picture import CurvePicture, Ghost

_MOST_GHOSTS = 8


def nearest_x(picture: CurvePicture, x: float) -> float | None:
    """The row's place nearest to `x`: the present run's, or of the first ghost that is drawn."""
    axes = picture.request.look.log_x, picture.request.look.log_y
    ghosts = (ghost.curves.scaled(*axes).x for ghost in picture.request.ghosts)
    places = next((each for each in (picture.x, *ghosts) if len(each)), None)
    return None if places is None else float(places[np.abs(places - x).argmin()])


def point_words(picture: CurvePicture, x: float) -> str:
    """The values of every curve at the rows nearest to a place, a line each."""
    request = picture.request
    said = [_place_words(picture, x)]
    if len(picture.x):
        row = int(np.abs(picture.x - x).argmin())
        said += [
            f"{split} {words.number(float(values[picture.kept][row]))}"
            for split, values in request.curves.values.items()
        ]
    drawn = [ghost for ghost in request.ghosts if ghost.number in picture.ghosts]
    said += [_ghost_words(picture, ghost, x) for ghost in drawn[:_MOST_GHOSTS]]
    if len(drawn) > _MOST_GHOSTS:
        said.append(f"and {len(drawn) - _MOST_GHOSTS} more")
    return "\n".join(said)


def _place_words(picture: CurvePicture, x: float) -> str:
    """ "epoch 12", and where the axis counts otherwise "step 1,200, epoch 12"."""
    request = picture.request
    place = 10.0**x if request.look.log_x else x
    if request.unit == "epoch":
        return f"epoch {place:,.0f}"
    said = f"step {place:,.0f}" if request.unit == "step" else f"{words.number(place)} s"
    if len(picture.x) == 0:
        return said
    row = int(np.abs(picture.x - x).argmin())
    return f"{said}, epoch {request.epochs[picture.kept][row]:,.0f}"


def _ghost_words(picture: CurvePicture, ghost: Ghost, x: float) -> str:
    look = picture.request.look
    on_axes = ghost.curves.scaled(look.log_x, look.log_y)
    if not on_axes.x[0] <= x <= on_axes.x[-1]:
        return f"{ghost.name}: –"
    row = int(np.abs(on_axes.x - x).argmin())
    values = [
        f"{split} {words.number(float(values[on_axes.kept][row]))}"
        for split, values in ghost.curves.values.items()
    ]
    return f"{ghost.name}: {', '.join(values)}"
