"""What matches of a file, as a table that Qt can show and change."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from playground.formats.importing import Match, Matching, Source, Way
from playground.gui import theme
from playground.gui.icons import icon
from playground.network.shapes import in_words

_Index = QModelIndex | QPersistentModelIndex
TITLES = ("Parameter", "Shape here", "From the file", "Shape there", "Match")
PARAMETER, SHAPE, SOURCE, SOURCE_SHAPE, MATCH = range(len(TITLES))
_HELP = (
    "What the network learns; ticked is what gets weights",
    "Its shape in this network",
    "The array that goes in: press F2 or click to choose another",
    "The array's shape in the file",
    "How it was found, and what is done to it",
)
_HOW = {"name": "by name", "shape": "by shape, in order", "hand": "by hand"}
NOTHING = "–"


class MatchItemModel(QAbstractTableModel):
    """A row a parameter.

    Attributes:
        matching: what matches now; replaced, never changed.

    Signals:
        matching_changed: by what a person has chosen.
    """

    matching_changed = Signal()

    def __init__(self, matching: Matching) -> None:
        super().__init__()
        self.matching = matching

    def choices(self, row: int) -> tuple[tuple[Source, Way], ...]:
        """What could go in there, and how."""
        return self.matching.choices(self.matching.matches[row].parameter)

    def choose(self, row: int, choice: tuple[Source, Way] | None) -> None:
        """Have this go in there, or nothing."""
        parameter = self.matching.matches[row].parameter
        source, way = (choice[0].name, choice[1]) if choice is not None else (None, None)
        self._change(row, self.matching.chosen(parameter, source, way))

    def tick_all(self, taken: bool) -> None:
        """Take everything that can go in, or nothing."""
        matching = self.matching
        for each in matching.matches:
            matching = matching.taking(each.parameter, taken)
        self.matching = matching
        self._tell(0, len(matching.matches) - 1)

    # Qt's questions

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many parameters there are."""
        return 0 if parent.isValid() else len(self.matching.matches)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The head of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return TITLES[section]
            case Qt.ItemDataRole.ToolTipRole:
                return _HELP[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Parameters can be ticked where something goes in; sources chosen."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == PARAMETER and self.matching.matches[index.row()].way is not None:
            found |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == SOURCE:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        found, column = self.matching.matches[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(found, column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return _said(found, column)
            case Qt.ItemDataRole.CheckStateRole if column == PARAMETER and found.way is not None:
                return Qt.CheckState.Checked if found.taken else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.DecorationRole if column == MATCH:
                return icon(*_mark(found))
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(_colour(found, column))
        return None

    def setData(  # noqa: N802
        self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Tick a row, or take the tick away."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != PARAMETER:
            return False
        taken = Qt.CheckState(value) == Qt.CheckState.Checked
        parameter = self.matching.matches[index.row()].parameter
        self._change(index.row(), self.matching.taking(parameter, taken))
        return True

    def _change(self, row: int, matching: Matching) -> None:
        self.matching = matching
        self._tell(row, row)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(TITLES) - 1))
        self.matching_changed.emit()


def label_of(choice: tuple[Source, Way]) -> str:
    """ "0.weight  (3×4), transposed"."""
    source, way = choice
    done = "" if way.label == "as it is" else f", {way.label}"
    return f"{source.name}  ({in_words(source.array.shape)}){done}"


def _text(found: Match, column: int) -> str:
    match column:
        case 0:
            return found.parameter
        case 1:
            return in_words(found.shape)
        case 2:
            return found.source or NOTHING
        case 3:
            return in_words(found.source_shape) if found.source_shape is not None else ""
    return _verdict(found)


def _verdict(found: Match) -> str:
    if not found.how:
        return found.why or "left as it is"
    if not found.taken:
        return f"left out: {found.why}" if found.why else "left out"
    done = "" if found.way is None or found.way.label == "as it is" else f", {found.way.label}"
    return f"{_HOW[found.how]}{done}{f' ({found.why})' if found.why else ''}"


def _said(found: Match, column: int) -> str:
    return f"{TITLES[column]}: {_text(found, column) or 'none'}"


def _mark(found: Match) -> tuple[str, str]:
    if found.taken:
        return ("warning", "warning") if found.why else ("ok", "good")
    return ("warning", "warning") if found.source else ("minus", "muted")


def _colour(found: Match, column: int) -> str:
    palette = theme.current()
    if column == MATCH and (found.why and found.source):
        return palette.warning
    if column == MATCH and found.taken:
        return palette.good
    return palette.text if found.taken else palette.muted
