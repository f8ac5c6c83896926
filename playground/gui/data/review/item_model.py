"""The cells of a table, as they are, a cell at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QPixmap

from playground.data.reading.pictures import FilePictures
from playground.data.tables.table import Column, Table, Words
from playground.gui.data.review.thumbnails import Thumbnails
from playground.gui.plots import words

MOST_ROWS = 1_000_000
_LONGEST = 200
_Index = QModelIndex | QPersistentModelIndex


class TableItemModel(QAbstractTableModel):
    """A table for a `QTableView`: only what is seen is ever asked for.

    Attributes:
        table: what is shown; None for nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.table: Table | None = None
        self._thumbnails: dict[int, Thumbnails] = {}

    def show_table(self, table: Table | None) -> None:
        """Show another table."""
        if table is self.table:
            return
        self.beginResetModel()
        self.finish()
        self.table = table
        for section, column in enumerate(table.columns if table is not None else ()):
            if column.kind == "picture":
                self._thumbnails[section] = Thumbnails(column.pictures, self)
                self._thumbnails[section].ready.connect(self._tell_pictures)
        self.endResetModel()

    @property
    def has_pictures(self) -> bool:
        """Whether any column has pictures."""
        return bool(self._thumbnails)

    def finish(self) -> None:
        """No pictures are wanted any more."""
        for each in self._thumbnails.values():
            each.finish()
            each.deleteLater()
        self._thumbnails = {}

    @Slot()
    def _tell_pictures(self) -> None:
        last = self.rowCount() - 1
        for section in self._thumbnails:
            self.dataChanged.emit(self.index(0, section), self.index(last, section))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows can be seen."""
        return 0 if parent.isValid() or self.table is None else min(len(self.table), MOST_ROWS)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell, and how they stand."""
        if self.table is None or not index.isValid():
            return None
        column = self.table.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.said(index.row(), index.column())
        if role == Qt.ItemDataRole.DecorationRole:
            return self.picture(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            text = cell_text(column, index.row(), whole=True)
            return text if len(text) > 30 else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self.side_of(index.column()) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def said(self, row: int, section: int) -> str:
        """The words of a cell."""
        assert self.table is not None
        return cell_text(self.table.columns[section], row)

    def picture(self, row: int, section: int) -> QPixmap | None:
        """The picture of a cell, as soon as it is there."""
        thumbnails = self._thumbnails.get(section)
        return thumbnails.of(row) if thumbnails is not None else None

    def side_of(self, section: int) -> Qt.AlignmentFlag:
        """Where the words of a column stand: numbers to the right."""
        assert self.table is not None
        numbers = isinstance(self.table.columns[section].values, np.ndarray)
        return Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names, and the rows' numbers from 1."""
        if self.table is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"{section + 1:,}"
        return self.table.columns[section].name


def cell_text(column: Column, row: int, *, whole: bool = False) -> str:
    """What stands in a cell; "–" where nothing does."""
    values = column.values
    if isinstance(values, Words):
        code = int(values.codes[row])
        text = values.distinct[code] if code >= 0 else "–"
        return text if whole or len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if isinstance(values, np.ndarray):
        number = float(values[row])
        if np.isnan(number):
            return "–"
        return _moment(number) if column.kind == "date" else _number(number)
    if isinstance(values, FilePictures):
        return str(values.shelf.paths[values.rows[row]].name)
    channels, height, width = values.size
    return f"{height} × {width}" + (", colours" if channels == 3 else "")


def _number(number: float) -> str:
    if number == round(number) and abs(number) < 1e15:
        return f"{number:.0f}".replace("-", "−")
    return words.number(number, 6)


def _moment(seconds: float) -> str:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return words.number(seconds)
    return f"{moment:%Y-%m-%d}" if seconds % 86_400 == 0 else f"{moment:%Y-%m-%d %H:%M}"
