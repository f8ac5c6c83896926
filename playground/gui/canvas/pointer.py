"""What a press of the mouse begins, and how the pointer looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from playground.gui.canvas.card import Card
from playground.gui.canvas.card_geometry import LOCK_PART
from playground.gui.canvas.click_gesture import ClickGesture
from playground.gui.canvas.gesture import Gesture
from playground.gui.canvas.link_gesture import LinkGesture
from playground.gui.canvas.lock_gesture import LockGesture
from playground.gui.canvas.marquee_gesture import MarqueeGesture
from playground.gui.canvas.move_gesture import MoveGesture
from playground.gui.canvas.pan_gesture import PanGesture
from playground.gui.canvas.step_gesture import StepGesture

if TYPE_CHECKING:
    from playground.gui.canvas.scene import Hit
    from playground.gui.canvas.view import Canvas

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


def gesture_for(canvas: Canvas, event: QMouseEvent, point: QPointF, hit: Hit) -> Gesture | None:
    """The gesture that a press begins."""
    if event.button() == Qt.MouseButton.MiddleButton:
        return PanGesture(canvas, point)
    if event.button() != Qt.MouseButton.LeftButton:
        return None
    if event.modifiers() & _CTRL and not hit.card:
        return PanGesture(canvas, point)
    if hit.card:
        return _on_card(canvas, event, point, hit.card, hit.part)
    if hit.note or hit.frame:
        return _on_part(canvas, event, point, hit)
    if hit.wire:
        canvas.select_link(hit.wire.link)
        return None
    return MarqueeGesture(canvas, point, adding=bool(event.modifiers() & _SHIFT))


def _on_part(canvas: Canvas, event: QMouseEvent, point: QPointF, hit: Hit) -> Gesture | None:
    """A press on a note or on the title of a group."""
    if hit.frame and hit.part == "arrow":
        canvas.building.collapse(hit.id)
        return None
    if event.modifiers() & (_SHIFT | _CTRL):
        chosen = canvas.chosen()
        canvas.select([e for e in chosen if e != hit.id] if hit.id in chosen else [*chosen, hit.id])
        return Gesture(canvas, point)
    if hit.id not in canvas.chosen():
        canvas.select([hit.id])
    return MoveGesture(canvas, point, hit.id, lifting=False)


def _on_card(canvas: Canvas, event: QMouseEvent, point: QPointF, card: Card, part: str) -> Gesture:
    if event.modifiers() & (_SHIFT | _CTRL):
        card.setSelected(not card.isSelected())
        return Gesture(canvas, point)
    if not card.isSelected():
        canvas.select([card.id])
    if part == "output":
        return LinkGesture(canvas, point, card.id)
    if part == LOCK_PART:
        return LockGesture(canvas, point, card)
    if part in ("plus", "minus"):
        return StepGesture(canvas, point, card, part)
    if part in [chooser.part for chooser in card.face.choosers]:
        return ClickGesture(canvas, point, card, part)
    return MoveGesture(canvas, point, card.id, lifting=bool(event.modifiers() & _ALT))


def cursor_for(hit: Hit) -> Qt.CursorShape:
    """How the pointer looks over something."""
    if hit.wire or (hit.frame and hit.part == "arrow"):
        return Qt.CursorShape.PointingHandCursor
    if hit.note or hit.frame:
        return Qt.CursorShape.OpenHandCursor
    if not hit.card:
        return Qt.CursorShape.ArrowCursor
    if hit.part == "output":
        return Qt.CursorShape.CrossCursor
    if hit.part in ("body", "input"):
        return Qt.CursorShape.OpenHandCursor
    stepper = hit.card.face.stepper
    if stepper and hit.part == stepper.field.name:
        return Qt.CursorShape.IBeamCursor
    return Qt.CursorShape.PointingHandCursor
