"""The network, small: its neurons, its wires, and its matrices beneath them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.vector import magnifies
from playground.gui.views.matrices.aim import NO_TOUCH, Spot, Touch
from playground.gui.views.matrices.overview_layout import OverviewLayout, lay_out_overview
from playground.gui.views.matrices.overview_painter import draw_base, draw_touch, network_image
from playground.gui.views.matrices.picture import Picture

# Its height, and that where the view is low.
HEIGHT, LOW_HEIGHT = 132, 100
_NOTCH_PX = 60.0
# Pixels to a px where it is magnified.
_FINE = 3.0


class Overview(QWidget):
    """Draws the network of a picture; a unit or a wire can be pointed at, a layer chosen.

    Attributes:
        layout_: where everything stands; None before the first picture.
        chosen: the layer that is shown large.
        touch: what stands out.

    Signals:
        pointed(Spot): what the mouse is at; None: nothing.
        layer_chosen(id): a card was clicked, or reached with the arrow keys.
        unit_chosen(Spot): a unit or a wire was clicked, or reached with the arrow keys.
        resized: it is to be drawn anew, in another size or other colours.
    """

    pointed = Signal(object)
    layer_chosen = Signal(str)
    unit_chosen = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Network")
        self.setAccessibleDescription("Left and right choose a layer, up and down a unit.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.layout_: OverviewLayout | None = None
        self.chosen = ""
        self.touch = NO_TOUCH
        self._picture: Picture | None = None
        self._offset = 0.0
        self._spot: Spot | None = None
        self._unit = -1  # which the arrow keys are at
        self._network: QImage | None = None
        self._fine: QImage | None = None
        self._framed = False  # whether keys come here, by the tab key
        self._base: QPixmap | None = None
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """A low strip."""
        return QSize(640, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same, and narrow."""
        return QSize(240, LOW_HEIGHT)

    def set_picture(self, picture: Picture | None, chosen: str) -> None:
        """Draw this moment."""
        if chosen != self.chosen:
            self._unit = -1
        self._picture, self.chosen = picture, chosen
        self._lay_out()
        self._bring_in()

    def set_touch(self, touch: Touch) -> None:
        """Let this stand out."""
        if touch != self.touch:
            self.touch = touch
            self.update()

    def place_of(self, layer: str, unit: int) -> QPointF:
        """Where a unit is, in px of this widget."""
        assert self.layout_ is not None
        x, y = self.layout_.by_id[layer].places[unit]
        return QPointF(x - self._offset, y)

    def _lay_out(self) -> None:
        picture = self._picture
        self.layout_, self._network, self._fine = None, None, None
        if picture is not None and picture.worked is not None:
            drawn = picture.drawn
            here = self.size(), theme.current().dark, self.devicePixelRatioF()
            if drawn is not None and (drawn.size, drawn.dark, drawn.ratio) == here:
                self.layout_, self._network = drawn.layout, drawn.image
            else:  # until the next picture comes, in the size there is now
                size = float(self.width()), float(self.height())
                self.layout_ = lay_out_overview(picture, *size)
                self._network = network_image(picture, self.layout_, here[2], here[1])
        self._base = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        layout, picture = self.layout_, self._picture
        if layout is None or picture is None or self._network is None:
            return
        painter = QPainter(self)
        if magnifies(painter, self.devicePixelRatioF()):
            painter.translate(-self._offset, 0.0)
            if self._fine is None:
                self._fine = network_image(picture, layout, _FINE, theme.current().dark)
            draw_base(painter, picture, layout, self._fine, self.chosen)
        else:
            if self._base is None:
                self._base = self._drawn(layout, picture, self._network)
            painter.drawPixmap(0, 0, self._base)
            painter.translate(-self._offset, 0.0)
        draw_touch(painter, layout, self.touch)
        if self._framed:
            painter.resetTransform()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.current().accent))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys come here."""
        super().focusInEvent(event)
        tabs = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._framed = event.reason() in tabs
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They no longer do."""
        super().focusOutEvent(event)
        self._framed = False
        self.update()

    def _drawn(self, layout: OverviewLayout, picture: Picture, network: QImage) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.translate(-self._offset, 0.0)
        draw_base(painter, picture, layout, network, self.chosen)
        painter.end()
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        self._lay_out()
        self._bring_in()
        self.resized.emit()

    # The mouse and the keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self._point_at(self._spot_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton or self.layout_ is None:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        spot = self._spot_at(event.position())
        if spot is not None:
            self.unit_chosen.emit(spot)
            return
        column = self.layout_.column_at(event.position().x() + self._offset)
        if column is not None:
            self.layer_chosen.emit(column.id)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._point_at(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go along a network that is too wide."""
        turned = event.angleDelta()
        notches = (turned.x() or turned.y()) / 120.0
        if self._reach <= 0.0:
            event.ignore()
            return
        self._scroll_to(self._offset - notches * _NOTCH_PX)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose another layer, or another unit of it."""
        along = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if self.layout_ is None or (along is None and down is None):
            super().keyPressEvent(event)
            return
        ids = [each.id for each in self.layout_.columns]
        if along is not None:
            place = ids.index(self.chosen) + along if self.chosen in ids else 0
            self.layer_chosen.emit(ids[min(max(place, 0), len(ids) - 1)])
        elif down is not None and self.chosen in ids:
            units = self.layout_.by_id[self.chosen].units
            self._unit = min(max(self._unit + down, 0), units - 1)
            self.unit_chosen.emit(Spot(self.chosen, self._unit))

    # What these have in common

    def _spot_at(self, place: QPointF) -> Spot | None:
        if self.layout_ is None:
            return None
        return self.layout_.spot_at(place.x() + self._offset, place.y())

    def _point_at(self, spot: Spot | None) -> None:
        if spot != self._spot:
            self._spot = spot
            self.pointed.emit(spot)

    @property
    def _reach(self) -> float:
        return max(0.0, (self.layout_.width if self.layout_ else 0.0) - self.width())

    def _scroll_to(self, offset: float) -> None:
        offset = min(max(offset, 0.0), self._reach)
        if offset != self._offset:
            self._offset = offset
            self._base = None
            self.update()

    def _bring_in(self) -> None:
        """Scroll so that the chosen layer is seen."""
        column = self.layout_.by_id.get(self.chosen) if self.layout_ is not None else None
        if column is None:
            return
        least, most = column.card.right() + 60.0 - self.width(), column.card.left() - 60.0
        self._scroll_to(min(max(self._offset, least), max(most, 0.0)))

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._lay_out()
        self.resized.emit()
