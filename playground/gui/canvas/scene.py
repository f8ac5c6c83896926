"""The items on the canvas, kept in step with the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from playground.gui import theme
from playground.gui.canvas.arranger import Arranger
from playground.gui.canvas.card import Card
from playground.gui.canvas.face import Faces
from playground.gui.canvas.ghost import GHOST, GHOST_SIZE, Ghost
from playground.gui.canvas.group_frame import GroupFrame, frame_around
from playground.gui.canvas.layout import Box, Link, Position, Size
from playground.gui.canvas.note_card import NoteCard
from playground.gui.canvas.routing import LEAST_SKIP, Obstacles, lane_past
from playground.gui.canvas.visible import Visible, visible
from playground.gui.canvas.wire import WIRE_REACH, Wire
from playground.gui.document import Document
from playground.gui.frame import Frame
from playground.network.canvas_parts import Group
from playground.network.replacing import renames
from playground.network.spec import HEAD, INPUT

# Of more long wires than this not all are laid anew while one card is moved.
_MOST_LAID_ANEW = 40
_CROWD = 100


@dataclass(frozen=True)
class Hit:
    """What is at a point: a part of a card, a wire, a note, a group's frame, or nothing."""

    card: Card | None = None
    part: str = ""
    wire: Wire | None = None
    note: NoteCard | None = None
    frame: GroupFrame | None = None

    @property
    def id(self) -> str:
        """Of the card, note or group; "" for a wire or nothing."""
        found = self.card or self.note or self.frame
        return found.id if found else ""


