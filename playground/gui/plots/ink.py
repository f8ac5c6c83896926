"""Which ink can be read on a colour."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from PySide6.QtGui import QColor

from playground.gui import theme


def ink_on(colour: NDArray[Any]) -> QColor:
    """Dark on light colours (3 or 4 numbers to 255), light on dark: by luma (ITU-R BT.601)."""
    luma = 0.299 * int(colour[0]) + 0.587 * int(colour[1]) + 0.114 * int(colour[2])
    palette = theme.current()
    return QColor(palette.dark_ring if luma > 118.0 else palette.light_ring)
