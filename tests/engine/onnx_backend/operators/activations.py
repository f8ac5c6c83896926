"""Activations."""

from __future__ import annotations

from ..computation import Array, Computation
from ..moves import along, broadcast, reshaped
from ..node import OnnxNode, Operator


def _plain(op: str) -> Operator:
    """An operator that is one of our ops."""

    def operator(node: OnnxNode, c: Computation) -> list[Array]:
        return c.run(c.apply(op, c.rows(node.tensor(0))))

    return operator


relu = _plain("relu")
mish = _plain("mish")
hard_swish = _plain("hard_swish")
sigmoid = _plain("sigmoid")
tanh = _plain("tanh")
softplus = _plain("softplus")
softsign = _plain("softsign")
sin = _plain("sine")
exp = _plain("exponential")


def leaky_relu(node: OnnxNode, c: Computation) -> list[Array]:
    slope = node.attribute("alpha", 0.01)
    return c.run(c.apply("leaky_relu", c.rows(node.tensor(0)), slope=slope))


def prelu(node: OnnxNode, c: Computation) -> list[Array]:
    """A slope for each place of the last axis; stretched to one for each number otherwise."""
    x, slope = node.tensor(0), node.tensor(1)
    if slope.shape == x.shape[-1:]:
        return c.run(c.apply("prelu", c.rows(x), c.whole(slope), span=1))
    flat = reshaped(c, c.sample(x), [x.size])
    slopes = reshaped(c, broadcast(c, c.whole(slope), x.shape), [x.size])
    return c.run(reshaped(c, c.apply("prelu", flat, slopes, span=1), x.shape))


def elu(node: OnnxNode, c: Computation) -> list[Array]:
    return c.run(c.apply("elu", c.rows(node.tensor(0)), alpha=node.attribute("alpha", 1.0)))


def selu(node: OnnxNode, c: Computation) -> list[Array]:
    """Ours has the constants of the paper; with others it is a stretched ELU."""
    x = c.rows(node.tensor(0))
    if not {"alpha", "gamma"} & set(node.attributes):
        return c.run(c.apply("selu", x))
    bent = c.apply("elu", x, alpha=node.attribute("alpha", 1.6732632))
    return c.run(c.apply("affine", bent, scale=node.attribute("gamma", 1.050701), shift=0.0))


def gelu(node: OnnxNode, c: Computation) -> list[Array]:
    op = {"none": "gelu", "tanh": "gelu_tanh"}[node.attribute("approximate", "none")]
    return c.run(c.apply(op, c.rows(node.tensor(0))))


def swish(node: OnnxNode, c: Computation) -> list[Array]:
    """x σ(αx) is the SiLU of αx, over α."""
    alpha = node.attribute("alpha", 1.0)
    inner = c.apply("affine", c.rows(node.tensor(0)), scale=alpha, shift=0.0)
    return c.run(c.apply("affine", c.apply("silu", inner), scale=1.0 / alpha, shift=0.0))


def hard_sigmoid(node: OnnxNode, c: Computation) -> list[Array]:
    """Ours rises by 1/6 from −3 to 3, so x is stretched and moved to where that is αx + β."""
    alpha, beta = node.attribute("alpha", 0.2), node.attribute("beta", 0.5)
    x = c.rows(node.tensor(0))
    fitted = c.apply("affine", x, scale=6.0 * alpha, shift=6.0 * (beta - 0.5))
    return c.run(c.apply("hard_sigmoid", fitted))


def softmax(node: OnnxNode, c: Computation) -> list[Array]:
    return c.run(along(c, "softmax", c.sample(node.tensor(0)), node.attribute("axis", -1)))
