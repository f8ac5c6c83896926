"""An embedding: each word picks its row of the table, as a row of zeros with a single 1 would."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRectF, Qt

from playground.gui.plots.number_grid import Axis, Grid, Lights, Text
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, TITLE_HEIGHT
from playground.gui.plots.words import number
from playground.gui.views.matrices.aim import Aim, Touch
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.look import CELL_HEIGHT, Look
from playground.gui.views.matrices.scene import Scene

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_EDGE, _GAP = 12.0, 14.0


class LookupScene(Scene):
    """One-hot rows to the left, the table above, what was looked up where they meet."""

    def __init__(self, case: Case, look: Look) -> None:
        super().__init__()
        self.case = case
        self.table = case.station.parameters["weight"]
        words, units = self.table.shape
        tokens = np.asarray(case.station.inputs[0][0]).ravel()
        self.tokens = np.clip(np.rint(tokens), 0, words - 1).astype(int)
        self.output = case.station.output[0].reshape(len(self.tokens), units)
        self.hot = np.zeros((len(self.tokens), words), np.float32)
        self.hot[np.arange(len(self.tokens)), self.tokens] = 1.0
        names = 96.0
        room = look.width - 2 * _EDGE - names - 64.0
        hot = look.across("words", words, _EDGE + names, room * 0.42)
        across = look.across("units", units, _EDGE + names + room * 0.42 + 64.0, room * 0.58)
        top = TITLE_HEIGHT + NAMES_HEIGHT + 22.0
        low = min(len(self.tokens) * CELL_HEIGHT, (look.height - top) * 0.45)
        table = look.down("words", words, top, look.height - top - low - 2 * _GAP - 34.0)
        start = table.end + _GAP + TITLE_HEIGHT + NAMES_HEIGHT
        rows = look.down("rows", len(self.tokens), start, max(look.height - start - 8.0, 20.0))
        given = tuple(
            case.inputs[0][k] if k < len(case.inputs[0]) else f"word {k + 1}"
            for k in range(len(self.tokens))
        )
        hot_title = f"one-hot  {len(self.tokens)}×{words}"
        title = f"table  {words}×{units}, a row for each word"
        self.grids = (
            Grid(case.matrix("table", self.table, title=title), table, across, 44.0),
            Grid(case.matrix("hot", self.hot, title=hot_title, rows=given), rows, hot, names),
            Grid(
                case.matrix("out", self.output, title="what was looked up", rows=given),
                Axis(rows.count, rows.start, rows.room, rows.cell, rows.offset),
                across,
                names_top=False,
            ),
        )
        line = (
            "Each word picks its row of the table. That is a product too: a row of zeros with a "
            "1 at the word's number, times the table."
        )
        box = QRectF(_EDGE, 2.0, look.width - 2 * _EDGE, 20.0)
        self.texts = (Text("label", (), line, box, _LEFT),)

    def directions(self, key: str) -> tuple[str, str]:
        """The words run across the one-hot rows and down the table."""
        return {"table": ("units", "words"), "hot": ("words", "rows")}.get(key, ("units", "rows"))

    def lights(self, aim: Aim) -> Mapping[str, Lights]:
        """The row of the table that was taken, and where it went."""
        row, column = aim.cell
        if aim.grid == "table":
            here = np.flatnonzero(self.tokens == row)
            cells = frozenset((int(k), column) for k in here)
            return {
                "table": Lights(rows=frozenset({row}), aim=aim.cell),
                "hot": Lights(columns=frozenset({row})),
                "out": Lights(cells=cells) if cells else Lights(),
            }
        word = int(self.tokens[row])
        found = {
            "table": Lights(rows=frozenset({word})),
            "hot": Lights(rows=frozenset({row})),
            "out": Lights(rows=frozenset({row})),
        }
        lit = found[aim.grid]
        return {**found, aim.grid: Lights(lit.rows, aim=aim.cell)}

    def says(self, aim: Aim) -> str:
        """Which word picked which row."""
        row, column = aim.cell
        if aim.grid == "table":
            count = int(np.sum(self.tokens == row))
            value = number(float(self.table[row, column]))
            times = "not looked up here" if not count else f"looked up {count} time(s) here"
            return f"Row {row} of the table, number {column + 1}: {value}; {times}"
        grid = self.grid("hot")
        assert grid is not None
        word = int(self.tokens[row])
        name = grid.matrix.row_name(row)
        if aim.grid == "hot":
            return f"“{name}” is number {word}: its row has a 1 there and 0 everywhere else"
        value = number(float(self.output[row, column]))
        return f"“{name}” takes row {word} of the table; number {column + 1} of it is {value}"

    def touch(self, aim: Aim) -> Touch:
        """The numbers that were looked up."""
        row, column = aim.cell
        units = self.table.shape[1]
        if aim.grid == "out":
            return Touch(frozenset({(self.case.id, row * units + column)}))
        return Touch()

    def aim_of_unit(self, unit: int) -> Aim | None:
        """A number of what was looked up."""
        aim = Aim("out", divmod(unit, self.table.shape[1]))
        return aim if self.knows(aim) else None
