"""Prices on large weights, added to the loss, and their derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, sign
from playground.engine.ops.op import Array, Attributes, Op


class Penalty(Op):
    """A price on large weights, added to the loss. Attribute `rate`."""

    differentiable = True

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return (), False

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((inputs[0].shape, False),)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        rate = node.attributes["rate"]
        return (graph.apply(f"{self.name}_backward", gradient, node.inputs[0], rate=rate),)


class PenaltyBackward(Op):
    """A penalty's derivative. Operands: the derivative that arrives (one number), the weights."""

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[1].shape, False


def _l1_penalty(out: Flat, w: Flat, terms: Flat, rate: float) -> None:
    total = 0.0
    for i in range(w.size):
        total += abs(w[i])
    out[0] = rate * total


class L1Penalty(Penalty):
    """Pushes weights to exactly 0."""

    name = "l1_penalty"
    formula = "L = rate · Σ |w|"
    kernel = staticmethod(_l1_penalty)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        w, terms = arrays
        xp.abs(w, terms)
        xp.add.reduce(terms, None, None, out)
        xp.multiply(out, attributes["rate"], out)


def _l1_penalty_backward(out: Flat, gradient: Flat, w: Flat, rate: float) -> None:
    scale = rate * gradient[0]
    for i in range(out.size):
        out[i] = scale * sign(w[i])


class L1PenaltyBackward(PenaltyBackward):
    """The same pull on every weight."""

    name = "l1_penalty_backward"
    formula = "∂L/∂w = rate · sign(w)"
    kernel = staticmethod(_l1_penalty_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, w = arrays
        xp.sign(w, out)
        xp.multiply(out, gradient, out)
        xp.multiply(out, attributes["rate"], out)


def _l2_penalty(out: Flat, w: Flat, terms: Flat, rate: float) -> None:
    total = 0.0
    for i in range(w.size):
        total += w[i] * w[i]
    out[0] = 0.5 * rate * total


class L2Penalty(Penalty):
    """Keeps weights small."""

    name = "l2_penalty"
    formula = "L = rate / 2 · Σ w²"
    kernel = staticmethod(_l2_penalty)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        w, terms = arrays
        xp.multiply(w, w, terms)
        xp.add.reduce(terms, None, None, out)
        xp.multiply(out, attributes["rate"] / 2.0, out)


def _l2_penalty_backward(out: Flat, gradient: Flat, w: Flat, rate: float) -> None:
    scale = rate * gradient[0]
    for i in range(out.size):
        out[i] = scale * w[i]


class L2PenaltyBackward(PenaltyBackward):
    """The larger a weight, the harder the pull."""

    name = "l2_penalty_backward"
    formula = "∂L/∂w = rate · w"
    kernel = staticmethod(_l2_penalty_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, w = arrays
        xp.multiply(w, gradient, out)
        xp.multiply(out, attributes["rate"], out)
