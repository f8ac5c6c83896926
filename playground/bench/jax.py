"""JAX: an epoch of training as one compiled scan, in plain jax.numpy and lax."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.bench.competitor import Competitor, Learner, package
from playground.bench.exercise import BATCHES_AN_EPOCH, Exercise
from playground.bench.jax_layers import make_forward

CONVOLUTIONS = ("Conv2D",)
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8


class Jax(Competitor):
    """`jit` of `lax.scan` over the epoch's batches, its carry donated; no flax, no optax.

    A network with convolutions takes steps one by one: see `JaxLearner`.
    """

    name = "jax"
    label = "JAX"

    def __init__(self, threads: int) -> None:
        self.jax, self.version = package("jax", "jax")
        # By default the caller goes on while XLA works, on a second thread.
        self.jax.config.update("jax_cpu_enable_async_dispatch", threads > 1)
        self.jax.devices()  # starts XLA, which is no part of building a network

    def build(self, exercise: Exercise) -> JaxLearner:
        return JaxLearner(self.jax, exercise)


class JaxLearner(Learner):
    """A compiled epoch, or a compiled step, and what it carries from one to the next.

    XLA's convolutions on the CPU are several times slower within a scan than outside, so a network
    that has them takes steps one by one, which is how it is fastest.
    """

    def __init__(self, jax: Any, exercise: Exercise) -> None:
        jnp = jax.numpy
        forward = make_forward(jax, exercise)
        self._parameters = int(sum(each.size for each in jax.tree.leaves(forward.learned)))
        self._jax = jax
        self._carry = (forward.learned, forward.kept, _optimizer_state(jax, exercise, forward))
        classes = exercise.classes
        self._data = (
            jnp.asarray(forward.arranged(exercise.features)),
            jnp.asarray(classes[:, None], jnp.float32) if exercise.binary else jnp.asarray(classes),
        )
        order = exercise.order.reshape(BATCHES_AN_EPOCH, exercise.batch).astype(np.int32)
        step = _step(jax, exercise, forward)
        if any(layer.kind in CONVOLUTIONS for layer in exercise.layers):
            self._orders, call = [jnp.asarray(rows) for rows in order], step
        else:
            self._orders, call = [jnp.asarray(order)], _epoch(jax, step)
        self.unit = BATCHES_AN_EPOCH // len(self._orders)
        self._jitted = jax.jit(call, donate_argnums=0)
        self._call = self._jitted.lower(self._carry, *self._data, self._orders[0]).compile()
        self._calls = 0
        self._loss: Any = None

    def run(self, steps: int) -> None:
        orders = self._orders
        for _ in range(steps // self.unit):
            order = orders[self._calls % len(orders)]
            self._carry, self._loss = self._call(self._carry, *self._data, order)
            self._calls += 1
            # Calls of what was compiled ahead take longer to start than those of a jit.
            self._call = self._jitted
        self._jax.block_until_ready((self._carry, self._loss))

    def parameters(self) -> int:
        return self._parameters

    def loss(self) -> float:
        return float(self._loss)


def _step(jax: Any, exercise: Exercise, forward: Any) -> Any:
    """(carry, features, targets, rows) → (carry, the batch's loss)."""
    update = {"sgd": _sgd, "adam": _adam}[exercise.optimizer]

    def objective(learned: Any, kept: Any, x: Any, y: Any) -> tuple[Any, Any]:
        logits, kept = forward.apply(learned, kept, x)
        return _loss(jax, logits, y, exercise.binary), kept

    def step(carry: Any, features: Any, targets: Any, rows: Any) -> tuple[Any, Any]:
        learned, kept, state = carry
        x = features.at[rows].get(mode="promise_in_bounds")
        y = targets.at[rows].get(mode="promise_in_bounds")
        differentiate = jax.value_and_grad(objective, has_aux=True)
        (loss, kept), gradients = differentiate(learned, kept, x, y)
        learned, state = update(jax, learned, gradients, state, exercise.rate)
        return (learned, kept, state), loss

    return step


def _epoch(jax: Any, step: Any) -> Any:
    """(carry, features, targets, order) → (carry, the last batch's loss)."""

    def epoch(carry: Any, features: Any, targets: Any, order: Any) -> tuple[Any, Any]:
        carry, losses = jax.lax.scan(
            lambda carry, rows: step(carry, features, targets, rows), carry, order
        )
        return carry, losses[-1]

    return epoch


def _loss(jax: Any, logits: Any, y: Any, binary: bool) -> Any:
    jnp = jax.numpy
    if binary:
        # max(z, 0) − z·y + log(1 + e^−|z|): the cross-entropy of a sigmoid that can't overflow.
        surprise = jnp.maximum(logits, 0) - logits * y + jnp.log1p(jnp.exp(-jnp.abs(logits)))
        return surprise.mean()
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1).mean()


def _optimizer_state(jax: Any, exercise: Exercise, forward: Any) -> Any:
    if exercise.optimizer == "sgd":
        return ()

    def zeros() -> Any:
        return jax.tree.map(jax.numpy.zeros_like, forward.learned)

    return (jax.numpy.zeros(()), zeros(), zeros())


def _sgd(jax: Any, learned: Any, gradients: Any, state: Any, rate: float) -> tuple[Any, Any]:
    return jax.tree.map(lambda p, g: p - rate * g, learned, gradients), state


def _adam(jax: Any, learned: Any, gradients: Any, state: Any, rate: float) -> tuple[Any, Any]:
    """Kingma and Ba 2015, algorithm 1."""
    step, first, second = state
    step = step + 1.0
    first = jax.tree.map(lambda m, g: BETA_1 * m + (1.0 - BETA_1) * g, first, gradients)
    second = jax.tree.map(lambda v, g: BETA_2 * v + (1.0 - BETA_2) * g * g, second, gradients)
    reach = rate / (1.0 - BETA_1**step)
    undo = 1.0 / (1.0 - BETA_2**step)

    def moved(p: Any, m: Any, v: Any) -> Any:
        return p - reach * m / (jax.numpy.sqrt(v * undo) + EPSILON)

    return jax.tree.map(moved, learned, first, second), (step, first, second)
