"""The canvas: the network as cards and wires, edited by hand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QMenu, QWidget

from playground.gui import theme
from playground.gui.canvas.backdrop import paint_backdrop
from playground.gui.canvas.gesture import Gesture
from playground.gui.canvas.hints import resting_hints
from playground.gui.canvas.keyboard import Keyboard
from playground.gui.canvas.layer_drop import LayerDrop
from playground.gui.canvas.layer_mime import layer_type_of
from playground.gui.canvas.layout import Link, lay_out_within
from playground.gui.canvas.menus import card_menu, choice_menu, wire_menu
from playground.gui.canvas.navigation import Navigation
from playground.gui.canvas.number_editor import NumberEditor
from playground.gui.canvas.overlay import Bubble, Hint
from playground.gui.canvas.pointer import cursor_for, gesture_for
from playground.gui.canvas.room import room_for
from playground.gui.canvas.scene import Hit, NetworkScene
from playground.gui.document import Document

# Half of the reach of the scene, in px; no network comes near its edge.
_FAR = 1_000_000
# Eighths of a degree that a wheel turns from one notch to the next.
_WHEEL_NOTCH = 120
# How long a refusal stays at the foot of the canvas.
_WARNING_MS = 6000


class Canvas(QGraphicsView):
    """Shows the document's network and edits it, only ever through the document.

    Attributes:
        document: what is shown.
        network_scene: the cards and wires.
        menu: the menu opened last, None before the first.
        editor: the number being typed, if one is.

    Signals:
        selection_changed(list): the ids of the selected cards, in network order.
    """

    selection_changed = Signal(list)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.network_scene = NetworkScene(document)
        self.network_scene.setParent(self)
        self.menu: QMenu | None = None
        self.editor: NumberEditor | None = None
        self._navigation = Navigation(self)
        self._keyboard = Keyboard(self)
        self._gesture: Gesture | None = None
        self._drop: LayerDrop | None = None
        self._hovered = Hit()
        self._wheel = 0
        self._warning = ""
        self._warning_timer = QTimer(self)
        self._warning_timer.setSingleShot(True)
        self._warning_timer.timeout.connect(self._calm_down)
        self._hint = Hint(self.viewport())
        self._bubble = Bubble(self.viewport())
        self._set_up()
        self.network_scene.selectionChanged.connect(self._tell_selection)
        self.network_scene.arranged.connect(self._follow)
        document.changed.connect(self._settle)
        document.replaced.connect(self._start_over)
        document.node_removed.connect(self._let_go)
        document.refused.connect(self.warn)
        theme.notifier().theme_changed.connect(self._repaint)

    def _set_up(self) -> None:
        self.setScene(self.network_scene)
        self.setSceneRect(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)
        self.setAccessibleName("Network canvas")
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setMinimumSize(240, 200)

    # What others may ask

    @property
    def animated(self) -> bool:
        """Whether cards glide to their places."""
        return self.network_scene.arranger.animated

    @animated.setter
    def animated(self, animated: bool) -> None:
        self.network_scene.arranger.animated = animated

    @property
    def zoom(self) -> float:
        """How many px on the screen one px of the scene takes."""
        return self._navigation.zoom

    def selection(self) -> list[str]:
        """Ids of the selected cards, in network order."""
        return self.network_scene.selected_cards()

    def select(self, identities: Iterable[str]) -> None:
        """Select these cards and nothing else."""
        chosen = set(identities)
        for card in self.network_scene.cards.values():
            card.setSelected(card.id in chosen)
        for wire in self.network_scene.wires.values():
            wire.setSelected(False)

    def select_link(self, link: Link) -> None:
        """Select this wire and nothing else."""
        self.select([])
        self.network_scene.wires[link].setSelected(True)

    def center_on_node(self, identity: str) -> None:
        """Select a card and bring it to the middle."""
        self.select([identity])
        self._keyboard.focus(identity)
        self._navigation.following = False
        centre = self.card_rect(identity).center()
        self._navigation.go(max(self.zoom, 0.8), centre, animated=self.animated)

    def reveal(self, identity: str) -> None:
        """Move the view so far that a card is seen whole."""
        margin = round(24 * self.zoom)
        box = self.card_rect(identity)
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        if not seen.contains(box):
            self.ensureVisible(box, margin, margin)

    def card_rect(self, identity: str) -> QRectF:
        """A card, in scene coordinates."""
        return self.network_scene.cards[identity].scene_rect()

    def control_rect(self, identity: str, control: str) -> QRectF:
        """A control of a card, in scene coordinates: "minus", "plus", a field, "final", "loss"."""
        return self.network_scene.cards[identity].part_rect(control)

    def port_point(self, identity: str, port: str) -> QPointF:
        """The "input" or "output" port of a card, in scene coordinates."""
        return self.network_scene.cards[identity].port(port)

    def wire_point(self, source: str, target: str) -> QPointF:
        """A point on a wire, in scene coordinates."""
        return self.network_scene.wires[source, target].point()

    # What others may do

    def insert_layer(self, layer_type: str, link: Link | None = None) -> str | None:
        """Put a new layer on a wire, or before the head; its id, or None if refused."""
        reason = self.document.why_not_insert(layer_type, link)
        if reason:
            self.warn(reason)
            return None
        position, making_room = room_for(self.document, self.network_scene, link)
        identity = self.document.insert_layer(layer_type, link, position, making_room)
        self.select([identity])
        self._keyboard.focus(identity)
        if not self._navigation.following:
            self.reveal(identity)
        return identity

    @Slot(str)
    def warn(self, message: str) -> None:
        """Say at the foot of the canvas, for a while, what could not be done."""
        self._warning = message
        self._warning_timer.start(_WARNING_MS)
        self._rest()

    def remove_selection(self) -> None:
        """Take the selected cards out, and the selected wires."""
        cards, links = self.selection(), self.network_scene.selected_links()
        for link in links:
            self.document.disconnect_nodes(*link)
        if cards:
            self.document.remove_nodes(cards)

    @Slot()
    def tidy(self) -> None:
        """Lay all cards out again: one edit."""
        order = self.document.network.order()
        links = self.document.network.links
        sizes = {name: self.card_rect(name).size().toTuple() for name in order}
        self.document.move_nodes(lay_out_within(order, links, sizes, self._navigation.free_area()))
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Show the whole network, and keep it in sight."""
        self._navigation.following = True
        self._follow(self.network_scene.content_rect())

    def keep_view(self) -> None:
        """From here on the view stays where the user put it, until the next fit."""
        self._navigation.following = False

    def pan(self, offset: QPointF) -> None:
        """Move the middle of the view by `offset` in the scene."""
        self._navigation.pan(offset)
        self._rest()

    def step(self, identity: str, steps: int) -> None:
        """Step a card's number."""
        card = self.network_scene.cards.get(identity)
        if card and (stepper := card.face.stepper):
            value = stepper.field.stepped(stepper.value, steps)
            if value is not None:
                self.document.set_node_field(identity, stepper.field.name, value)

    def edit_number(self, identity: str) -> None:
        """Open a field to type a card's number."""
        card = self.network_scene.cards[identity]
        stepper = card.face.stepper
        if stepper is None:
            return
        box = self.mapFromScene(card.part_rect(stepper.field.name)).boundingRect()
        box = box.adjusted(-8, -3, 8, 3)
        self.editor = NumberEditor(stepper, box, self.viewport())
        self._editing = (identity, stepper.field.name)
        self.editor.entered.connect(self._take_number)
        self.editor.refused.connect(self._explain_number)
        self.editor.closed.connect(self._close_editor)

    def open_menu(self, identity: str, part: str) -> None:
        """Open the menu of a choice on a card."""
        menu = choice_menu(self.document, identity, part, self)
        self._pop_up(menu, self.control_rect(identity, part).bottomLeft())

    def explain(self, reason: str | None, point: QPointF) -> None:
        """Say at a point of the scene why something can't be done; None takes the words away."""
        if reason:
            self._bubble.say(reason, self.mapFromScene(point))
        else:
            self._bubble.hide()

    def bubble_text(self) -> str:
        """What the bubble at the pointer says, or "" while there is none."""
        return self._bubble.text() if self._bubble.isVisible() else ""

    def hint_text(self) -> str:
        """What stands at the foot of the canvas, or "" while nothing does."""
        return self._hint.text() if self._hint.isVisible() else ""

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._keyboard.focus("")
        point = self.mapToScene(event.position().toPoint())
        self._gesture = gesture_for(self, event, point, self._hit(point))
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = self.mapToScene(event.position().toPoint())
        if self._gesture:
            self._gesture.move(point)
            self._show_cursor()
        else:
            self._hover(self._hit(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is None or event.buttons() != Qt.MouseButton.NoButton:
            return
        gesture, self._gesture = self._gesture, None
        point = self.mapToScene(event.position().toPoint())
        gesture.finish(point)
        self._hover(self._hit(point))
        self._rest()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self.mapToScene(event.position().toPoint())
        hit = self._hit(point)
        stepper = hit.card.face.stepper if hit.card else None
        if hit.card and stepper and hit.part == stepper.field.name:
            self.edit_number(hit.card.id)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        point = self.mapToScene(event.position().toPoint())
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._navigation.zoom_by(1.0015 ** turned.y(), point)
        elif self._steps_at(point):
            self._wheel += turned.y()
            steps = int(self._wheel / _WHEEL_NOTCH)
            self._wheel -= steps * _WHEEL_NOTCH
            hit = self._hit(point)
            if hit.card and steps:
                self.step(hit.card.id, steps)
        else:
            offset = QPointF(event.pixelDelta() if event.hasPixelDelta() else turned / 2)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                offset = offset.transposed()
            self._navigation.pan(-offset / self.zoom)
        self._rest()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = self.mapToScene(event.pos())
        hit = self._hit(point)
        if hit.card:
            self.select([hit.card.id])
            parts = [chooser.part for chooser in hit.card.face.choosers]
            self._pop_up(card_menu(self.document, hit.card.id, parts, self), point)
        elif hit.wire:
            self.select_link(hit.wire.link)
            self._pop_up(wire_menu(self.document, *hit.wire.link, self), point)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(Hit())
        super().leaveEvent(event)

    # Drag and drop from the palette

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        layer_type = layer_type_of(event.mimeData())
        if layer_type is None:
            event.ignore()
            return
        self._drop = LayerDrop(self, layer_type)
        self._drag_to(event)
        # Even over a place that refuses it: who ignores the entry is told of no move after it.
        event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drag_to(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        if self._drop:
            self._drop.leave()
        self._drop = None
        self._rest()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._drop is None:
            return
        self._drag_to(event)
        drop, self._drop = self._drop, None
        drop.drop()
        self._rest()

    def _drag_to(self, event: QDropEvent) -> None:
        if self._drop is None:
            event.ignore()
            return
        self._drop.move(self.mapToScene(event.position().toPoint()))
        self._rest()
        if self._drop.reason:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture:
            self._let_go("")
            self._show_cursor()
        elif not self._keyboard.press(event):
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        return self._keyboard.walk(forward) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keyboard.enter(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._keyboard.leave(event.reason())

    # Qt

    def viewportEvent(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            point = self.mapToScene(event.position().toPoint())
            self._navigation.zoom_by(1 + event.value(), point)
            self._rest()
            return True
        return super().viewportEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        paint_backdrop(painter, rect)  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.network_scene.set_area(self._navigation.free_area())
        if self._navigation.following:
            self._navigation.fit(self.network_scene.content_rect(), animated=False)
        self._rest()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rest()

    # Inside

    def _hit(self, point: QPointF) -> Hit:
        return self.network_scene.hit(point, max(6.0, 6.0 / self.zoom))

    def _hover(self, hit: Hit) -> None:
        before, self._hovered = self._hovered, hit
        if before.card and before.card is not hit.card:
            before.card.hover("")
        if before.wire and before.wire is not hit.wire:
            before.wire.hover(False)
        if hit.card:
            hit.card.hover(hit.part)
        if hit.wire:
            hit.wire.hover(True)
        self._show_cursor()

    def _show_cursor(self) -> None:
        dragging = self._gesture.cursor if self._gesture and self._gesture.dragging else None
        self.viewport().setCursor(dragging or cursor_for(self._hovered))

    def _steps_at(self, point: QPointF) -> bool:
        """Whether the wheel steps a number at `point`."""
        hit = self._hit(point)
        stepper = hit.card.face.stepper if hit.card else None
        return stepper is not None and hit.part in ("minus", "plus", stepper.field.name)

    def _pop_up(self, menu: QMenu, point: QPointF) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu
        menu.popup(self.viewport().mapToGlobal(self.mapFromScene(point)))

    def _rest(self) -> None:
        """Show the hint that fits, where it covers no card."""
        if self._drop or self._warning:
            text = self._drop.hint if self._drop else self._warning
            self._hint.set_rim("card_border" if self._drop else "error")
            self._hint.say([text], self.viewport().width())
            self._hint.setVisible(bool(text))
        else:
            self._hint.set_rim("card_border")
            self._hint.say(resting_hints(self.document), self.viewport().width())
            box = self.mapToScene(self._hint.geometry()).boundingRect()
            cards = self.network_scene.cards.values()
            self._hint.setVisible(not any(c.scene_rect().intersects(box) for c in cards))

    @Slot()
    def _settle(self) -> None:
        """After an edit: nothing points at what is gone."""
        self._hovered = Hit()
        self._warning = ""
        self._keyboard.settle()
        self._rest()

    @Slot()
    def _calm_down(self) -> None:
        self._warning = ""
        self._rest()

    @Slot(str)
    def _let_go(self, _identity: str) -> None:
        """A card is gone: no gesture holds it any more."""
        if self._gesture:
            gesture, self._gesture = self._gesture, None
            gesture.cancel()

    @Slot()
    def _start_over(self) -> None:
        self._let_go("")
        self._settle()
        self.fit()

    @Slot(QRectF)
    def _follow(self, content: QRectF) -> None:
        if self._navigation.following:
            self._navigation.fit(content, animated=self.animated and self.isVisible())
        self._rest()

    @Slot()
    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selection())

    @Slot(object)
    def _repaint(self, _palette: object) -> None:
        self.resetCachedContent()
        self.viewport().update()

    @Slot(object)
    def _take_number(self, value: float) -> None:
        self.document.set_node_field(*self._editing, value)

    @Slot(str)
    def _explain_number(self, reason: str) -> None:
        identity, field = self._editing
        self.explain(reason, self.control_rect(identity, field).bottomLeft())

    @Slot()
    def _close_editor(self) -> None:
        self.editor = None
        self.explain(None, QPointF())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
