from __future__ import annotations

import pytest
from annotated_types import Ge, Gt, Le, Lt
from hypothesis import assume, given
from hypothesis import strategies as st

from playground.gui.inspector.limits import limits_of, number_text

UNITS = limits_of(True, "units", [Ge(1), Le(100_000)], 8)
SHARE = limits_of(False, "rate", [Ge(0.0), Lt(1.0)], 0.2)
RATE = limits_of(False, "learning_rate", [Gt(0.0), Le(1e6)], 0.01)
DECAY = limits_of(False, "weight_decay", [Ge(0.0), Le(100.0)], 0.0)
MEMORY = limits_of(False, "beta_2", [Ge(0.0), Lt(1.0)], 0.999)
SLOPE = limits_of(False, "start", [Ge(-1.0), Le(1.0)], 0.25)
ALL = [UNITS, SHARE, RATE, DECAY, MEMORY, SLOPE]


def values(limits):
    low, high = max(limits.low, -1e9), min(limits.high, 1e9)
    return st.integers(int(low), int(high)) if limits.whole else st.floats(low, high)


@given(data=st.data())
@pytest.mark.parametrize("limits", ALL)
def test_what_is_written_is_read_again(limits, data):
    value = data.draw(values(limits))
    assume(limits.allows(value))
    assert limits.read(limits.text(value)) == pytest.approx(value, rel=1e-10, abs=1e-13)


@given(data=st.data(), steps=st.integers(-30, 30))
@pytest.mark.parametrize("limits", ALL)
def test_steps_stay_within_the_bounds_and_go_their_way(limits, data, steps):
    value = data.draw(values(limits))
    assume(limits.allows(value))
    there = limits.stepped(value, steps)
    assert limits.allows(there)
    assert (there - value) * steps >= 0


@pytest.mark.parametrize(
    ("limits", "value", "there"),
    [
        (UNITS, 8, 9),
        (UNITS, 100_000, 100_000),
        (SHARE, 0.2, 0.25),
        (RATE, 0.01, 0.03),
        (DECAY, 0.0, 0.0001),
        (MEMORY, 0.99, 0.991),
        (SLOPE, 0.25, 0.26),
    ],
)
def test_a_step_is_as_large_as_the_number_asks_for(limits, value, there):
    assert limits.stepped(value, 1) == there


@pytest.mark.parametrize(
    ("limits", "text", "wish"),
    [
        (UNITS, "0", "a whole number from 1 to 100,000"),
        (UNITS, "2.5", "a whole number from 1 to 100,000"),
        (UNITS, "1e3", "a whole number from 1 to 100,000"),
        (SHARE, "100%", "a percentage from 0% to below 100%"),
        (RATE, "0", "a number above 0 to 1,000,000"),
        (RATE, "nan", "a number above 0 to 1,000,000"),
        (RATE, "1e999", "a number above 0 to 1,000,000"),
        (SLOPE, "-1.1", "a number from −1 to 1"),
    ],
)
def test_what_it_cannot_be_is_said_in_words(limits, text, wish):
    with pytest.raises(ValueError, match=wish):
        limits.read(text)


def test_numbers_are_read_as_people_of_many_countries_type_them():
    assert UNITS.read(" 1,024 ") == 1024
    assert RATE.read("0,03") == 0.03
    assert SHARE.read("12,5 %") == SHARE.read("12.5") == 0.125
    assert SLOPE.read("−0.5") == -0.5


def test_what_two_share_is_what_both_allow():
    narrow = limits_of(True, "units", [Gt(2), Lt(50)], 8)
    shared = UNITS.shared_with(narrow)
    assert [shared.allows(value) for value in (2, 3, 49, 50)] == [False, True, True, False]
    assert narrow.shared_with(UNITS).range == "above 2 to below 50"


def test_a_number_has_the_digits_that_tell_it_apart():
    assert [number_text(value) for value in (0.1 + 0.2, 0.99999, 1e-8, 1.0, 4e-6)] == [
        "0.3",
        "0.99999",
        "1e-8",
        "1",
        "4e-6",
    ]
