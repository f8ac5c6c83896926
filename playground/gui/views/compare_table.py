"""The table of compared runs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from playground.gui.views.compare_rows import PRESENT, RunRow
from playground.gui.views.runs_item_model import RunsItemModel

_ROW_PX = 26
_HEAD_PX = 52  # with the bar beneath
_MOST_ROWS = 5
_WIDEST, _WIDEST_NAME = 220, 140


class CompareTable(QTableView):
    """A row a run, ordered by a click on a heading.

    Attributes:
        item_model: what it shows.

    Signals:
        renamed(number, text): a pinned run is to be called so.
        removed(number): a pinned run is to go.
    """

    renamed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Numbers of the runs")
        self.item_model = RunsItemModel()
        self.item_model.setParent(self)
        self.setModel(self.item_model)
        self.item_model.renamed.connect(self.renamed)
        self.item_model.modelReset.connect(self._fit)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setShowGrid(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setIconSize(QSize(10, 10))
        self.setWordWrap(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    def sizeHint(self) -> QSize:
        """All rows, up to a few, and a few columns."""
        rows = min(max(2, self.item_model.rowCount()), _MOST_ROWS)
        return QSize(420, _HEAD_PX + rows * _ROW_PX)

    def minimumSizeHint(self) -> QSize:
        """The heading and two rows."""
        return QSize(200, 96)

    def set_rows(self, rows: Sequence[RunRow], split: str) -> None:
        """Show these runs, measured on this split."""
        self.item_model.set_rows(rows, split)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen pinned run away."""
        index: QModelIndex = self.currentIndex()
        if event.key() == Qt.Key.Key_Delete and index.isValid():
            number = self.item_model.rows[index.row()].number
            if number != PRESENT:
                self.removed.emit(number)
            return
        super().keyPressEvent(event)

    @Slot()
    def _fit(self) -> None:
        """Columns as wide as what is in them."""
        self.updateGeometry()
        self.resizeColumnsToContents()
        for column in range(self.item_model.columnCount()):
            most = _WIDEST if column else _WIDEST_NAME
            self.setColumnWidth(column, min(self.columnWidth(column) + 4, most))
