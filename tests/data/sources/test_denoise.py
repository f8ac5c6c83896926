"""Noisy curves, and what they were before."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.sources.denoise import DENOISE
from playground.data.spec import DataSpec


def test_noise_lies_on_the_curve_that_is_given_and_not_on_the_one_asked_for() -> None:
    clean, noisy = (
        DENOISE.draw(DataSpec(source="denoise", samples=400, noise=noise)) for noise in (0.0, 0.4)
    )
    assert np.array_equal(clean.features, clean.targets)
    assert np.array_equal(clean.targets, noisy.targets)
    assert (noisy.features - noisy.targets).std() == pytest.approx(0.2, rel=0.05)
