"""Where the next step would land at another rate is where it lands at that rate."""

from __future__ import annotations

import numpy as np
import pytest

from playground.training.optimizers import OPTIMIZERS
from playground.training.stepping.objective import Objective
from playground.training.stepping.rate_line import RateSearch
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import upcoming

from ...inside import dense, session_of
from .runs import CIRCLE, busy_session


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_an_optimizer_lands_where_it_is_said_to_at_any_rate(name: str) -> None:
    session = busy_session(name, clip="norm")
    session.advance(4)
    moment = session.moment()
    search = RateSearch(upcoming(moment))
    objective = Objective(upcoming(moment))
    for rate in (0.003, 0.07):
        stepper = Stepper(upcoming(moment, rate), np.float64)
        stepper.go_to(len(stepper.instructions))
        expected = objective.at(stepper.executor.parameters)
        assert search.landing(rate) == pytest.approx(expected, rel=1e-9)


def test_tangents_are_the_slopes_at_the_beginning_of_both_lines() -> None:
    session = session_of(dense(1, 4), data=CIRCLE)
    session.advance(3)
    search = RateSearch(upcoming(session.moment()))
    line = search.line()
    tiny = 1e-7
    assert (search.landing(tiny) - line.before) / tiny == pytest.approx(line.step_slope, rel=1e-4)
    slope = (search.along_gradient(tiny) - line.before) / tiny
    assert slope == pytest.approx(line.gradient_slope, rel=1e-4)
    assert line.gradient_slope < 0.0
    assert line.along_step[0] == line.along_gradient[0] == line.before


def test_words_go_with_where_a_rate_lands() -> None:
    session = session_of(
        dense(1, 4), data=CIRCLE, training={"optimizer": {"type": "sgd", "learning_rate": 0.05}}
    )
    search = RateSearch(upcoming(session.moment()))
    line = search.line()
    assert line.best > 0.0
    said = {
        rate: line.verdict(rate, search.landing(rate))
        for rate in (0.01 * line.best, line.best, line.rates[-1])
    }
    small, good, last = said.values()
    assert small.startswith("Small")
    assert good.startswith("Good")
    assert last.startswith(("Too far", "Overshoots", "Good"))
    assert line.verdict(1e9, search.landing(1e9)).startswith(("Too far", "Diverges"))
    assert line.verdict(1.0, float("nan")).startswith("Diverges")
