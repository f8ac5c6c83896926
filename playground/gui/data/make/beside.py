"""How the pages that make data are laid out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.gui import theme

CONTROLS_PX = 264


def controls_beside(picture: QWidget, page: QWidget) -> QVBoxLayout:
    """Lay a page out as a column of controls on the left of a picture; gives the column."""
    controls = QWidget()
    controls.setFixedWidth(CONTROLS_PX)
    column = QVBoxLayout(controls)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_3)
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_4)
    row.addWidget(controls)
    row.addWidget(picture, 1)
    return column
