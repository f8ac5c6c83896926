"""The network as one points at it: with the mouse, and with keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from playground.gui.plots.readout import Readout
from playground.gui.views.neurons import steps
from playground.gui.views.neurons.aim import Aim, aim_at, name_of, number_of, place_of, text_of
from playground.gui.views.neurons.art import rect
from playground.gui.views.neurons.picture import Picture
from playground.gui.views.neurons.popup import UnitPopup
from playground.gui.views.neurons.stand import Stand
from playground.gui.views.neurons.surface import Surface

# How far one notch of the wheel goes: units of a layer, px of the board.
_NOTCH_UNITS, _NOTCH_PX = 3, 60
# What is enlarged beside its card while it is pointed at.
_ENLARGED = ("unit", "kernel")
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


class NeuronBoard(Surface):
    """Cards with units, and the wires between them.

    Attributes:
        popup: the enlarged unit. readout: the label beside the pointer.

    Signals:
        page_wanted(id, first): a layer is to show its units from another one on.
        edit_wanted(Aim): a wire, a bias or a filter's number is to be set; None: nothing any more.
        layer_chosen(id): a card was clicked.
        scrolled: `offset`, or how far one can go, has changed.
    """

    page_wanted = Signal(str, int)
    edit_wanted = Signal(object)
    layer_chosen = Signal(str)
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Neurons")
        self.setAccessibleDescription(
            "Arrow keys go from unit to unit, with Shift from wire to wire; Enter sets a number."
        )
        self.setMouseTracking(True)
        self.popup = UnitPopup(self)
        self.readout = Readout(self)
        self._pointer: QPointF | None = None  # where the mouse is, while it is what points
        self._held = False  # whether what stands out stays, wherever the mouse goes

    def set_picture(self, picture: Picture) -> None:
        """Draw this moment, and go on pointing at the same place."""
        super().set_picture(picture)
        if picture.board is None:
            self._point_at(None)
            return
        if self._pointer is not None and not self._held:
            self._point_at(self._aim_at(self._pointer))
        self._keep_aim(picture)

    def set_message(self, words: str) -> None:
        """Say why there is nothing to see."""
        super().set_message(words)
        self._point_at(None)

    def scroll_to(self, x: int, y: int) -> None:
        """Show another part of a network that is too wide."""
        super().scroll_to(x, y)
        self.popup.hide()
        self.readout.hide()

    def point_at(self, aim: Aim | None) -> None:
        """Let something stand out, as by keys."""
        self._point_at(aim)
        if aim is not None and self.picture is not None and self.picture.board is not None:
            stand = self.picture.board.stand(aim.layer)
            if aim.unit not in stand.units:
                self.page_wanted.emit(aim.layer, steps.page_with(stand, aim.unit))
            self._bring_in(stand)
            self.setAccessibleDescription(text_of(self.picture, aim) or name_of(self.picture, aim))

    def hold(self, aim: Aim | None) -> None:
        """Let this stand out wherever the mouse goes, as while its number is set; None ends it."""
        self._held = aim is not None
        if aim is not None:
            self._point_at(aim)
            self.popup.hide()

    def place_in_widget(self, aim: Aim) -> QPoint:
        """Where something is, in px of this widget."""
        assert self.picture is not None
        x, y = place_of(self.picture, aim)
        return QPoint(round(x), round(y)) - self.offset

    # The mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let what is under the pointer stand out, and say what it is."""
        if self._held:
            return
        self._pointer = event.position()
        self._point_at(self._aim_at(event.position()))
        aim, picture = self.accent.aim, self.picture
        words = text_of(picture, aim) if aim is not None and picture is not None else ""
        if words and not self.popup.isVisible():  # else that says it
            self.readout.show_at(words, event.position().toPoint(), self.rect())
        else:
            self.readout.hide()
        hand = bool(words) or self._stand_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set the wire, bias or filter, turn the page, or choose the layer, under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        aim, stand = self._aim_at(event.position()), self._stand_at(event.position())
        if self._held and (aim is None or aim.kind == "unit"):
            self.edit_wanted.emit(None)
            return
        if aim is not None and aim.kind != "unit":
            self._point_at(aim)
            self.edit_wanted.emit(aim)
        elif stand is not None and stand.paged and self._on_foot(stand, event.position()):
            x = event.position().x() + self.offset.x()
            back = x < stand.card.left + stand.card.width / 2.0 and stand.first > 0
            self._turn(stand, -stand.shown if back else stand.shown)
        elif stand is not None:
            self.accent = replace(self.accent, layer=stand.layer.id)
            self.layer_chosen.emit(stand.layer.id)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing stands out any more."""
        self._pointer = None
        if not self._held:
            self._point_at(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the pages of a layer, else go along the network."""
        turned = event.angleDelta()
        notches = turned.y() / 120.0
        stand = self._stand_at(event.position())
        if stand is not None and stand.paged and notches:
            self._turn(stand, -round(notches * _NOTCH_UNITS) or (-1 if notches > 0 else 1))
            event.accept()
            return
        reach = self.reach
        if reach.isEmpty() and not (reach.width() or reach.height()):
            event.ignore()
            return
        along = turned.x() if turned.x() or reach.height() else turned.y()
        down = turned.y() if reach.height() else 0
        x = self.offset.x() - round(along / 120.0 * _NOTCH_PX)
        self.scroll_to(x, self.offset.y() - round(down / 120.0 * _NOTCH_PX))
        self.scrolled.emit()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from unit to unit, or from wire to wire; set a number; turn pages."""
        key, picture = event.key(), self.picture
        if picture is None or picture.board is None:
            super().keyPressEvent(event)
            return
        aim, self._pointer = self.accent.aim, None
        if key in _ARROWS:
            forward = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
            upright = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and upright:
                self.point_at(steps.along_wires(picture, aim, forward))
            else:
                go = steps.below if upright else steps.beside
                self.point_at(go(picture, aim, forward))
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and aim is not None:
            shown = picture.board.stand(aim.layer).shown
            self.point_at(
                steps.below(picture, aim, shown if key == Qt.Key.Key_PageDown else -shown)
            )
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and aim is not None:
            wanted = steps.along_wires(picture, aim, 1) if aim.kind == "unit" else aim
            if wanted is not None and wanted.kind != "unit":
                self.point_at(wanted)
                self.edit_wanted.emit(wanted)
        elif key == Qt.Key.Key_Escape and aim is not None:
            self._point_at(None)
        else:
            super().keyPressEvent(event)

    # What these have in common

    def _keep_aim(self, picture: Picture) -> None:
        """Go on pointing at the same thing, if it is still there."""
        aim, board = self.accent.aim, picture.board
        if aim is None or board is None:
            return
        known = {stand.layer.id: stand.layer for stand in board.stands}
        gone = aim.layer not in known or aim.unit >= known[aim.layer].units
        gone = gone or (aim.kind == "wire" and aim.source not in known)
        gone = gone or (aim.kind == "kernel" and number_of(picture, aim) is None)
        if gone:
            self._point_at(None)
        elif aim.kind in _ENLARGED and not self._held:
            self._show_popup(aim)

    def _point_at(self, aim: Aim | None) -> None:
        if aim == self.accent.aim:
            return
        self.accent = replace(self.accent, aim=aim)
        if aim is not None and aim.kind in _ENLARGED and not self._held:
            self._show_popup(aim)
        else:
            self.popup.hide()
        if aim is None:
            self.readout.hide()
        self.update()

    def _show_popup(self, aim: Aim) -> None:
        picture = self.picture
        if picture is None or picture.board is None:
            return
        stand = picture.board.stand(aim.layer)
        if aim.unit not in stand.units:
            self.popup.hide()
            return
        card = rect(stand.card).toRect().translated(-self.offset)
        self.popup.show_unit(picture, aim, card, self.rect())

    def _bring_in(self, stand: Stand) -> None:
        """Scroll so that a card is seen."""
        card = rect(stand.card).toRect()
        x = min(max(self.offset.x(), card.right() + 12 - self.width()), card.left() - 12)
        if x != self.offset.x():
            self.scroll_to(x, self.offset.y())
            self.scrolled.emit()

    def _aim_at(self, place: QPointF) -> Aim | None:
        if self.picture is None or self.message:
            return None
        return aim_at(self.picture, place.x() + self.offset.x(), place.y() + self.offset.y())

    def _stand_at(self, place: QPointF) -> Stand | None:
        board = self.picture.board if self.picture is not None else None
        if board is None:
            return None
        return board.stand_at(place.x() + self.offset.x(), place.y() + self.offset.y())

    def _on_foot(self, stand: Stand, place: QPointF) -> bool:
        return stand.foot.holds(place.x() + self.offset.x(), place.y() + self.offset.y())

    def _turn(self, stand: Stand, units: int) -> None:
        first = max(0, min(stand.first + units, stand.layer.units - stand.shown))
        if first != stand.first:
            self.page_wanted.emit(stand.layer.id, first)
