"""The place of an entry's picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.help.pictures import draw, is_known

HEIGHT = 132
_INSET = 8.0


class PictureBox(QWidget):
    """Draws a picture of the glossary in the colours of the theme; gone where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def name(self) -> str:
        """The picture that is shown, "" for none."""
        return self._name

    def show_picture(self, name: str) -> None:
        """Show the picture called `name`, or none."""
        self._name = name if is_known(name) else ""
        self.setVisible(bool(self._name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        ground = QRectF(self.rect())
        painter.setPen(QColor(palette.canvas))
        painter.setBrush(QColor(palette.canvas))
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        draw(self._name, painter, ground.adjusted(_INSET, _INSET, -_INSET, -_INSET))

    @Slot()
    def _restyle(self) -> None:
        self.update()
