"""What moves along with what is moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from playground.gui.canvas.layout import Position
from playground.gui.canvas.scene import NetworkScene


def places_of(scene: NetworkScene, chosen: Iterable[str]) -> dict[str, Position]:
    """Where what moves stands: cards, notes, and the cards in open groups."""
    boxes, found = scene.boxes(), {}
    for name in chosen:
        frame = scene.frames.get(name)
        for card in frame.part.nodes if frame else [name]:
            if card in boxes:
                found[card] = boxes[card].x, boxes[card].y
        if name in scene.notes:
            found[name] = scene.notes[name].note.position
    return found


def inside_of(scene: NetworkScene, places: Mapping[str, Position]) -> dict[str, Position]:
    """Where the nodes of collapsed groups go, which move with their card to `places`."""
    network, targets = scene.document.network, scene.arranger.targets
    moved: dict[str, Position] = {}
    for group in network.groups:
        if group.id in places and group.id in targets:
            dx = places[group.id][0] - targets[group.id][0]
            dy = places[group.id][1] - targets[group.id][1]
            for name in group.nodes:
                position = network[name].position
                if position is not None:
                    moved[name] = position[0] + dx, position[1] + dy
    return moved
