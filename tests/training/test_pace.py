from __future__ import annotations

import pytest

from playground.training.pace import FULL_SPEED, PACES, Pace


def test_paces_are_offered_from_the_fastest_on_and_each_says_what_it_is():
    assert PACES[0] == FULL_SPEED
    assert [pace.label for pace in PACES] == [
        "Full speed",
        *("30 steps/s", "10 steps/s", "3 steps/s", "1 step/s"),
        *("10 samples/s", "3 samples/s", "1 sample/s"),
    ]
    assert FULL_SPEED.seconds == 0.0
    assert [pace.seconds for pace in PACES[2:5]] == [0.1, 1.0 / 3.0, 1.0]


@pytest.mark.parametrize("per_second", [0.0, -1.0, float("nan")])
def test_a_pace_that_never_gets_anywhere_is_refused(per_second):
    with pytest.raises(ValueError, match="pace above 0"):
        Pace(per_second, "step")
