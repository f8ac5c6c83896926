"""All that a face shows, laid out; the board paints from this alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from playground.gui.plots.number_grid import Cell, Grid, Text

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, eq=False)
class Piece:
    """A grid, and what is marked in it.

    Attributes:
        role: what it shows: "image".
        grid: the numbers, laid out.
        texts: what is written of it.
        hatched: where there is padding. framed: what is looked at. lit: what goes with it.
        veiled: what has not come about yet.
    """

    role: str
    grid: Grid
    texts: tuple[Text, ...]
    hatched: tuple[QRectF, ...] = ()
    framed: tuple[QRectF, ...] = ()
    lit: tuple[QRectF, ...] = ()
    veiled: tuple[QRectF, ...] = ()

    def numbers(self) -> dict[Cell, str]:
        """The numbers that are written, by row and column."""
        return {(e.index[0], e.index[1]): e.text for e in self.texts if e.role == "number"}


@dataclass(frozen=True, eq=False)
class Scene:
    """A face.

    Attributes:
        pieces: its grids, each of another role.
        words: what is written beside them, each with a role of its own: "sum", "bias", "answer".
    """

    pieces: tuple[Piece, ...] = ()
    words: tuple[Text, ...] = ()

    def piece(self, role: str) -> Piece | None:
        """The grid of a role."""
        return next((each for each in self.pieces if each.role == role), None)

    def word(self, role: str) -> str:
        """What is written in a role; "" for nothing."""
        return next((each.text for each in self.words if each.role == role), "")

    def at(self, x: float, y: float) -> tuple[Piece, Cell] | None:
        """The grid and the cell at a place."""
        for piece in self.pieces:
            cell = piece.grid.cell_at(x, y)
            if cell is not None:
                return piece, cell
        return None
