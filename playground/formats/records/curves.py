"""Curves: what was measured, epoch by epoch, as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from playground.formats.checking import Check
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.records.tables import read_table, table, table_snippet

NOTHING_YET = (
    "There are no curves yet: nothing has been measured. Train at least one epoch, then export."
)


class Curves(Format):
    """One row an epoch; a cell is empty where nothing was measured."""

    name = "curves"
    suffix = ".csv"
    label = "Curves (CSV)"
    group: ClassVar[Group] = "Run"
    help = "Loss and metrics of every epoch kept, as a table for spreadsheets and pandas."

    def refused(self, material: Material) -> str:
        return "" if len(material.history.get("epoch", ())) else NOTHING_YET

    def contents(self, material: Material) -> tuple[str, ...]:
        names = list(material.history)
        return (
            f"{len(material.history['epoch']):,} epochs, a row each",
            f"{len(names)} columns: {', '.join(names[:5])}{', …' if len(names) > 5 else ''}",
        )

    def size(self, material: Material) -> int:
        return sum(map(len, self.files(material, "").values()))  # it is never much

    def snippet(self, material: Material, path: Path) -> str:
        return table_snippet(path)

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: table(list(material.history), _rows(material))}

    def check(self, path: Path, material: Material) -> Check:
        _, rows = read_table(path)
        wanted = [["" if value == "" else repr(value) for value in row] for row in _rows(material)]
        return Check("Python's csv module", False, exact=rows == wanted, things="number")


def _rows(material: Material) -> list[list[float | int | str]]:
    columns = [
        [_cell(name, number) for number in column.tolist()]
        for name, column in material.history.items()
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _cell(name: str, number: float) -> float | int | str:
    if np.isnan(number):
        return ""
    return int(number) if name in ("epoch", "step") else number
