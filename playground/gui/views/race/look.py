"""How the race is drawn: colours, texts, and where things lie on logarithmic axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.gui import theme
from playground.gui.plots.colours import CLASS_COLOURS, Colour
from playground.training.race.contestants import GPU, NATIVE, NUMPY

_EXECUTORS: dict[str, Colour] = {
    NUMPY: CLASS_COLOURS[0],
    NATIVE: CLASS_COLOURS[1],
    GPU: CLASS_COLOURS[2],
}
# Of a step: beginning instructions, moving bytes, multiply-adds.
PARTS: dict[str, Colour] = {
    "launch": CLASS_COLOURS[3],
    "memory": CLASS_COLOURS[4],
    "multiply-adds": CLASS_COLOURS[8],
}
PAD = 9.0
HEAD = 22.0


@dataclass(frozen=True)
class Text:
    """Something written.

    Attributes:
        role: what it says: "cell", "axis", "title", "mark", "executor", "time", "part", "fit".
        key: of what: a (width, batch), an executor's name, or a number.
        text: what is written. rect: where.
        align: how it lies there. strong: in bold. colour: "" for the theme's text.
    """

    role: str
    key: object
    text: str
    rect: QRectF
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter
    strong: bool = False
    colour: str = ""


def colour_of(executor: str) -> Colour:
    """An executor's colour."""
    return _EXECUTORS.get(executor, CLASS_COLOURS[7])


def mixed(colour: Colour, strength: float) -> Colour:
    """A colour laid over the card, so strongly."""
    ground = QColor(theme.current().card)
    under = np.array((ground.red(), ground.green(), ground.blue()), float)
    found = under + (np.array(colour, float) - under) * strength
    return int(found[0]), int(found[1]), int(found[2])


def place_among(value: float, ticks: Sequence[int]) -> float:
    """Where a number lies among rising ones that are drawn evenly apart: 1.5 is halfway from the
    second to the third, by the logarithm; the ends hold."""
    logs = [log(each) for each in ticks]
    return float(np.interp(log(max(value, 1e-9)), logs, np.arange(len(logs))))


def ink_for(colour: Colour) -> str:
    """The text colour that stands out more on a ground, by WCAG 2's contrast ratio."""
    palette = theme.current()
    inks = (palette.dark_ring, palette.light_ring)

    def contrast(ink: str) -> float:
        found = QColor(ink)
        one, other = _luminance((found.red(), found.green(), found.blue())), _luminance(colour)
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)

    return max(inks, key=contrast)


def _luminance(colour: Colour) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (each / 255.0 for each in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def draw_chip(painter: QPainter, box: QRectF) -> None:
    """The ground of a word that stands over a picture."""
    palette = theme.current()
    painter.setPen(QColor(palette.card_border))
    painter.setBrush(QColor(palette.card))
    painter.drawRoundedRect(box, 4.0, 4.0)


def write(painter: QPainter, text: Text) -> None:
    """Write a text, cut where it is too long."""
    palette = theme.current()
    weight = QFont.Weight.DemiBold if text.strong else QFont.Weight.Normal
    font = theme.font(theme.TEXT_SMALL, weight)
    painter.setFont(font)
    muted = text.role in ("axis", "part", "fit")
    painter.setPen(QColor(text.colour or (palette.muted if muted else palette.text)))
    shown = QFontMetricsF(font).elidedText(
        text.text, Qt.TextElideMode.ElideRight, text.rect.width() + 1.0
    )
    painter.drawText(text.rect, text.align | Qt.AlignmentFlag.AlignVCenter, shown)
