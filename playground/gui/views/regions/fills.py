"""What colour each region has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.data.plane import Plane
from playground.gui import theme
from playground.gui.frame import Frame
from playground.gui.plots.colours import CLASS_COLOURS, paint
from playground.gui.views.bench import Bench
from playground.gui.views.regions.picture import ANSWERS, UNITS, RegionLook
from playground.gui.views.regions.window import Window
from playground.network.affine.regions import Regions

Colours = NDArray[np.uint8]
# So many tints, a prime number: see `tint_numbers`.
_TINTS = 7
_STRENGTH = 0.26
# Colours are told apart in so many steps, so that regions of one colour are drawn together.
_STEP = 6


def fills_of(
    look: RegionLook, regions: Regions, frame: Frame, plane: Plane, window: Window, bench: Bench
) -> Colours:
    """(R, 4) uint8 RGBA."""
    dark = look.dark
    if look.colouring == ANSWERS:
        return _answers(regions, frame, plane, window, bench, dark)
    if look.colouring == UNITS:
        return _shades(regions.on / max(regions.units, 1), dark)
    return _tints(dark)[tint_numbers(regions)]


def tint_numbers(regions: Regions) -> NDArray[np.int64]:
    """(R,) from 0 to 6, never the same on both sides of an edge.

    Neighbours differ in one unit alone, by one piece. Each unit has a weight from 1 to 6; the sum
    of weights times pieces, modulo 7, then differs by that weight, which is not 0. And a region
    keeps its tint as its outline moves.
    """
    found = np.zeros(len(regions), np.int64)
    unit = 0
    for bend in regions.bends:
        weights = 1 + (np.arange(unit, unit + bend.units) * 4) % (_TINTS - 1)
        found += bend.pieces.astype(np.int64) @ weights
        unit += bend.units
    return found % _TINTS


def tints_of(patterns: NDArray[np.int64], dark: bool) -> Colours:
    """A tint for each of the numbers."""
    return _tints(dark)[patterns % _TINTS]


def _tints(dark: bool) -> Colours:
    ground = _rgb((theme.DARK if dark else theme.LIGHT).card)
    colours = np.array(CLASS_COLOURS[:_TINTS], float)
    return _opaque(ground + (colours - ground) * (_STRENGTH + 0.1 * dark))


def _shades(shares: NDArray[np.float64], dark: bool) -> Colours:
    palette = theme.DARK if dark else theme.LIGHT
    ground, top = _rgb(palette.card), _rgb(palette.accent)
    return _stepped(ground + (top - ground) * (0.75 * shares[:, None]))


def _answers(
    regions: Regions, frame: Frame, plane: Plane, window: Window, bench: Bench, dark: bool
) -> Colours:
    """What the network says in the middle of each region."""
    places = window.to_plane(regions.cells.middles)
    values = np.asarray(bench.predict(frame, plane.at(places)), np.float32)
    targets = frame.prepared.dataset.targets
    task = frame.signature.task
    low, high = (float(targets.min()), float(targets.max())) if task == "regression" else (0.0, 1.0)
    return _stepped(paint(values[:, None], task, low, high, dark)[:, 0, :3].astype(float))


def _stepped(colours: NDArray[np.float64]) -> Colours:
    return _opaque(np.minimum(np.round(colours / _STEP) * _STEP, 255.0))


def _opaque(colours: NDArray[np.float64]) -> Colours:
    made = np.full((len(colours), 4), 255, np.uint8)
    made[:, :3] = np.round(colours)
    return made


def _rgb(colour: str) -> NDArray[np.float64]:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], float)
