"""Optimizers' updates and limits on the gradient: loops against array code, and extremes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.engine.ops import OPS
from playground.engine.ops.clip import Clip
from playground.engine.ops.update import Update
from playground.training.optimizers import OPTIMIZERS

from ..fresh import call_plainly

Array = NDArray[Any]

UPDATES = [name for name, op in OPS.items() if isinstance(op, Update)]
CLIPS = [name for name, op in OPS.items() if isinstance(op, Clip)]
DRAWN = {
    "epsilon": lambda random: 10.0 ** random.uniform(-8, -2),
    "weight_decay": lambda random: random.uniform(0, 0.5),
    "momentum_decay": lambda random: random.uniform(0, 1),
    "limit": lambda random: 10.0 ** random.uniform(-2, 2),
    "rate_factor": lambda random: random.uniform(0, 3),
}
EXTREMES = [0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4]


class Step:
    """One op with arrays of its own: parameters, gradient, state, control and working arrays.

    What the working arrays hold is NaN before each call, so that an op that reads what it has not
    written is found.
    """

    def __init__(self, name: str, attributes: dict[str, Any], size: int, dtype: str) -> None:
        usual = {"rate_factor": 1.0} if name in UPDATES else {}
        self.op, self.attributes = OPS[name], usual | attributes
        self.states = [np.zeros(size, dtype) for _ in range(getattr(self.op, "states", 0))]
        self.working = [np.empty(size, dtype) for _ in range(getattr(self.op, "working", 1))]
        self.parameters = np.zeros(size, dtype)
        self.control = np.array([0.0, 0.01, 7.0])

    def take(self, gradient: Array, *, plainly: bool = False) -> None:
        """Change the parameters, and the gradient itself where the op is a limit on it."""
        for array in self.working:
            array.fill(np.nan)
        out = gradient if isinstance(self.op, Clip) else self.parameters
        arrays = [out, gradient, *self.states, self.control, *self.working]
        with np.errstate(all="ignore"):
            if plainly:
                call_plainly(self.op.kernel, arrays, self.attributes)
            else:
                self.op.compute(np, *arrays, **self.attributes)
        self.control[0] += 1.0

    def learned(self) -> list[Array]:
        return [self.parameters, *self.states]


def drawn_attributes(name: str, random: np.random.Generator) -> dict[str, float]:
    updating = ["rate_factor", *OPTIMIZERS[name]().update().attributes] if name in UPDATES else []
    names = updating or ["limit"]
    return {each: DRAWN.get(each, lambda r: r.uniform(0, 0.999))(random) for each in names}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("draw", range(20))
@pytest.mark.parametrize("name", UPDATES + CLIPS)
def test_the_loops_take_the_steps_of_the_array_code(name: str, draw: int, dtype: str) -> None:
    random = np.random.default_rng([draw, *name.encode()])
    size, attributes = int(random.integers(1, 40)), drawn_attributes(name, random)
    by_arrays, by_loops = (Step(name, attributes, size, dtype) for _ in range(2))
    by_arrays.parameters[:] = by_loops.parameters[:] = random.normal(size=size)
    by_arrays.control[0] = by_loops.control[0] = random.integers(0, 3) * 1000
    tolerance = 1e-6 if dtype == "float32" else 1e-12
    for _ in range(4):
        gradient = (10.0 ** random.uniform(-6, 3) * random.normal(size=size)).astype(dtype)
        one, two = gradient.copy(), gradient.copy()
        by_arrays.take(one)
        by_loops.take(two, plainly=True)
        for expected, found in zip(
            [one, *by_arrays.learned()], [two, *by_loops.learned()], strict=True
        ):
            assert found.dtype == np.dtype(dtype)
            largest = float(np.abs(expected).max())
            np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance * largest)
        if name not in CLIPS:
            assert np.array_equal(one, gradient)
            assert np.array_equal(two, gradient)


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize("name", UPDATES)
def test_finite_gradients_give_finite_steps(name: str, plainly: bool) -> None:
    for dtype, huge in (("float64", [1e18, -1e18]), ("float32", [1e15, -1e15])):
        gradients = np.array(EXTREMES + huge, dtype)
        step = Step(name, OPTIMIZERS[name]().update().attributes, gradients.size, dtype)
        for sign in (1, 1, -1, 0, 1):
            step.take(sign * gradients, plainly=plainly)
            for array in step.learned():
                assert np.isfinite(array).all()


@pytest.mark.parametrize("name", ["adam", "adamw", "nadam", "adagrad", "rmsprop", "adadelta"])
def test_a_square_too_large_for_float32_is_seen_in_the_memory(name: str) -> None:
    step = Step(name, OPTIMIZERS[name]().update().attributes, 1, "float32")
    step.take(np.array([1e20], np.float32))
    assert not all(np.isfinite(array).all() for array in step.learned())


@pytest.mark.parametrize("plainly", [False, True])
def test_where_no_gradient_ever_was_nothing_moves_but_by_decay(plainly: bool) -> None:
    for name in UPDATES:
        step = Step(name, OPTIMIZERS[name]().update().attributes, 3, "float64")
        step.parameters[:] = 2.0
        decay = step.attributes.get("weight_decay", 0.0)
        for _ in range(2):
            step.take(np.zeros(3), plainly=plainly)
        np.testing.assert_allclose(step.parameters, 2.0 * (1 - 0.01 * decay) ** 2, rtol=1e-15)


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", CLIPS)
def test_limits_are_pytorchs(name: str, dtype: str, plainly: bool) -> None:
    torch = pytest.importorskip("torch")
    clip = {
        "clip_value": torch.nn.utils.clip_grad_value_,
        "clip_norm": torch.nn.utils.clip_grad_norm_,
    }[name]
    random = np.random.default_rng(3)
    for scale in (0.0, 1e-8, 1e-3, 0.2, 1.0, 1e4):
        for limit in (1e-3, 1.0, 50.0):
            gradient = (scale * random.normal(size=30)).astype(dtype)
            weight = torch.zeros(30, dtype=getattr(torch, dtype), requires_grad=True)
            weight.grad = torch.tensor(gradient)
            clip([weight], limit)
            Step(name, {"limit": limit}, 30, dtype).take(gradient, plainly=plainly)
            rtol = 2e-6 if dtype == "float32" else 1e-12
            np.testing.assert_allclose(gradient, weight.grad.numpy(), rtol=rtol)


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", CLIPS)
def test_a_limit_holds_however_large_the_gradient(name: str, dtype: str, plainly: bool) -> None:
    for largest in (1e18, 3e38 if dtype == "float32" else 1e150):
        gradient = np.array([largest, -largest / 2, 0.0], dtype)
        Step(name, {"limit": 1.0}, 3, dtype).take(gradient, plainly=plainly)
        length = 1.0 if name == "clip_value" else np.hypot(1.0, 0.5)
        sides = [1.0, -1.0, 0.0] if name == "clip_value" else [1 / length, -0.5 / length, 0.0]
        np.testing.assert_allclose(gradient, sides, rtol=1e-6)


@pytest.mark.parametrize("plainly", [False, True])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", CLIPS)
def test_a_limit_hides_no_divergence(name: str, bad: float, plainly: bool) -> None:
    gradient = np.array([1.0, bad, 3.0])
    Step(name, {"limit": 1.0}, 3, "float64").take(gradient, plainly=plainly)
    assert not np.isfinite(gradient[1])
