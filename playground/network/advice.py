"""What runs but hardly learns, or learns less than it seems: said before training, with a way out.

Each warning is of something that is so for certain, not of taste; a network without one is not
thereby good.
"""

from __future__ import annotations

from playground.network.activations import HardSigmoid, Relu, Sigmoid
from playground.network.chains import Chain, chains
from playground.network.compiler import Trace
from playground.network.fixes import RemoveNodes, SetFields, in_a_row
from playground.network.heads import Head
from playground.network.layers.activation import Activation
from playground.network.layers.dense import Dense
from playground.network.layers.dropout import Dropout
from playground.network.layers.flatten import Flatten
from playground.network.layers.permute import Permute
from playground.network.layers.reshape import Reshape
from playground.network.layers.shared import Shared
from playground.network.linear_stack import linear_stacks
from playground.network.node import NodeSpec
from playground.network.pooling import Pooling
from playground.network.problems import LinearStack, Problem
from playground.network.shapes import in_words
from playground.network.spec import HEAD, NetworkSpec

# What moves numbers, or silences some.
_MOVING = (Dropout, Flatten, Reshape, Permute)
# Fewer sigmoids in a row still let through enough: of three, 1/64.
_SIGMOIDS_IN_A_ROW = 3
_MILLION = 1_000_000


def advice(network: NetworkSpec, head: Head, traced: Trace) -> list[Problem]:
    """Warnings about a network as far as it could be built."""
    rows = chains(network, traced)
    found = [_of_stack(stack) for stack in linear_stacks(rows)]
    for chain in rows:
        found += _of_sigmoids(chain)
        found += _of_cut_off(chain, head)
    return found


# Products with nothing between


def _of_stack(stack: LinearStack) -> Problem:
    named = [_name(layer) for layer in stack.layers]
    shape = in_words((stack.inputs, stack.outputs)).replace("×", " × ")
    message = (
        f"{in_a_row(named)} have no non-linear function between them: together they are one "
        f"matrix product of {shape}"
    )
    if stack.narrowest < min(stack.inputs, stack.outputs):
        message += f", of rank {stack.narrowest} at most"
    bent = stack.layers[:-1]
    fix = SetFields(bent, (("activation", "tanh"),), f"Use tanh in {_some(bent)}")
    return Problem("warning", stack.layers[0], f"{message}.", fix, stack=stack)


# Sigmoids in a row


def _of_sigmoids(chain: Chain) -> list[Problem]:
    runs: list[list[str]] = [[]]
    for identity in chain.nodes:
        node = chain.network[identity] if identity != HEAD else None
        if isinstance(_function(node), Sigmoid | HardSigmoid):
            runs[-1].append(identity)
        elif not _lets_through(node):
            runs.append([])
    return [_vanishing(run) for run in runs if len(run) >= _SIGMOIDS_IN_A_ROW]


def _vanishing(run: list[str]) -> Problem:
    fix = SetFields(
        tuple(run), (("activation", "relu"), ("initializer", "he")), f"Use ReLU in {_some(run)}"
    )
    return Problem(
        "warning",
        run[0],
        f"{in_a_row(run)} each end in a sigmoid, which passes on a quarter of a gradient at most. "
        f"Weights aside, {run[0]} gets {_left_of(len(run))} of what arrives at {run[-1]}, and "
        "hardly learns.",
        fix,
    )


def _left_of(sigmoids: int) -> str:
    """What is left of a gradient after so many, in words."""
    left = 4**sigmoids
    return f"no more than 1/{left:,}" if left < _MILLION else "less than a millionth"


def _function(node: NodeSpec | None) -> object:
    """The non-linear function that a layer of its own sums ends in, if it has one."""
    return getattr(node, "activation", None)


def _lets_through(node: NodeSpec | None) -> bool:
    """Whether a gradient passes a layer with no function of its own and nothing to rescale it."""
    if isinstance(node, Dense | Activation):
        return not node.activation.op
    return isinstance(node, (*_MOVING, Pooling))


# What is cut off right before the head


def _of_cut_off(chain: Chain, head: Head) -> list[Problem]:
    """A ReLU whose few numbers are taken for the outputs themselves.

    The head has a product of its own, so a ReLU before it is fine as a hidden layer; one with no
    more units than there are outputs is the output layer of another program, brought along.
    """
    if chain.nodes[-1] != HEAD or head.final not in ("sigmoid", "softmax"):
        return []
    before = [chain.network[identity] for identity in chain.nodes[:-1]]
    while before and isinstance(before[-1], _MOVING):
        before.pop()
    last = before[-1] if before else None
    if not isinstance(last, Dense | Activation) or not isinstance(last.activation, Relu):
        return []
    (units,), (outputs,) = chain.arriving(HEAD), chain.leaving(HEAD)
    if units != outputs:
        return []
    what = "its one number" if units == 1 else f"each of its {units} numbers"
    dies = "it stays 0 for every sample" if units == 1 else "one can stay 0 for every sample"
    return [
        Problem(
            "warning",
            last.id,
            f"{last.id} cuts {what} off at 0 right before the head, and {dies} once its sums are "
            f"negative. The head is the output layer: it has {_outputs(outputs)} and a "
            f"{head.final} of its own.",
            _without(chain.network, before),
        )
    ]


def _without(network: NetworkSpec, before: list[NodeSpec]) -> RemoveNodes | SetFields:
    """Take the layer out, with the sums that a function by itself is applied to."""
    *earlier, last = before
    doomed = [last]
    sums = next((node for node in reversed(earlier) if not isinstance(node, _MOVING)), None)
    if isinstance(last, Activation) and isinstance(sums, Dense) and not sums.activation.op:
        doomed.insert(0, sums)
    names = tuple(node.id for node in doomed)
    if any(isinstance(node, Shared) and node.layer in names for node in network):
        # It works elsewhere too, so it stays, and lets a little of the negative side through.
        return SetFields((last.id,), (("activation", "leaky_relu"),), "Use Leaky ReLU")
    return RemoveNodes(names)


def _outputs(count: int) -> str:
    return "1 output" if count == 1 else f"{count} outputs"


def _name(identity: str) -> str:
    return "the head" if identity == HEAD else identity


def _some(names: tuple[str, ...] | list[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} layers"
