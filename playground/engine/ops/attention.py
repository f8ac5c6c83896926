"""The products of attention: every step of a sequence with every other, a head at a time.

A sequence (N, T, K) holds `heads` vectors of K / heads numbers side by side at each step. The three
products here are one another's derivatives.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Cube, Image, product, product_nt, product_tn
from playground.engine.ops.op import Array, Attributes, Op, ShapeError


def _attention_scores(out: Image, q: Cube, k: Cube, scale: float) -> None:
    heads = out.shape[1]
    size = q.shape[2] // heads
    for n in range(out.shape[0]):
        for h in range(heads):
            start = h * size
            product_nt(out[n, h], q[n, :, start : start + size], k[n, :, start : start + size])
            for t in range(out.shape[2]):
                for s in range(out.shape[3]):
                    out[n, h, t, s] *= scale


def _attention_mix(out: Cube, weights: Image, v: Cube, scale: float) -> None:
    heads = weights.shape[1]
    size = v.shape[2] // heads
    for n in range(out.shape[0]):
        for h in range(heads):
            start = h * size
            product(out[n, :, start : start + size], weights[n, h], v[n, :, start : start + size])
        for t in range(out.shape[1]):
            for i in range(out.shape[2]):
                out[n, t, i] *= scale


def _attention_mix_back(out: Cube, weights: Image, g: Cube, scale: float) -> None:
    heads = weights.shape[1]
    size = g.shape[2] // heads
    for n in range(out.shape[0]):
        for h in range(heads):
            start = h * size
            product_tn(
                out[n, :, start : start + size], weights[n, h], g[n, :, start : start + size]
            )
        for t in range(out.shape[1]):
            for i in range(out.shape[2]):
                out[n, t, i] *= scale


def _causal_mask(out: Cube, x: Cube, value: float) -> None:
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            for s in range(min(t + 1, x.shape[2])):
                out[n, t, s] = x[n, t, s]
            for s in range(x.shape[2] - t - 1):
                out[n, t, t + 1 + s] = value


def by_head(x: Array, heads: int) -> Array:
    """(N, T, K) seen as (N, heads, T, K / heads)."""
    samples, steps, width = x.shape
    return x.reshape(samples, steps, heads, width // heads).swapaxes(1, 2)


class AttentionScores(Op):
    """How well each query goes with each key: (N, T, K) and (N, S, K) give (N, heads, T, S).

    Attributes: `heads`; `scale`, which is 1/√(K / heads) in Vaswani et al. 2017, eq. 1.
    """

    name = "attention_scores"
    formula = "y = scale · q · kᵀ, in each head"
    onnx = "MatMul"
    differentiable = True
    kernel = staticmethod(_attention_scores)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        q, k = inputs
        heads = attributes["heads"]
        fits = len(q.shape) == len(k.shape) == 2 and q.shape[1] == k.shape[1]
        if not fits or q.shape[1] % heads or not q.batched or not k.batched:
            raise ShapeError(
                f"attention_scores takes (N, T, K) and (N, S, K), {heads} heads wide; "
                f"received {q} and {k}"
            )
        return (heads, q.shape[0], k.shape[0]), True

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        # Each of the T · S scores of a head is of the K / heads numbers of that head.
        query, key = inputs
        return query.size(1) * key.shape[0]

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        q, k = (by_head(each, attributes["heads"]) for each in arrays)
        xp.matmul(q, k.swapaxes(2, 3), out=out)
        xp.multiply(out, attributes["scale"], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        q, k = node.inputs
        scale = node.attributes["scale"]
        return (
            graph.apply("attention_mix", gradient, k, scale=scale) if needed[0] else None,
            graph.apply("attention_mix_back", gradient, q, scale=scale) if needed[1] else None,
        )


class _Mix(Op):
    """Weights (N, heads, T, S) times a sequence, in each head. Attribute: `scale`."""

    differentiable = True

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        weights, x = inputs
        fits = len(weights.shape) == 3 and len(x.shape) == 2
        if not fits or x.shape[1] % weights.shape[0] or not weights.batched or not x.batched:
            raise ShapeError(
                f"{self.name} takes (N, heads, T, S) and a sequence; received {weights} and {x}"
            )
        _, steps, others = weights.shape
        taken, given = self.extents(steps, others)
        if x.shape[0] != taken:
            raise ShapeError(f"{self.name} takes {taken} steps; received {weights} and {x}")
        return (given, x.shape[1]), True

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        return output.size(1) * inputs[1].shape[0]

    def extents(self, steps: int, others: int) -> tuple[int, int]:
        """Of weights (…, T, S): how many steps are taken, and how many come out."""
        raise NotImplementedError


class AttentionMix(_Mix):
    """Each step's weighted sum of all values: (N, heads, T, S) and (N, S, K) give (N, T, K)."""

    name = "attention_mix"
    formula = "y = scale · a · v, in each head"
    onnx = "MatMul"
    kernel = staticmethod(_attention_mix)

    def extents(self, steps: int, others: int) -> tuple[int, int]:
        return others, steps

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        weights, v = arrays
        heads = weights.shape[1]
        xp.matmul(weights, by_head(v, heads), out=by_head(out, heads))
        xp.multiply(out, attributes["scale"], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        a, v = node.inputs
        both = {"heads": a.shape[0], "scale": node.attributes["scale"]}
        return (
            graph.apply("attention_scores", gradient, v, **both) if needed[0] else None,
            graph.apply("attention_mix_back", a, gradient, scale=both["scale"])
            if needed[1]
            else None,
        )


class AttentionMixBack(_Mix):
    """Back from the steps that were mixed: (N, heads, T, S) and (N, T, K) give (N, S, K)."""

    name = "attention_mix_back"
    formula = "y = scale · aᵀ · g, in each head"
    kernel = staticmethod(_attention_mix_back)

    def extents(self, steps: int, others: int) -> tuple[int, int]:
        return steps, others

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        weights, g = arrays
        heads = weights.shape[1]
        xp.matmul(weights.swapaxes(2, 3), by_head(g, heads), out=by_head(out, heads))
        xp.multiply(out, attributes["scale"], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        a, g = node.inputs
        both = {"heads": a.shape[0], "scale": node.attributes["scale"]}
        return (
            graph.apply("attention_scores", g, gradient, **both) if needed[0] else None,
            graph.apply("attention_mix", a, gradient, scale=both["scale"]) if needed[1] else None,
        )


class CausalMask(Op):
    """The number `value` wherever a step would look at a later one: x (N, …, T, S), same shape."""

    name = "causal_mask"
    formula = "y[t, s] = x[t, s] if s ≤ t, else value"
    differentiable = True
    kernel = staticmethod(_causal_mask)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        (x,) = inputs
        if len(x.shape) < 2 or not x.batched:
            raise ShapeError(f"causal_mask takes (N, …, T, S); received {x}")
        return x.shape, True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.copyto(out, arrays[0])
        for t in range(out.shape[-2]):
            out[..., t, t + 1 :] = attributes["value"]

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("causal_mask", gradient, value=0.0),)
