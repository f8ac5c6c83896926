"""The one button that starts and rests the training."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.icons import icon

_SIDE, _ICON = 42, 22


class RunButton(QAbstractButton):
    """A round button: run, or pause while it runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.notifier().theme_changed.connect(self._restyle)
        self.set_running(False)

    def set_running(self, running: bool) -> None:
        """Show what a press will do."""
        self._running = running
        word = "Pause" if running else "Run"
        self.setAccessibleName(word)
        if self.isEnabled():
            self.setToolTip(f"{word} the training (Space)")
        self.update()

    def set_reason(self, reason: str) -> None:
        """Disable, saying why; "" enables."""
        self.setEnabled(not reason)
        self.setToolTip(reason or f"{self.accessibleName()} the training (Space)")

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = palette.accent_hover if self.underMouse() or self.isDown() else palette.accent
        painter.setBrush(QColor(colour if self.isEnabled() else palette.chip))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.text), 2))
            painter.drawEllipse(self.rect().adjusted(2, 2, -2, -2))
        tint = palette.on_accent if self.isEnabled() else palette.disabled
        offset = (_SIDE - _ICON) // 2
        picture = icon("pause" if self._running else "run", tint)
        picture.paint(painter, QRect(offset, offset, _ICON, _ICON))

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
