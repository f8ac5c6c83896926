"""The numbers of the neurons view, one a row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from playground.gui.views.neurons.picture import Picture
from playground.gui.views.sheet import Sheet
from playground.training.carry import part

_COLUMNS = ("layer", "unit", "quantity", "input", "value")


def sheet_of_numbers(picture: Picture) -> Sheet | None:
    """Each unit's answer, bias and weights.

    The answer is that to the sample shown, of pictures and sequences the mean; over a plane, the
    mean over the plane.
    """
    if picture.plan is None or picture.values is None:
        return None
    return Sheet(_COLUMNS, _rows(picture))


def _rows(picture: Picture) -> Iterator[tuple[object, ...]]:
    plan, frame = picture.plan, picture.job.frame
    assert plan is not None
    assert picture.values is not None
    for layer in plan.layers:
        answers = picture.values[layer.id].reshape(layer.units, -1)
        biases = (picture.biases or {}).get(layer.id)
        into = [w for w in plan.wirings if w.target == layer.id and w.weight]
        for unit in range(layer.units):
            name = layer.unit_name(unit)
            with np.errstate(all="ignore"):
                mean = answers[unit].mean(dtype=np.float64)
            yield layer.id, name, "mean answer", "", mean
            if biases is not None:
                yield layer.id, name, "bias", "", biases[unit]
            for wiring in into:
                source = plan.layer(wiring.source)
                weights = part(frame.parameters, frame.layout[wiring.weight])[:, unit]
                for place, weight in enumerate(weights):
                    yield layer.id, name, "weight", source.full_name(place), weight
            if layer.filters:
                kernel = part(frame.parameters, frame.layout[layer.filters])[unit]
                for where, weight in np.ndenumerate(kernel):
                    yield layer.id, name, "weight", " ".join(map(str, where)), weight
