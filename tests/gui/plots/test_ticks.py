from __future__ import annotations

import numpy as np
import pytest

from playground.gui.plots.ticks import linear_ticks, log_ticks


@pytest.mark.parametrize("low", [-1234.5, -1.2, 0.0, 3e-7, 5e8])
@pytest.mark.parametrize("span", [1e-6, 0.37, 2.4, 99.0, 1e7])
def test_ticks_are_inside_rising_few_and_told_apart(low: float, span: float) -> None:
    if span < abs(low) * 1e-9:
        pytest.skip("finer than a float can say")
    ticks = linear_ticks(low, low + span, 6)
    places = [place for place, _ in ticks]
    assert 2 <= len(ticks) <= 6
    assert places == sorted(set(places))
    assert low - span * 1e-6 <= places[0]
    assert places[-1] <= low + span * (1 + 1e-6)


def test_numbers_have_the_decimals_of_their_step() -> None:
    assert [text for _, text in linear_ticks(-1, 1, 5)] == ["−1.0", "−0.5", "0.0", "0.5", "1.0"]
    assert [text for _, text in linear_ticks(0, 2000, 5)] == ["0", "500", "1,000", "1,500", "2,000"]


def test_a_log_axis_of_two_decades_shows_1_3_and_10() -> None:
    assert [text for _, text in log_ticks(-2.0, 0.0, 6)] == ["0.01", "0.03", "0.1", "0.3", "1"]
    assert len(log_ticks(-12.0, 3.0, 5)) <= 6


def test_a_range_of_no_width_has_no_ticks() -> None:
    assert linear_ticks(1.0, 1.0, 5) == []
    assert linear_ticks(0.0, float("nan"), 5) == []


@pytest.mark.parametrize("most", range(2, 9))
def test_log_ticks_never_huddle_in_one_decade_of_several(most: int) -> None:
    for low in np.arange(-6.0, 0.0, 0.37):
        for span in (0.6, 0.9, 1.3, 2.9, 3.2, 4.4, 7.0):
            places = np.array([place for place, _ in log_ticks(low, low + span, most)])
            assert 2 <= len(places) <= most + 1  # both ends of the axis may have one
            gaps = np.diff(np.sort(places))
            assert len(gaps) == 0 or gaps.max() <= 6 * gaps.min()
