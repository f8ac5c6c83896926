"""An ONNX graph as a trained network, wholly or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from playground.data.preprocess import Standardiser
from playground.engine.graph import Shape
from playground.errors import UserError
from playground.formats.importing.graph.ending import make_head, task_of
from playground.formats.importing.graph.refused import Refused
from playground.formats.importing.graph.walk import Unknown, Walk
from playground.network.compiler import compile_evaluation
from playground.network.signature import Signature
from playground.network.sizes import why_too_large
from playground.network.spec import NetworkSpec
from playground.training.trained import Trained

if TYPE_CHECKING:
    from onnx import ModelProto

Array = NDArray[Any]
_MOST_FEATURES = 1_000_000
_MOST_SHOWN = 6


def network_of(model: ModelProto, where: str, constants: Mapping[str, Array]) -> Trained:
    """The network that a graph is, with its weights.

    Args:
        model: a sound graph.
        where: its file, for messages.
        constants: its initializers.

    Raises:
        UserError: it can't be one here: every operator that is in the way is named.
    """
    name, features, batch = _input(model, constants)
    walk = Walk(model, where, constants, name, features, batch)
    walk.go()
    if walk.unknown:
        raise UserError(_told(walk.unknown))
    if len(model.graph.output) != 1:
        names = ", ".join(output.name for output in model.graph.output)
        raise UserError(f"it answers {len(model.graph.output)} things at once ({names}).")
    flow = walk.flows.get(model.graph.output[0].name)
    if flow is None:
        raise UserError("its answers do not depend on what it is given.")
    drawing = walk.drawing
    if why := why_too_large({"nodes": [*drawing.nodes], "links": drawing.links}):
        raise UserError(f"its graph can't be a network here: {why}.")
    try:
        head = make_head(drawing, flow)
    except Refused as refused:
        raise UserError(f"its answers can't be a head's: {refused.why}.") from None
    try:
        network = NetworkSpec(nodes=tuple(drawing.nodes.values()), links=tuple(drawing.links))
    except ValidationError as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise UserError(f"its graph can't be a network here: {why}.") from None
    columns = len(drawing.weights["head.bias"])
    task = task_of(head)
    outputs = 2 if task == "binary" else columns
    signature = Signature(where, features, task, outputs)
    compiled = compile_evaluation(network, head, signature, 1, with_loss=False)
    ordered = {}
    for each in compiled.parameters:
        array = drawing.weights.get(each.name)
        if array is None or array.shape != each.shape or not np.isfinite(array).all():
            raise UserError(f"the weights of {each.name} are not whole.")
        ordered[each.name] = array
    if not (np.isfinite(drawing.mean).all() and np.isfinite(drawing.scale).all()):
        raise UserError("it scales its features with numbers that are not finite.")
    return Trained(
        network,
        head,
        signature,
        ordered,
        Standardiser(drawing.mean, drawing.scale),
        Standardiser.identity((columns,)),
        tuple(f"x{n}" for n in range(features[0])) if len(features) == 1 else (),
        _names(model, outputs, task),
    )


def _input(model: ModelProto, constants: Mapping[str, Array]) -> tuple[str, Shape, int]:
    """The name of the one input, the shape of a sample, and the number of samples; 0 for any."""
    inputs = [each for each in model.graph.input if each.name not in constants]
    if len(inputs) != 1:
        names = ", ".join(each.name for each in inputs)
        raise UserError(f"it takes {len(inputs)} inputs ({names}), where there can be one.")
    dimensions = inputs[0].type.tensor_type.shape.dim
    sizes = [each.dim_value if each.HasField("dim_value") else 0 for each in dimensions]
    if len(sizes) < 2:
        raise UserError("its input is not a batch of samples.")
    if min(sizes[1:]) < 1 or int(np.prod([float(n) for n in sizes[1:]])) > _MOST_FEATURES:
        words = " × ".join(str(n) if n > 0 else "any" for n in sizes[1:])
        raise UserError(f"it takes samples of {words}; their size has to be known.")
    if len(sizes) > 4:
        raise UserError(f"its samples have {len(sizes) - 1} axes; there are layers for up to 3.")
    return inputs[0].name, tuple(int(n) for n in sizes[1:]), max(int(sizes[0]), 0)


def _told(unknown: Sequence[Unknown]) -> str:
    """ "3 × Resize (up_1, up_2, up_3) have no layer here"."""
    by: dict[tuple[str, str], list[str]] = {}
    for each in unknown:
        by.setdefault((each.op, each.why), []).append(each.name)
    parts = []
    for (op, why), names in by.items():
        shown = ", ".join(names[:_MOST_SHOWN]) + (", …" if len(names) > _MOST_SHOWN else "")
        parts.append(f"{len(names)} × {op} ({shown}){f': {why}' if why else ''}")
    return f"its graph can't become a network here, for what is in it: {'; '.join(parts)}."


def _names(model: ModelProto, outputs: int, task: str) -> tuple[str, ...]:
    texts = {each.key: each.value for each in model.metadata_props}
    try:
        given = json.loads(texts.get("class_names", ""))
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, list) and len(given) == outputs and all(type(n) is str for n in given):
        return tuple(given)
    return tuple(f"y{n}" if task == "regression" else str(n) for n in range(outputs))
