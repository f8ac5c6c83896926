"""A square picture that can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.gui import theme

# Between the picture and the outside of its ring.
_MARGIN = 4.0
_CORNER = 6.0


class ThumbnailButton(QAbstractButton):
    """A checkable picture with rounded corners and a ring while it is chosen.

    Signals: those of QAbstractButton; `clicked` and `toggled` are the useful ones.
    """

    def __init__(
        self, name: str, help_text: str = "", side: int = 50, parent: QWidget | None = None
    ) -> None:
        """`side` is the side in px, ring included; the picture is 8 px smaller."""
        super().__init__(parent)
        self._picture = QPixmap()
        self._side = side
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(help_text)
        self.setToolTip(f"{name}\n{help_text}" if help_text else name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def picture_side(self) -> int:
        """The side of the picture in px."""
        return self._side - 2 * int(_MARGIN)

    def set_picture(self, picture: QPixmap) -> None:
        """Show `picture`, scaled to fit."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        """The side, both ways."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, its border and its ring."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        palette = theme.current()
        box = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        shape = QPainterPath()
        shape.addRoundedRect(box, _CORNER, _CORNER)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, QColor(palette.chip))
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        if not self._picture.isNull():
            painter.drawPixmap(box, self._picture, QRectF(self._picture.rect()))
        painter.restore()
        edge = palette.muted if self.underMouse() and self.isEnabled() else palette.card_border
        painter.setPen(QPen(QColor(edge), 1.0))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
        self._draw_ring(painter, palette)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()

    def _draw_ring(self, painter: QPainter, palette: theme.Palette) -> None:
        """Accent while chosen; dashed in the text's colour while the keyboard is here."""
        ring = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        if self.isChecked():
            painter.setPen(QPen(QColor(palette.accent), 2.0))
            painter.drawRoundedRect(ring, _CORNER + 3.0, _CORNER + 3.0)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.text), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(ring, _CORNER + 3.0, _CORNER + 3.0)
