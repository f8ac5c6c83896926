"""Schedules of the learning rate, step by step beside PyTorch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from playground.training.rates import Rates
from playground.training.schedules import (
    NOTHING_SEEN,
    SCHEDULES,
    Constant,
    Cosine,
    Course,
    Exponential,
    OneCycle,
    ReduceOnPlateau,
    Schedule,
    Step,
    Watch,
)
from playground.training.spec import TrainingSpec

from ..network.small import fields_of

PER_EPOCH, EPOCHS = 7, 20
COURSE = Course(PER_EPOCH, EPOCHS)
STEPS = np.arange(PER_EPOCH * EPOCHS)


def pytorchs(torch: Any, schedule: Schedule) -> np.ndarray:
    """The factors by PyTorch, whose scheduler is told of each step, or of each epoch's end."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
    kinds = torch.optim.lr_scheduler
    by_epoch = False
    match schedule:
        case Step():
            scheduler = kinds.StepLR(optimizer, schedule.every, schedule.gamma)
            by_epoch = True
        case Exponential():
            scheduler = kinds.ExponentialLR(optimizer, schedule.gamma)
            by_epoch = True
        case Cosine():
            climb = round(schedule.warm_up * PER_EPOCH)
            scheduler = kinds.CosineAnnealingLR(
                optimizer, len(STEPS) - climb, eta_min=schedule.final
            )
            if climb:
                optimizer.param_groups[0]["lr"] = 1.0
                first = kinds.LinearLR(optimizer, 1 / climb, 1.0, total_iters=climb - 1)
                falling = kinds.CosineAnnealingLR(
                    optimizer, len(STEPS) - climb, eta_min=schedule.final
                )
                scheduler = kinds.SequentialLR(optimizer, [first, falling], [climb])
        case OneCycle():
            scheduler = kinds.OneCycleLR(
                optimizer,
                max_lr=1.0,
                total_steps=len(STEPS),
                pct_start=schedule.rise,
                div_factor=1 / schedule.first,
                final_div_factor=schedule.first / schedule.last,
                cycle_momentum=False,
            )
    found = []
    for step in STEPS:
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if not by_epoch or (step + 1) % PER_EPOCH == 0:
            scheduler.step()
    return np.array(found)


@pytest.mark.parametrize(
    "schedule",
    [
        Step(every=3, gamma=0.5),
        Step(),
        Exponential(gamma=0.9),
        Cosine(),
        Cosine(final=0.2, warm_up=3.0),
        Cosine(final=0.0, warm_up=0.5),
        OneCycle(),
        OneCycle(rise=0.05, first=0.5, last=0.01),
        OneCycle(rise=0.9),
    ],
    ids=lambda schedule: repr(schedule)[:60],
)
def test_every_step_has_the_rate_that_pytorch_gives_it(schedule: Schedule) -> None:
    torch = pytest.importorskip("torch")
    found = schedule.factors(STEPS, COURSE)
    np.testing.assert_allclose(found, pytorchs(torch, schedule), rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("patience", [0, 2, 5])
@pytest.mark.parametrize("threshold", [0.0, 1e-4, 0.1])
def test_a_plateau_is_seen_when_pytorch_sees_it(patience: int, threshold: float) -> None:
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
    theirs = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=0.7, patience=patience, threshold=threshold, min_lr=0.05, eps=0.0
    )
    rates = Rates(
        ReduceOnPlateau(factor=0.7, patience=patience, threshold=threshold, least=0.05), EPOCHS
    )
    random = np.random.default_rng(1)
    losses = np.round(1 / np.arange(1, 60) + 0.1 * random.random(59), 2)
    losses[20], losses[30] = np.nan, np.inf
    seen = []
    for epoch, loss in enumerate(losses, 1):
        rates.see(epoch, float(loss))
        theirs.step(float(loss))
        (factor,) = rates.ahead(1.0, epoch, 1, 0, 1)
        assert factor == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-12)
        seen.append(factor)
    assert seen[-1] < 1.0
    assert patience or seen[-1] == 0.05


def test_a_climb_ends_at_the_rate_and_the_fall_begins_there() -> None:
    factors = Cosine(warm_up=2.0).factors(STEPS, COURSE)
    np.testing.assert_allclose(factors[:14], np.arange(1, 15) / 14)
    assert factors[14] == 1.0
    assert (np.diff(factors[14:]) < 0).all()


def test_one_cycle_has_its_top_at_the_rate() -> None:
    factors = OneCycle(rise=0.5).factors(np.arange(101), Course(1, 101))
    assert factors[0] == pytest.approx(0.04)
    assert factors.max() == pytest.approx(1.0, abs=1e-3)
    assert factors.argmax() in (49, 50)
    assert factors[-1] == pytest.approx(4e-6)


