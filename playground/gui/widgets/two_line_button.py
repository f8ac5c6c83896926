"""A control that opens something to choose from: a caption above the chosen value."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.widgets import two_line

_OPENING_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BY_KEYBOARD = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
}


class TwoLineButton(QAbstractButton):
    """What every picker is, whatever it opens.

    A click, Space, Enter and the arrow keys call `open_menu`, which each kind defines.
    """

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._text = ""
        self._help = ""
        self._warning: str | None = None
        self._reason = ""
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._open)
        theme.notifier().theme_changed.connect(self._restyle)
        self._tell()

    def open_menu(self) -> None:
        """Show what there is to choose from."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show `text` as the value until another is set."""
        if text != self._text:
            self._text = text
            self._tell()

    def set_warning(self, text: str | None) -> None:
        """Mark the choice as doubtful and say why; None takes the mark away."""
        self._warning = text
        self._tell()

    def set_reason(self, reason: str) -> None:
        """Disable, saying why; "" enables."""
        self._reason = reason
        self.setEnabled(not reason)
        self._tell()

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        return two_line.size_for(self._caption, self._text, True, self._warning is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys and Enter open the choices."""
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

    @Slot()
    def _open(self) -> None:
        self.open_menu()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()

    def _tell(self) -> None:
        """Names for assistive tools, the tool tip, and the size."""
        about = self._reason or self._warning or self._help
        self.setAccessibleName(f"{self._caption}: {self._text}")
        self.setAccessibleDescription(about)
        self.setToolTip(about)
        self.updateGeometry()
        self.update()
