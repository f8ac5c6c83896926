"""The keys that walk through a grid of numbers and zoom it."""

from __future__ import annotations

from PySide6.QtCore import Qt

# (rows down, columns to the right) of a step.
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
LARGER, SMALLER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus,)
