"""The canvas: the network as cards and wires, edited by hand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
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
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QMenu, QWidget

from playground.gui import theme
from playground.gui.canvas.backdrop import paint_backdrop
from playground.gui.canvas.drop_target import DropTarget
from playground.gui.canvas.keyboard import Keyboard
from playground.gui.canvas.layout import Link, lay_out_within
from playground.gui.canvas.menus import choice_menu
from playground.gui.canvas.mouse import Mouse
from playground.gui.canvas.navigation import Navigation
from playground.gui.canvas.notes import Notes
from playground.gui.canvas.number_editor import NumberEditor
from playground.gui.canvas.number_entry import NumberEntry
from playground.gui.canvas.room import room_for
from playground.gui.canvas.scene import NetworkScene
from playground.gui.document import Document

# Half of the reach of the scene, in px; no network comes near its edge.
_FAR = 1_000_000
# A card that is brought to the middle is shown at least this large.
_LEAST_ZOOM_OF_INTEREST = 0.8


class Canvas(QGraphicsView):
    """Shows the document's network and edits it, only ever through the document.

    Attributes:
        document: what is shown.
        network_scene: the cards and wires.
        notes: what the canvas says in words.
        menu: the menu opened last, None before the first.

    Signals:
        selection_changed(list): the ids of the selected cards, in network order.
    """

    selection_changed = Signal(list)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.network_scene = NetworkScene(document, self)
        self.notes = Notes(self)
        self.menu: QMenu | None = None
        self._navigation = Navigation(self)
        self._keyboard = Keyboard(self)
        self._mouse = Mouse(self)
        self._drops = DropTarget(self)
        self._numbers = NumberEntry(self)
        self._set_up()
        self.network_scene.selectionChanged.connect(self._tell_selection)
        self.network_scene.arranged.connect(self._follow)
        document.changed.connect(self._settle)
        document.replaced.connect(self._start_over)
        document.node_removed.connect(self._let_go)
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

    # Where things are

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

    # Selection

    def selection(self) -> list[str]:
        """Ids of the selected cards, in network order."""
        return self.network_scene.selected_cards()

    def select(self, identities: Iterable[str]) -> None:
        """Select these cards and nothing else."""
        self.network_scene.select(set(identities), None)

    def select_link(self, link: Link) -> None:
        """Select this wire and nothing else."""
        self.network_scene.select(set(), link)

    # What is seen

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
        self.notes.rest()

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom, leaving the scene point `anchor` where it is on the screen."""
        self._navigation.zoom_by(factor, anchor)
        self.notes.rest()

    def center_on_node(self, identity: str) -> None:
        """Select a card and bring it to the middle."""
        self.select([identity])
        self._keyboard.focus(identity)
        self.keep_view()
        zoom = max(self.zoom, _LEAST_ZOOM_OF_INTEREST)
        centre = self.card_rect(identity).center()
        self._navigation.go(zoom, centre, animated=self.animated)

    def reveal(self, identity: str) -> None:
        """Move the view so far that a card is seen whole."""
        box = self.network_scene.target_rect(identity)
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        if not seen.contains(box):
            margin = round(theme.SPACE_6 * self.zoom)
            self.ensureVisible(box, margin, margin)

    # Edits

    def insert_layer(self, layer_type: str, link: Link | None = None) -> str | None:
        """Put a new layer on a wire, or before the head; its id, or None if refused."""
        reason = self.document.why_not_insert(layer_type, link)
        if reason:
            self.warn(reason)
            return None
        position, making_room = room_for(self.document, self.network_scene, layer_type, link)
        identity = self.document.insert_layer(layer_type, link, position, making_room)
        self.select([identity])
        self._keyboard.focus(identity)
        if not self._navigation.following:
            self.reveal(identity)
        return identity

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
        order, links = self.document.network.order(), self.document.network.links
        sizes = {name: self.network_scene.size(name) for name in order}
        area = self._navigation.free_area()
        self.document.move_nodes(lay_out_within(order, links, sizes, area))
        self.fit()

    def step(self, identity: str, steps: int) -> None:
        """Step a card's number."""
        card = self.network_scene.cards.get(identity)
        if card and (stepper := card.face.stepper):
            value = stepper.field.stepped(stepper.value, steps)
            if value is not None:
                self.document.set_node_field(identity, stepper.field.name, value)

    @property
    def editor(self) -> NumberEditor | None:
        """The field in which a number is being typed, or None."""
        return self._numbers.editor

    def edit_number(self, identity: str) -> None:
        """Open a field to type a card's number."""
        self._numbers.open(identity)

    def open_menu(self, identity: str, part: str) -> None:
        """Open the menu of a choice on a card."""
        menu = choice_menu(self.document, identity, part, self)
        self._pop_up(menu, self.control_rect(identity, part).bottomLeft())

    # Words

    def explain(self, reason: str | None, point: QPointF) -> None:
        """Say at a point of the scene why something can't be done; None takes the words away."""
        self.notes.explain(reason, point)

    def warn(self, message: str) -> None:
        """Say at the foot of the canvas, for a while, what could not be done."""
        self.notes.warn(message)

    # Qt: mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._keyboard.focus("")
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release(event)
        self.notes.rest()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._mouse.turn(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse.leave()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = self.mapToScene(event.pos())
        if menu := self._mouse.menu_at(point):
            self._pop_up(menu, point)

    # Qt: drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drops.drop(event)

    # Qt: keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._mouse.gesture:
            self._mouse.let_go()
        elif not self._keyboard.press(event):
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        return self._keyboard.walk(forward) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keyboard.enter(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._keyboard.leave()

    # Qt: the rest

    def viewportEvent(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_by(1 + event.value(), self.mapToScene(event.position().toPoint()))
            return True
        return super().viewportEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:  # type: ignore[override]
        paint_backdrop(painter, rect)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.network_scene.set_area(self._navigation.free_area())
        if self._navigation.following:
            self._navigation.fit(self.network_scene.content_rect(), animated=False)
        self.notes.rest()

    # Inside

    def _pop_up(self, menu: QMenu, point: QPointF) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu
        menu.popup(self.viewport().mapToGlobal(self.mapFromScene(point)))

    @Slot()
    def _settle(self) -> None:
        """After an edit: nothing points at what is gone."""
        self._mouse.forget()
        self._keyboard.settle()
        self.notes.calm_down()

    @Slot()
    def _start_over(self) -> None:
        self._mouse.let_go()
        self._settle()
        self.fit()

    @Slot()
    def _let_go(self) -> None:
        self._mouse.let_go()

    @Slot(QRectF)
    def _follow(self, content: QRectF) -> None:
        if self._navigation.following:
            self._navigation.fit(content, animated=self.animated and self.isVisible())
        self.notes.rest()

    @Slot()
    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selection())

    @Slot()
    def _repaint(self) -> None:
        self.resetCachedContent()
        self.viewport().update()
