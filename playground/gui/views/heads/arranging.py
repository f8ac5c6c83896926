"""Where the parts of the head lab stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from playground.gui import theme

if TYPE_CHECKING:
    from playground.gui.views.heads_view import HeadsView


def arrange(view: HeadsView) -> None:
    """Both sides beside one another, their curves and the verdict beneath."""
    grid = QGridLayout()
    grid.setSpacing(theme.SPACE_2)
    grid.setContentsMargins(0, 0, 0, 0)
    for column, side in enumerate(view.sides):
        grid.addWidget(side, 0, column)
        grid.setColumnStretch(column, 1)
        place = QVBoxLayout(side)
        place.setContentsMargins(0, theme.SPACE_2, theme.SPACE_2, 0)
        place.addWidget(view.take_buttons[column], 0, Qt.AlignmentFlag.AlignRight)
        place.addStretch(1)
    grid.addWidget(view.curves, 1, 0)
    grid.addWidget(view.verdict, 1, 1)
    grid.setRowStretch(0, 9)
    grid.setRowStretch(1, 5)
    corner = QVBoxLayout(view.curves)
    corner.setContentsMargins(theme.SPACE_1, 2, 0, 0)
    corner.addWidget(view.quantity_box, 0, Qt.AlignmentFlag.AlignLeft)
    corner.addStretch(1)
    rows = QVBoxLayout(view)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(theme.SPACE_2)
    rows.addWidget(view.bar)
    rows.addWidget(view.question)
    rows.addLayout(grid, 1)
