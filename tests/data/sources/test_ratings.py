"""Who likes what."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.sources.ratings import ITEMS, RATINGS, TASTES, USERS
from playground.data.spec import DataSpec

N_USERS, N_ITEMS, N_TASTES = (int(each.default) for each in (USERS, ITEMS, TASTES))
N_PAIRS = N_USERS * N_ITEMS


def draw(samples: int = N_PAIRS, noise: float = 0.0):
    return RATINGS.draw(DataSpec(source="ratings", samples=samples, noise=noise))


def test_no_pair_comes_twice_before_every_pair_has_come_once() -> None:
    numbers = draw(samples=N_PAIRS + 7).features @ [N_ITEMS, 1]
    assert np.array_equal(np.sort(numbers[:N_PAIRS]), np.arange(N_PAIRS))
    assert len(np.unique(numbers[N_PAIRS:])) == 7


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_stars_stay_within_their_range_and_use_it(noise: float) -> None:
    stars = draw(noise=noise).targets
    assert stars.min() >= 0.5
    assert stars.max() <= 5.0
    assert np.ptp(stars) > 4.4


def test_noise_moves_the_stars_and_not_who_rates_what() -> None:
    clean, noisy = draw(), draw(noise=0.2)
    assert np.array_equal(clean.features, noisy.features)
    strays = noisy.targets - clean.targets
    inside = np.abs(clean.targets - 2.75) < 1.0
    assert strays[inside].std() == pytest.approx(0.1 * 2.25, rel=0.1)


def test_behind_the_stars_are_no_more_tastes_than_said() -> None:
    dataset = draw()
    liking = np.empty((N_USERS, N_ITEMS))
    users, items = dataset.features.astype(int).T
    liking[users, items] = np.arctanh(
        np.clip((dataset.targets[:, 0] - 2.75) / 2.25, -1 + 1e-12, 1 - 1e-12)
    )
    strengths = np.linalg.svd(liking, compute_uv=False)
    assert strengths[N_TASTES - 1] > 10.0
    assert strengths[N_TASTES] < 1e-2
