"""What is done to what is selected: grouping, aligning, notes, layers that change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from playground.gui.canvas.aligning import align, distribute
from playground.gui.canvas.card_geometry import LEAST_WIDTH
from playground.gui.canvas.layout import Box, Link, Position, free_place
from playground.gui.canvas.move_gesture import GRID
from playground.gui.canvas.moving import inside_of, places_of
from playground.gui.canvas.note_card import NOTE_SIZE
from playground.gui.editing.clipboard import copied
from playground.gui.editing.deepening import deepen
from playground.gui.editing.grouping import collapse, group_nodes, ungroup
from playground.network.canvas_parts import Group

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# A collapsed group's card is about this large.
_GROUP_SIZE = (LEAST_WIDTH + 40, 56.0)
# How far beneath the cards notes stand that were in the way, in px.
_BELOW = 48.0


class Building:
    """Edits of a canvas's selection, each one entry of the undo stack."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._scene = canvas.network_scene

    # Groups

    def group(self) -> None:
        """Put the selected layers under one name."""
        made = group_nodes(self._document, self._canvas.selection())
        if made is not None:
            self._canvas.select([made])
            self._canvas.rename(made)

    def ungroup(self) -> None:
        """Take away the selected groups, and those of the selected layers."""
        nodes = self._canvas.selection()
        ungroup(self._document, [*self._canvas.chosen(), *nodes])
        self._canvas.select([each for each in nodes if each in self._scene.cards])

    def collapse(self, identity: str) -> None:
        """Show a group as one card, in the middle of where its layers stand."""
        group = self._group(identity)
        positions = {}
        if self._scene.stored_positions():
            boxes = self._scene.boxes()
            inside = [boxes[name] for name in group.nodes]
            bounds = _bounds(inside)
            width, height = _GROUP_SIZE
            middle = bounds.y + bounds.height / 2
            positions = self._still(boxes)
            positions |= _shifted(boxes, group, bounds, width - bounds.width)
            positions[identity] = bounds.x, round(middle - height / 2)
        collapse(self._document, identity, True, positions)
        self._canvas.select([identity])

    def expand(self, identity: str) -> None:
        """Show a group's layers again; what stands to the right of it makes room."""
        group = self._group(identity)
        positions = {}
        if self._scene.stored_positions():
            boxes = self._scene.boxes()
            own = boxes[identity]
            stored = [self._document.network[name].position for name in group.nodes]
            width = self._width_of([place for place in stored if place is not None])
            positions = self._still({n: box for n, box in boxes.items() if n != identity})
            positions |= _shifted(boxes, group, own, max(0.0, width - own.width))
        collapse(self._document, identity, False, positions)
        self._canvas.select([identity])

    def keep(self, identity: str) -> None:
        """Keep a group as a block in the palette."""
        fragment = copied(self._document, [identity], self._scene.places())
        title = self._group(identity).title
        self._canvas.block_kept.emit(fragment.model_copy(update={"title": title}))

    # Notes

    def write_note(self, point: QPointF | None = None) -> None:
        """Write a note at a point, or in sight; it is there once it has words."""
        if point is None:
            point = self._free_for_note()
        self._canvas.write_note_at(point)

    def _free_for_note(self) -> QPointF:
        """At the top left of what is seen, or below what stands there."""
        seen = self._canvas.mapToScene(self._canvas.viewport().rect()).boundingRect()
        notes = [note.scene_rect() for note in self._scene.notes.values()]
        boxes = [Box(r.x(), r.y(), r.width(), r.height()) for r in notes]
        width, height = NOTE_SIZE
        centre = seen.left() + 24 + width / 2, seen.top() + 24 + height / 2
        return QPointF(*free_place(centre, NOTE_SIZE, [*self._scene.boxes().values(), *boxes]))

    # Layers

    def deepen(self, link: Link) -> None:
        """Put a layer on a wire that changes nothing yet."""
        made = deepen(self._document, link)
        if made is not None:
            self._canvas.select_new([made])

    # Places

    def movable(self) -> list[str]:
        """The selected cards."""
        return [name for name in self._canvas.chosen() if name in self._scene.cards]

    def tidy(self) -> None:
        """Lay all cards out anew, notes that they come to lie on below them: one edit."""
        text = key = "tidy the canvas"
        self._document.unplace(text, key)
        places = self._notes_below()
        if places:
            self._document.edit(text, key, **self._document.placed(self._document.network, places))

    def _notes_below(self) -> dict[str, Position]:
        """Where the notes go that a card lies on: in a row beneath all cards."""
        rects = [self._scene.target_rect(name) for name in self._scene.cards]
        foot = max(rect.bottom() for rect in rects) + _BELOW
        left = min(rect.left() for rect in rects)
        places: dict[str, Position] = {}
        for name, note in self._scene.notes.items():
            box = note.scene_rect()
            if any(box.intersects(rect) for rect in rects):
                places[name] = round(left), round(foot)
                left += box.width() + _BELOW / 2
        return places

    def align(self, how: str) -> None:
        """Bring the selected cards in line; see `aligning.ALIGNMENTS`."""
        self._place(align(self._chosen_boxes(), how))

    def distribute(self, how: str) -> None:
        """Put the selected cards at even distances; see `aligning.DISTRIBUTIONS`."""
        self._place(distribute(self._chosen_boxes(), how))

    def nudge(self, dx: int, dy: int) -> None:
        """Move what is selected by some steps of the grid."""
        x, y = dx * GRID, dy * GRID
        origins = places_of(self._scene, self._canvas.chosen())
        places = {name: (left + x, top + y) for name, (left, top) in origins.items()}
        if places:
            self._place(places)

    def _place(self, places: Mapping[str, Position]) -> None:
        self._canvas.keep_view()
        still = self._still(self._scene.boxes()) | inside_of(self._scene, places)
        self._document.move_nodes(places, still)

    def _chosen_boxes(self) -> dict[str, Box]:
        boxes = self._scene.boxes()
        return {name: boxes[name] for name in self.movable()}

    def _still(self, boxes: Mapping[str, Box]) -> dict[str, Position]:
        return {name: (box.x, box.y) for name, box in boxes.items()}

    def _group(self, identity: str) -> Group:
        return next(group for group in self._document.network.groups if group.id == identity)

    def _width_of(self, places: list[Position]) -> float:
        if not places:
            return 0.0
        return max(x for x, _ in places) - min(x for x, _ in places) + LEAST_WIDTH + 24


def _bounds(boxes: list[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right = max(box.x + box.width for box in boxes)
    bottom = max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)


def _shifted(boxes: Mapping[str, Box], group: Group, bounds: Box, by: float) -> dict[str, Position]:
    """Where the cards go that stand to the right of `bounds` and are not the group's."""
    right = bounds.x + bounds.width
    return {
        name: (round(box.x + by), box.y)
        for name, box in boxes.items()
        if box.x >= right - 1 and name not in group.nodes and name != group.id
    }
