"""The glossary as a list: by family, or what a search finds."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from playground.gui.glossary.entry import Entry
from playground.gui.glossary.glossary import Glossary
from playground.gui.glossary.search import folded, search

_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex
Line = str | Entry


class EntryItemModel(QAbstractListModel):
    """Lines of two kinds: headings, which can't be chosen, and entries.

    Attributes:
        lines: headings as text, and entries.
    """

    def __init__(self, entries: Glossary, parent: QObject) -> None:
        super().__init__(parent)
        self._entries = entries
        self.lines: list[Line] = []
        self.find("")

    def find(self, query: str) -> None:
        """List what has the words of `query`, the best first; all by family for none."""
        self.beginResetModel()
        if folded(query):
            self.lines = list(search(self._entries.values(), query))
        else:
            self.lines = []
            for family, entries in self._entries.families().items():
                self.lines += [family, *sorted(entries, key=lambda each: folded(each.title))]
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of an entry; −1 where it is not listed."""
        rows = (r for r, line in enumerate(self.lines) if not isinstance(line, str))
        return next((r for r in rows if getattr(self.lines[r], "key", "") == key), -1)

    def first(self) -> int:
        """The row of the first entry; −1 where nothing is listed."""
        return next((r for r, line in enumerate(self.lines) if isinstance(line, Entry)), -1)

    def entry(self, index: Index) -> Entry | None:
        """The entry of a row; None of a heading."""
        line = self.lines[index.row()] if index.isValid() else ""
        return line if isinstance(line, Entry) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line if isinstance(line, str) else line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line if isinstance(line, str) else f"{line.title}, {line.family}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.lines[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
