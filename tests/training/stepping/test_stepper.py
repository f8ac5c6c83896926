"""The stepped step is the session's step, to the last bit, and can be gone back."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.graph import Phase
from playground.engine.program import Buffer
from playground.project.session import ProjectSession
from playground.project.templates import TEMPLATES
from playground.training.optimizers import OPTIMIZERS
from playground.training.session import Session
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import upcoming

from ...inside import dense, example, session_of
from .runs import CIRCLE, busy_session, stepper_of

BUFFERS = [buffer.value for buffer in Buffer]
# Every head, and layers of every kind that learns.
EXAMPLES = [
    "circle",
    "iris",
    "multi_label",
    "regression_surface",
    "bounded_regression",
    "linnerud",
    "digits_cnn",
    "digits_lstm",
]


def buffers(stepper: Stepper) -> list[np.ndarray]:
    return [getattr(stepper.executor, name).copy() for name in BUFFERS]


def same(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    """To the last bit, NaNs included."""
    return all(a.tobytes() == b.tobytes() for a, b in zip(some, others, strict=True))


def check_next_step(session: Session) -> None:
    stepper = stepper_of(session)
    stepper.go_to(len(stepper.instructions))
    session.advance(1)
    after = session.moment()
    assert stepper.finished
    assert stepper.executor.parameters.tobytes() == after.parameters.tobytes()
    assert stepper.executor.state.tobytes() == after.optimizer.tobytes()
    assert stepper.loss == session.batch_loss


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_the_stepped_weights_are_the_sessions_for_every_optimizer(name: str) -> None:
    session = busy_session(name, clip=("value" if len(name) % 2 else "norm"))
    for _ in range(6):  # over the end of an epoch, whose last batch is smaller
        check_next_step(session)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_stepped_weights_are_the_sessions_for_every_head_and_layer(name: str) -> None:
    session = example(name, device="numpy")
    session.advance(2)
    check_next_step(session)


@pytest.mark.parametrize(
    "name", ["resnet_block", "collaborative_filtering", "text_classifier", "transformer"]
)
def test_the_stepped_weights_are_the_sessions_for_every_kind_of_network(name: str) -> None:
    check_next_step(ProjectSession(TEMPLATES[name].project(), device="numpy"))


def test_the_stepped_weights_are_those_of_ones_own_step() -> None:
    session = session_of(dense(1, 5, "relu"), data=CIRCLE, training={"batch_size": 9})
    stepper = stepper_of(session)
    stepper.go_to(len(stepper.instructions))
    session.step(stepper.step.inputs["features"], stepper.step.inputs["target"])
    assert stepper.executor.parameters.tobytes() == session.moment().parameters.tobytes()


def test_compiled_kernels_come_to_the_same_within_rounding() -> None:
    numpy, native = busy_session(), busy_session()
    native.use_device("cpu")
    stepper = stepper_of(numpy)
    stepper.go_to(len(stepper.instructions))
    native.advance(1)
    after = native.moment().parameters
    np.testing.assert_allclose(stepper.executor.parameters, after, rtol=2e-4, atol=2e-6)


def test_a_rate_changed_by_hand_is_the_rate_that_is_stepped_with() -> None:
    session = busy_session()
    session.advance(3)
    session.learning_rate = 0.2
    assert stepper_of(session).step.rate == session.current_rate
    check_next_step(session)


def test_going_back_gives_every_buffer_to_the_last_bit() -> None:
    stepper = stepper_of(busy_session("adamw", clip="norm"))
    seen = [buffers(stepper)]
    while stepper.forward():
        seen.append(buffers(stepper))
    for known in seen[-2::-1]:
        assert stepper.back()
        assert same(buffers(stepper), known)
    assert not stepper.back()
    for known in seen[1:]:  # and on again
        stepper.forward()
        assert same(buffers(stepper), known)


def test_with_little_memory_it_goes_back_by_running_anew() -> None:
    session = busy_session()
    rich, poor = stepper_of(session), Stepper(upcoming(session.moment()), most_bytes=600)
    for position in (20, 7, 15, 1, 0, 31, 30, 29):
        rich.go_to(position)
        poor.go_to(position)
        assert same(buffers(rich), buffers(poor))
    assert poor.position == 29


def test_it_goes_to_phases_and_layers() -> None:
    stepper = stepper_of(session_of(dense(1, 3), dense(2, 2), data=CIRCLE))
    seen = []
    while not stepper.finished:
        stepper.go_to(stepper.next_layer())
        current = stepper.current
        assert current is not None
        seen.append((current.phase, current.scope))
    forward = [(Phase.FORWARD, s) for s in ("dense_1", "dense_2", "head")]
    assert seen[:5] == [*forward, (Phase.LOSS, "head"), (Phase.BACKWARD, "")]
    assert seen[-2:] == [(Phase.BACKWARD, "dense_1"), (Phase.UPDATE, "")]
    stepper.restart()
    phases = []
    while not stepper.finished:
        stepper.go_to(stepper.next_phase())
        assert stepper.current is not None
        phases.append(stepper.current.phase)
    assert phases[:4] == list(Phase)


def test_an_operand_that_was_kept_tells_where_it_was_computed() -> None:
    stepper = stepper_of(session_of(dense(1, 3), dense(2, 2), data=CIRCLE))
    by_op = {(i.op, i.scope): i.number for i in stepper.instructions}
    backward = by_op["tanh_backward", "dense_1"]
    assert stepper.origins.of(backward, 1).writer == by_op["tanh", "dense_1"]
    weights = by_op["matmul_backward_w", "dense_2"]
    assert stepper.origins.of(weights, 0).writer == by_op["tanh", "dense_1"]
    assert stepper.origins.life(by_op["tanh", "dense_1"]).last_read == backward


@pytest.mark.parametrize("name", ["busy", "digits_cnn"])
def test_what_is_said_to_be_held_still_holds_what_was_written(name: str) -> None:
    session = busy_session() if name == "busy" else example(name, device="numpy")
    stepper = stepper_of(session)
    results: dict[int, bytes] = {}
    while stepper.forward():
        now = stepper.current
        assert now is not None
        results[now.number] = stepper.array(now.output).tobytes()
        for place, operand in enumerate(now.inputs):
            writer = stepper.origins.of(now.number, place).writer
            if writer is not None and not stepper.origins.of(now.number, place).kept:
                # What an instruction reads was there, whole, when it ran.
                before = stepper.before(operand).tobytes()
                assert now.phase is Phase.UPDATE or before == results[writer]
        for number, result in results.items():
            if stepper.origins.held(number, stepper.position):
                output = stepper.instructions[number].output
                if output.buffer in (Buffer.WORKSPACE, Buffer.GRADIENTS):
                    assert stepper.array(output).tobytes() == result
    held = [n for n in results if stepper.origins.held(n, stepper.position)]
    assert len(held) < len(results)  # and some memory was used twice


def test_a_run_stops_at_breakpoints_and_says_why() -> None:
    stepper = stepper_of(session_of(dense(1, 3), dense(2, 2), data=CIRCLE))
    assert "instruction 5" in stepper.run(Breakpoints(frozenset({4})))
    assert stepper.position == 5
    assert stepper.run(Breakpoints(frozenset({4}))) == ""
    assert stepper.finished
    stepper.restart()
    layer = Breakpoints(layers=frozenset({"dense_2"}))
    found = []
    while True:
        reason = stepper.run(layer)
        if not reason:
            break
        assert stepper.current is not None
        found.append((stepper.current.phase, stepper.current.scope))
        assert "dense_2" in reason
    assert found == [(Phase.FORWARD, "dense_2"), (Phase.BACKWARD, "dense_2")]


def test_a_run_stops_where_a_number_is_not_finite_and_at_a_dead_unit() -> None:
    session = session_of(dense(1, 3, "relu"), dense(2, 2), data=CIRCLE)
    session.set_number("dense_1.bias", (1,), -100.0)
    stepper = stepper_of(session)
    reason = stepper.run(Breakpoints(dead=True))
    assert reason.startswith("Unit 1 of dense_1 is 0 for all")
    assert stepper.current is not None
    assert stepper.current.op == "relu"
    reason = stepper.run(Breakpoints(dead=True))
    assert reason.startswith("Unit 1 of dense_1 passes a gradient of 0")
    # So large that the next product is infinite, and no number from there on.
    session.set_number("dense_2.weight", (0, 0), 3e38)
    session.set_number("dense_1.bias", (0,), 1e5)
    stepper = stepper_of(session)
    reason = stepper.run(Breakpoints(not_finite=True))
    assert "infinite" in reason
    assert (stepper.current.op, stepper.current.scope) == ("matmul", "dense_2")


def test_it_says_where_the_run_itself_would_stop() -> None:
    session = session_of(dense(1, 3, "relu"), data=CIRCLE, training={"optimizer": {"type": "sgd"}})
    session.set_number("head.bias", (0,), 3e38)
    session.set_number("head.weight", (0, 0), 3e38)
    session.set_number("dense_1.bias", (0,), 1e6)
    stepper = stepper_of(session)
    assert stepper.refusal == ""
    while stepper.forward() and stepper.current.phase is not Phase.BACKWARD:  # type: ignore[union-attr]
        pass
    assert "run would stop here" in stepper.refusal
