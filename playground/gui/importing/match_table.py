"""The table of what matches, for mouse and keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.importing.match_model import (
    MATCH,
    NOTHING,
    PARAMETER,
    SOURCE,
    MatchItemModel,
    label_of,
)

_ROW_PX, _CARET_PX, _ENTRY_PX, _MOST_IN_SIGHT = 28, 12, 26, 14
_WIDTHS = (180, 88, 168, 88)


class MatchTable(QTableView):
    """Space ticks the row; Enter, F2 or a click on the source chooses another."""

    def __init__(self, model: MatchItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self._chooser = _Chooser(self)
        self.setItemDelegateForColumn(SOURCE, self._chooser)
        self.setAccessibleName("What goes into each parameter")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        heads.setSectionResizeMode(MATCH, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._open)
        if model.rowCount():
            self.setCurrentIndex(model.index(0, PARAMETER))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; Enter and F2 choose."""
        row = self.currentIndex().row()
        model = self.model()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            index = model.index(row, PARAMETER)
            if model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
                now = index.data(Qt.ItemDataRole.CheckStateRole)
                on = Qt.CheckState.Unchecked if now == Qt.CheckState.Checked else (
                    Qt.CheckState.Checked
                )  # fmt: skip
                model.setData(index, on, Qt.ItemDataRole.CheckStateRole)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._open(model.index(row, SOURCE))
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and index.column() == SOURCE:
            self.setCurrentIndex(index)
            self.edit(index)


class _Chooser(QStyledItemDelegate):
    """A list of what could go in, dropped down at once."""

    def createEditor(  # noqa: N802
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """The list, with what is in now chosen."""
        model = index.model()
        assert isinstance(model, MatchItemModel)
        box = QComboBox(parent)
        box.setProperty("field", True)
        # The style's own would draw a menu, which no style sheet reaches.
        box.setItemDelegate(QStyledItemDelegate(box))
        box.setMaxVisibleItems(_MOST_IN_SIGHT)
        found = model.matching.matches[index.row()]
        box.setAccessibleName(f"What goes into {found.parameter}")
        box.addItem(f"{NOTHING}  nothing: it stays as it is")
        for choice in model.choices(index.row()):
            box.addItem(label_of(choice), choice)
            if (choice[0].name, choice[1]) == (found.source, found.way):
                box.setCurrentIndex(box.count() - 1)
        widths = (box.fontMetrics().horizontalAdvance(box.itemText(n)) for n in range(box.count()))
        box.view().setMinimumWidth(max(widths) + 2 * theme.SPACE_4)
        shown = min(box.count(), _MOST_IN_SIGHT)
        box.view().setMinimumHeight(shown * _ENTRY_PX + theme.SPACE_2)
        box.activated.connect(partial(self._take, box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        """It was given when the list was made."""

    def setModelData(  # noqa: N802
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Take what was chosen."""
        assert isinstance(editor, QComboBox)
        assert isinstance(model, MatchItemModel)
        if editor.property("taken"):
            model.choose(index.row(), editor.currentData())

    def _take(self, box: QComboBox, place: int) -> None:
        box.setProperty("taken", True)
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The cell, with a caret where there is something to choose from."""
        super().paint(painter, option, index)
        box = QRect(0, 0, _CARET_PX, _CARET_PX)
        box.moveCenter(option.rect.center())
        box.moveRight(option.rect.right() - _CARET_PX // 2)
        icon("caret_down", "muted").paint(painter, box)
