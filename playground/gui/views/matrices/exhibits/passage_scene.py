"""A layer that is no product: what arrives, what leaves, and a line on what happens between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt

from playground.gui.plots.number_grid import Grid, Lights, Text
from playground.gui.plots.words import number
from playground.gui.views.matrices.aim import Aim, Touch
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits.happenings import SAME_PLACE, line_for, sum_up
from playground.gui.views.matrices.exhibits.panels import (
    grids_of,
    panels_of,
    size_in_words,
)
from playground.gui.views.matrices.look import Look
from playground.gui.views.matrices.scene import Scene

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_EDGE, _LINE = 12.0, 26.0

# The key, the values, their names and a title; and the shape of one sample.
_Part = tuple[tuple[str, NDArray[Any], tuple[str, ...], str], tuple[int, ...]]


class PassageScene(Scene):
    """Grids of what arrives over grids of what leaves."""

    def __init__(self, case: Case, look: Look) -> None:
        super().__init__()
        self.case = case
        self._parts = self._all_parts()
        grids: list[Grid] = []
        texts: list[Text] = []
        wide, top = look.width - 2 * _EDGE, 6.0
        arriving = self._parts[:-1]
        high, each = 0.5 * (look.height - _LINE - 8.0), wide / max(len(arriving), 1)
        for number_of, part in enumerate(arriving):
            box = QRectF(_EDGE + number_of * each, top, each - 16.0, high - 6.0)
            self._place_part(part, look, box, grids, texts)
        top += high if arriving else 0.0
        line = f"↓  {line_for(case)}" if arriving else line_for(case)
        texts.append(Text("label", (), line, QRectF(_EDGE, top, wide, 20.0), _LEFT))
        top += _LINE
        box = QRectF(_EDGE, top, wide, look.height - top - 8.0)
        self._place_part(self._parts[-1], look, box, grids, texts)
        self.grids, self.texts = tuple(grids), tuple(texts)

    def _place_part(
        self, part: _Part, look: Look, box: QRectF, grids: list[Grid], texts: list[Text]
    ) -> None:
        """Lay out what arrives, or what leaves; channels stand under a title in common."""
        (key, values, names, title), shape = part
        if len(panels_of(key, shape)) > 1:
            texts.append(
                Text("title", (), title, QRectF(box.left(), box.top(), 400.0, 16.0), _LEFT)
            )
            box = box.adjusted(0.0, 16.0, 0.0, 0.0)
        grids += grids_of(self.case, look, key, values, names, title, box)

    def _all_parts(self) -> list[_Part]:
        """(key, values, names, title) and the shape of what arrives, and of what leaves."""
        station, found = self.case.station, []
        for place, values in enumerate(station.inputs):
            shape = values.shape[1:]
            title = f"from {station.sources[place]}, {size_in_words(shape)}"
            names = self.case.inputs[place]
            found.append(((f"in {place + 1}", values, names, title), shape))
        shape = station.output.shape[1:]
        title = f"{station.id} gives {size_in_words(shape)}"
        found.append((("out", station.output, self.case.units, title), shape))
        return found

    def directions(self, key: str) -> tuple[str, str]:
        """All channels of one value zoom together."""
        stem = self._stem(key)
        return f"{stem} across", f"{stem} down"

    def _stem(self, key: str) -> str:
        stems = [part[0][0] for part in self._parts]
        return next(s for s in stems if key == s or key.startswith(f"{s} "))

    def _place(self, aim: Aim) -> int:
        """Which number of a sample a cell is."""
        stem = self._stem(aim.grid)
        shape = next(shape for part, shape in self._parts if part[0] == stem)
        if len(shape) == 1:
            return aim.cell[1]
        panel = next(p for p in panels_of(stem, shape) if p.key == aim.grid)
        return panel.first + aim.cell[0] * panel.shape[1] + aim.cell[1]

    def _aim(self, stem: str, place: int, row: int = 0) -> Aim | None:
        """The cell of a number of a sample."""
        shape = next(shape for part, shape in self._parts if part[0] == stem)
        if len(shape) == 1:
            aim = Aim(stem, (row, place))
            return aim if self.knows(aim) else None
        for panel in panels_of(stem, shape):
            within = place - panel.first
            if 0 <= within < panel.shape[0] * panel.shape[1]:
                aim = Aim(panel.key, divmod(within, panel.shape[1]))
                return aim if self.knows(aim) else None
        return None

    def _related(self, aim: Aim) -> list[Aim]:
        """What arrives in the place of what leaves, and the other way round."""
        station = self.case.station
        if station.type == "Concatenate":
            return self._beside(aim)
        if station.type not in SAME_PLACE:
            return []
        place, row = self._place(aim), aim.cell[0]
        several = len(station.output) > 1
        stems = [part[0][0] for part in self._parts if part[0][0] != self._stem(aim.grid)]
        found = [self._aim(stem, place, row if several else 0) for stem in stems]
        return [each for each in found if each is not None]

    def _beside(self, aim: Aim) -> list[Aim]:
        stem, place = self._stem(aim.grid), self._place(aim)
        row = aim.cell[0]
        shapes = [shape for _, shape in self._parts[:-1]]
        if any(len(shape) != 1 for shape in shapes):
            return []
        starts = np.cumsum([0, *(shape[0] for shape in shapes)])
        if stem == "out":
            which = int(np.searchsorted(starts, place, "right")) - 1
            found = self._aim(f"in {which + 1}", place - int(starts[which]), row)
        else:
            which = int(stem.split()[1]) - 1
            found = self._aim("out", place + int(starts[which]), row)
        return [] if found is None else [found]

    def lights(self, aim: Aim) -> Mapping[str, Lights]:
        """The number, and those that it is made of or goes into."""
        found = {aim.grid: Lights(cells=frozenset({aim.cell}), aim=aim.cell)}
        for each in self._related(aim):
            found[each.grid] = Lights(cells=frozenset({each.cell}))
        return found

    def says(self, aim: Aim) -> str:
        """What it is, and how it comes about."""
        grid = self.grid(aim.grid)
        assert grid is not None
        stem, place = self._stem(aim.grid), self._place(aim)
        (_, _, names, _), shape = next(p for p in self._parts if p[0][0] == stem)
        whose = self.case.id if stem == "out" else self.case.station.sources[int(stem[3:]) - 1]
        where = names[place] if len(shape) == 1 else _index_in_words(place, shape)
        value = number(grid.matrix.value(*aim.cell))
        row = (
            f", {self.case.rows[aim.cell[0]]}"
            if len(shape) == 1 and len(self.case.rows) > 1
            else ""
        )
        text = f"{whose}, {where}{row} = {value}"
        made = sum_up(self.case, place) if stem == "out" and not row else ""
        return f"{text}: {made}" if made else text

    def touch(self, aim: Aim) -> Touch:
        """The number's unit, and those in its place."""
        units = set()
        for each in (aim, *self._related(aim)):
            stem = self._stem(each.grid)
            sources = self.case.station.sources
            whose = self.case.id if stem == "out" else sources[int(stem[3:]) - 1]
            units.add((whose, self._place(each)))
        return Touch(frozenset(units))

    def aim_of_unit(self, unit: int) -> Aim | None:
        """Where it leaves."""
        return self._aim("out", unit)

    def aim_of_input(self, source: str, unit: int) -> Aim | None:
        """Where it arrives."""
        if source not in self.case.station.sources:
            return None
        return self._aim(f"in {self.case.station.sources.index(source) + 1}", unit)


def _index_in_words(place: int, shape: tuple[int, ...]) -> str:
    """ "channel 1, row 3, column 5", "step 2, feature 4"."""
    words = ("channel", "row", "column") if len(shape) == 3 else ("step", "feature")
    index = np.unravel_index(place, shape)
    return ", ".join(f"{word} {int(k) + 1}" for word, k in zip(words, index, strict=True))
