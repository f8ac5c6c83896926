"""A choice from a list, as a caption above the chosen value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.widgets import two_line

_OPENING_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BY_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
}


class Picker(QAbstractButton):
    """A two-line control that opens a menu of choices.

    Space, Enter and the arrow keys open the menu; the arrow keys move in it and Enter chooses.

    Attributes:
        menu: the menu of choices.

    Signals:
        value_chosen(object): the value that was picked by hand; `set_value` emits nothing.
    """

    value_chosen = Signal(object)

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._value: object = None
        self._text = ""
        self._help = ""
        self._warning: str | None = None
        self._ringed = False
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._group = QActionGroup(self.menu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.open_menu)
        self._group.triggered.connect(self._choose)
        theme.notifier().theme_changed.connect(self._restyle)
        self._tell()

    @property
    def value(self) -> object:
        """The value that is shown as chosen; None before the first."""
        return self._value

    def set_choices(self, choices: Sequence[tuple[object, str, str]]) -> None:
        """Offer (value, label, help) choices; the help is the entry's tool tip."""
        for action in self._group.actions():
            self._group.removeAction(action)
        self.menu.clear()
        for value, label, help_text in choices:
            # A single & would be taken for the mark of a shortcut.
            action = self.menu.addAction(label.replace("&", "&&"))
            action.setData((value, label))
            action.setToolTip(help_text)
            action.setCheckable(True)
            self._group.addAction(action)
        self.set_value(self._value)

    def set_value(self, value: object) -> None:
        """Show the choice whose value this is; one that isn't offered is shown as text."""
        self._value = value
        self._text = "" if value is None else str(value)
        self._help = ""
        for action in self._group.actions():
            offered, label = action.data()
            action.setChecked(offered == value)
            if offered == value:
                self._text, self._help = label, action.toolTip()
        self._tell()

    def set_text(self, text: str) -> None:
        """Show `text` as the value until `set_value` is called again."""
        if text != self._text:
            self._text = text
            self._tell()

    def set_warning(self, text: str | None) -> None:
        """Mark the choice as doubtful and say why; None takes the mark away."""
        self._warning = text
        self._tell()

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        return two_line.size_for(self._caption, self._text, True, self._warning is not None)

    @Slot()
    def open_menu(self) -> None:
        """Open the menu beneath, on the chosen entry."""
        self.menu.setMinimumWidth(self.width())
        chosen = self._group.checkedAction()
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        if chosen is not None:
            self.menu.setActiveAction(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys and Enter open the menu."""
        if event.key() in _OPENING_KEYS:
            self.open_menu()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring if the keyboard brought the focus."""
        self._ringed = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._ringed = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.isEnabled() and (self.underMouse() or self.isDown())
        warned = self._warning is not None
        two_line.draw_box(painter, QRectF(self.rect()), hovered, self._ringed, warned)
        two_line.draw_caption(painter, self.width(), self._caption, self.isEnabled())
        two_line.draw_value(painter, self.width(), self._text, self.isEnabled(), caret=True)
        if warned:
            two_line.draw_mark(painter, self.width())

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        value, _ = action.data()
        self.set_value(value)
        self.value_chosen.emit(value)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()

    def _tell(self) -> None:
        """Names for assistive tools, the tool tip, and the size."""
        self.setAccessibleName(f"{self._caption}: {self._text}")
        self.setAccessibleDescription(self._warning or self._help)
        self.setToolTip(self._warning or self._help)
        self.updateGeometry()
        self.update()
