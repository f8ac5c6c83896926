"""What a step goes down on: the loss of its batch with the price of its weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Phase
from playground.engine.program import plan
from playground.errors import UserError
from playground.network.compiler import fixed_parameters, loss_value, trace
from playground.training.stepping.upcoming import Upcoming

Array = NDArray[Any]
_OBJECTIVE = "objective"


class Objective:
    """The loss of one batch, with penalties, at any weights: what the gradient is the slope of.

    Dropout draws what it draws in the step itself. For one thread.

    Attributes:
        parameters: (P,) the weights before the step.
        learned: the names of the parameters that a step changes by their gradient.

    Raises:
        UserError: the network has errors.
    """

    def __init__(self, step: Upcoming, dtype: DTypeLike = np.float64) -> None:
        stage = step.moment.stage
        network = stage.in_force
        traced = trace(network, stage.head, stage.signature, training=True)
        if traced.errors:
            raise UserError(traced.errors[0].message)
        graph = traced.builder.graph
        loss = loss_value(traced, stage.head, stage.signature)
        with graph.within(phase=Phase.LOSS):
            objective = stage.training.regularization.add(traced.builder, loss)
        fixed = fixed_parameters(network, graph)
        program = plan(graph, len(step.rows), {_OBJECTIVE: objective}, loss=objective, fixed=fixed)
        frozen = {value.name for value in fixed}
        specs = traced.builder.parameters
        self.learned = frozenset(s.name for s in specs if s.learned and s.name not in frozen)
        self._executor = ReferenceExecutor(program, dtype)
        self._executor.control[:] = step.moment.control
        self._rows = len(step.rows)
        self._n_forward = sum(i.phase is not Phase.BACKWARD for i in program.instructions)
        rows = self._executor.rows(self._rows)
        with np.errstate(all="ignore"):
            for name, target in rows.inputs.items():
                np.copyto(target, step.inputs[name], casting="same_kind")
        self._objective = rows.outputs[_OBJECTIVE]
        self.parameters = step.moment.parameters.astype(dtype)

    def at(self, parameters: Array) -> float:
        """The objective at some weights (P,)."""
        self._executor.parameters[:] = parameters
        self._executor.execute(0, self._n_forward, self._rows)
        return float(self._objective)

    def gradient(self, parameters: Array) -> Array:
        """(P,) its slope there by backpropagation; 0 for what is not learned."""
        self._executor.parameters[:] = parameters
        self._executor.execute(0, len(self._executor.program.instructions), self._rows)
        return self._executor.gradients.copy()
