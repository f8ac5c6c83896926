"""Layer types as Keras has them: a function a type."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.columns import columns_of
from playground.formats.code.keras.activations import after, within
from playground.formats.code.keras.sequences import SEQUENCES
from playground.formats.code.keras.windows import WINDOWS
from playground.formats.code.keras.wires import Wires, layer_name
from playground.formats.code.plan import Step
from playground.formats.code.stored import given
from playground.network.layers.concatenate import place_of


def _input(wires: Wires, step: Step) -> None:
    columns = step.node.columns
    if columns is None:
        return
    chosen = columns_of(columns)
    listed = chosen.startswith("[")
    wires.keep(step, f"ops.take(x, {chosen}, axis=1)" if listed else f"x[:, {chosen}]")


def _dense(wires: Wires, step: Step) -> None:
    node = step.node
    settings = {
        **within(node.activation, len(step.shape)),
        **({} if node.bias else {"use_bias": False}),
        **wires.priced(step.owner, kernel="weight"),
    }
    layer = wires.called(step, "Dense", node.units, **settings)
    wires.keep(step, f"{layer}({step.x})")
    bias = [given(step, "bias")] if node.bias else []
    wires.learn(step, layer_name(step.name), given(step, "weight"), *bias)
    after(wires, step, node.activation)


def _activation(wires: Wires, step: Step) -> None:
    last = wires.is_last(step.x)
    named = within(step.node.activation, step.rank)
    made = f"layers.Activation({named['activation']})({step.x})" if named else step.x
    wires.keep(step, made, last=last)
    after(wires, step, step.node.activation)


def _polynomial(wires: Wires, step: Step) -> None:
    node, x, width = step.node, step.x, step.given[0]
    products = node.products and width > 1
    if products:
        wires.add(step, f"first, second = np.triu_indices({width}, 1)")
    parts = [x] if node.features else []
    parts += [f"ops.square({x})"] if node.squares else []
    parts += [f"ops.take({x}, first, axis=1) * ops.take({x}, second, axis=1)"] if products else []
    parts += [f"ops.sin({x})"] if node.sines else []
    joined = f"ops.concatenate([{', '.join(parts)}], axis=1)"
    wires.keep(step, joined if len(parts) > 1 else parts[0])


def _batch_norm(wires: Wires, step: Step) -> None:
    node = step.node
    x = wires.channels_last(step, step.x) if step.rank == 3 else step.x
    settings = {"momentum": round(1 - node.momentum, 12), "epsilon": node.epsilon}
    layer = wires.called(step, "BatchNormalization", **settings)
    wires.keep(step, f"{layer}({x})", last=step.rank == 3)
    parts = ("weight", "bias", "running_mean", "running_var")
    wires.learn(step, layer_name(step.name), *(given(step, part) for part in parts))


def _layer_norm(wires: Wires, step: Step) -> None:
    axes = {"axis": list(range(1, step.rank + 1))} if step.rank > 2 else {}
    layer = wires.called(step, "LayerNormalization", **axes, epsilon=step.node.epsilon)
    wires.keep(step, f"{layer}({wires.channels_first(step, step.x)})")
    wires.learn(step, layer_name(step.name), given(step, "weight"), given(step, "bias"))


def _dropout(wires: Wires, step: Step) -> None:
    idle = ", training=False" if step.node.frozen else ""
    made = f"layers.Dropout({step.node.rate})({step.x}{idle})"
    wires.keep(step, made, last=wires.is_last(step.x))


def _flatten(wires: Wires, step: Step) -> None:
    wires.keep(step, f"layers.Flatten()({wires.channels_first(step, step.x)})")


def _reshape(wires: Wires, step: Step) -> None:
    wires.keep(step, f"layers.Reshape({step.shape})({wires.channels_first(step, step.x)})")


def _permute(wires: Wires, step: Step) -> None:
    order = tuple(axis + 1 for axis in step.node.order)
    wires.keep(step, f"layers.Permute({order})({wires.channels_first(step, step.x)})")


def _merge(kind: str) -> Callable[[Wires, Step], None]:
    def merge(wires: Wires, step: Step) -> None:
        last = _alike(wires, step)
        if len(step.inputs) == 1:
            wires.keep(step, step.x, last=last)
        else:
            wires.keep(step, f"layers.{kind}()([{', '.join(step.inputs)}])", last=last)

    return merge


def _concatenate(wires: Wires, step: Step) -> None:
    last = _alike(wires, step)
    if len(step.inputs) == 1:
        wires.keep(step, step.x, last=last)
        return
    place = place_of(step.node.axis, step.rank) or 0
    axis = (3, 1, 2)[place] if last else place + 1
    joined = f"layers.Concatenate(axis={axis})([{', '.join(step.inputs)}])"
    wires.keep(step, joined, last=last)


def _alike(wires: Wires, step: Step) -> bool:
    """Turn images that are joined one way round; whether they are channels last."""
    last = any(wires.is_last(x) for x in step.inputs)
    if last:
        for x in step.inputs:
            wires.channels_last(step, x)
    return last


def _dot(wires: Wires, step: Step) -> None:
    normalize = ", normalize=True" if step.node.normalize else ""
    wires.keep(step, f"layers.Dot(axes=1{normalize})([{', '.join(step.inputs)}])")


LAYERS: dict[str, Callable[[Wires, Step], None]] = {
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
    "Add": _merge("Add"),
    "Multiply": _merge("Multiply"),
    "Concatenate": _concatenate,
    "Dot": _dot,
    **WINDOWS,
    **SEQUENCES,
}
