"""A table in which nothing stands, to try on it whether a preparation is sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.data.tables.kinds import WORDED
from playground.data.tables.table import Column, Pictures, Table, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind


@dataclass(frozen=True)
class _BlackPictures:
    """So many black squares."""

    count: int
    size: tuple[int, int, int] = (3, 8, 8)

    def __len__(self) -> int:
        return self.count

    def take(self, rows: NDArray[np.int64]) -> Pictures:
        return _BlackPictures(len(rows))

    def pixels(self, channels: int, height: int, width: int) -> NDArray[np.uint8]:
        return np.zeros((self.count, channels, height, width), np.uint8)


def blank_table(kinds: Mapping[str, Kind], rows: int) -> Table:
    """Columns of these kinds, by name, in which every cell is missing; pictures are black."""
    return Table(tuple(_blank(name, kind, rows) for name, kind in kinds.items()))


def _blank(name: str, kind: Kind, rows: int) -> Column:
    if kind == "picture":
        return Column(name, kind, _BlackPictures(rows))
    if kind in WORDED:
        return Column(name, kind, Words.of([None] * rows))
    return Column(name, kind, np.full(rows, np.nan))
