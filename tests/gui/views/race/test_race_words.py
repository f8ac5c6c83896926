"""What the race says: times, who leads and who overtakes, from made-up measurements."""

from __future__ import annotations

import pytest

from playground.gui.views.race import words
from playground.training.race.contestants import Contestants
from playground.training.race.cost import StepCost
from playground.training.race.course import Course
from playground.training.race.model import Model
from playground.training.race.results import Results
from playground.training.race.timing import Timing

COURSE = Course((4, 64), (1, 16), ("numpy", "native"))
COSTS = {(w, b): StepCost(20, 100 * w, w * w * b) for w in (4, 64) for b in (1, 16)}


def results(numpy, native, disturbed=0.0):
    """A race in which all batches take as long, by width."""
    times = {
        name: {(w, b): Timing(s, s, s, 1, disturbed) for b in (1, 16) for w, s in seconds.items()}
        for name, seconds in (("numpy", numpy), ("native", native))
    }
    models = {"numpy": Model(2e-6, 1e-11, 1e-11, 0.1), "native": Model(2e-8, 1e-11, 1e-11, 0.2)}
    return Results(COURSE, times, COSTS, models, None, 8, 8, "")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(2.81e-8, "28.1 ns"), (1.43e-6, "1.43 µs"), (0.0123, "12.3 ms"), (2.0, "2 s")],
)
def test_times_have_three_digits_and_a_unit(seconds, said):
    assert words.duration(seconds) == said


def test_a_crossing_is_said_with_its_width_and_else_that_there_is_none():
    crossed = results({4: 1e-6, 64: 8e-6}, {4: 4e-6, 64: 4e-6})
    # A quarter as long at 4, twice as long at 64: two thirds of the way, by logarithms.
    assert crossed.crossings()[0].width == pytest.approx(4 * 16 ** (2 / 3))
    assert words.crossings(crossed) == (
        "Native overtakes NumPy from width 25 on at batch 1, 25 at 16."
    )
    never = results({4: 4e-6, 64: 8e-6}, {4: 1e-6, 64: 4e-6})
    assert "Nobody overtakes native: its lead falls from 4× to 2×" in words.crossings(never)
    even = results({4: 4e-6, 64: 4.1e-6}, {4: 1e-6, 64: 4e-6})
    assert "from 4× to nothing" in words.crossings(even)


def test_why_one_leads_is_said_by_what_differs_most():
    found = results({4: 4e-5, 64: 4e-5}, {4: 4e-7, 64: 1e-6})
    cell = (4, 16)
    timings = {name: times[cell] for name, times in found.times.items()}
    said = words.why(found, COSTS[cell], timings, 16, "Width 4, batch 16")
    assert said.startswith("Width 4, batch 16: 20 instructions, 400 B read and written, 256 ")
    assert "Native is 100× as fast as NumPy: to begin an instruction takes NumPy 2 µs" in said
    assert "At batch 16 launch is most of a step at every width with NumPy" in said
    # Layers of another kind, whose parts come to something else, are named as such.
    own = StepCost(30, 10**9, 10**6)
    assert "fitted to dense layers" in words.why(found, own, timings, 32, "Yours")


def test_doubts_and_a_missing_gpu_are_said():
    assert words.doubt(results({4: 1e-6}, {4: 1e-6})) == (
        "The three parts' sum is off by NumPy 10%, native 20% in the median."
    )
    assert "busy in 60%" in words.doubt(results({4: 1e-6}, {4: 1e-6}, disturbed=0.6))
    assert words.of_gpu(Contestants(("numpy",), "a card", True)) == ""
    assert "No GPU races here: no CuPy." in words.of_gpu(Contestants(("numpy",), "no CuPy", False))
