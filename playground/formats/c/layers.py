"""Layer types in C: a function a type, which gives the statements that apply it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from playground.engine.graph import Shape
from playground.formats.c.activations import bent
from playground.formats.c.text import indented, loops, number
from playground.formats.code.geometry import windows_of
from playground.formats.code.plan import Step
from playground.network.layers.concatenate import place_of

Statements = list[str]


@dataclass(frozen=True)
class Applied:
    """A step with its arrays.

    Attributes:
        step: what is applied.
        inputs: the arrays that arrive.
        y: the array that leaves.
        named: what a parameter's array is called, by its part.
    """

    step: Step
    inputs: tuple[str, ...]
    y: str
    named: Callable[[str], str]

    @property
    def x(self) -> str:
        """The array that arrives, where there is only one."""
        return self.inputs[0]

    @property
    def count(self) -> int:
        """How many numbers leave."""
        return prod(self.step.shape)

    def bent(self) -> Statements:
        """The activation of the step's layer, on what leaves."""
        node = self.step.node
        return bent(node.activation, self.y, self.step.shape, self.named("slope"))


def passes_on(step: Step) -> bool:
    """Whether what leaves is what arrives, number by number, so that it needs no array."""
    whole = step.node.type == "Input" and step.node.columns is None
    return whole or step.node.type in ("Dropout", "Flatten", "Reshape")


def _copied(one: Applied) -> Statements:
    return loops(("i", one.count), body=[f"{one.y}[i] = {one.x}[i];"])


def _input(one: Applied) -> Statements:
    columns = one.step.node.columns or ()
    return [f"{one.y}[{place}] = {one.x}[{column}];" for place, column in enumerate(columns)]


def dense(x: str, y: str, rows: int, sizes: tuple[int, int], weight: str, bias: str) -> Statements:
    """Rows times a matrix of these sizes, and a bias where it has a name."""
    inputs, outputs = sizes
    body = [
        f"float sum = {f'{bias}[o]' if bias else '0.0f'};",
        *loops(
            ("i", inputs),
            body=[f"sum += {x}[r * {inputs} + i] * {weight}[i * {outputs} + o];"],
        ),
        f"{y}[r * {outputs} + o] = sum;",
    ]
    return loops(("r", rows), ("o", outputs), body=body)


def _dense(one: Applied) -> Statements:
    step = one.step
    sizes = (step.given[-1], step.node.units)
    bias = one.named("bias") if step.node.bias else ""
    found = dense(one.x, one.y, prod(step.given[:-1]), sizes, one.named("weight"), bias)
    return [*found, *one.bent()]


def _activation(one: Applied) -> Statements:
    return [*_copied(one), *one.bent()]


def _polynomial(one: Applied) -> Statements:
    node, x, y, width = one.step.node, one.x, one.y, one.step.given[0]
    found, start = [], 0

    def along(value: str) -> None:
        nonlocal start
        found.extend(loops(("i", width), body=[f"{y}[{start} + i] = {value};"]))
        start += width

    if node.features:
        along(f"{x}[i]")
    if node.squares:
        along(f"{x}[i] * {x}[i]")
    if node.products and width > 1:
        pair = f"if (i < j) {y}[at++] = {x}[i] * {x}[j];"
        body = [f"int at = {start};", *loops(("i", width), ("j", width), body=[pair])]
        found += ["{", *indented(body), "}"]
        start += width * (width - 1) // 2
    if node.sines:
        along(f"sinf({x}[i])")
    return found


def _batch_norm(one: Applied) -> Statements:
    step = one.step
    place = f"i / {prod(step.given[1:])}" if step.rank == 3 else f"i % {step.given[-1]}"
    mean, variance, weight, bias = (
        one.named(part) for part in ("running_mean", "running_var", "weight", "bias")
    )
    body = [
        f"const int c = {place};",
        f"const float s = ({one.x}[i] - {mean}[c]) / sqrtf({variance}[c] + {_epsilon(step)});",
        f"{one.y}[i] = s * {weight}[c] + {bias}[c];",
    ]
    return loops(("i", one.count), body=body)


def _epsilon(step: Step) -> str:
    return number(step.node.epsilon)


