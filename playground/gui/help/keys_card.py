"""The keys and gestures, on one card."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.glossary.keys import BUILD, KEYS, OTHERS, Rows
from playground.gui.topics import mark

_BENEATH = 56
_LEFT = 168  # px for the keys, the same in every section


class KeysCard(QFrame):
    """A popup; a click elsewhere, or Escape, closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Keys and gestures")
        mark(self, KEYS)
        title = QLabel("Keys and gestures")
        title.setProperty("role", "title")
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE_3)
        for heading, rows in OTHERS.items():
            right.addLayout(_section(heading, rows))
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.SPACE_6 + theme.SPACE_4)
        columns.addLayout(_section("Build", BUILD))
        columns.addLayout(right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[theme.SPACE_4] * 4)
        whole.setSpacing(theme.SPACE_3)
        whole.addWidget(title)
        whole.addLayout(columns)

    def show_within(self, window: QWidget) -> None:
        """Show in the upper right of a window, beneath its bar."""
        self.adjustSize()
        inset = QPoint(window.width() - self.width() - theme.SPACE_3, _BENEATH)
        self.move(window.mapToGlobal(inset))
        self.show()


def _section(heading: str, rows: Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_4)
    grid.setColumnMinimumWidth(0, _LEFT)
    grid.setVerticalSpacing(5)
    label = QLabel(heading.upper())
    label.setProperty("role", "heading")
    grid.addWidget(label, 0, 0, 1, 2)
    for row, (keys, meaning) in enumerate(rows, 1):
        left = QLabel(keys)
        left.setProperty("role", "value")
        grid.addWidget(left, row, 0)
        grid.addWidget(QLabel(meaning), row, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return grid
