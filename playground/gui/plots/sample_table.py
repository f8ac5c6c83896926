"""A table of samples: right or wrong, the truth, the answer, the features."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots import words
from playground.gui.plots.names import named
from playground.gui.plots.told_samples import ToldSamples

_NONE = QModelIndex()
_NAMED = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
_Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 24
_TRUE = 1  # the column of the truth, which has the mark before it
_WIDTHS = {"row": 42, "true": 96, "predicted": 124, "words": 460}
_LEAST, _MOST, _BESIDE = 70, 130, 26


class SamplesItemModel(QAbstractTableModel):
    """Samples as rows; nothing is worked out before it is asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.samples: ToldSamples | None = None
        self.columns: list[str] = []
        self._right: QIcon = icon("step_done", "good")
        self._wrong: QIcon = icon("close", "error")

    def set_samples(self, samples: ToldSamples) -> None:
        """Show these."""
        columns = _columns(samples)
        before = self.samples
        if before is None or len(before) != len(samples) or columns != self.columns:
            self.beginResetModel()
            self.samples, self.columns = samples, columns
            self.endResetModel()
        else:
            self.samples = samples

    def rowCount(self, parent: _Index = _NONE) -> int:
        """One a sample."""
        return 0 if parent.isValid() or self.samples is None else len(self.samples)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """The row of the data, truth, answer, features."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        across = orientation == Qt.Orientation.Horizontal and section < len(self.columns)
        return self.columns[section] if across and role in _NAMED else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        samples, number = self.samples, index.row()
        if samples is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(samples, number, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return samples.whole_words(number)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _TRUE and samples.judged:
            return self._wrong if samples.wrong(number) else self._right
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and samples.judged:
            return "wrong" if samples.wrong(number) else "right"
        return None


class SampleTable(QTableView):
    """Draws the rows that can be seen, however many there are.

    Signals:
        row_chosen(row): the sample that keys or a click have chosen, as a row of the data.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item_model = SamplesItemModel(self)
        self.setModel(self.item_model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFont(theme.font(theme.TEXT_SMALL))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        rows.setMinimumSectionSize(_ROW_HEIGHT)
        rows.hide()
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def set_samples(self, samples: ToldSamples) -> None:
        """Show these."""
        before = list(self.item_model.columns)
        self.item_model.set_samples(samples)
        if before != self.item_model.columns:
            for column, name in enumerate(self.item_model.columns):
                self.horizontalHeader().resizeSection(
                    column, _WIDTHS.get(name) or self._width(name)
                )
        self.viewport().update()

    def set_empty(self) -> None:
        """Show nothing."""
        self.item_model.beginResetModel()
        self.item_model.samples, self.item_model.columns = None, []
        self.item_model.endResetModel()

    def _width(self, name: str) -> int:
        """Of a column, in px: its name fits, within bounds."""
        heads = self.horizontalHeader()
        heads.ensurePolished()
        return min(max(heads.fontMetrics().horizontalAdvance(name) + _BESIDE, _LEAST), _MOST)

    def cut_off(self) -> int:
        """How many px of the last row that is seen lie beneath the edge."""
        rows, room = self.model().rowCount(), self.viewport().height()
        return 0 if rows * _ROW_HEIGHT <= room else -room % _ROW_HEIGHT

    @Slot(QModelIndex, QModelIndex)
    def _tell(self, current: QModelIndex, before: QModelIndex) -> None:
        samples = self.item_model.samples
        if samples is not None and 0 <= current.row() < len(samples):
            self.row_chosen.emit(samples.row(current.row()))


def _columns(samples: ToldSamples) -> list[str]:
    signature, given = samples.answered.signature, samples.dataset.target_names
    if samples.judged:
        first = ["row", "true", "predicted"]
    else:
        targets = named(given, "target", signature.outputs)
        first = ["row", *(f"{what} {name}" for name in targets for what in ("true", "pred."))]
    return first + (["words"] if samples.kind == "words" else samples.feature_names())


def _text(samples: ToldSamples, number: int, column: int) -> str:
    answered, place = samples.answered, samples.places[number]
    if column == 0:
        return str(samples.row(number))
    first = 3 if samples.judged else 1 + 2 * answered.signature.outputs
    if column >= first:
        if samples.kind == "words":
            return samples.text(number)
        return samples.feature_text(float(samples.features(number).ravel()[column - first]))
    if samples.judged:
        return samples.truth_words(number) if column == _TRUE else samples.answer_words(number)
    values = answered.truth if column % 2 else answered.predictions
    return words.number(float(values[place, (column - 1) // 2]))
