"""A layer that is x · W + b, and what bends it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRectF

from playground.gui.plots.number_grid import Lights
from playground.gui.plots.words import number
from playground.gui.views.matrices.aim import Aim, Touch
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits.bends import bend_of
from playground.gui.views.matrices.exhibits.product_layout import lay_out_product
from playground.gui.views.matrices.exhibits.product_play import ProductPlay
from playground.gui.views.matrices.look import Look
from playground.gui.views.matrices.scene import Curve, Moment, Scene
from playground.gui.views.matrices.sentences import factor, summed

_LEAST_CURVE = 44.0
_MOST_POINTS = 400


class ProductScene(Scene):
    """The matrix, what it is multiplied with, and every line that follows from it.

    Attributes:
        product, results: what is shown. bend: what follows the sums. steps: of a sequence, else 1.
    """

    def __init__(self, case: Case, look: Look) -> None:
        super().__init__()
        self.case = case
        assert case.station.product is not None
        self.product = case.station.product
        self.steps = len(self.product.x) // len(case.station.output)
        laid = lay_out_product(case, look)
        self.grids, self.texts, self.results = laid.grids, laid.texts, laid.results
        self.bend = bend_of(case)
        self.curve = self._curve(laid.free)
        self._play = ProductPlay(self)
        self.length = self._play.length

    def directions(self, key: str) -> tuple[str, str]:
        """x and W have the inputs in common, W and all results the units."""
        return {"x": ("inputs", "rows"), "w": ("units", "inputs")}.get(key, ("units", "rows"))

    # What belongs together

    def lights(self, aim: Aim) -> Mapping[str, Lights]:
        """Of a weight, what it multiplies and what that goes into; of a result, all it is of."""
        row, column = aim.cell
        if aim.grid == "w":
            found = {"w": Lights(cells=frozenset({aim.cell}), aim=aim.cell)}
            found["x"] = Lights(columns=frozenset({row}))
            found |= self._results_lit(None, column)
            return found
        if aim.grid == "x":
            return {
                "x": Lights(cells=frozenset({aim.cell}), aim=aim.cell),
                "w": Lights(rows=frozenset({column})),
                **{each.key: Lights(rows=frozenset({row})) for each in self.results},
            }
        if aim.grid == "total":
            return {
                "exponentials": Lights(rows=frozenset({row})),
                "total": Lights(aim=aim.cell, cells=frozenset({aim.cell})),
            }
        found = self._results_lit(None if aim.grid == "b" else row, column)
        found["w"] = Lights(columns=frozenset({column}))
        if aim.grid != "b":
            found["x"] = Lights(rows=frozenset({row}))
        lit = found[aim.grid]
        found[aim.grid] = Lights(lit.rows, lit.columns, lit.cells, aim.cell)
        return found

    def _results_lit(self, row: int | None, column: int) -> dict[str, Lights]:
        """A unit's bias and results: of one row, or of all."""
        keys = [each.key for each in self.results if each.values.shape[1] > 1 or column == 0]
        if row is None:
            found = {key: Lights(columns=frozenset({column})) for key in keys}
        else:
            found = {key: Lights(cells=frozenset({(row, column)})) for key in keys}
        if any(each.key == "total" for each in self.results):
            found["total"] = Lights(cells=frozenset({(row or 0, 0)}))
        if self.product.bias is not None:
            found["b"] = Lights(cells=frozenset({(0, column)}))
        return found

    def touch(self, aim: Aim) -> Touch:
        """Of a weight its wire and the two it joins, of a unit all that leads to it."""
        row, column = aim.cell
        (source,), layer = self.case.station.sources[:1], self.case.id
        _, inputs, count = self.product.shape
        if aim.grid == "w":
            units = frozenset({(source, row), (layer, column)})
            return Touch(units if self.steps == 1 else frozenset(), layer, column, row)
        step = row % self.steps
        if aim.grid == "x":
            unit = step * inputs + column
            return Touch(frozenset({(source, unit)}), layer, source_unit=column)
        if aim.grid == "total":
            return Touch(frozenset((layer, unit) for unit in range(count)), layer)
        return Touch(frozenset({(layer, step * count + column)}), layer, unit=column)

    def aim_of_unit(self, unit: int) -> Aim | None:
        """What it answers, for the first sample; of a sequence, at its step."""
        aim = Aim(self.results[-1].key, divmod(unit, self.product.shape[2]))
        return aim if self.knows(aim) else None

    def aim_of_input(self, source: str, unit: int) -> Aim | None:
        """Its number in x."""
        aim = Aim("x", divmod(unit, self.product.shape[1]))
        return aim if self.knows(aim) else None

    def aim_of_wire(self, source: str, source_unit: int, unit: int) -> Aim | None:
        """Its weight."""
        aim = Aim("w", (source_unit, unit))
        return aim if self.knows(aim) else None

    # What is said

    def says(self, aim: Aim) -> str:
        """The sum that a number comes from, or what a weight brings into one."""
        row, column = aim.cell
        if aim.grid == "w":
            return self._says_weight(row, column)
        if aim.grid == "x":
            return self._says_input(row, column)
        if aim.grid == "total":
            total = next(each for each in self.results if each.key == "total").values[row, 0]
            return f"Σ = {number(float(total))}: the exponentials of all units, added up."
        return self.sum_in_words(0 if aim.grid == "b" else row, column)

    def sum_in_words(self, row: int, unit: int) -> str:
        """ "dense_1, unit 3 = 0.5 · 1.2 + (−0.3) · 0.7 + 0.1 = 0.49; tanh(0.49) = 0.454"."""
        product = self.product
        bias = None if product.bias is None else float(product.bias[unit])
        z = float(product.sums[row, unit])
        terms = summed(product.x[row].tolist(), product.weight[:, unit].tolist(), bias)
        where = f", {self.case.rows[row]}" if len(product.x) > 1 else ""
        text = f"{self.unit_name(unit)}{where} = {terms} = {number(z)}"
        bent = self.bend_in_words(row, unit)
        return f"{text}; {bent}" if bent else text

    def bend_in_words(self, row: int, unit: int) -> str:
        """ "tanh(0.49) = 0.454"; "" where nothing bends it."""
        if self.bend is None:
            return ""
        return self.bend.says(row, unit)

    def unit_name(self, unit: int) -> str:
        """ "dense_1, unit 3"."""
        return f"{self.case.id}, {self.case.units[unit]}"

    def _says_weight(self, source: int, unit: int) -> str:
        product = self.product
        w, x = float(product.weight[source, unit]), float(product.x[0, source])
        names = f"{self.case.inputs[0][source]} to {self.unit_name(unit)}"
        where = f" of {self.case.rows[0]}" if len(product.x) > 1 else ""
        brought = number(x * w)
        return (
            f"The wire from {names} has the weight {number(w)}. It brings {factor(x)} · "
            f"{factor(w)} = {brought} into the sum{where}."
        )

    def _says_input(self, row: int, column: int) -> str:
        x, units = float(self.product.x[row, column]), self.product.shape[2]
        where = f" of {self.case.rows[row]}" if len(self.product.x) > 1 else ""
        return (
            f"{self.case.inputs[0][column]}{where} = {number(x)}. Row {column + 1} of W "
            f"weighs it, once for each of the {units} unit{'s' * (units != 1)}."
        )

    # The curve, and the calculation by hand

    def point(self, aim: Aim) -> tuple[float, float] | None:
        """Where a result's sum lies on the curve."""
        if self.bend is None or aim.grid in ("w", "x", "total"):
            return None
        row, unit = (0 if aim.grid == "b" else aim.cell[0]), aim.cell[1]
        return self.bend.point(row, unit)

    def _curve(self, free: QRectF) -> Curve | None:
        if self.bend is None or not self.bend.drawn:
            return None
        if min(free.width(), free.height()) < _LEAST_CURVE:
            return None
        z = np.asarray(self.product.sums, np.float64).ravel()[:_MOST_POINTS]
        box = QRectF(free.left(), free.top(), min(free.width(), 220.0), min(free.height(), 150.0))
        return self.bend.curve(box, z)

    def moment(self, beat: int) -> Moment:
        """A term of a sum, its bias, its activation; at the end of a row what softmax does."""
        return self._play.moment(beat)
