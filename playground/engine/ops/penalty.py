"""Prices on large weights, added to the loss, and their derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
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


class L1Penalty(Penalty):
    """Pushes weights to exactly 0."""

    name = "l1_penalty"
    formula = "L = rate · Σ |w|"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        w, terms = arrays
        xp.abs(w, terms)
        xp.add.reduce(terms, None, None, out)
        xp.multiply(out, attributes["rate"], out)


class L1PenaltyBackward(PenaltyBackward):
    """The same pull on every weight."""

    name = "l1_penalty_backward"
    formula = "∂L/∂w = rate · sign(w)"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, w = arrays
        xp.sign(w, out)
        xp.multiply(out, gradient, out)
        xp.multiply(out, attributes["rate"], out)


class L2Penalty(Penalty):
    """Keeps weights small."""

    name = "l2_penalty"
    formula = "L = rate / 2 · Σ w²"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        w, terms = arrays
        xp.multiply(w, w, terms)
        xp.add.reduce(terms, None, None, out)
        xp.multiply(out, attributes["rate"] / 2.0, out)


class L2PenaltyBackward(PenaltyBackward):
    """The larger a weight, the harder the pull."""

    name = "l2_penalty_backward"
    formula = "∂L/∂w = rate · w"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, w = arrays
        xp.multiply(w, gradient, out)
        xp.multiply(out, attributes["rate"], out)
