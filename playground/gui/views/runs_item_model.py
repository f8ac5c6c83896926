"""Runs as a table: a row each, with the best of every measurement in bold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from playground.gui import theme, topics
from playground.gui.plots import words
from playground.gui.plots.ghosts import ghost_colour
from playground.gui.plots.quantities import label_of, lower_is_better, topic_of
from playground.gui.views.compare_rows import PRESENT, RunRow, metrics_of

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_SAME = "same"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        title, help: of its heading.
        value: what a run has there: a number, or words.
        metric: the measurement that it is of, or "". topic: what explains it otherwise.
        same: whether what is as in the first row is said as "same".
    """

    title: str
    help: str
    value: Callable[[RunRow], Any]
    metric: str = ""
    topic: str = ""
    same: bool = False


_NAME = Column("Run", "F2 renames a pinned run, Delete removes it", lambda row: row.name)
_OTHERS = (
    Column(
        "Epochs", "Times through the training samples", lambda row: row.frame.epoch, topic="epoch"
    ),
    Column("Seconds", "Spent training, pauses left out", lambda row: row.seconds),
    Column("Steps/s", "Steps a second over the whole run", lambda row: row.pace),
    Column("Parameters", "Numbers that are learned", lambda row: row.parameters, topic="parameter"),
    Column("Network", "Width of each layer", lambda row: row.words.network, same=True),
    Column("Training", "Optimizer, rate and batch", lambda row: row.words.training, same=True),
    Column("Head and loss", "What it answers", lambda row: row.words.head, same=True),
    Column("Data", "What it is trained on", lambda row: row.words.data, same=True),
    Column(
        "Seed", "Of the first weights and the order of samples", lambda row: row.seed, topic="seed"
    ),
)


class RunsItemModel(QAbstractTableModel):
    """The table of runs for a `QTableView`.

    Attributes:
        rows: as they are ordered now. columns: in order.
        split: which of "train" and "validation" the measurements are of.

    Signals:
        renamed(number, text): a pinned run was given another name.
    """

    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RunRow] = []
        self.columns: list[Column] = [_NAME, *_OTHERS]
        self.split = "validation"
        self._first: RunRow | None = None  # what the others are compared with
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[RunRow], split: str) -> None:
        """Show these runs, in the order chosen by hand, if one was."""
        metrics = metrics_of(rows)
        known = [column.metric for column in self.columns if column.metric]
        before = [row.number for row in self.rows]
        fresh = metrics != known or sorted(before) != sorted(row.number for row in rows)
        if fresh:
            self.beginResetModel()
        self._first = rows[0] if rows else None
        self.split = split
        self.columns = [_NAME, *(self._of_metric(name) for name in metrics), *_OTHERS]
        self.rows = list(rows)
        self._sort()
        if fresh:
            self.endResetModel()
        elif self.rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1)
            )

    def value(self, row: int, column: int) -> Any:
        """The number or the words in a cell."""
        return self.columns[column].value(self.rows[row])

    def rowCount(self, parent: Index | None = None) -> int:
        """How many runs."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Titles of the columns; rows have none."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Role.DisplayRole:
                return column.title
            case Role.ToolTipRole:
                return f"{column.help}. A click orders by it."
            case topics.TOPIC_ROLE:
                return topic_of(column.metric) if column.metric else column.topic
            case Role.TextAlignmentRole:
                return _LEFT if column is _NAME or column.same else _RIGHT
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell's text, tool tip, colour, weight and side."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        value = column.value(row)
        match role:
            case Role.DisplayRole:
                return self._text(row, column, value)
            case Role.EditRole:
                return value
            case Role.ToolTipRole:
                return str(value) if isinstance(value, str) else None
            case Role.DecorationRole if column is _NAME:
                return self._dot(row)
            case Role.FontRole if self._is_best(row, column):
                return theme.font(theme.TEXT_BODY, QFont.Weight.Bold)
            case Role.ForegroundRole if self._is_same(row, column):
                return QColor(theme.current().muted)
            case Role.TextAlignmentRole if not isinstance(value, str):
                return _RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A pinned run's name can be edited."""
        flags = super().flags(index)
        row, column = self.rows[index.row()], self.columns[index.column()]
        if column is _NAME and row.number != PRESENT:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(  # noqa: N802 (Qt calls it so)
        self, index: Index, value: Any, role: int = Role.EditRole
    ) -> bool:
        """Ask that a run be renamed."""
        self.renamed.emit(self.rows[index.row()].number, str(value))
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column from now on; what has no number comes last."""
        self._order = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        if self._order is None or self._order[0] >= len(self.columns):
            return
        (number, order), up = self._order, Qt.SortOrder.AscendingOrder
        value = self.columns[number].value
        words_last = [row for row in self.rows if isinstance(value(row), str) or _known(value(row))]
        unknown = [row for row in self.rows if row not in words_last]
        words_last.sort(key=value, reverse=order != up)
        self.rows = words_last + unknown

    def _of_metric(self, name: str) -> Column:
        split = 0 if self.split == "train" else 1

        def value(row: RunRow) -> float:
            return row.measured[name][split] if name in row.measured else float("nan")

        better = "lower" if lower_is_better(name) else "higher"
        return Column(label_of(name), f"On {self.split}; {better} is better", value, name)

    def _text(self, row: RunRow, column: Column, value: Any) -> str:
        if isinstance(value, str):
            return _SAME if self._is_same(row, column) else value
        if not _known(value):
            return "–"
        if isinstance(value, int):
            return f"{value:,}"
        return f"{value:,.0f}" if abs(value) >= 1000.0 else words.number(float(value))

    def _is_same(self, row: RunRow, column: Column) -> bool:
        first = self._first
        return (
            column.same
            and first is not None
            and row.number != first.number
            and column.value(row) == column.value(first)
        )

    def _is_best(self, row: RunRow, column: Column) -> bool:
        if not column.metric:
            return False
        rows = [each for each in self.rows if self._compares(each)]
        values = [v for v in map(column.value, rows) if np.isfinite(v)]
        best = min if lower_is_better(column.metric) else max
        return len(values) > 1 and row in rows and column.value(row) == best(values)

    def _compares(self, row: RunRow) -> bool:
        """Whether it was measured on the data of the first."""
        first = self._first
        return first is not None and row.frame.prepared.spec == first.frame.prepared.spec

    def _dot(self, row: RunRow) -> QColor:
        palette = theme.current()
        if row.colour is None:
            return QColor(getattr(palette, self.split))
        return QColor(ghost_colour(row.colour, palette.dark))


def _known(value: Any) -> bool:
    return value is not None and bool(np.isfinite(value))
