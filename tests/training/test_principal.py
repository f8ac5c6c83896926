"""Principal components that hold still, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from playground.training.principal import principal


def values(rows=200, columns=6, seed=0):
    random = np.random.default_rng(seed)
    return random.normal(size=(rows, columns)) @ random.normal(size=(columns, columns)) + 3.0


@pytest.mark.parametrize(("rows", "columns"), [(200, 6), (40, 90), (250, 700)])
def test_components_are_those_of_scikit_learn_up_to_their_sign(rows, columns):
    given = values(rows, columns)
    found, judge = principal(given), PCA(2, svd_solver="full").fit(given)
    signs = np.sign((found.axes * judge.components_).sum(axis=1))
    np.testing.assert_allclose(found.axes, signs[:, None] * judge.components_, atol=1e-6)
    np.testing.assert_allclose(found.shares, judge.explained_variance_ratio_, rtol=1e-6)
    np.testing.assert_allclose(found.places(given), signs * judge.transform(given), atol=1e-5)


def test_axes_follow_the_former_ones_when_components_change_places():
    random = np.random.default_rng(1)
    plane = random.normal(size=(400, 2))
    former = None
    for stretch in np.linspace(0.8, 1.25, 30):
        given = np.zeros((400, 5))
        given[:, 1], given[:, 3] = plane[:, 0] * stretch, -plane[:, 1] / stretch
        found = principal(given, former)
        if former is not None:
            assert (found.axes * former).sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-6)
        former = found.axes
    # They still span the plane in which the values lie.
    assert found.shares.sum() == pytest.approx(1.0)


def test_values_that_do_not_vary_have_places_all_the_same():
    found = principal(np.full((20, 4), 7.0))
    assert not found.places(np.full((20, 4), 7.0)).any()
    assert not found.shares.any()


def test_one_sample_and_one_column_are_no_fault():
    assert principal(np.ones((1, 3))).places(np.ones((1, 3))).shape == (1, 2)
    assert principal(np.arange(5.0)[:, None]).axes.shape == (2, 1)
