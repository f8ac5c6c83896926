"""The costs of layers as a table that Qt can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from playground.gui import topics
from playground.gui.plots.words import percent
from playground.network.analysis import Analysis, LayerCost, bytes_words, count_words
from playground.network.shapes import in_words

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
# What share of the whole a cell has, from 0 to 1; None for a cell that is no share.
SHARE_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class AnalysedRow:
    """A layer's cost, and what people call its type."""

    cost: LayerCost
    type: str


@dataclass(frozen=True)
class _Column:
    """One column.

    Attributes:
        title, help: its head, and what it counts. topic: what explains it.
        text: what a cell says. exactly: the same in full, for its tooltip.
        share: of a row, what its part of the whole is worked out from.
    """

    title: str
    help: str
    topic: str
    text: Callable[[AnalysedRow], str]
    exactly: Callable[[AnalysedRow], str] | None = None
    share: Callable[[LayerCost], int] | None = None


COLUMNS = (
    _Column("Layer", "Its name", "field.id", lambda row: row.cost.id),
    _Column("Type", "What kind of layer it is", "layer", lambda row: row.type),
    _Column(
        "Output",
        "The shape of what leaves, a sample",
        "shape",
        lambda row: in_words(row.cost.shape),
        lambda row: f"{row.cost.activations:,} numbers leave it, a sample",
    ),
    _Column(
        "Parameters",
        "How many numbers it learns",
        "parameter",
        lambda row: _or_none(row.cost.parameters, f"{row.cost.parameters:,}"),
        share=lambda cost: cost.parameters,
    ),
    _Column(
        "Multiply-adds",
        "How many products the forward pass adds up, a sample",
        "multiply_adds",
        lambda row: _or_none(row.cost.multiply_adds, count_words(row.cost.multiply_adds)),
        lambda row: f"{row.cost.multiply_adds:,} multiply-adds a sample",
        lambda cost: cost.multiply_adds,
    ),
    _Column(
        "Memory",
        "What of it stays in memory until the backward pass, for a whole batch",
        "analysis.memory",
        lambda row: _or_none(row.cost.held_bytes, bytes_words(row.cost.held_bytes)),
        lambda row: f"{row.cost.held_bytes:,} bytes",
        lambda cost: cost.held_bytes,
    ),
    _Column(
        "Sees",
        "How much of the sample what leaves it depends on: height × width of an image, or steps",
        "receptive_field",
        lambda row: _seen(row.cost.sees),
    ),
)
_NOTHING = "–"
_WORDS = 3  # the first columns are words, the others numbers


class AnalysisItemModel(QAbstractTableModel):
    """A row a layer."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[AnalysedRow] = []
        self._totals: list[int] = [0] * len(COLUMNS)

    def set_rows(self, analysis: Analysis, types: list[str]) -> None:
        """Show another analysis; rows of the same layers stay the rows they are."""
        rows = [
            AnalysedRow(cost, type_) for cost, type_ in zip(analysis.layers, types, strict=True)
        ]
        same = [row.cost.id for row in rows] == self.ids
        if not same:
            self.beginResetModel()
        self._rows = rows
        self._totals = [
            sum(map(column.share, analysis.layers)) if column.share else 0 for column in COLUMNS
        ]
        if not same:
            self.endResetModel()
        elif rows:
            last = self.index(len(rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def is_empty(self, column: int) -> bool:
        """Whether a column says nothing of any layer."""
        return all(COLUMNS[column].text(row) == _NOTHING for row in self._rows)

    @property
    def ids(self) -> list[str]:
        """The layers' ids, by row."""
        return [row.cost.id for row in self._rows]

    def text(self) -> str:
        """The table as text, a line a row, columns parted by tabs."""
        lines = [[column.title for column in COLUMNS]]
        lines += [[column.text(row) for column in COLUMNS] for row in self._rows]
        return "\n".join("\t".join(line) for line in lines)

    # Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many layers there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many things are said of each."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.help
            case topics.TOPIC_ROLE:
                return column.topic
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT if section < _WORDS else _RIGHT
        return None

    def data(self, index: _Index, role: int = 0) -> Any:
        """What a cell says, and its share of the whole."""
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row, index.column())
            case topics.TOPIC_ROLE:
                return column.topic
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT if index.column() < _WORDS else _RIGHT
        return self._share(row, index.column()) if role == SHARE_ROLE else None

    def _share(self, row: AnalysedRow, column: int) -> float | None:
        count, total = COLUMNS[column].share, self._totals[column]
        return count(row.cost) / total if count and total else None

    def _tip(self, row: AnalysedRow, column: int) -> str:
        described = COLUMNS[column]
        said = described.exactly(row) if described.exactly else described.text(row)
        share = self._share(row, column)
        return said if share is None else f"{said}, {percent(share)} of all"


def _or_none(number: int, text: str) -> str:
    return text if number else _NOTHING


def _seen(extents: tuple[int, ...] | None) -> str:
    """ "3×3", "5 steps"."""
    if extents is None:
        return _NOTHING
    if len(extents) == 1:
        return "1 step" if extents == (1,) else f"{extents[0]:,} steps"
    return in_words(extents)
