"""Tiles in two columns, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from playground.gui.panels.tile import Tile

_N_COLUMNS = 2


class Shelf(QWidget):
    """What the palette scrolls: headings, and tiles under them.

    Attributes:
        message: what is said in place of tiles, or "".
    """

    def __init__(self, margin: int) -> None:
        super().__init__()
        self.message = ""
        self._shown: list[tuple[Tile, int, int]] = []
        self._headings: dict[str, QLabel] = {}
        self._nothing = QLabel(self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(5)
        for column in range(_N_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._grid)
        self._rows.addWidget(self._nothing)
        self._rows.addStretch(1)
        self.set_margin(margin)

    def set_margin(self, margin: int) -> None:
        """Leave so many px free on the right."""
        self._rows.setContentsMargins(0, 0, margin, 0)

    def tiles(self) -> list[Tile]:
        """The tiles shown, in their order."""
        return [tile for tile, _, _ in self._shown]

    def show_sections(self, sections: Mapping[str, Sequence[Tile]], otherwise: str) -> None:
        """Show these tiles under these headings; `otherwise` where there are none."""
        for tile, _, _ in self._shown:
            self._grid.removeWidget(tile)
        for heading in self._headings.values():
            self._grid.removeWidget(heading)
            heading.hide()
        before = {tile for tile, _, _ in self._shown}
        self._shown, row = [], 0
        for title, tiles in sections.items():
            if not tiles:
                continue
            heading = self._heading(title)
            self._grid.addWidget(heading, row, 0, 1, _N_COLUMNS)
            heading.show()
            row += 1
            for place, tile in enumerate(tiles):
                at = row + place // _N_COLUMNS
                self._grid.addWidget(tile, at, place % _N_COLUMNS)
                self._shown.append((tile, at, place % _N_COLUMNS))
            row += -(-len(tiles) // _N_COLUMNS)
        shown = set(self.tiles())
        for tile in self.findChildren(Tile):
            tile.setVisible(tile in shown)
        for tile in before - shown:
            tile.hide()
        self.message = "" if self._shown else otherwise
        self._nothing.setText(self.message)
        self._nothing.setVisible(bool(self.message))

    def neighbour(self, tile: Tile, key: Qt.Key) -> Tile | None:
        """The tile that an arrow leads to, or None at the edge."""
        places = {(row, column): each for each, row, column in self._shown}
        index = self.tiles().index(tile)
        _, row, column = self._shown[index]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = index + (1 if key == Qt.Key.Key_Right else -1)
            return self._shown[at][0] if 0 <= at < len(self._shown) else None
        step = 1 if key == Qt.Key.Key_Down else -1
        rows = sorted({r for r, _ in places})
        at = rows.index(row) + step
        if not 0 <= at < len(rows):
            return None
        return places.get((rows[at], column)) or places[rows[at], 0]

    def _heading(self, title: str) -> QLabel:
        if title not in self._headings:
            label = QLabel(title.upper(), self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", "heading")
            label.setContentsMargins(0, 4, 0, 0)
            self._headings[title] = label
        return self._headings[title]
