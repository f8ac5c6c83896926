"""Layer types in C: a function a type, which gives the statements that apply it."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from playground.formats.c.applied import Applied, Statements, dense
from playground.formats.c.sequences import SEQUENCES
from playground.formats.c.text import indented, loops, number
from playground.formats.c.windows import WINDOWS
from playground.formats.code.plan import Step
from playground.network.layers.concatenate import place_of


def passes_on(step: Step) -> bool:
    """Whether what leaves is what arrives, number by number, so that it needs no array."""
    whole = step.node.type == "Input" and step.node.columns is None
    return whole or step.node.type in ("Dropout", "Flatten", "Reshape")


def _copied(one: Applied) -> Statements:
    return loops(("i", one.count), body=[f"{one.y}[i] = {one.x}[i];"])


def _input(one: Applied) -> Statements:
    columns = one.step.node.columns or ()
    return [f"{one.y}[{place}] = {one.x}[{column}];" for place, column in enumerate(columns)]


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
    **WINDOWS,
    **SEQUENCES,
}
