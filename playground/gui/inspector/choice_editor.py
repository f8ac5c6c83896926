"""One of several values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from playground.gui import theme
from playground.gui.inspector.editor import keeps_key
from playground.gui.inspector.kinds import Choice
from playground.gui.inspector.subject import MIXED
from playground.gui.topics import TOPIC_ROLE
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.losses import LOSSES
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES

_NOT_OFFERED = -1
# Choices that the glossary has an entry for each of.
_KINDS: dict[str, Collection[str]] = {
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "loss": LOSSES,
    "head": HEADS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
}
_MOST_IN_SIGHT = 18
# px that the style keeps free beside the text.
_MARGIN = 2


class ChoiceEditor(QComboBox):
    """A list that opens; the arrow keys and letters choose in it while it is closed.

    Signals: see `Editor`; nothing here is ever refused.
    """

    chosen = Signal(object)
    refused = Signal(str)
    touched = Signal()

    def __init__(self, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._value: Any = MIXED
        self.setProperty("field", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(_MOST_IN_SIGHT)
        # The style's own would draw a menu, which no style sheet reaches.
        self.setItemDelegate(QStyledItemDelegate(self))
        for place, option in enumerate(kind.options):
            self.addItem(option.label)
            self.setItemData(place, option.help, Qt.ItemDataRole.ToolTipRole)
        widths = (self.fontMetrics().horizontalAdvance(each.label) for each in kind.options)
        widest = max(widths, default=0)
        self.view().setMinimumWidth(widest + 2 * theme.SPACE_4)
        self.activated.connect(self._choose)
        self._show()

    def show_value(self, value: Any) -> None:
        if value != self._value or type(value) is not type(self._value):
            self._value = value
            self._show()

    def reject(self) -> None:
        self._show()

    def forget(self) -> None:
        self._show()

    def event(self, event: QEvent) -> bool:
        """Letters look for a choice, and Space opens the list, whatever else they do elsewhere."""
        if keeps_key(event):
            event.accept()
            return True
        return super().event(event)

    def explain(self, topic: str) -> None:
        """Give each choice that has an entry in the glossary its topic."""
        kind = "activation" if topic == "final_activation" else topic
        for place, option in enumerate(self._kind.options):
            if kind in _KINDS and option.value in _KINDS[kind]:
                self.setItemData(place, f"{kind}.{option.value}", TOPIC_ROLE)

    def showPopup(self) -> None:
        """The list, with the few px more that the style forgets to leave for its edges."""
        super().showPopup()
        shown = min(self.count(), self.maxVisibleItems())
        view, window = self.view(), self.view().window()
        missing = shown * view.sizeHintForRow(0) - view.viewport().height()
        above = window.y() < self.mapToGlobal(self.rect().topLeft()).y()
        grown = window.geometry().adjusted(0, -missing * above, 0, missing * (not above))
        if missing > 0:
            window.setGeometry(grown)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only with the focus: a panel that is scrolled past it must not change it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it; a choice that is too long for the field ends in dots."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() == _NOT_OFFERED:
            colour = option.palette.placeholderText()
            option.palette.setBrush(QPalette.ColorRole.ButtonText, colour)
            option.currentText = self.placeholderText()
        complex_, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(complex_, option, part, self).width() - _MARGIN
        text = option.currentText
        dots = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(text, dots, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(complex_, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _show(self) -> None:
        values = [option.value for option in self._kind.options]
        known = self._value in values
        self.setPlaceholderText("mixed" if self._value is MIXED else self._value or "choose one")
        self.setCurrentIndex(values.index(self._value) if known else _NOT_OFFERED)
        chosen = self._kind.options[self.currentIndex()] if known else None
        told = (chosen.label, chosen.help) if chosen else ()
        self.setToolTip("\n".join(part for part in told if part))

    @Slot(int)
    def _choose(self, place: int) -> None:
        value = self._kind.options[place].value
        if value != self._value:
            self.touched.emit()
            self.chosen.emit(value)
