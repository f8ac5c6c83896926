"""Cards in line and at even distances. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playground.gui.canvas.layout import Box, Position

# How cards can be aligned, in the order of the menu.
ALIGNMENTS: dict[str, str] = {
    "left": "Left edges",
    "centre": "Centres",
    "right": "Right edges",
    "top": "Top edges",
    "middle": "Middles",
    "bottom": "Bottom edges",
}
DISTRIBUTIONS: dict[str, str] = {"across": "Evenly across", "down": "Evenly down"}


def align(boxes: Mapping[str, Box], how: str) -> dict[str, Position]:
    """Where cards go so that they are in line, on the line that moves them least on the whole.

    Args:
        boxes: the cards to move.
        how: a key of `ALIGNMENTS`.
    """
    measure: Callable[[Box], float] = {
        "left": lambda box: box.x,
        "centre": lambda box: box.x + box.width / 2,
        "right": lambda box: box.x + box.width,
        "top": lambda box: box.y,
        "middle": lambda box: box.y + box.height / 2,
        "bottom": lambda box: box.y + box.height,
    }[how]
    values = [measure(box) for box in boxes.values()]
    line = {"left": min, "top": min, "right": max, "bottom": max}.get(how, _middle)(values)
    across = how in ("left", "centre", "right")
    return {name: _moved(box, line - measure(box), across=across) for name, box in boxes.items()}


def distribute(boxes: Mapping[str, Box], how: str) -> dict[str, Position]:
    """Where cards go so that the gaps between them are even; the outermost stay.

    Args:
        how: a key of `DISTRIBUTIONS`.
    """
    across = how == "across"
    begin: Callable[[Box], float] = (lambda box: box.x) if across else (lambda box: box.y)
    extent: Callable[[Box], float] = (lambda b: b.width) if across else (lambda b: b.height)
    ordered = sorted(boxes.items(), key=lambda item: begin(item[1]) + extent(item[1]) / 2)
    first, last = ordered[0][1], ordered[-1][1]
    room = begin(last) + extent(last) - begin(first) - sum(extent(box) for _, box in ordered)
    gap = room / (len(ordered) - 1) if len(ordered) > 1 else 0.0
    found, at = {}, begin(first)
    for name, box in ordered:
        found[name] = _moved(box, at - begin(box), across=across)
        at += extent(box) + gap
    return found


def _moved(box: Box, by: float, *, across: bool) -> Position:
    return (round(box.x + by), box.y) if across else (box.x, round(box.y + by))


def _middle(values: list[float]) -> float:
    return (min(values) + max(values)) / 2
