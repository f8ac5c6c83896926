"""What stands out in a grid."""

from __future__ import annotations

from dataclasses import dataclass

Cell = tuple[int, int]


@dataclass(frozen=True)
class Lights:
    """Rows, columns and cells that stand out; all others fade.

    Attributes:
        rows, columns: each as a whole.
        cells: (row, column).
        aim: the one that is looked at, with a frame of its own.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    cells: frozenset[Cell] = frozenset()
    aim: Cell | None = None

    def __bool__(self) -> bool:
        return bool(self.rows or self.columns or self.cells or self.aim)


NO_LIGHTS = Lights()
