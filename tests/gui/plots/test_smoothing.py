from __future__ import annotations

import numpy as np

from playground.gui.plots.smoothing import smooth


def test_a_straight_line_stays_and_noise_shrinks() -> None:
    line = np.linspace(3.0, -2.0, 500)
    np.testing.assert_allclose(smooth(line), line, atol=1e-9)
    noise = np.random.default_rng(0).normal(size=500)
    assert smooth(line + noise).std() < (line + noise).std()
    assert np.abs(smooth(noise)[20:-20]).max() < np.abs(noise).max() / 2


def test_gaps_stay_gaps_and_harm_nobody_beside_them() -> None:
    values = np.ones(200)
    values[50:60], values[100] = np.nan, np.inf
    result = smooth(values)
    assert np.array_equal(np.isnan(result), ~np.isfinite(values))
    np.testing.assert_allclose(result[np.isfinite(values)], 1.0)
