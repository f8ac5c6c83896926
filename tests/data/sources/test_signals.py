"""Waves as sequences."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.sources.signals import KINDS, SIGNALS
from playground.data.spec import DataSpec

CLEAN = DataSpec(samples=400, noise=0.0)


def waves_of(kind: str) -> np.ndarray:
    dataset = SIGNALS.draw(CLEAN)
    return dataset.features[dataset.targets == KINDS.index(kind), :, 0]


def test_each_wave_is_of_its_kind() -> None:
    for kind in KINDS:
        assert np.abs(waves_of(kind)).max() <= 1.0
    high = {kind: (waves_of(kind) == 1.0).mean() for kind in ("square", "pulses")}
    assert np.isin(waves_of("square"), [-1.0, 1.0]).all()
    assert np.isin(waves_of("pulses"), [-1.0, 1.0]).all()
    assert high["square"] == pytest.approx(0.5, abs=0.03)
    assert high["pulses"] == pytest.approx(0.2, abs=0.03)
    rises = np.diff(waves_of("sawtooth")) > 0
    assert 0.8 < rises.mean() < 0.95
    assert np.abs(np.diff(waves_of("sine"))).max() < 1.0


def test_a_wave_may_begin_anywhere() -> None:
    first = waves_of("sine")[:, 0]
    assert np.histogram(first, bins=4, range=(-1, 1))[0].min() > 10
