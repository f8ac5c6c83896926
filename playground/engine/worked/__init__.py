"""Every op's formula with the numbers of one element in it, where that can be written by hand."""

from __future__ import annotations

from playground.engine.worked import elementwise, losses, products, updates, windows
from playground.engine.worked.at import At, Writer
from playground.engine.worked.equation import Equation, Written, place, written
from playground.engine.worked.expression import Piece
from playground.engine.worked.symbols import symbols

# Ops without an entry (recurrence, attention, …) are shown by their formula alone.
WRITERS: dict[str, Writer] = {
    **elementwise.WRITERS,
    **products.WRITERS,
    **losses.WRITERS,
    **updates.WRITERS,
    **windows.WRITERS,
}


def worked(op: str, at: At) -> list[Written]:
    """The lines that lead to one element of an op's result; none where it has no writer."""
    writer = WRITERS.get(op)
    return [] if writer is None else [written(equation) for equation in writer(at)]


def cells_read(at: At, lines: list[Written]) -> dict[int, frozenset[tuple[int, ...]]]:
    """By operand, the cells that the element is made of, once its lines are written."""
    found = {operand: set(cells) for operand, cells in at.reads.items()}
    for line in lines:
        for piece in line.pieces:
            if piece.operand is not None and piece.cell is not None:
                found.setdefault(piece.operand, set()).add(piece.cell)
    return {operand: frozenset(cells) for operand, cells in found.items()}


__all__ = [
    "WRITERS",
    "At",
    "Equation",
    "Piece",
    "Written",
    "cells_read",
    "place",
    "symbols",
    "worked",
    "written",
]
