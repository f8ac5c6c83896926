"""A control that opens something to choose from: a caption above the chosen value."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.widgets import two_line
from playground.gui.widgets.two_line import Density

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

    def __init__(
        self, caption: str, parent: QWidget | None = None, short_caption: str = ""
    ) -> None:
        super().__init__(parent)
        self._caption = caption
        self._short_caption = short_caption or caption
        self._density = Density.ROOMY
        self._shorts: Mapping[str, str] = {}
        self._short_text = ""
        self._text = ""
        self._help = ""
        self._warning: str | None = None
        self._reason = ""
        self._ringed = False
        self._told_size = QSize()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._open)
        theme.notifier().theme_changed.connect(self._restyle)
        self._tell()

    def open_menu(self) -> None:
        """Show what there is to choose from."""
        raise NotImplementedError

    def set_text(self, text: str, short: str = "") -> None:
        """Show `text` as the value until another is set; `short` where there is little room."""
        if (text, short) != (self._text, self._short_text):
            self._text, self._short_text = text, short
            self._tell()

    def set_shorts(self, shorts: Mapping[str, str]) -> None:
        """What stands for longer values where there is little room."""
        self._shorts = shorts

    def set_density(self, density: Density) -> None:
        """Say it in as much room as there is."""
        if density is not self._density:
            self._density = density
            self._told_size = self.sizeHint()
            self.updateGeometry()
            self.update()

    def size_at(self, density: Density) -> QSize:
        """The size in px that shows both lines whole at a density."""
        warned = self._warning is not None
        return two_line.size_for(*self._words(density), True, warned, density.padding)

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
        return self.size_at(self._density)

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
        caption, text = self._words(self._density)
        padding, width, enabled = self._density.padding, self.width(), self.isEnabled()
        two_line.draw_caption(painter, width, caption, enabled, padding)
        two_line.draw_value(painter, width, text, enabled, True, padding)
        if warned:
            two_line.draw_mark(painter, width, padding)

    def _words(self, density: Density) -> tuple[str, str]:
        """Caption and value as they are written."""
        if density is Density.ROOMY:
            return self._caption, self._text
        return self._short_caption, self._short_text or self._shorts.get(self._text, self._text)

    @Slot()
    def _open(self) -> None:
        self.open_menu()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()

    def _tell(self) -> None:
        """Names for assistive tools, the tool tip, and the size."""
        about = self._reason or self._warning or self._help
        if not about and self._words(Density.TIGHT)[1] != self._text:
            about = self._text
        self.setAccessibleName(f"{self._caption}: {self._text}")
        self.setAccessibleDescription(about)
        self.setToolTip(about)
        size = self.sizeHint()
        if size != self._told_size:
            self._told_size = size
            self.updateGeometry()
        self.update()
