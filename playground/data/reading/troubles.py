"""What could not be read: the first thousand of it, and how much there is in all."""

from __future__ import annotations

from playground.data.tables.table import Trouble

MOST_LISTED = 1_000
_MOST_LETTERS = 60


class Troubles:
    """Collects troubles, and the rows that were left out for them."""

    def __init__(self) -> None:
        self.listed: list[Trouble] = []
        self.count = 0
        self.n_left_out = 0

    def copy(self) -> Troubles:
        """The same, to be gone on with."""
        new = Troubles()
        new.listed = [*self.listed]
        new.count, new.n_left_out = self.count, self.n_left_out
        return new

    def add(self, row: int, column: str, what: str) -> None:
        """Note one."""
        self.count += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(Trouble(row, column, what))

    def leave_out(self, row: int, what: str) -> None:
        """Note a row that is not taken."""
        self.n_left_out += 1
        self.add(row, "", what)

    def leave_out_unlisted(self, n_rows: int) -> None:
        """Count rows that are not taken."""
        self.count += n_rows
        self.n_left_out += n_rows

    @property
    def full(self) -> bool:
        """Whether more are only counted."""
        return len(self.listed) >= MOST_LISTED

    def in_order(self) -> tuple[Trouble, ...]:
        """Those listed, by row."""
        return tuple(sorted(self.listed, key=lambda trouble: trouble.row))


def quoted(cell: str) -> str:
    """A cell's own words for a message, cut where they are many."""
    shown = cell if len(cell) <= _MOST_LETTERS else cell[: _MOST_LETTERS - 1] + "…"
    return f"“{shown}”"
