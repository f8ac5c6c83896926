"""The items on the canvas, kept in step with the document."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QGraphicsScene

from playground.gui import theme
from playground.gui.canvas.arranger import Arranger
from playground.gui.canvas.card import Card
from playground.gui.canvas.face import Face, Faces
from playground.gui.canvas.ghost import GHOST, GHOST_SIZE, Ghost
from playground.gui.canvas.layout import Box, Link, Size
from playground.gui.canvas.routing import LEAST_SKIP, lane_past
from playground.gui.canvas.wire import WIRE_REACH, Wire
from playground.gui.document import Document
from playground.network.spec import HEAD, INPUT


@dataclass(frozen=True)
class Hit:
    """What is at a point: a part of a card, or a wire, or nothing."""

    card: Card | None = None
    part: str = ""
    wire: Wire | None = None


class NetworkScene(QGraphicsScene):
    """Cards for all nodes and the head, wires for all links.

    Attributes:
        document: what is shown; read only here.
        cards: by node id, "head" among them. wires: by link.
        arranger: puts cards in their places.

    Signals:
        arranged(QRectF): cards have been given their places; the rectangle holds them all.
    """

    arranged = Signal(QRectF)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self.document = document
        self.cards: dict[str, Card] = {}
        self.wires: dict[Link, Wire] = {}
        self._area: Size = (0.0, 0.0)
        self._wires_at: dict[str, list[Wire]] = {}
        self.ghost = Ghost()
        self.addItem(self.ghost)
        self.arranger = Arranger(self.place, self.route_skips, self)
        document.node_added.connect(self._add_card)
        document.node_removed.connect(self._remove_card)
        document.link_added.connect(self._add_wire)
        document.link_removed.connect(self._remove_wire)
        document.changed.connect(self.refresh)
        document.replaced.connect(self.rebuild)
        theme.notifier().theme_changed.connect(self._take_theme)
        self.rebuild()

    # Keeping in step

    @Slot()
    def rebuild(self) -> None:
        """Show the document from nothing."""
        for link in list(self.wires):
            self._remove_wire(*link)
        for identity in list(self.cards):
            self._remove_card(identity)
        faces = Faces(self.document)
        for identity in self.document.network.order():
            self._put_card(faces.of(identity))
        for link in self.document.network.links:
            self._add_wire(*link)
        self._say()
        self.arrange(animated=False)

    @Slot()
    def refresh(self) -> None:
        """Show what the document says now."""
        self._say()
        self.arrange(animated=True)

    def arrange(self, *, animated: bool) -> None:
        """Put every card where it stands."""
        order = self.document.network.order()
        links = list(self.document.network.links)
        sizes = {name: self.size(name) for name in order}
        self.ghost.setVisible(order == [INPUT, HEAD])
        if self.ghost.isVisible():
            order, links = [INPUT, GHOST, HEAD], [(INPUT, GHOST), (GHOST, HEAD)]
            sizes[GHOST] = GHOST_SIZE
        stored = self.stored_positions()
        self.arranger.arrange(order, links, sizes, stored, self._area, animated=animated)
        self.arranged.emit(self.content_rect())

    def stored_positions(self) -> dict[str, tuple[float, float]]:
        """The positions that the document keeps."""
        found = {node.id: node.position for node in self.document.network}
        found[HEAD] = self.document.project.head.position
        return {name: position for name, position in found.items() if position is not None}

    def set_area(self, area: Size) -> None:
        """Lay out for an area of this width and height in px."""
        if area != self._area:
            self._area = area
            if not self.stored_positions():
                self.arrange(animated=False)

    def place(self, identity: str, x: float, y: float) -> None:
        """Move one card on the screen, its wires following."""
        if identity == GHOST:
            self.ghost.setPos(x, y)
        elif identity in self.cards:
            self.cards[identity].setPos(x, y)
            for wire in self._wires_at[identity]:
                self._run(wire)

    def route_skips(self) -> None:
        """Lead the wires that skip layers past the cards between."""
        skips = [wire for wire in self.wires.values() if self._reach(wire) >= LEAST_SKIP]
        if not skips:
            return
        rects = {name: card.scene_rect() for name, card in self.cards.items()}
        boxes = {name: Box(r.x(), r.y(), r.width(), r.height()) for name, r in rects.items()}
        for wire in skips:
            begin, end = self._ports(wire)
            others = [box for name, box in boxes.items() if name not in wire.link]
            wire.run(begin, end, lane_past(begin.toTuple(), end.toTuple(), others))

    # Looking

    def hit(self, point: QPointF, reach: float = WIRE_REACH) -> Hit:
        """What is at `point`, a wire from within `reach` px."""
        area = QRectF(point.x() - 14, point.y() - 14, 28, 28)
        near = self.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        for item in near:
            if isinstance(item, Card) and (part := item.part_at(point)):
                return Hit(item, part)
        return Hit(wire=self.nearest_wire(point, reach))

    def nearest_wire(self, point: QPointF, reach: float) -> Wire | None:
        """The wire closest to `point`, if one is within `reach` px."""
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        near = self.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        distances = [(wire.distance(point), wire) for wire in near if isinstance(wire, Wire)]
        closest = min(distances, key=lambda pair: pair[0], default=None)
        return closest[1] if closest and closest[0] <= reach else None

    def size(self, identity: str) -> Size:
        """A card's width and height."""
        rect = self.cards[identity].geometry.rect
        return rect.width(), rect.height()

    def boxes(self) -> dict[str, Box]:
        """Where cards stand when nothing moves any more."""
        places = self.arranger.targets
        return {name: Box(*places[name], *self.size(name)) for name in self.cards}

    def content_rect(self) -> QRectF:
        """What holds all cards when nothing moves any more."""
        rect = QRectF()
        for identity in self.cards:
            rect = rect.united(self.target_rect(identity))
        return rect

    def target_rect(self, identity: str) -> QRectF:
        """Where a card stands when nothing moves any more."""
        return QRectF(*self.arranger.targets[identity], *self.size(identity))

    def select(self, identities: Collection[str], link: Link | None) -> None:
        """Select these cards and this wire, and nothing else."""
        for card in self.cards.values():
            card.setSelected(card.id in identities)
        for each, wire in self.wires.items():
            wire.setSelected(each == link)

    def selected_cards(self) -> list[str]:
        """Ids of the selected cards, in network order."""
        chosen = {card.id for card in self.cards.values() if card.isSelected()}
        return [name for name in self.document.network.order() if name in chosen]

    def selected_links(self) -> list[Link]:
        """The selected wires' links."""
        return [link for link, wire in self.wires.items() if wire.isSelected()]

    # Inside

    @Slot(str)
    def _add_card(self, identity: str) -> None:
        self._put_card(Faces(self.document).of(identity))

    def _put_card(self, face: Face) -> None:
        card = Card(face)
        self.cards[face.id] = card
        self._wires_at[face.id] = []
        self.addItem(card)

    @Slot(str)
    def _remove_card(self, identity: str) -> None:
        self.removeItem(self.cards.pop(identity))
        del self._wires_at[identity]
        self.arranger.forget(identity)

    @Slot(str, str)
    def _add_wire(self, source: str, target: str) -> None:
        wire = Wire((source, target))
        self.wires[source, target] = wire
        for identity in wire.link:
            self._wires_at[identity].append(wire)
        self.addItem(wire)
        self._run(wire)

    @Slot(str, str)
    def _remove_wire(self, source: str, target: str) -> None:
        wire = self.wires.pop((source, target))
        for identity in wire.link:
            self._wires_at[identity].remove(wire)
        self.removeItem(wire)

    @Slot(object)
    def _take_theme(self, _palette: object) -> None:
        for card in self.cards.values():
            card.remeasure()
        self.ghost.update()
        self.arrange(animated=False)
        self.update()

    def _say(self) -> None:
        """Give cards and wires what they say."""
        faces = Faces(self.document)
        for identity, card in self.cards.items():
            card.show_face(faces.of(identity))
        shapes = self.document.traced.shapes()
        for (source, _), wire in self.wires.items():
            extents = ", ".join(str(extent) for extent in shapes.get(source, ()))
            wire.say(f"(N, {extents})" if source in shapes else "")

    def _run(self, wire: Wire) -> None:
        """Lay a short wire; the long ones are laid when all cards stand."""
        if self._reach(wire) < LEAST_SKIP:
            wire.run(*self._ports(wire))

    def _ports(self, wire: Wire) -> tuple[QPointF, QPointF]:
        source, target = wire.link
        return self.cards[source].port("output"), self.cards[target].port("input")

    def _reach(self, wire: Wire) -> float:
        """How far to the right a wire leads, in px."""
        begin, end = self._ports(wire)
        return end.x() - begin.x()
