"""A network as a model of Keras: its graph, and its weights by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.data.preprocess import Standardiser
from playground.formats.code.keras.dialect import Keras, build_function, helpers_of, wires_of
from playground.formats.code.keras.wires import Wires
from playground.formats.code.page import code_of, lines, sections
from playground.formats.code.plan import Plan
from playground.formats.keras.graph import Call, Operation, applied, ordered
from playground.formats.keras.layout import Arrays, arrays_of, names_of
from playground.formats.keras.source import Source
from playground.formats.material import Material
from playground.training.trained import Trained

_LAYERS, _OPS = "keras.layers", "keras.src.ops.numpy"


@dataclass(frozen=True)
class Model:
    """What Keras needs to know.

    Attributes:
        operations: in its order.
        first, last: what is given to the model, and what it answers.
        arrays: the weights by their places in HDF5.
        names: of the model and its layers, by the place of their weights.
    """

    operations: list[Operation]
    first: Call
    last: Call
    arrays: Arrays
    names: dict[str, str]


def source_of(plan: Plan, wires: Wires) -> str:
    """`build` and what it calls."""
    build = build_function(plan, wires)
    helpers = helpers_of("\n".join(line.text for line in build))
    return code_of(sections(*map(lines, helpers), build)).text


def model_of(material: Material, *, whole: bool) -> Model:
    """The model that the source of a network builds.

    Args:
        whole: with standardisation before it and the final activation behind it, so that it goes
            from raw features to answers.
    """
    plan = Keras().plan_of(material.design)
    wires = wires_of(plan)
    source = Source(source_of(plan, wires))
    last = source.output
    if whole:
        _standardise(source, material.trained)
        last = _finish(source, material.trained, last)
    operations = ordered(last)
    (first,) = (each for each in operations if each.kind == "InputLayer")
    arrays = arrays_of(operations, wires, material.trained.parameters)
    return Model(operations, first.calls[0], last, arrays, names_of(operations))


def _standardise(source: Source, trained: Trained) -> None:
    """Put a Normalization between the input and all that takes it."""
    scaler = trained.feature_scaler
    if scaler.is_identity:
        return
    (first,) = (each for each in ordered(source.output) if each.kind == "InputLayer")
    given = first.calls[0]
    takers = [call for each in ordered(source.output) for call in each.calls]
    scaled = applied(source.operation(_LAYERS, "Normalization", **_moments(scaler)), given)
    for call in takers:
        call.args = tuple(_replaced(each, given, scaled) for each in call.args)
        call.kwargs = {k: _replaced(each, given, scaled) for k, each in call.kwargs.items()}


def _replaced(value: Any, old: Call, new: Call) -> Any:
    if value is old:
        return new
    return [_replaced(each, old, new) for each in value] if isinstance(value, list) else value


def _moments(scaler: Standardiser) -> dict[str, Any]:
    """The settings of a Normalization: one number for all, one a feature, or one for each number.

    By channel, which comes first here, versions of Keras read the settings differently.
    """
    mean, variance = np.asarray(scaler.mean), np.square(scaler.scale)
    varies = [
        any((a != a.take([0], axis)).any() for a in (mean, variance)) for axis in range(mean.ndim)
    ]
    axes: list[int] | None = list(range(1, mean.ndim + 1))
    if not any(varies):
        axes, mean, variance = None, mean.ravel()[0], variance.ravel()[0]
    elif not any(varies[:-1]):
        first = (0,) * (mean.ndim - 1)
        axes, mean, variance = [mean.ndim], mean[first], variance[first]
    return {"axis": axes, "mean": mean.tolist(), "variance": variance.tolist()}


def _finish(source: Source, trained: Trained, x: Call) -> Call:
    """The final activation, and the way back to the targets' own units."""

    def layer(kind: str, x: Call, **config: Any) -> Call:
        return applied(source.operation(_LAYERS, kind, **config), x)

    low, high = trained.head.bounds(trained.signature)
    match trained.head.final:
        case "sigmoid":
            x = layer("Activation", x, activation="sigmoid")
        case "softmax":
            x = layer("Activation", x, activation="softmax")
        case "bounded":
            x = layer("Activation", x, activation="sigmoid")
            x = layer("Rescaling", x, scale=high - low, offset=low)
        case "exponential":
            x = applied(source.operation(_OPS, "Minimum"), x, 50.0)
            x = layer("Activation", x, activation="exponential")
    scaler = trained.target_scaler
    if trained.signature.task == "regression" and not scaler.is_identity:
        x = layer("Rescaling", x, scale=scaler.scale.tolist(), offset=scaler.mean.tolist())
    return x
