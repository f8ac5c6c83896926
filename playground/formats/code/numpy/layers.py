"""Layer types in NumPy: a function a type, which gives the statements that apply it."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.columns import columns_of
from playground.formats.code.numpy.activations import bent
from playground.formats.code.numpy.sequences import SEQUENCES
from playground.formats.code.numpy.statements import Statements, kept, w
from playground.formats.code.numpy.windows import WINDOWS
from playground.formats.code.plan import Step
from playground.network.layers.concatenate import place_of


def _input(step: Step) -> Statements:
    columns = step.node.columns
    return [] if columns is None else kept(step, f"x[:, {columns_of(columns)}]")


def _dense(step: Step) -> Statements:
    total = f"{step.x} @ {w(step, 'weight')}"
    total += f" + {w(step, 'bias')}" if step.node.bias else ""
    return kept(step, bent(step.node.activation, step, total, len(step.shape)))


def _activation(step: Step) -> Statements:
    return kept(step, bent(step.node.activation, step, step.x, step.rank))


def _polynomial(step: Step) -> Statements:
    node, x, width = step.node, step.x, step.given[0]
    products = node.products and width > 1
    parts = [x] if node.features else []
    parts += [f"{x}**2"] if node.squares else []
    parts += [f"{x}[:, first] * {x}[:, second]"] if products else []
    parts += [f"np.sin({x})"] if node.sines else []
    value = f"np.concatenate([{', '.join(parts)}], axis=1)" if len(parts) > 1 else parts[0]
    pairs = [f"first, second = np.triu_indices({width}, 1)"] if products else []
    return [*pairs, *kept(step, value)]


def _batch_norm(step: Step) -> Statements:
    names = ("running_mean", "running_var", "weight", "bias")
    parts = [w(step, name) for name in names]
    if step.rank == 3:
        parts = [f"{part}[:, None, None]" for part in parts]
    return kept(step, f"batch_norm({step.x}, {', '.join(parts)}, {step.node.epsilon})")


def _layer_norm(step: Step) -> Statements:
    parts = f"{w(step, 'weight')}, {w(step, 'bias')}"
    return kept(step, f"layer_norm({step.x}, {parts}, {step.node.epsilon})")


def _dropout(step: Step) -> Statements:
    idle = f"# {step.id}: dropout does nothing when a network answers"
    return [idle, *kept(step, step.x)]


def _flatten(step: Step) -> Statements:
    return kept(step, f"{step.x}.reshape(len({step.x}), -1)")


def _reshape(step: Step) -> Statements:
    extents = ", ".join(str(extent) for extent in step.shape)
    return kept(step, f"{step.x}.reshape(-1, {extents})")


def _permute(step: Step) -> Statements:
    axes = ", ".join(str(axis + 1) for axis in step.node.order)
    return kept(step, f"{step.x}.transpose(0, {axes})")


def _add(step: Step) -> Statements:
    return kept(step, " + ".join(step.inputs))


def _multiply(step: Step) -> Statements:
    return kept(step, " * ".join(step.inputs))


def _concatenate(step: Step) -> Statements:
    if len(step.inputs) == 1:
        return kept(step, step.x)
    axis = (place_of(step.node.axis, step.rank) or 0) + 1
    return kept(step, f"np.concatenate([{', '.join(step.inputs)}], axis={axis})")


def _dot(step: Step) -> Statements:
    pair = step.inputs
    if step.node.normalize:
        pair = tuple(f"normalized({x})" for x in pair)
    return kept(step, f"({pair[0]} * {pair[1]}).sum(1, keepdims=True)")


LAYERS: dict[str, Callable[[Step], Statements]] = {
    "Input": _input,
    "Dense": _dense,
    "Activation": _activation,
    "PolynomialFeatures": _polynomial,
    "BatchNorm": _batch_norm,
    "LayerNorm": _layer_norm,
    "Dropout": _dropout,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Permute": _permute,
    "Add": _add,
    "Multiply": _multiply,
    "Concatenate": _concatenate,
    "Dot": _dot,
    **WINDOWS,
    **SEQUENCES,
}