def _layer_norm(one: Applied) -> Statements:
    step = one.step
    width = prod(step.given) if step.rank > 2 else step.given[-1]
    x, y = f"{one.x}[r * {width} + i]", f"{one.y}[r * {width} + i]"
    body = [
        "float mean = 0.0f, variance = 0.0f;",
        *loops(("i", width), body=[f"mean += {x} / {width}.0f;"]),
        *loops(("i", width), body=[f"variance += ({x} - mean) * ({x} - mean) / {width}.0f;"]),
        f"const float deviation = sqrtf(variance + {_epsilon(step)});",
        *loops(
            ("i", width),
            body=[
                f"{y} = ({x} - mean) / deviation * {one.named('weight')}[i] "
                f"+ {one.named('bias')}[i];"
            ],
        ),
    ]
    return loops(("r", prod(step.given) // width), body=body)


def _permute(one: Applied) -> Statements:
    step = one.step
    strides = [prod(step.given[axis + 1 :]) for axis in range(step.rank)]
    names = [f"i{axis}" for axis in range(step.rank)]
    pairs = zip(names, step.node.order, strict=True)
    source = " + ".join(f"{name} * {strides[axis]}" for name, axis in pairs)
    target = " + ".join(f"{n} * {prod(step.shape[at + 1 :])}" for at, n in enumerate(names))
    body = [f"{one.y}[{target}] = {one.x}[{source}];"]
    return loops(*zip(names, step.shape, strict=True), body=body)


def _joined(sign: str) -> Callable[[Applied], Statements]:
    def write(one: Applied) -> Statements:
        value = f" {sign} ".join(f"{x}[i]" for x in one.inputs)
        return loops(("i", one.count), body=[f"{one.y}[i] = {value};"])

    return write


def _concatenate(one: Applied) -> Statements:
    step = one.step
    axis = place_of(step.node.axis, step.rank) or 0
    whole, found, start = prod(step.shape[axis:]), [], 0
    for x, shape in zip(one.inputs, step.arriving, strict=True):
        inner = prod(shape[axis:])
        body = [f"{one.y}[o * {whole} + {start} + i] = {x}[o * {inner} + i];"]
        found += loops(("o", prod(shape[:axis])), ("i", inner), body=body)
        start += inner
    return found


def _dot(one: Applied) -> Statements:
    y, width = f"{one.y}[0]", prod(one.step.given)
    a, b = (f"{x}[i]" for x in one.inputs)
    found = [f"{y} = 0.0f;", *loops(("i", width), body=[f"{y} += {a} * {b};"])]
    if not one.step.node.normalize:
        return found
    for x in one.inputs:
        body = [
            "float square = 0.0f;",
            *loops(("i", width), body=[f"square += {x}[i] * {x}[i];"]),
            f"{y} /= fmaxf(sqrtf(square), 1e-12f);",
        ]
        found += ["{", *indented(body), "}"]
    return found


def _embedding(one: Applied) -> Statements:
    step = one.step
    last = step.node.vocabulary - 1
    body = [
        f"const float near = fminf(fmaxf(floorf({one.x}[i] + 0.5f), 0.0f), {last}.0f);",
        *loops(
            ("u", step.node.units),
            body=[
                f"{one.y}[i * {step.node.units} + u] = "
                f"{one.named('weight')}[(int)near * {step.node.units} + u];"
            ],
        ),
    ]
    return loops(("i", prod(step.given)), body=body)


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


LAYERS: dict[str, Callable[[Applied], Statements]] = {
    "Input": _input,
    "Dense": _dense,
    "Activation": _activation,
    "PolynomialFeatures": _polynomial,
    "BatchNorm": _batch_norm,
    "LayerNorm": _layer_norm,
    "Dropout": _copied,
    "Flatten": _copied,
    "Reshape": _copied,
    "Permute": _permute,
    "Add": _joined("+"),
    "Multiply": _joined("*"),
    "Concatenate": _concatenate,
    "Dot": _dot,
    "Embedding": _embedding,
    "Conv2D": _convolution,
    "Conv1D": _convolution,
    "MaxPool": _pool("float most = -INFINITY;", "most = fmaxf(most, s);", "most"),
    "AveragePool": _pool(
        "float sum = 0.0f, cells = 0.0f;", "sum += s, cells += 1.0f;", "sum / cells"
    ),
    "GlobalAveragePool": _global_average_pool,
}
