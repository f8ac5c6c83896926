"""Long curves, drawn with few points, look the same."""

from __future__ import annotations

import numpy as np
import pytest

from playground.gui.plots.thinning import every_so_often, extremes

X = np.arange(20_000.0)
Y = np.random.default_rng(0).normal(size=X.size)


def test_no_peak_is_lost() -> None:
    y = Y.copy()
    y[[777, 13_001]] = 50.0, -50.0
    x, kept = extremes(X, y, 0.0, X[-1], 150)
    assert len(x) <= 2 * 151 + 1
    assert (kept.max(), kept.min()) == (50.0, -50.0)
    assert (np.diff(x) >= 0).all()
    assert (x[0], x[-1]) == (X[0], X[-1])


def test_only_what_is_seen_is_drawn_with_its_neighbours() -> None:
    x, y = extremes(X, Y, 100.0, 140.0, 150)
    assert x.tolist() == np.arange(99.0, 142.0).tolist()
    np.testing.assert_array_equal(y, Y[99:142])


def test_a_smooth_curve_is_left_where_it_was() -> None:
    x, y = every_so_often(X, np.sin(X / 3000), 0.0, X[-1], 150)
    assert len(x) <= 152
    np.testing.assert_allclose(y, np.sin(x / 3000))


def test_a_gap_stays_a_gap() -> None:
    y = Y.copy()
    y[5_000:10_000] = np.nan
    x, kept = extremes(X, y, 0.0, X[-1], 100)
    assert np.isnan(kept[(x > 5_300) & (x < 9_700)]).all()
    assert np.isfinite(kept[(x < 4_700) | (x > 10_300)]).all()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_few_points_stay_as_they_are(count: int) -> None:
    x, y = extremes(X[:count], Y[:count], 0.0, 10.0, 150)
    assert x.tolist() == X[:count].tolist()
    assert y.tolist() == Y[:count].tolist()