class NetworkScene(QGraphicsScene):
    """Cards for all nodes and the head, wires for all links, frames and notes around them.

    Attributes:
        document: what is shown; read only here.
        shown: which cards and wires there are.
        cards: by id of a node, of a collapsed group, or "head". wires: by the cards they link.
        frames: by id of an open group. notes: by id.
        arranger: puts cards in their places.
        zooming: whether the view zooms just now, so that pictures of another zoom will do.

    Signals:
        arranged(QRectF): cards have been given their places; the rectangle holds them all.
    """

    arranged = Signal(QRectF)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self.document = document
        self.cards: dict[str, Card] = {}
        self.wires: dict[Link, Wire] = {}
        self.frames: dict[str, GroupFrame] = {}
        self.notes: dict[str, NoteCard] = {}
        self.zooming = False
        self._area: Size = (0.0, 0.0)
        self._content = QRectF()
        self._wires_at: dict[str, list[Wire]] = {}
        self._freed: frozenset[str] = frozenset()
        self._faces = Faces(document)
        self._network = document.network
        self.shown: Visible = visible(document.network)
        self.ghost = Ghost()
        self.addItem(self.ghost)
        self.arranger = Arranger(self.place, self._lay_around, self)
        document.changed.connect(self.refresh)
        document.replaced.connect(self.rebuild)
        theme.notifier().theme_changed.connect(self._take_theme)
        self.rebuild()

    # Keeping in step

    @property
    def crowded(self) -> bool:
        """Whether there are so many cards that care is spared while the view moves."""
        return len(self.cards) > _CROWD

    @Slot()
    def rebuild(self) -> None:
        """Show the document from nothing."""
        for items in (self.wires, self.cards, self.frames, self.notes):
            for item in items.values():
                self.removeItem(item)
            items.clear()
        self._wires_at.clear()
        self.arranger.clear()
        self._show_document()
        self.arrange(animated=False)

    @Slot()
    def refresh(self) -> None:
        """Show what the document says now."""
        self._show_document()
        self.arrange(animated=True)

    @Slot(object)
    def show_run(self, frame: Frame) -> None:
        """Show which frozen layers the run has freed."""
        if frame.thawed != self._freed:
            self._freed = frame.thawed
            self._show_document()

    def arrange(self, *, animated: bool) -> None:
        """Put every card where it stands."""
        order, links = list(self.shown.order), list(self.shown.links)
        sizes = {name: self.size(name) for name in order}
        self.ghost.setVisible(order == [INPUT, HEAD])
        if self.ghost.isVisible():
            order, links = [INPUT, GHOST, HEAD], [(INPUT, GHOST), (GHOST, HEAD)]
            sizes[GHOST] = GHOST_SIZE
        stored = self.stored_positions()
        together = [group.nodes for group in self.shown.frames]
        self.arranger.arrange(order, links, sizes, stored, self._area, together, animated=animated)
        self._content = self._content_rect()
        self.arranged.emit(self._content)

    def stored_positions(self) -> dict[str, Position]:
        """The positions that the document keeps, of the cards that are shown."""
        found = {part.id: part.position for part in self.document.network.parts}
        found[HEAD] = self.document.project.head.position
        return {
            name: position for name in self.shown.order if (position := found.get(name)) is not None
        }

    def set_area(self, area: Size) -> None:
        """Lay out for an area of this width and height in px."""
        if area != self._area:
            self._area = area
            if not self.stored_positions():
                self.arrange(animated=False)

    def place(self, identity: str, x: float, y: float) -> None:
        """Move one card on the screen; `_lay_around` follows."""
        if identity == GHOST:
            self.ghost.setPos(x, y)
        elif identity in self.cards:
            self.cards[identity].setPos(x, y)

    # Looking

    def hit(self, point: QPointF, reach: float = WIRE_REACH) -> Hit:
        """What is at `point`, a wire from within `reach` px."""
        area = QRectF(point.x() - 14, point.y() - 14, 28, 28)
        near = self.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        for item in near:
            if isinstance(item, Card) and (part := item.part_at(point)):
                return Hit(item, part)
        for item in near:
            if isinstance(item, NoteCard) and item.contains_point(point):
                return Hit(note=item, part="body")
        wire = self.nearest_wire(point, reach)
        if wire is not None:
            return Hit(wire=wire)
        for item in near:
            if isinstance(item, GroupFrame) and (part := item.part_at(point)):
                return Hit(frame=item, part=part)
        return Hit()

    def nearest_wire(self, point: QPointF, reach: float) -> Wire | None:
        """The wire closest to `point`, if one is within `reach` px."""
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        near = self.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        distances = [(wire.distance(point), wire) for wire in near if isinstance(wire, Wire)]
        closest = min(distances, key=lambda pair: pair[0], default=None)
        return closest[1] if closest and closest[0] <= reach else None

    def card_of(self, identity: str) -> Card:
        """The card of that id, or that shows the node of that id."""
        return self.cards[self.shown.cards.get(identity, identity)]

    def size(self, identity: str) -> Size:
        """A card's width and height."""
        rect = self.cards[identity].geometry.rect
        return rect.width(), rect.height()

    def boxes(self) -> dict[str, Box]:
        """Where cards stand when nothing moves any more."""
        places = self.arranger.targets
        return {name: Box(*places[name], *self.size(name)) for name in self.cards}

    def places(self) -> dict[str, Position]:
        """The corner of everything that has one: cards where they come to rest, notes, and the
        nodes of collapsed groups where they stood.
        """
        found: dict[str, Position] = {
            part.id: part.position
            for part in self.document.network.parts
            if part.position is not None
        }
        return found | {name: self.arranger.targets[name] for name in self.cards}

    def content_rect(self) -> QRectF:
        """What holds everything when nothing moves any more."""
        return QRectF(self._content)

    def _content_rect(self) -> QRectF:
        rect = QRectF()
        for identity in self.cards:
            rect = rect.united(self.target_rect(identity))
        for group in self.shown.frames:
            cards = QRectF()
            for identity in group.nodes:
                cards = cards.united(self.target_rect(identity))
            rect = rect.united(frame_around(cards))
        for note in self.notes.values():
            rect = rect.united(note.scene_rect())
        return rect

    def target_rect(self, identity: str) -> QRectF:
        """Where a card stands when nothing moves any more."""
        return QRectF(*self.arranger.targets[identity], *self.size(identity))

    def grip_rect(self, identity: str) -> QRectF:
        """Where a card, a note or a group is taken hold of."""
        if identity in self.frames:
            return self.frames[identity].title_rect
        items: Mapping[str, Card | NoteCard] = {**self.notes, **self.cards}
        return items[identity].scene_rect()

    # Selecting

    def select(self, identities: Collection[str], link: Link | None) -> None:
        """Select these cards, notes and groups and this wire, and nothing else."""
        wanted, held = set(identities), self.blockSignals(True)
        for identity, item in self._selectable():
            item.setSelected(identity in wanted)
        for each, wire in self.wires.items():
            wire.setSelected(each == link)
        self.blockSignals(held)
        self.selectionChanged.emit()

    def selected(self) -> list[str]:
        """Ids of everything selected but wires: cards in network order, groups, notes."""
        chosen = {identity for identity, item in self._selectable() if item.isSelected()}
        ordered = [*self.shown.order, *self.frames, *self.notes]
        return [name for name in ordered if name in chosen]

    def selected_nodes(self) -> list[str]:
        """Ids of the selected nodes (the head among them), those of selected groups too."""
        chosen = set(self.selected())
        groups = [set(group.nodes) for group in self.document.network.groups if group.id in chosen]
        inside = set().union(*groups) if groups else set()
        order = self.document.network.order() if chosen else []
        return [name for name in order if name in chosen or name in inside]

    def selected_links(self) -> list[Link]:
        """The links that the selected wires stand for."""
        return [link for w in self.wires.values() if w.isSelected() for link in w.links]

    def _selectable(self) -> Iterator[tuple[str, QGraphicsItem]]:
        for items in (self.cards, self.frames, self.notes):
            yield from items.items()

    # Inside

    def _show_document(self) -> None:
        """The items that there have to be, each saying what it has to say."""
        network = self.document.network
        moved, chosen = renames(self._network, network), self.selected()
        self._network = network
        self.shown = visible(network)
        self._faces = Faces(self.document, self._faces, self._freed)
        self._show_cards()
        self._show_wires()
        self._show_frames()
        for gone in self.notes.keys() - {note.id for note in network.notes}:
            self.removeItem(self.notes.pop(gone))
        for note in network.notes:
            if note.id not in self.notes:
                self.notes[note.id] = NoteCard(note)
                self.addItem(self.notes[note.id])
            elif self.notes[note.id].note != note:
                self.notes[note.id].show_note(note)
        if moved and chosen:
            # What goes under another name stays selected.
            self.select([moved.get(each, each) for each in chosen], None)

    def _show_cards(self) -> None:
        for gone in self.cards.keys() - set(self.shown.order):
            for wire in list(self._wires_at[gone]):
                self._remove_wire(wire)
            del self._wires_at[gone]
            self.removeItem(self.cards.pop(gone))
            self.arranger.forget(gone)
        for identity in self.shown.order:
            face = self._faces.of(identity)
            if identity in self.cards:
                self.cards[identity].show_face(face)
                continue
            self.cards[identity] = Card(face)
            self._wires_at[identity] = []
            self.addItem(self.cards[identity])

    def _show_wires(self) -> None:
        shapes = self.document.traced.shapes()
        for gone in self.wires.keys() - self.shown.links.keys():
            self._remove_wire(self.wires[gone])
        for link, links in self.shown.links.items():
            wire = self.wires.get(link)
            if wire is None:
                wire = self.wires[link] = Wire(link, links)
                for identity in link:
                    self._wires_at[identity].append(wire)
                self.addItem(wire)
            wire.links = links
            wire.say(shapes.get(links[0][0]))

    def _show_frames(self) -> None:
        for gone in self.frames.keys() - {group.id for group in self.shown.frames}:
            self.removeItem(self.frames.pop(gone))
        for group in self.shown.frames:
            if group.id not in self.frames:
                self.frames[group.id] = GroupFrame(group)
                self.addItem(self.frames[group.id])
            elif self.frames[group.id].part != group:
                self.frames[group.id].show_group(group)

    def _remove_wire(self, wire: Wire) -> None:
        del self.wires[wire.link]
        for identity in wire.link:
            self._wires_at[identity].remove(wire)
        self.removeItem(wire)

    @Slot(object)
    def _take_theme(self, _palette: object) -> None:
        for card in self.cards.values():
            card.remeasure()
        for note in self.notes.values():
            note.remeasure()
        self.ghost.update()
        self.arrange(animated=False)
        self.update()

    def _lay_around(self, moved: frozenset[str]) -> None:
        """What follows the cards that moved: their wires, the long ones past the cards between,
        and frames.

        Of very many long wires, only those of a card that is moved alone are laid anew until it
        comes to rest.
        """
        near = {wire: None for name in moved for wire in self._wires_at.get(name, ())}
        for wire in near:
            begin, end = self._ports(wire)
            if end.x() - begin.x() < LEAST_SKIP:
                wire.run(begin, end)
        led = self._lay_skips(moved)
        touched = moved.union(*(wire.link for wire in led))
        for group in self.shown.frames:
            if not touched.isdisjoint(group.nodes):
                self.frames[group.id].surround(self._extent(group))

    def _extent(self, group: Group) -> QRectF:
        """What holds an open group's cards, and the wires that are led past some of them."""
        rect = QRectF()
        for name in group.nodes:
            rect = rect.united(self.cards[name].scene_rect())
        for name in group.nodes:
            for wire in self._wires_at[name]:
                if wire.lane is not None and rect.left() < wire.lane.end <= rect.right():
                    rect.setTop(min(rect.top(), wire.lane.y))
                    rect.setBottom(max(rect.bottom(), wire.lane.y))
        return rect

    def _lay_skips(self, moved: frozenset[str]) -> list[Wire]:
        """Lead the long wires past the cards between; those that were led anew."""
        skips = [wire for wire in self.wires.values() if self._reach(wire) >= LEAST_SKIP]
        if len(skips) > _MOST_LAID_ANEW and len(moved) == 1:
            skips = [wire for wire in skips if not moved.isdisjoint(wire.link)]
        if not skips:
            return []
        rects = {name: card.scene_rect() for name, card in self.cards.items()}
        boxes = {name: Box(r.x(), r.y(), r.width(), r.height()) for name, r in rects.items()}
        obstacles = Obstacles(boxes)
        for wire in skips:
            begin, end = self._ports(wire)
            between = obstacles.between(begin.x(), end.x(), wire.link)
            wire.run(begin, end, lane_past(begin.toTuple(), end.toTuple(), between))
        return skips

    def _ports(self, wire: Wire) -> tuple[QPointF, QPointF]:
        source, target = wire.link
        return self.cards[source].port("output"), self.cards[target].port("input")

    def _reach(self, wire: Wire) -> float:
        """How far to the right a wire leads, in px."""
        begin, end = self._ports(wire)
        return end.x() - begin.x()
