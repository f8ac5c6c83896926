"""Convolutions and pools as PyTorch has them."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.geometry import Windows, short, windows_of
from playground.formats.code.plan import Step
from playground.formats.code.pytorch.activations import bent
from playground.formats.code.pytorch.piece import Piece, options, output
from playground.formats.code.stored import given


def _turned(x: str) -> str:
    """(N, T, F) as (N, F, T), or the other way round."""
    return f"{x}.transpose(1, 2)"


def _pads(windows: Windows) -> str:
    """Cells to add, as F.pad takes them: those of the last axis first."""
    pads = [str(count) for pair in reversed(windows.padding) for count in pair]
    return f"({', '.join(pads)})"


def _convolution(step: Step) -> Piece:
    node, windows, of_image = step.node, windows_of(step), step.rank == 3
    channels = step.given[0] if of_image else step.given[1]
    changed: dict[str, object] = {}
    if set(windows.stride) != {1}:
        changed["stride"] = short(windows.stride)
    # Where steps are longer, what "same" adds depends on the size of what comes.
    within = windows.even and (node.padding != "same" or set(windows.stride) == {1})
    if within and windows.padded:
        changed["padding"] = short(windows.befores)
    if set(windows.dilation) != {1}:
        changed["dilation"] = short(windows.dilation)
    if node.groups > 1:
        changed["groups"] = node.groups
    if not node.bias:
        changed["bias"] = False
    kind = "Conv2d" if of_image else "Conv1d"
    sizes = f"{channels}, {node.filters}, {short(windows.size)}"
    made = (step.name, f"nn.{kind}({sizes}{options(**changed)})")
    parts = ("weight", "bias") if node.bias else ("weight",)
    state = tuple((f"{step.name}.{part}", given(step, part)) for part in parts)
    x = step.x if of_image else _turned(step.x)
    # PyTorch pads both sides alike.
    x = x if within or not windows.padded else f"F.pad({x}, {_pads(windows)})"
    value = f"self.{step.name}({x})"
    value = bent(node.activation, step, value if of_image else _turned(value), step.rank)
    piece = Piece((made,), output(step, value), state)
    return piece.with_slopes(node.activation, step)


def _fits(windows: Windows) -> bool:
    """Whether PyTorch's pools take such padding: alike on both sides, at most half a window."""
    halves = zip(windows.padding, windows.size, strict=True)
    return windows.even and all(before <= size // 2 for (before, _), size in halves)


def _pool(step: Step, kind: str, **settings: object) -> tuple[str, str]:
    """The module for a pool, as (attribute, expression)."""
    windows = windows_of(step)
    changed: dict[str, object] = {}
    if windows.stride != windows.size:
        changed["stride"] = short(windows.stride)
    if windows.padded and _fits(windows):
        changed |= {"padding": short(windows.befores), **settings}
    dimensions = "2d" if step.rank == 3 else "1d"
    return step.name, f"nn.{kind}{dimensions}({short(windows.size)}{options(**changed)})"


def _pooled(step: Step, write: Callable[[str], str]) -> Piece:
    """A pool's statement; `write` gives the result for what arrives, channels first."""
    value = write(step.x) if step.rank == 3 else _turned(write(_turned(step.x)))
    return Piece((), output(step, value))


def _max_pool(step: Step) -> Piece:
    windows = windows_of(step)
    made = _pool(step, "MaxPool")
    if windows.padded and not _fits(windows):
        pad = f'{_pads(windows)}, value=float("-inf")'
        piece = _pooled(step, lambda x: f"self.{step.name}(F.pad({x}, {pad}))")
    else:
        piece = _pooled(step, lambda x: f"self.{step.name}({x})")
    return Piece((made,), piece.forward)


def _average_pool(step: Step) -> Piece:
    windows = windows_of(step)
    made = _pool(step, "AvgPool", count_include_pad=False)
    if windows.padded and not _fits(windows):
        pads = _pads(windows)
        piece = _pooled(step, lambda x: f"mean_without_padding(self.{step.name}, {x}, {pads})")
    else:
        piece = _pooled(step, lambda x: f"self.{step.name}({x})")
    return Piece((made,), piece.forward)


def _global_average_pool(step: Step) -> Piece:
    return Piece((), output(step, f"{step.x}.mean({'(2, 3)' if step.rank == 3 else '1'})"))


WINDOWS: dict[str, Callable[[Step], Piece]] = {
    "Conv2D": _convolution,
    "Conv1D": _convolution,
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "GlobalAveragePool": _global_average_pool,
}
