"""Heights over the plane."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.sources.surfaces import BUMPS, PLANE, WAVES, bumps
from playground.data.spec import DataSpec

CLEAN = DataSpec(samples=4000, noise=0.0)


@pytest.mark.parametrize("source", [PLANE, BUMPS, WAVES], ids=lambda source: source.name)
def test_clean_heights_reach_from_minus_1_to_1_and_no_farther(source) -> None:
    heights = source.draw(CLEAN).targets
    assert -1.0 <= heights.min() < -0.9
    assert 0.9 < heights.max() <= 1.0


def test_only_the_plane_is_fitted_by_a_straight_line() -> None:
    def residual(features: np.ndarray, heights: np.ndarray) -> float:
        rows = np.column_stack((features, np.ones(len(features))))
        fitted = rows @ np.linalg.lstsq(rows, heights, rcond=None)[0]
        return float(np.sqrt(((fitted - heights) ** 2).mean()))

    plane = PLANE.draw(CLEAN)
    assert residual(plane.features, plane.targets) < 1e-12
    for source in (BUMPS, WAVES):
        dataset = source.draw(CLEAN)
        assert residual(dataset.features, dataset.targets) > 0.3


def test_hills_and_hollows_take_turns() -> None:
    row = np.array([[-0.65, 0.45], [0.0, 0.45], [0.65, 0.45], [0.65, -0.45]])
    assert np.sign(bumps(row)).tolist() == [1.0, -1.0, 1.0, -1.0]