# What must hold for every schedule


def of_two_kinds(name: str) -> list[Schedule]:
    usual = SCHEDULES[name]()
    fields = fields_of(usual) if type(usual).model_fields else {}
    return [usual, SCHEDULES[name](**fields)]


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_goes_through_json_with_default_and_with_other_fields(name: str) -> None:
    for schedule in of_two_kinds(name):
        spec = TrainingSpec(schedule=schedule)
        back = TrainingSpec.model_validate_json(spec.model_dump_json())
        assert back == spec
        assert type(back.schedule) is SCHEDULES[name]
    assert TrainingSpec(schedule=name).schedule == SCHEDULES[name]()
    assert TrainingSpec(schedule=name).model_dump(mode="json")["schedule"] == name


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_is_explained(name: str) -> None:
    schedule = SCHEDULES[name]
    assert schedule.label
    assert schedule.help.endswith(".")
    for field in schedule.model_fields.values():
        assert field.title
        assert field.description


@pytest.mark.parametrize("course", [COURSE, Course(1, 1), Course(1, 10), Course(3, 1)])
@pytest.mark.parametrize("name", SCHEDULES)
def test_factors_are_shares_and_those_of_each_step_alone(name: str, course: Course) -> None:
    for schedule in of_two_kinds(name):
        steps = np.arange(3 * course.steps)  # a run may go on after its end
        factors = schedule.factors(steps, course)
        assert factors.shape == steps.shape
        assert factors.dtype == np.float64
        assert ((factors >= 0) & (factors <= 1)).all()
        alone = [schedule.factors(steps[k : k + 1], course)[0] for k in steps]
        np.testing.assert_allclose(alone, factors, rtol=1e-14)
        if name in ("cosine", "one_cycle"):
            assert (factors[course.steps :] == factors[course.steps]).all()


@pytest.mark.parametrize("name", SCHEDULES)
def test_rates_are_the_same_to_the_last_bit_however_the_epoch_is_sliced(name: str) -> None:
    for schedule in of_two_kinds(name):
        rates = Rates(schedule, EPOCHS)
        whole = rates.ahead(0.03, 4, 13, 0, 100)
        if isinstance(schedule, Constant):
            assert whole is None
            continue
        assert len(whole) == 13
        sliced = [Rates(schedule, EPOCHS).ahead(0.03, 4, 13, k, 1) for k in range(13)]
        assert np.concatenate(sliced).tobytes() == whole.tobytes()


def test_an_epoch_that_was_not_measured_counts_as_waited_for() -> None:
    rates = Rates(ReduceOnPlateau(patience=5), EPOCHS)
    for epoch, loss in ((1, 1.0), (3, 2.0), (6, 2.0), (8, 2.0)):
        rates.see(epoch, loss)
    assert rates.watch == Watch(best=1.0, waited=0, factor=0.1, epoch=8)


def test_the_start_and_a_second_look_at_an_epoch_are_no_epochs() -> None:
    rates = Rates(ReduceOnPlateau(patience=0), EPOCHS)
    rates.see(0, 0.1)
    rates.see(1, 1.0)
    rates.see(1, 2.0)
    assert rates.watch == Watch(best=1.0, epoch=1)


def test_an_edit_keeps_what_is_known_unless_it_no_longer_counts() -> None:
    schedule = ReduceOnPlateau()
    rates = Rates(schedule, EPOCHS, Watch(0.5, 2, 0.1, 9))
    assert rates.edited(schedule, 40, 9, same_loss=True).watch == rates.watch
    other_loss = rates.edited(schedule, EPOCHS, 9, same_loss=False).watch
    assert (other_loss.best, other_loss.factor, other_loss.epoch) == (np.inf, 0.1, 9)
    other = rates.edited(ReduceOnPlateau(patience=3), EPOCHS, 9, same_loss=True).watch
    assert other == Watch(epoch=9)
    assert NOTHING_SEEN.factor == 1.0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("cosin", "Did you mean 'cosine'?"),
        ({"type": "step", "every": 0}, "every"),
        ({"type": "step", "gamma": 1.5}, "gamma"),
        ({"type": "cosine", "final": -0.1}, "final"),
        ({"type": "one_cycle", "rise": 1.0}, "rise"),
        ({"type": "reduce_on_plateau", "patience": -1}, "patience"),
        ({"type": "constant", "gamma": 0.5}, "gamma"),
        (0.1, "Expected a known schedule by its name"),
    ],
)
def test_what_is_no_schedule_is_refused_in_words(given: object, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TrainingSpec(schedule=given)
    assert words in str(refused.value)
