"""Which ops are affine: a sum of their operand's numbers, each times a fixed one, plus a fixed one.

Nothing else can be folded into a matrix and a bias (Strang 2016, "Introduction to linear algebra",
section 8.1).
"""

from __future__ import annotations

from collections.abc import Collection

from playground.engine.graph import Node, Value
from playground.engine.ops import OPS

# In what passes through the network, which is the first operand; the others are parameters.
_IN_THE_FIRST = {
    "matmul",
    "add_bias",
    "affine",
    "reshape",
    "copy",
    "slice",
    "swap",
    "conv2d",
    "conv2d_bias",
    "average_pool",
    "global_average",
    "batch_norm_inference",
}
# In all operands together.
_IN_ALL = {"add", "concatenate"}


def is_affine(node: Node, varying: Collection[Value]) -> bool:
    """Whether what a node computes is affine in what varies from sample to sample."""
    if node.op in _IN_ALL:
        return True
    return node.op in _IN_THE_FIRST and not any(each in varying for each in node.inputs[1:])


def only_moves(node: Node) -> bool:
    """Whether its result is the same numbers in the same order."""
    return OPS[node.op].alias or node.op == "copy"
