"""Two classes on the plane."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.sources.classification import CIRCLE, GAUSSIANS, MOONS, SPIRAL, XOR
from playground.data.spec import DataSpec

CLEAN = DataSpec(samples=1000, noise=0.0)


def test_the_disc_is_class_1_and_a_clear_ring_lies_round_it() -> None:
    dataset = CIRCLE.draw(CLEAN)
    radius = np.linalg.norm(dataset.features, axis=1)
    assert radius[dataset.targets == 1].max() <= 0.5
    assert radius[dataset.targets == 0].min() >= 0.7


def test_exclusive_or_is_true_where_the_signs_differ() -> None:
    dataset = XOR.draw(CLEAN)
    first, second = (dataset.features > 0).T
    assert np.array_equal(dataset.targets == 1, first ^ second)
    assert np.bincount(2 * first + second).min() > 200


def test_one_straight_line_parts_the_clouds_but_not_the_other_shapes() -> None:
    def best_line(dataset_features: np.ndarray, targets: np.ndarray) -> float:
        rows = np.column_stack((dataset_features, np.ones(len(targets))))
        weights = np.linalg.lstsq(rows, 2.0 * targets - 1.0, rcond=None)[0]
        return float(((rows @ weights > 0) == targets).mean())

    clouds = GAUSSIANS.draw(CLEAN)
    assert best_line(clouds.features, clouds.targets) > 0.995
    for source in (CIRCLE, XOR, SPIRAL, MOONS):
        dataset = source.draw(CLEAN)
        assert best_line(dataset.features, dataset.targets) < 0.95


@pytest.mark.parametrize("samples", [200, 500, 2000])
def test_clean_arms_of_the_spiral_never_touch(samples: int) -> None:
    dataset = SPIRAL.draw(CLEAN.model_copy(update={"samples": samples}))
    one, other = (dataset.features[dataset.targets == number] for number in (0, 1))
    gaps = np.linalg.norm(one[:, np.newaxis] - other, axis=2)
    assert gaps.min() > 0.08
