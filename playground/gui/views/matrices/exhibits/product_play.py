"""A product worked out by hand: row by column, one term after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.gui.plots.number_grid import Lights
from playground.gui.plots.words import number
from playground.gui.views.matrices.aim import Aim, Touch
from playground.gui.views.matrices.scene import Moment
from playground.gui.views.matrices.sentences import factor

if TYPE_CHECKING:
    from playground.gui.views.matrices.exhibits.product_scene import ProductScene

# Of long sums several terms are taken at a time, so that none takes more beats than this.
_MOST_BEATS = 16


class ProductPlay:
    """The beats of a product: each row of x by each column of W.

    Attributes:
        length: how many there are.
    """

    def __init__(self, scene: ProductScene) -> None:
        self._scene = scene
        self._product = scene.product
        rows, inputs, units = self._product.shape
        self._units = units
        self._at_once = -(-inputs // _MOST_BEATS)
        self._terms = -(-inputs // self._at_once)
        self._after = [each for each in scene.results if each.turn == "cell"]
        self._by_row = [each for each in scene.results if each.turn == "row"]
        self._bias = int(self._product.bias is not None)
        self._cell = self._terms + self._bias + len(self._after)
        self._row = units * self._cell + sum(each.values.shape[1] for each in self._by_row)
        self.length = rows * self._row

    def moment(self, beat: int) -> Moment:
        """A beat."""
        row, within = divmod(beat, self._row)
        unit, step = divmod(within, self._cell)
        if unit >= self._units:
            return self._of_row(row, within - self._units * self._cell)
        if step < self._terms:
            return self._term(row, unit, step)
        if step < self._terms + self._bias:
            return self._with_bias(row, unit)
        return self._bent(row, unit, step - self._terms - self._bias)

    def _shown(
        self, row: int, unit: int, *, product: bool, sums: bool, after: int
    ) -> dict[str, int]:
        """How much is known when a cell has come so far."""
        before = row * self._units + unit
        found = {"product": before + product, "sums": before + sums}
        for place, each in enumerate(self._after):
            wide = each.values.shape[1]
            found[each.key] = row * wide + unit + (place < after)
        for each in self._by_row:
            found[each.key] = row * each.values.shape[1]
        return found

    def _term(self, row: int, unit: int, step: int) -> Moment:
        product, scene = self._product, self._scene
        begin = step * self._at_once
        end = min(begin + self._at_once, product.shape[1])
        last = end == product.shape[1]
        x, w = product.x[row], product.weight[:, unit]
        engine = product.product[row, unit]
        with np.errstate(all="ignore"):
            total = float(engine if last else np.dot(x[:end], w[:end]))
        terms = " + ".join(
            f"{factor(float(x[k]))} · {factor(float(w[k]))}"
            for k in range(begin, min(end, begin + 3))
        )
        more = f" + … {end - begin - 3} more" if end - begin > 3 else ""
        which = str(end) if end - begin == 1 else f"{begin + 1} to {end}"
        says = (
            f"{scene.unit_name(unit)}: term {which} of {product.shape[1]}, {terms}{more}. "
            f"The sum so far: {number(total)}"
        )
        done = last and not self._bias
        key = "product" if any(e.key == "product" for e in scene.results) else "sums"
        shown = self._shown(row, unit, product=last, sums=done, after=0)
        cells = range(begin, end)
        lights = {
            "x": Lights(rows=frozenset({row}), aim=(row, end - 1)),
            "w": Lights(columns=frozenset({unit}), aim=(end - 1, unit)),
            key: Lights(cells=frozenset({(row, unit)}), aim=(row, unit)),
        }
        partial = None if last and (done or key == "product") else (key, (row, unit), total)
        source = scene.case.station.sources[0]
        layer = scene.case.id
        at = row % scene.steps
        arriving = ((source, at * product.shape[1] + k) for k in cells)
        touched = frozenset({(layer, at * self._units + unit), *arriving})
        one = end - 1 if end - begin == 1 else None
        return Moment(says, lights, shown, partial, None, Touch(touched, layer, unit, one))

    def _with_bias(self, row: int, unit: int) -> Moment:
        product, scene = self._product, self._scene
        assert product.bias is not None
        sums = [float(a[row, unit]) for a in (product.product, product.sums)]
        bias = float(product.bias[unit])
        says = (
            f"{scene.unit_name(unit)}: the bias comes to it: {number(sums[0])} + {factor(bias)} = "
            f"{number(sums[1])}"
        )
        lights = {
            key: Lights(cells=frozenset({cell}), aim=cell)
            for key, cell in (("b", (0, unit)), ("product", (row, unit)), ("sums", (row, unit)))
        }
        shown = self._shown(row, unit, product=True, sums=True, after=0)
        return Moment(says, lights, shown, touch=scene.touch(Aim("sums", (row, unit))))

    def _bent(self, row: int, unit: int, place: int) -> Moment:
        scene, result = self._scene, self._after[place]
        before = "sums" if place == 0 else self._after[place - 1].key
        value = float(result.values[row, unit])
        last = place == len(self._after) - 1
        text = scene.bend_in_words(row, unit) if last else f"{result.label} = {number(value)}"
        says = f"{scene.unit_name(unit)}: {text or f'it leaves as it is, {number(value)}'}"
        lights = {
            key: Lights(cells=frozenset({(row, unit)}), aim=(row, unit))
            for key in (before, result.key)
        }
        shown = self._shown(row, unit, product=True, sums=True, after=place + 1)
        aim = Aim("sums", (row, unit))
        return Moment(says, lights, shown, None, scene.point(aim), scene.touch(aim))

    def _of_row(self, row: int, step: int) -> Moment:
        """What takes all sums of a row at once: exponentials, their sum, the shares."""
        scene = self._scene
        shown = {each.key: (row + 1) * self._units for each in scene.results if each.turn != "row"}
        chosen, place = self._by_row[0], step
        for number_of, each in enumerate(self._by_row):
            wide = each.values.shape[1]
            shown[each.key] = row * wide + min(max(step + 1, 0), wide)
            if 0 <= step < wide:
                chosen, place = self._by_row[number_of], step
            step -= wide
        value = float(chosen.values[row, place])
        lights = {chosen.key: Lights(cells=frozenset({(row, place)}), aim=(row, place))}
        lights |= self._made_of(chosen.key, row, place)
        if chosen.key == "total":
            says = f"The exponentials of all units come to {number(value)}"
            return Moment(says, lights, shown, touch=scene.touch(Aim("total", (row, 0))))
        says = f"{scene.unit_name(place)}: {self._how(chosen.key, row, place, value)}"
        return Moment(says, lights, shown, touch=scene.touch(Aim("sums", (row, place))))

    def _made_of(self, key: str, row: int, unit: int) -> dict[str, Lights]:
        keys = [each.key for each in self._by_row]
        one = Lights(cells=frozenset({(row, unit)}))
        if key == "exponentials":
            return {"sums": one}
        if key == "total":
            return {"exponentials": Lights(rows=frozenset({row}))}
        if "total" in keys:
            return {"exponentials": one, "total": Lights(cells=frozenset({(row, 0)}))}
        return {"sums": Lights(rows=frozenset({row}))}

    def _how(self, key: str, row: int, unit: int, value: float) -> str:
        by_key = {each.key: each for each in self._scene.results}
        z = number(float(self._product.sums[row, unit]))
        if key == "exponentials":
            return f"e to the power of {z} is {number(value)}"
        if "total" in by_key:
            power = number(float(by_key["exponentials"].values[row, unit]))
            total = number(float(by_key["total"].values[row, 0]))
            return f"its share is {power} / {total} = {number(value)}"
        return f"its share of all, by softmax, is {number(value)}"
