"""Something in the palette: an icon and a name, to drag onto the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QEnterEvent,
    QFocusEvent,
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
from playground.gui.icons import icon

_HEIGHT = 30
_ICON = 16
_PAD = 7
_STAR = 10


class Tile(QAbstractButton):
    """An icon and a name, to drag, double-click or press Enter on; a kind says what it carries.

    Attributes:
        help: one line on what it is.

    Signals:
        looked_at(bool): the pointer or the keys have come to it, or left it.
        menu_requested(QPoint): its menu is asked for, at a point of the screen.
    """

    looked_at = Signal(bool)
    menu_requested = Signal(QPoint)

    def __init__(
        self, label: str, icon_name: str, family: str, help_line: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.help = help_line
        self._icon = icon_name
        self._family = family
        self._starred = False
        self._pressed_at: QPoint | None = None
        self.setText(label)
        self.setAccessibleDescription(help_line)
        self.setToolTip(f"{help_line}\nDrag it onto a wire, or double-click.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        theme.notifier().theme_changed.connect(self._repaint)

    def mime(self) -> QMimeData:
        """What a drag of it carries."""
        raise NotImplementedError

    def insert(self) -> None:
        """Ask for it to be put into the network."""
        raise NotImplementedError

    def set_starred(self, starred: bool) -> None:
        """Show whether it is a favourite."""
        self._starred = starred
        self.update()

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
        self.insert()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.looked_at.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.looked_at.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked_at.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.looked_at.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.insert()
        else:
            # Not the button's own: Space runs and pauses the training.
            event.ignore()

    def _drag(self, grip: QPoint) -> None:
        """Carry it until the button is released."""
        self._pressed_at = None
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(self.mime())
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

        colour = family_colour(self._family)
        tile = QRect(_PAD, (self.height() - _ICON) // 2, _ICON, _ICON)
        tint = QColor(colour)
        tint.setAlphaF(0.18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(tile, 4, 4)
        icon(self._icon, colour.name()).paint(painter, tile.adjusted(2, 2, -2, -2))

        font = theme.font(theme.TEXT_BODY)
        star = _STAR + 3 if self._starred else 0
        words = QRect(tile.right() + 7, 0, self.width() - tile.right() - 11 - star, self.height())
        shown = QFontMetrics(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setFont(font)
        painter.setPen(QColor(palette.text if self.isEnabled() else palette.disabled))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if self._starred:
            place = QRect(self.width() - _STAR - 5, (self.height() - _STAR) // 2, _STAR, _STAR)
            icon("favourite_full", "muted").paint(painter, place)

    @Slot(object)
    def _repaint(self, _palette: object) -> None:
        self.update()
