"""Matrix products in a row with no non-linear function between: which there are.

(x · W₁ + b₁) · W₂ + b₂ = x · (W₁ W₂) + (b₁ W₂ + b₂), and so on: however many there are, they draw
what a single layer can (Goodfellow et al. 2016, section 6.1).
"""

from __future__ import annotations

from playground.network.chains import Chain
from playground.network.layers.activation import Activation
from playground.network.layers.dense import Dense
from playground.network.layers.dropout import Dropout
from playground.network.layers.flatten import Flatten
from playground.network.layers.reshape import Reshape
from playground.network.node import NodeSpec
from playground.network.problems import LinearStack
from playground.network.spec import HEAD

_PASSING = (Dropout, Flatten, Reshape)


def linear_stacks(chains: list[Chain]) -> list[LinearStack]:
    """Two or more products in a row, each row as long as it goes.

    Args:
        chains: the network's, the head at the end of one of them.
    """
    return [stack for chain in chains for stack in _in_chain(chain)]


def _in_chain(chain: Chain) -> list[LinearStack]:
    found: list[LinearStack] = []
    run: list[str] = []
    for identity in chain.nodes:
        node = chain.network[identity] if identity != HEAD else None
        if node is None or isinstance(node, Dense):
            if run and not chain.arrives_as_left(run[-1], identity):
                found += _stack(chain, run)
                run = []
            run.append(identity)
            if node is not None and node.activation.op:
                found += _stack(chain, run)
                run = []
        elif not _is_passed(node):
            found += _stack(chain, run)
            run = []
    return found + _stack(chain, run)


def _is_passed(node: NodeSpec) -> bool:
    """Whether numbers go through it unbent."""
    return isinstance(node, _PASSING) or (isinstance(node, Activation) and not node.activation.op)


def _stack(chain: Chain, run: list[str]) -> list[LinearStack]:
    if len(run) < 2:
        return []
    widths = [chain.leaving(identity)[-1] for identity in run]
    inputs = chain.arriving(run[0])[-1]
    return [LinearStack(tuple(run), inputs, widths[-1], min(widths[:-1]))]
