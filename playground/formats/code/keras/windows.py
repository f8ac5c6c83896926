"""Convolutions and pools as Keras has them."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.geometry import Windows, short, windows_of
from playground.formats.code.keras.activations import after, within
from playground.formats.code.keras.wires import Wires, arguments, layer_name, repr_of
from playground.formats.code.plan import Step
from playground.formats.code.stored import given


def _dimensions(step: Step) -> str:
    return "2D" if step.rank == 3 else "1D"


def _arriving(wires: Wires, step: Step) -> str:
    return wires.channels_last(step, step.x) if step.rank == 3 else step.x


def _zeros(step: Step, windows: Windows, x: str) -> str:
    """x with its padding."""
    pads: object = windows.padding if step.rank == 3 else windows.padding[0]
    if windows.even:
        pads = short(windows.befores)
    return f"layers.ZeroPadding{_dimensions(step)}({pads})({x})"


def _convolution(wires: Wires, step: Step) -> None:
    node, windows, x = step.node, windows_of(step), _arriving(wires, step)
    # Keras does not do both; windows one step apart, some of them left out, are the same.
    sparse = set(windows.stride) != {1} and set(windows.dilation) != {1}
    explicit = windows.padded and (sparse or node.padding != "same")
    settings: dict[str, object] = {}
    if set(windows.stride) != {1} and not sparse:
        settings["strides"] = short(windows.stride)
    if node.padding == "same" and not explicit:
        settings["padding"] = repr_of("same")
    if set(windows.dilation) != {1}:
        settings["dilation_rate"] = short(windows.dilation)
    if node.groups > 1:
        settings["groups"] = node.groups
    settings |= within(node.activation, step.rank)
    if not node.bias:
        settings["use_bias"] = False
    settings |= wires.priced(step.owner, kernel="weight")
    kind = f"Conv{_dimensions(step)}"
    layer = wires.called(step, kind, node.filters, short(windows.size), **settings)
    if explicit:
        wires.keep(step, _zeros(step, windows, x))
        x = step.output
    wires.keep(step, f"{layer}({x})", last=step.rank == 3)
    if sparse:
        every = ", ".join(f"::{stride}" for stride in windows.stride)
        wires.keep(step, f"{step.output}[:, {every}]", last=step.rank == 3)
    axes = (2, 3, 1, 0) if step.rank == 3 else (2, 1, 0)
    bias = [given(step, "bias")] if node.bias else []
    kernel = given(step, "weight").transposed(*axes)
    wires.learn(step, layer_name(step.name), kernel, *bias)
    after(wires, step, node.activation)


def _pool(kind: str) -> Callable[[Wires, Step], None]:
    def pool(wires: Wires, step: Step) -> None:
        windows, x = windows_of(step), _arriving(wires, step)
        stride = {} if windows.stride == windows.size else {"strides": short(windows.stride)}
        made = f"layers.{kind}Pooling{_dimensions(step)}"
        made += f"({arguments(short(windows.size), **stride)})"
        if not windows.padded:
            value = f"{made}({x})"
        elif kind == "Max":
            pads = ((0, 0), *windows.padding, (0, 0))
            value = f"{made}(ops.pad({x}, {pads}, constant_values=-1e30))"
        else:
            pads = ((0, 0), *windows.padding, (0, 0))
            value = f"mean_without_padding({made}, {x}, {pads})"
        wires.keep(step, value, last=step.rank == 3)

    return pool


def _global_average_pool(wires: Wires, step: Step) -> None:
    x = _arriving(wires, step)
    wires.keep(step, f"layers.GlobalAveragePooling{_dimensions(step)}()({x})")


WINDOWS: dict[str, Callable[[Wires, Step], None]] = {
    "Conv2D": _convolution,
    "Conv1D": _convolution,
    "MaxPool": _pool("Max"),
    "AveragePool": _pool("Average"),
    "GlobalAveragePool": _global_average_pool,
}
