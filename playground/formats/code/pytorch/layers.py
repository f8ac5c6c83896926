"""Layer types as PyTorch has them: a function a type."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.formats.code.columns import columns_of
from playground.formats.code.plan import Step
from playground.formats.code.pytorch.activations import bent
from playground.formats.code.pytorch.piece import Piece, options, output
from playground.formats.code.pytorch.sequences import SEQUENCES
from playground.formats.code.pytorch.windows import WINDOWS
from playground.formats.code.stored import Stored, given
from playground.network.layers.concatenate import place_of

_NO_BATCHES = Stored("torch.tensor(0)", lambda w: np.array(0, np.int64))


def _input(step: Step) -> Piece:
    columns = step.node.columns
    return Piece() if columns is None else Piece((), output(step, f"x[:, {columns_of(columns)}]"))


def _dense(step: Step) -> Piece:
    bias = {} if step.node.bias else {"bias": False}
    made = (step.name, f"nn.Linear({step.given[-1]}, {step.node.units}{options(**bias)})")
    state = [(f"{step.name}.weight", given(step, "weight").turned)]
    if step.node.bias:
        state.append((f"{step.name}.bias", given(step, "bias")))
    total = bent(step.node.activation, step, f"self.{step.name}({step.x})", len(step.shape))
    piece = Piece((made,), output(step, total), tuple(state))
    return piece.with_slopes(step.node.activation, step)


def _activation(step: Step) -> Piece:
    value = bent(step.node.activation, step, step.x, step.rank)
    return Piece((), output(step, value)).with_slopes(step.node.activation, step)


def _polynomial(step: Step) -> Piece:
    node, x, width = step.node, step.x, step.given[0]
    products = node.products and width > 1
    parts = [x] if node.features else []
    parts += [f"{x}.square()"] if node.squares else []
    parts += [f"{x}[:, first] * {x}[:, second]"] if products else []
    parts += [f"{x}.sin()"] if node.sines else []
    pairs = f"first, second = torch.triu_indices({width}, {width}, offset=1)"
    value = f"torch.cat([{', '.join(parts)}], dim=1)" if len(parts) > 1 else parts[0]
    return Piece((), (*((pairs,) if products else ()), *output(step, value)))


def _batch_norm(step: Step) -> Piece:
    node = step.node
    channels = step.given[0] if step.rank == 3 else step.given[-1]
    kind = "BatchNorm2d" if step.rank == 3 else "BatchNorm1d"
    usual = {"eps": (node.epsilon, 1e-5), "momentum": (node.momentum, 0.1)}
    changed = {name: value for name, (value, default) in usual.items() if value != default}
    made = (step.name, f"nn.{kind}({channels}{options(**changed)})")
    parts = ("weight", "bias", "running_mean", "running_var")
    state = [(f"{step.name}.{part}", given(step, part)) for part in parts]
    state.append((f"{step.name}.num_batches_tracked", _NO_BATCHES))
    value = f"self.{step.name}({step.x})"
    if step.rank == 2:
        value = f"self.{step.name}({step.x}.transpose(1, 2)).transpose(1, 2)"
    return Piece((made,), output(step, value), tuple(state))


def _layer_norm(step: Step) -> Piece:
    shape = step.given if step.rank > 2 else step.given[-1:]
    extents = str(shape) if len(shape) > 1 else str(shape[0])
    eps = {} if step.node.epsilon == 1e-5 else {"eps": step.node.epsilon}
    made = (step.name, f"nn.LayerNorm({extents}{options(**eps)})")
    state = tuple((f"{step.name}.{part}", given(step, part)) for part in ("weight", "bias"))
    return Piece((made,), output(step, f"self.{step.name}({step.x})"), state)


def _dropout(step: Step) -> Piece:
    made = (step.name, f"nn.Dropout({step.node.rate})")
    return Piece((made,), output(step, f"self.{step.name}({step.x})"))


def _flatten(step: Step) -> Piece:
    return Piece((), output(step, f"{step.x}.flatten(1)"))


def _reshape(step: Step) -> Piece:
    extents = ", ".join(str(extent) for extent in step.shape)
    return Piece((), output(step, f"{step.x}.reshape(-1, {extents})"))


def _permute(step: Step) -> Piece:
    axes = ", ".join(str(axis + 1) for axis in step.node.order)
    return Piece((), output(step, f"{step.x}.permute(0, {axes})"))


def _add(step: Step) -> Piece:
    return Piece((), output(step, " + ".join(step.inputs)))


def _multiply(step: Step) -> Piece:
    return Piece((), output(step, " * ".join(step.inputs)))


def _concatenate(step: Step) -> Piece:
    if len(step.inputs) == 1:
        return Piece((), output(step, step.x))
    axis = (place_of(step.node.axis, step.rank) or 0) + 1
    return Piece((), output(step, f"torch.cat([{', '.join(step.inputs)}], dim={axis})"))


def _dot(step: Step) -> Piece:
    pair = step.inputs
    if step.node.normalize:
        pair = tuple(f"F.normalize({x}, dim=1)" for x in pair)
    return Piece((), output(step, f"({pair[0]} * {pair[1]}).sum(1, keepdim=True)"))


LAYERS: dict[str, Callable[[Step], Piece]] = {
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
