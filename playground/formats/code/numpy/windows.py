"""Convolutions and pools in NumPy."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.geometry import Windows, windows_of
from playground.formats.code.numpy.activations import bent
from playground.formats.code.numpy.statements import Statements, kept, w
from playground.formats.code.plan import Step


def _as_image(step: Step) -> str:
    return step.x if step.rank == 3 else f"as_image({step.x})"


def _as_it_came(step: Step, image: str) -> str:
    return image if step.rank == 3 else f"as_sequence({image})"


def _padded(x: str, windows: Windows, value: str = "") -> str:
    """What arrives, with its padding, as an image."""
    if not windows.padded:
        return x
    rows, columns = ((0, 0), *windows.padding)[-2:]
    return f"padded({x}, {rows}, {columns}{value})"


def _both(numbers: tuple[int, ...]) -> tuple[int, int]:
    """Numbers for height and width; a sequence is one row high."""
    return (1, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])


def _convolution(step: Step) -> Statements:
    node, windows = step.node, windows_of(step)
    weight = w(step, "weight") if step.rank == 3 else f"{w(step, 'weight')}[:, :, None]"
    settings = ""
    if set(windows.stride) != {1}:
        settings += f", stride={_both(windows.stride)}"
    if set(windows.dilation) != {1}:
        settings += f", dilation={_both(windows.dilation)}"
    if node.groups > 1:
        settings += f", groups={node.groups}"
    sums = f"convolution({_padded(_as_image(step), windows)}, {weight}{settings})"
    statements = [f"{step.output} = {_as_it_came(step, sums)}"]
    total = step.output
    if node.bias:
        total += f" + {w(step, 'bias')}" + ("[:, None, None]" if step.rank == 3 else "")
    return [*statements, *kept(step, bent(node.activation, step, total, step.rank))]


def _pool(step: Step, reduced: str, value: str) -> Statements:
    windows = windows_of(step)
    x = _padded(_as_image(step), windows, f", {value}")
    cells = f"pool({x}, {_both(windows.size)}, {_both(windows.stride)})"
    return kept(step, _as_it_came(step, reduced.format(cells=cells)))


def _max_pool(step: Step) -> Statements:
    return _pool(step, "{cells}.max(-1)", "-np.inf")


def _average_pool(step: Step) -> Statements:
    if windows_of(step).padded:
        return _pool(step, "np.nanmean({cells}, -1)", "np.nan")
    return _pool(step, "{cells}.mean(-1)", "")


def _global_average_pool(step: Step) -> Statements:
    return kept(step, f"{step.x}.mean({'(2, 3)' if step.rank == 3 else '1'})")


WINDOWS: dict[str, Callable[[Step], Statements]] = {
    "Conv2D": _convolution,
    "Conv1D": _convolution,
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "GlobalAveragePool": _global_average_pool,
}
