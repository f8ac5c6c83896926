"""What the network costs, layer by layer, before anything is trained."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.icons import icon
from playground.gui.panels.analysis_model import COLUMNS, SHARE_ROLE, AnalysisItemModel
from playground.gui.topics import mark
from playground.network.analysis import Analysis, analyse, bytes_words, count_words
from playground.network.spec import HEAD

_ROW_PX = 24
_BAR_STRENGTH = 0.18


class AnalysisPanel(QWidget):
    """A row a layer, in an order in which they can run, and the sums beneath.

    Attributes:
        table: the rows. totals: the sums. copy_button: all of it as text.

    Signals:
        node_chosen(id): a row was clicked, or Enter pressed on it.
    """

    node_chosen = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Analysis")
        mark(self, "panel.analysis")
        self._document = document
        self._shown: object = None
        self._model = AnalysisItemModel()
        self.table = _Table(self._model)
        self.table.chosen.connect(self._choose)
        self.table.copied.connect(self.copy)
        self.totals = QLabel()
        self.totals.setProperty("role", "caption")
        self.totals.setWordWrap(True)
        self.totals.setAccessibleName("Totals")
        self.copy_button = QToolButton()
        self.copy_button.setProperty("flat", True)
        self.copy_button.setIcon(icon("copy", "muted"))
        self.copy_button.setToolTip("Copy the table as text (Ctrl+C)")
        self.copy_button.setAccessibleName("Copy the table as text")
        mark(self.copy_button, "copy_table")
        self.copy_button.clicked.connect(self.copy)
        self._arrange()
        document.changed.connect(self._refresh)
        document.replaced.connect(self._refresh)

    @Slot(list)
    def show_selection(self, ids: Collection[str]) -> None:
        """Mark the rows of what is chosen elsewhere."""
        chosen = self.table.selectionModel()
        chosen.clearSelection()
        rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row, identity in enumerate(self._model.ids):
            if identity in ids:
                chosen.select(self._model.index(row, 0), rows)
                self.table.scrollTo(self._model.index(row, 0))

    @Slot()
    def copy(self) -> None:
        """Put the table and its sums on the clipboard, columns parted by tabs."""
        QGuiApplication.clipboard().setText(f"{self._model.text()}\n{self.totals.text()}")

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was edited meanwhile."""
        super().showEvent(event)
        self._refresh()

    def _arrange(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self.totals, 1)
        below.addWidget(self.copy_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_2, theme.SPACE_1, theme.SPACE_2, theme.SPACE_1)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.table, 1)
        rows.addLayout(below)

    @Slot()
    def _refresh(self) -> None:
        # The document builds the network anew at each edit, so one that is known has been counted.
        if not self.isVisible() or self._shown is self._document.traced:
            return
        self._shown = self._document.traced
        project = self._document.project
        analysis = analyse(
            project.network,
            self._document.traced,
            batch=project.training.batch_size,
            update=project.training.update(),
        )
        selected = self.table.selected()
        self._model.set_rows(analysis, [self._type_of(layer.id) for layer in analysis.layers])
        sees = len(COLUMNS) - 1
        self.table.setColumnHidden(sees, self._model.is_empty(sees))
        self.show_selection(selected)
        self.totals.setText(self._in_words(analysis))
        self.totals.setToolTip(_TOTALS_HELP)

    def _type_of(self, identity: str) -> str:
        if identity == HEAD:
            return self._document.project.head.label
        return self._document.network[identity].catalogue.label

    def _in_words(self, analysis: Analysis) -> str:
        optimizer = self._document.project.training.optimizer.label
        memory = {
            "weights": analysis.weights_bytes,
            "gradients": analysis.gradients_bytes,
            optimizer: analysis.optimizer_bytes,
            "activations": analysis.activations_bytes,
            "workspace": analysis.passing_bytes,
        }
        parts = [f"{name} {_whole(count)}" for name, count in memory.items()]
        return (
            f"{analysis.parameters:,} parameters · {count_words(analysis.multiply_adds)} "
            f"multiply-adds · {', '.join(parts)}: {_whole(analysis.total_bytes)} at batch "
            f"{analysis.batch:,}"
        )

    @Slot(int)
    def _choose(self, row: int) -> None:
        self.node_chosen.emit(self._model.ids[row])


def _whole(count: int) -> str:
    """Bytes in words that no end of a line parts."""
    return bytes_words(count).replace(" ", "\u00a0")


_TOTALS_HELP = (
    "What a step of training holds in memory, in float32: the weights, a gradient for each, what "
    "the optimizer remembers; for a whole batch the activations that the backward pass has yet to "
    "read, and room for gradients on their way and for what single operations need."
)


class _Table(QTableView):
    """Rows that are chosen whole, by mouse or Enter.

    Signals:
        chosen(row), copied().
    """

    chosen = Signal(int)
    copied = Signal()

    def __init__(self, model: AnalysisItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_ShareBar(self))
        self.setAccessibleName("What each layer costs")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        self.clicked.connect(self._tell)

    def selected(self) -> list[str]:
        """The ids of the chosen rows."""
        ids = self.model().ids  # type: ignore[attr-defined]
        return [ids[index.row()] for index in self.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the row, Ctrl+C copies the table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.row())


class _ShareBar(QStyledItemDelegate):
    """Lays a faint bar, as long as a cell's share of the whole, over its number."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """The cell, then the bar, so that a chosen row has it too."""
        super().paint(painter, option, index)
        share = index.data(SHARE_ROLE)
        if not share:
            return
        box = QRectF(option.rect).adjusted(4.0, 4.0, -4.0, -4.0)
        box.setLeft(box.right() - max(2.0, share * box.width()))
        tint = QColor(theme.current().accent)
        tint.setAlphaF(_BAR_STRENGTH)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.restore()
