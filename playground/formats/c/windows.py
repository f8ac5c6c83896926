"""Convolutions and pools in C."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.engine.graph import Shape
from playground.formats.c.applied import Applied, Statements
from playground.formats.c.text import loops
from playground.formats.code.geometry import windows_of


@dataclass(frozen=True)
class _Grid:
    """A value as channels of rows and columns; a sequence is one row high.

    Attributes:
        channels, rows, columns: how many.
        steps: how far apart two of each lie.
    """

    channels: int
    rows: int
    columns: int
    steps: tuple[int, int, int]

    def at(self, channel: str, row: str, column: str) -> str:
        c, r, q = self.steps
        return f"({channel}) * {c} + ({row}) * {r} + ({column}) * {q}"


def _grid(shape: Shape) -> _Grid:
    if len(shape) == 3:
        channels, rows, columns = shape
        return _Grid(channels, rows, columns, (rows * columns, columns, 1))
    columns, channels = shape
    return _Grid(channels, 1, columns, (1, 0, channels))


def _both(numbers: tuple[int, ...], usual: int) -> tuple[int, int]:
    return (usual, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])


def _cells(one: Applied) -> tuple[list[str], tuple[int, int]]:
    """Where a cell of a window lies, and the window's size; outside there is padding."""
    windows = windows_of(one.step)
    given = _grid(one.step.given)
    stride, dilation = _both(windows.stride, 1), _both(windows.dilation, 1)
    before = _both(windows.befores, 0)
    found = [
        f"const int row = i * {stride[0]} + a * {dilation[0]} - {before[0]};",
        f"const int column = j * {stride[1]} + b * {dilation[1]} - {before[1]};",
        f"if (row < 0 || row >= {given.rows} || column < 0 || column >= {given.columns}) continue;",
    ]
    return found, _both(windows.size, 1)


def _convolution(one: Applied) -> Statements:
    step = one.step
    given, left = _grid(step.given), _grid(step.shape)
    cells, (rows, columns) = _cells(one)
    inside, filters = given.channels // step.node.groups, left.channels // step.node.groups
    channel = f"f / {filters} * {inside} + c"
    place = f"((f * {inside} + c) * {rows} + a) * {columns} + b"
    x = f"{one.x}[{given.at(channel, 'row', 'column')}]"
    bias = f"{one.named('bias')}[f]" if step.node.bias else "0.0f"
    summed = [*cells, f"sum += {x} * {one.named('weight')}[{place}];"]
    body = [
        f"float sum = {bias};",
        *loops(("c", inside), ("a", rows), ("b", columns), body=summed),
        f"{one.y}[{left.at('f', 'i', 'j')}] = sum;",
    ]
    outer = (("f", left.channels), ("i", left.rows), ("j", left.columns))
    return [*loops(*outer, body=body), *one.bent()]


def _pool(first: str, taken: str, value: str) -> Callable[[Applied], Statements]:
    """A pool: what it begins with, what it does with a number s, and what it comes to."""

    def write(one: Applied) -> Statements:
        given, left = _grid(one.step.given), _grid(one.step.shape)
        cells, (rows, columns) = _cells(one)
        s = f"const float s = {one.x}[{given.at('c', 'row', 'column')}];"
        body = [
            first,
            *loops(("a", rows), ("b", columns), body=[*cells, s, taken]),
            f"{one.y}[{left.at('c', 'i', 'j')}] = {value};",
        ]
        outer = (("c", left.channels), ("i", left.rows), ("j", left.columns))
        return loops(*outer, body=body)

    return write


def _global_average_pool(one: Applied) -> Statements:
    given = _grid(one.step.given)
    count = given.rows * given.columns
    x = f"{one.x}[{given.at('c', 'i', 'j')}]"
    body = [
        "float sum = 0.0f;",
        *loops(("i", given.rows), ("j", given.columns), body=[f"sum += {x};"]),
        f"{one.y}[c] = sum / {count}.0f;",
    ]
    return loops(("c", given.channels), body=body)


WINDOWS: dict[str, Callable[[Applied], Statements]] = {
    "Conv2D": _convolution,
    "Conv1D": _convolution,
    "MaxPool": _pool("float most = -INFINITY;", "most = fmaxf(most, s);", "most"),
    "AveragePool": _pool(
        "float sum = 0.0f, cells = 0.0f;", "sum += s, cells += 1.0f;", "sum / cells"
    ),
    "GlobalAveragePool": _global_average_pool,
}
