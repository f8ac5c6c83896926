"""Steps of optimizers, by a training program of one step.

Its loss is Σ g · x plus the penalty on x, so that its gradient is the one that ONNX is given. The
learning rate, the step and the optimizer's memory are laid where a program has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import prod

import numpy as np

from playground.engine.graph import LEARNING_RATE, STEP, Value
from playground.engine.program import Update, plan

from ..computation import Array, Computation
from ..moves import reshaped
from ..node import NotSupported, OnnxNode

# After so many steps nothing is left of the bias that Adam corrects: at T = 0 ONNX corrects none.
_ENDLESS = 1e9


def momentum(node: OnnxNode, c: Computation) -> list[Array]:
    """At T = 0 the gradient counts in full."""
    _at_the_first_step(node)
    op = {"standard": "momentum", "nesterov": "nesterov"}[node.attribute("mode", "")]
    update = Update(op, {"momentum": node.attribute("alpha", 0.0)})
    return _step(node, c, update, float(node.tensor(0)), 0.0)


def adagrad(node: OnnxNode, c: Computation) -> list[Array]:
    """The decay of the rate is a schedule, which is worked out before a step."""
    rate, taken = float(node.tensor(0)), int(node.tensor(1))
    update = Update("adagrad", {"epsilon": node.attribute("epsilon", 0.0)})
    return _step(node, c, update, rate / (1.0 + taken * node.attribute("decay_factor", 0.0)), taken)


def adam(node: OnnxNode, c: Computation) -> list[Array]:
    _at_the_first_step(node)
    if node.attribute("norm_coefficient_post", 0.0):
        raise NotSupported("adam has no decay after the step")
    names = {"beta_1": ("alpha", 0.9), "beta_2": ("beta", 0.999), "epsilon": ("epsilon", 0.0)}
    settings = {ours: node.attribute(*theirs) for ours, theirs in names.items()}
    return _step(node, c, Update("adam", settings), float(node.tensor(0)), _ENDLESS)


def _at_the_first_step(node: OnnxNode) -> None:
    if int(node.tensor(1)) != 0:
        raise NotSupported(f"{node.operator} is translated for T = 0 only")


def _step(node: OnnxNode, c: Computation, update: Update, rate: float, taken: float) -> list[Array]:
    """The tensors after the step, then each kind of memory, as ONNX lists them."""
    kinds = [
        [node.tensor(place) for place in places] for places in _places(node, 2 + update.states)
    ]
    tensors, gradients, *memory = kinds
    xs = [c.graph.parameter(f"x{place}", x.shape) for place, x in enumerate(tensors)]
    gs = [c.graph.parameter(f"g{place}", g.shape) for place, g in enumerate(gradients)]
    loss = _loss(c, xs, gs, node.attribute("norm_coefficient", 0.0))
    program = plan(c.graph, 1, {"loss": loss}, loss=loss, update=update, fixed=gs)
    executor = c.create(program, c.dtype)
    states = executor.state.reshape(update.states, executor.parameters.size)
    places = [
        slice(program.parameters[x.name].offset, program.parameters[x.name].offset + prod(x.shape))
        for x in xs
    ]
    for value, tensor in zip([*xs, *gs], [*tensors, *gradients], strict=True):
        executor.view(program.parameters[value.name])[...] = tensor
    for state, kind in zip(states, memory, strict=True):
        for place, tensor in zip(places, kind, strict=True):
            state[place] = tensor
    executor.control[LEARNING_RATE], executor.control[STEP] = rate, taken
    executor.execute(0, len(program.instructions), 1)
    flat = [executor.parameters, *states]
    return [
        np.copy(each[place]).reshape(x.shape)
        for each in flat
        for place, x in zip(places, tensors, strict=True)
    ]


def _places(node: OnnxNode, kinds: int) -> list[range]:
    """The inputs after rate and step, a range for each kind of tensor."""
    count = (len(node.inputs) - 2) // kinds
    return [range(2 + kind * count, 2 + (kind + 1) * count) for kind in range(kinds)]


def _loss(c: Computation, xs: Sequence[Value], gs: Sequence[Value], norm: float) -> Value:
    products = [c.apply("row_dot", x, g) for x, g in zip(xs, gs, strict=True)]
    terms = [reshaped(c, product, ()) for product in products]
    terms += [c.apply("l2_penalty", x, rate=norm) for x in xs]
    return reduce(lambda a, b: c.apply("add", a, b), terms)
