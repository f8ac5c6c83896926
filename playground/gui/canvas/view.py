"""The canvas: the network as cards and wires, edited by hand."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal, Slot
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
from playground.gui.canvas.building import Building
from playground.gui.canvas.card import Card
from playground.gui.canvas.choices import choice_menu
from playground.gui.canvas.clipboard import Clipboard
from playground.gui.canvas.drop_target import DropTarget
from playground.gui.canvas.keyboard import Keyboard
from playground.gui.canvas.layout import Link, Position, free_place
from playground.gui.canvas.menus import selection_menu
from playground.gui.canvas.minimap import Minimap
from playground.gui.canvas.mouse import Mouse
from playground.gui.canvas.navigation import Navigation
from playground.gui.canvas.notes import Notes
from playground.gui.canvas.number_editor import NumberEditor
from playground.gui.canvas.number_entry import NumberEntry
from playground.gui.canvas.room import NEW_SIZE, room_for
from playground.gui.canvas.scene import NetworkScene
from playground.gui.canvas.text_editors import LineEditor, NoteEditor
from playground.gui.canvas.text_entry import TextEntry
from playground.gui.canvas.topics import CANVAS, topic_of_card, topic_of_hit
from playground.gui.canvas.zoom_bar import ZoomBar
from playground.gui.document import Document
from playground.gui.editing.grouping import remove
from playground.gui.refusal import Refusal
from playground.gui.topics import mark
from playground.network.spec import HEAD

# Half of the reach of the scene, in px; no network comes near its edge.
_FAR = 1_000_000
# A card that is brought to the middle is shown at least this large.
_LEAST_ZOOM_OF_INTEREST = 0.8
# So long after the last step of a zoom the cards are drawn anew, and so long at a time.
_REST_MS = 120
_SHARPEN_S = 0.006


class Canvas(QGraphicsView):
    """Shows the document's network and edits it, only ever through the document.

    Attributes:
        document: what is shown.
        network_scene: the cards and wires.
        notes: what the canvas says in words.
        building: what is done to what is selected. clipboard: what is taken along and put in.
        zoom_bar, minimap: what lies over it.
        menu: the menu opened last, None before the first.

    Signals:
        selection_changed(list): the ids of the selected nodes, in network order.
        card_opened(id): a card was double-clicked where nothing else is.
        block_kept(Fragment): a group is to be kept in the palette.
        table_pasted(str): rows of a table were pasted.
    """

    selection_changed = Signal(list)
    card_opened = Signal(str)
    block_kept = Signal(object)
    table_pasted = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.network_scene = NetworkScene(document, self)
        self.notes = Notes(self)
        self.menu: QMenu | None = None
        self._told: list[str] = []
        self._navigation = Navigation(self)
        self._keyboard = Keyboard(self)
        self._mouse = Mouse(self)
        self._drops = DropTarget(self)
        self._numbers = NumberEntry(self)
        self._texts = TextEntry(self)
        self.building = Building(self)
        self.clipboard = Clipboard(self)
        self.minimap = Minimap(self)
        self.zoom_bar = ZoomBar(self)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._sharpen)
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
        mark(self, CANVAS)
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

    def topic_at(self, place: QPoint) -> str:
        """The topic of the glossary at a place of the widget."""
        hit = self.network_scene.hit(self.mapToScene(self.viewport().mapFrom(self, place)))
        return topic_of_hit(self.document, hit)

    def topic_in_focus(self) -> str:
        """The topic of what is selected."""
        chosen = self.chosen()
        return topic_of_card(self.document, chosen[0]) if len(chosen) == 1 else CANVAS

    def card_rect(self, identity: str) -> QRectF:
        """A card, or the card of the collapsed group that a node is in, in scene coordinates."""
        return self.network_scene.card_of(identity).scene_rect()

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
        """Ids of the selected nodes and those in selected groups, in network order."""
        return self.network_scene.selected_nodes()

    def chosen(self) -> list[str]:
        """Ids of all that is selected: cards, groups, notes."""
        return self.network_scene.selected()

    def select(self, identities: Iterable[str]) -> None:
        """Select these cards and nothing else."""
        self.network_scene.select(set(identities), None)

    def select_link(self, link: Link) -> None:
        """Select this wire and nothing else."""
        self.network_scene.select(set(), link)

    def select_all(self) -> None:
        """Select every card and note."""
        scene = self.network_scene
        self.select([*scene.cards, *scene.notes])

    def select_new(self, identities: Iterable[str]) -> None:
        """Select what was just put in, and bring it in sight."""
        scene, wanted = self.network_scene, set(identities)
        grouped = {each for frame in scene.shown.frames for each in frame.nodes}
        whole = [each for each in wanted if each in scene.frames]
        single = [each for each in wanted if each not in grouped]
        self.select(whole + single)
        cards = [name for name in scene.shown.order if name in wanted]
        self._keyboard.focus(cards[-1] if len(cards) == 1 else "")
        if cards and not self._navigation.following:
            self.reveal(cards[-1])

    def title_of(self, identity: str) -> str:
        """What a card, a group or a note is called where it is spoken of."""
        for group in self.document.network.groups:
            if group.id == identity:
                return group.title
        return "the note" if identity in self.network_scene.notes else identity

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

    def stay(self) -> dict[str, Position]:
        """Keep the view from here on; where every card stands, for an edit to keep them too."""
        self.keep_view()
        return {name: (box.x, box.y) for name, box in self.network_scene.boxes().items()}

    def middle(self) -> QPointF:
        """The scene point in the middle of the view."""
        return self._navigation.centre

    def look_at(self, point: QPointF) -> None:
        """Bring a point of the scene to the middle."""
        self.pan(point - self.middle())

    @Slot()
    def zoom_to_full(self) -> None:
        """Show everything at its own size."""
        self.zoom_by(1 / self.zoom, self.middle())

    def pan(self, offset: QPointF) -> None:
        """Move the middle of the view by `offset` in the scene."""
        self._navigation.pan(offset)
        self._seen_otherwise()

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom, leaving the scene point `anchor` where it is on the screen."""
        self.network_scene.zooming = True
        self._resting.start(_REST_MS)
        self._navigation.zoom_by(factor, anchor)
        self._seen_otherwise()

    @Slot(str)
    def center_on_node(self, identity: str) -> None:
        """Select the card that shows a node and bring it to the middle."""
        identity = self.network_scene.card_of(identity).id
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

    def insert_layer(
        self, layer_type: str, link: Link | None = None, at: Position | None = None
    ) -> str | None:
        """Put a new layer on a wire, at a place, or before the head.

        Returns:
            Its id, or None if it was refused; then what would mend it is offered.
        """
        refusal = self.document.judge.why_not_insert(layer_type, link)
        if refusal:
            self.offer(refusal, self._place_of(link))
            return None
        position, making_room = room_for(self.document, self.network_scene, layer_type, link)
        if at is not None:
            boxes = self.network_scene.boxes().values()
            position, making_room = free_place(at, NEW_SIZE, boxes), self.stay()
        identity = self.document.insert_layer(layer_type, link, position, making_room)
        self.select_new([identity])
        return identity

    def add_layer(self, layer_type: str) -> str | None:
        """Put a new layer where work goes on: behind the selected card, on the selected wire, or
        before the head. Its id, or None if it was refused.
        """
        behind = self._card_to_follow()
        if behind is None or self.document.stands_alone(layer_type):
            return self.insert_layer(layer_type, self.wire_to_insert_on())
        refusal = self.document.judge.why_not_add_after(layer_type, behind)
        if refusal:
            self.offer(refusal, self.card_rect(behind).bottomRight())
            return None
        identity = self.document.add_after(layer_type, behind)
        self.select_new([identity])
        return identity

    def wire_to_insert_on(self) -> Link | None:
        """The selected wire, else the first behind the selected card, if there is one."""
        selected = self.network_scene.selected_links()
        if selected:
            return selected[0]
        chosen = self.selection()
        if len(chosen) != 1 or chosen[0] == HEAD:
            return None
        targets = self.document.network.targets(chosen[0])
        return (chosen[0], targets[0]) if targets else None

    def _card_to_follow(self) -> str | None:
        """The one selected node that leads nowhere yet."""
        chosen = self.selection()
        if len(chosen) != 1 or chosen[0] == HEAD or self.document.network.targets(chosen[0]):
            return None
        return chosen[0]

    def _place_of(self, link: Link | None) -> QPointF:
        for wire in self.network_scene.wires.values():
            if link in wire.links:
                return wire.point()
        head = self.network_scene.cards[HEAD]
        return head.port("input") - QPointF(80, 0)

    @Slot()
    def remove_selection(self) -> None:
        """Take out what is selected: cards, groups, notes, and wires."""
        remove(self.document, self.chosen(), self.network_scene.selected_links())

    @Slot()
    def tidy(self) -> None:
        """Lay all cards out again: one edit."""
        self.building.tidy()
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

    @property
    def text_editor(self) -> LineEditor | NoteEditor | None:
        """The field in which a name or a note is being written, or None."""
        return self._texts.editor

    def edit_number(self, identity: str) -> None:
        """Open a field to type a card's number."""
        self._numbers.open(identity)

    def open_menu(self, identity: str, part: str) -> None:
        """Open the menu of a choice on a card."""
        menu = choice_menu(self.document, identity, part, self)
        self._pop_up(menu, self.control_rect(identity, part).bottomLeft())

    def take_keys_from(self, leaving: QWidget) -> None:
        """Have the keys, if something that lies over the canvas has them and is about to go.

        Hidden with the keys, it would pass them on as Tab does.
        """
        holder = self.window().focusWidget()
        if holder is not None and (holder is leaving or leaving.isAncestorOf(holder)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rename(self, identity: str) -> bool:
        """Write a note, or another name on a group or a layer; False where there is none."""
        return self._texts.open(identity)

    def write_note_at(self, point: QPointF) -> None:
        """Write a new note that stands at a point of the scene."""
        self._texts.open_new_note(point)

    # Words

    def explain(self, reason: str | None, point: QPointF) -> None:
        """Say at a point of the scene why something can't be done; None takes the words away."""
        self.notes.explain(reason, point)

    def warn(self, message: str) -> None:
        """Say at the foot of the canvas, for a while, what could not be done."""
        self.notes.warn(message)

    def offer(self, refusal: Refusal, point: QPointF) -> None:
        """Say why something was refused, and offer what would mend it, if that is known."""
        self.notes.offer(refusal, point)

    # Qt: mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.notes.withdraw()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._keyboard.give_way()
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
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._pop_up(*selection_menu(self, self._keyboard.focused))
            return
        point = self.mapToScene(event.pos())
        self._pop_up(self._mouse.menu_at(point), point)

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
        self._seen_otherwise()
        self._mouse.refresh()

    # Inside

    def _seen_otherwise(self) -> None:
        """The view has moved, zoomed or changed its size."""
        self.zoom_bar.follow()
        self.minimap.follow()
        self._texts.follow()
        self._numbers.follow()
        self.notes.rest()

    @Slot()
    def _sharpen(self) -> None:
        """After a zoom: draw the cards in sight anew, some at a time, until all are sharp."""
        scene = self.network_scene
        scene.zooming = False
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        end = perf_counter() + _SHARPEN_S
        for item in scene.items(seen):
            if isinstance(item, Card) and item.sharpen(self.zoom) and perf_counter() > end:
                self._resting.start(0)
                return

    def _pop_up(self, menu: QMenu, point: QPointF) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu
        place, port = self.mapFromScene(point), self.viewport().rect()
        place.setX(min(max(place.x(), port.left()), port.right()))
        place.setY(min(max(place.y(), port.top()), port.bottom()))
        menu.popup(self.viewport().mapToGlobal(place))

    @Slot()
    def _settle(self) -> None:
        """After an edit: nothing points at what is gone, nor at what a group no longer holds."""
        if self.menu is not None:
            self.menu.close()
        self._mouse.settle()
        self._keyboard.settle()
        self._texts.settle()
        self._numbers.settle()
        self._tell_selection()
        self.notes.withdraw()
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
        self.minimap.refresh()
        self._seen_otherwise()

    @Slot()
    def _tell_selection(self) -> None:
        if self._told != (selection := self.selection()):
            self._told = selection
            self.selection_changed.emit(selection)

    @Slot()
    def _repaint(self) -> None:
        self._mouse.refresh()
        self.resetCachedContent()
        self.viewport().update()
