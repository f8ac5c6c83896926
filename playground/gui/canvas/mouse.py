"""The mouse over the canvas: what it hovers, presses and turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu

from playground.gui.canvas.gesture import Gesture
from playground.gui.canvas.menus import ground_menu, part_menu, wire_menu
from playground.gui.canvas.pointer import cursor_for, gesture_for
from playground.gui.canvas.scene import Hit
from playground.gui.canvas.wire import WIRE_REACH

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# Eighths of a degree that a wheel turns from one notch to the next.
_WHEEL_NOTCH = 120
_ZOOM_PER_EIGHTH = 1.0015


class Mouse:
    """Turns mouse events into gestures. One gesture at a time.

    Attributes:
        gesture: what is going on between a press and its release, or None.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.gesture: Gesture | None = None
        self._canvas = canvas
        self._hovered = Hit()
        self._turned = 0

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, unless one is going on."""
        if self.gesture is None:
            point = self._point(event)
            self.gesture = gesture_for(self._canvas, event, point, self._hit(point))
            self._show_cursor()

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or hover."""
        point = self._point(event)
        if self.gesture:
            self.gesture.move(point)
            self._show_cursor()
        else:
            self._hover(self._hit(point))

    def release(self, event: QMouseEvent) -> None:
        """Finish the gesture when the last button is up."""
        if self.gesture is None or event.buttons() != Qt.MouseButton.NoButton:
            return
        gesture, self.gesture = self.gesture, None
        point = self._point(event)
        gesture.finish(point)
        self._hover(self._hit(point))

    def double_click(self, event: QMouseEvent) -> None:
        """Type a number, write a name or a note, open a group: whatever is there."""
        point = self._point(event)
        hit = self._hit(point)
        card, part = hit.card, hit.part
        if card and card.face.stepper and part == card.face.stepper.field.name:
            self._canvas.edit_number(card.id)
        elif card and card.face.holds:
            self._canvas.building.expand(card.id)
        elif hit.note or hit.frame:
            self._canvas.rename(hit.id)
        elif card and part == "body" and card.on_title(point) and self._canvas.rename(card.id):
            return
        elif card and part == "body":
            self._canvas.card_opened.emit(card.id)
        else:
            self.press(event)

    def turn(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, step a number under the pointer, else pan."""
        point = self._canvas.mapToScene(event.position().toPoint())
        turned = event.angleDelta()
        hit = self._hit(point)
        stepper = hit.card.face.stepper if hit.card else None
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._canvas.zoom_by(_ZOOM_PER_EIGHTH ** turned.y(), point)
        elif hit.card and stepper and hit.part in ("minus", "plus", stepper.field.name):
            self._turned += turned.y()
            notches = int(self._turned / _WHEEL_NOTCH)
            self._turned -= notches * _WHEEL_NOTCH
            self._canvas.step(hit.card.id, notches)
        else:
            offset = QPointF(event.pixelDelta() if event.hasPixelDelta() else turned / 2)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                offset = offset.transposed()
            self._canvas.pan(-offset / self._canvas.zoom)
        event.accept()

    def leave(self) -> None:
        """The pointer is gone."""
        self._hover(Hit())

    def let_go(self) -> None:
        """Give up the gesture, if one is going on."""
        if self.gesture:
            gesture, self.gesture = self.gesture, None
            gesture.cancel()
            self._show_cursor()

    def settle(self) -> None:
        """After an edit: what was hovered may be gone, and what is dragged be something else."""
        self._hovered = Hit()
        if self.gesture and not self.gesture.outlives_edits:
            self.let_go()

    def refresh(self) -> None:
        """Everything has been drawn anew."""
        if self.gesture:
            self.gesture.refresh()

    def menu_at(self, point: QPointF) -> QMenu:
        """The right-click menu of what is at `point`, which becomes selected if it is not yet."""
        canvas, hit = self._canvas, self._hit(point)
        if hit.id:
            if hit.id not in canvas.chosen():
                canvas.select([hit.id])
            return part_menu(canvas, hit.id)
        if hit.wire:
            canvas.select_link(hit.wire.link)
            return wire_menu(canvas, hit.wire)
        return ground_menu(canvas, point)

    def _point(self, event: QMouseEvent) -> QPointF:
        return self._canvas.mapToScene(event.position().toPoint())

    def _hit(self, point: QPointF) -> Hit:
        reach = max(WIRE_REACH, WIRE_REACH / self._canvas.zoom)
        return self._canvas.network_scene.hit(point, reach)

    def _hover(self, hit: Hit) -> None:
        before, self._hovered = self._hovered, hit
        if before.card and before.card is not hit.card:
            before.card.hover("")
        if before.wire and before.wire is not hit.wire:
            before.wire.hover(False)
        if before.frame and before.frame is not hit.frame:
            before.frame.hover(False)
        if hit.frame:
            hit.frame.hover(True)
        if hit.card:
            hit.card.hover(hit.part)
        if hit.wire:
            hit.wire.hover(True)
        self._show_cursor()

    def _show_cursor(self) -> None:
        dragging = self.gesture.cursor if self.gesture and self.gesture.dragging else None
        self._canvas.viewport().setCursor(dragging or cursor_for(self._hovered))
