"""Nudging a weight gives the slope that backpropagation gives, and PyTorch's."""

from __future__ import annotations

import numpy as np
import pytest

from playground.errors import UserError
from playground.training.carry import part
from playground.training.stepping.gradient_check import check, valley
from playground.training.stepping.objective import Objective
from playground.training.stepping.upcoming import upcoming

from ...inside import dense, session_of
from .runs import CIRCLE, busy_session, stepper_of


def part_of(moment, name: str) -> np.ndarray:  # type: ignore[no-untyped-def]
    return part(moment.parameters, moment.stage.layout[name])


def test_nudged_slopes_are_those_of_backpropagation_with_all_that_a_step_has() -> None:
    session = busy_session()
    session.advance(2)
    moment = session.moment()
    objective = Objective(upcoming(moment))
    places = [("dense_1.weight", (1, 2)), ("dense_2.bias", (3,)), ("norm.weight", (0,))]
    for name, index in places:
        found = check(moment, objective, name, index)
        assert found.relative < 1e-5 or abs(found.quotient) < 1e-9, found
        assert "gree" in found.verdict or "Both are 0" in found.verdict
    around = valley(moment, objective, "dense_1.weight", (1, 2))
    middle = len(around.losses) // 2
    assert around.losses[middle] == pytest.approx(objective.at(objective.parameters))
    assert around.weights[middle] == pytest.approx(part_of(moment, "dense_1.weight")[1, 2])
    with pytest.raises(UserError, match="not learned"):
        check(moment, objective, "norm.running_mean", (0,))


def test_the_gradient_is_the_one_the_stepper_shows() -> None:
    session = session_of(dense(1, 4, "relu"), data=CIRCLE)
    stepper, moment = stepper_of(session), session.moment()
    while stepper.current is None or stepper.current.phase != "update":
        stepper.forward()
    objective = Objective(stepper.step)
    for name, place in moment.stage.layout.items():
        shown = part(stepper.executor.gradients, place)
        exact = part(objective.gradient(objective.parameters), place)
        np.testing.assert_allclose(shown, exact, rtol=1e-4, atol=1e-7, err_msg=name)


def test_the_nudged_slope_is_pytorchs_gradient() -> None:
    torch = pytest.importorskip("torch")
    session = session_of(dense(1, 4, "tanh"), data=CIRCLE)
    moment = session.moment()
    step = upcoming(moment)
    tensors = {
        name: torch.tensor(part(moment.parameters, place), dtype=torch.float64, requires_grad=True)
        for name, place in moment.stage.layout.items()
    }
    x, t = (torch.tensor(step.inputs[each]) for each in ("features", "target"))
    hidden = torch.tanh(x @ tensors["dense_1.weight"] + tensors["dense_1.bias"])
    logits = hidden @ tensors["head.weight"] + tensors["head.bias"]
    torch.nn.functional.binary_cross_entropy_with_logits(logits, t).backward()
    objective = Objective(step)
    for name, index in (("dense_1.weight", (1, 3)), ("head.bias", (0,))):
        expected = float(tensors[name].grad[index])
        found = check(moment, objective, name, index)
        assert found.quotient == pytest.approx(expected, rel=1e-6)
        assert found.backpropagated == pytest.approx(expected, rel=1e-9)


def test_a_corner_and_a_nudge_that_is_lost_are_told() -> None:
    session = session_of(dense(1, 2, "relu"), data=CIRCLE, training={"batch_size": 1})
    moment = session.moment()
    step = upcoming(moment)
    # A bias that puts this sample's unit right at the corner of its ReLU.
    w = part(moment.parameters, moment.stage.layout["dense_1.weight"]).astype(np.float64)
    total = float(step.inputs["features"][0] @ w[:, 0])
    session.set_number("dense_1.bias", (0,), -total)
    moment = session.moment()
    found = check(moment, Objective(upcoming(moment)), "dense_1.bias", (0,), 1e-2)
    assert found.has_corner
    assert "corner" in found.verdict
    tiny = check(moment, Objective(upcoming(moment)), "head.bias", (0,), 1e-15)
    assert "h is so small" in tiny.verdict
