"""One layer type in the palette."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDrag,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.canvas.family_colours import family_colour
from playground.gui.canvas.layer_mime import layer_mime
from playground.gui.icons import icon
from playground.network.layers import LAYERS
from playground.network.node import Catalogue

_HEIGHT = 30
_ICON = 16
_PAD = 7


class LayerTile(QAbstractButton):
    """An icon and a name, to drag, double-click or press Enter on.

    Attributes:
        layer_type: its name, as in files.

    Signals:
        insert_requested(str): the layer type.
    """

    insert_requested = Signal(str)

    def __init__(self, layer_type: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.layer_type = layer_type
        self._about: Catalogue = LAYERS[layer_type].catalogue
        self._pressed_at: QPoint | None = None
        self.setText(self._about.label)
        self.setAccessibleName(f"{self._about.label} layer")
        self.setAccessibleDescription(self._about.help)
        self.setToolTip(f"{self._about.help}\nDrag it onto a wire, or double-click.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        theme.notifier().theme_changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return QSize(84, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, _HEIGHT)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        palette = theme.current()
        ground = palette.pressed if self.isDown() else palette.chip
        if self.underMouse() and self.isEnabled() and not self.isDown():
            ground = palette.hover
        self._paint(painter, ground, palette.accent if self.hasFocus() else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._drag(self._pressed_at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        self.insert_requested.emit(self.layer_type)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.insert_requested.emit(self.layer_type)
        else:
            # Not the button's own: Space runs and pauses the training.
            event.ignore()

    def _drag(self, grip: QPoint) -> None:
        """Carry the layer type until the button is released."""
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(layer_mime(self.layer_type))
        drag.setPixmap(self._picture())
        drag.setHotSpot(grip)
        drag.exec(Qt.DropAction.CopyAction)

    def _picture(self) -> QPixmap:
        """The tile as it hangs on the pointer."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setOpacity(0.92)
        self._paint(painter, theme.current().card, theme.current().accent)
        painter.end()
        return picture

    def _paint(self, painter: QPainter, ground: str, rim: str | None) -> None:
        palette = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(rim), 2) if rim else Qt.PenStyle.NoPen)
        inset = 1 if rim else 0
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, 6, 6)

        colour = family_colour(self._about.family)
        tile = QRect(_PAD, (self.height() - _ICON) // 2, _ICON, _ICON)
        tint = QColor(colour)
        tint.setAlphaF(0.18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(tile, 4, 4)
        icon(self._about.icon, colour.name()).paint(painter, tile.adjusted(2, 2, -2, -2))

        font = theme.font(theme.TEXT_BODY)
        words = QRect(tile.right() + 7, 0, self.width() - tile.right() - 11, self.height())
        shown = QFontMetrics(font).elidedText(
            self._about.label, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setFont(font)
        painter.setPen(QColor(palette.text if self.isEnabled() else palette.disabled))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    @Slot(object)
    def _repaint(self, _palette: object) -> None:
        self.update()
