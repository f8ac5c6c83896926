"""A plane through data of many features."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.components import first_components
from playground.data.dataset import Dataset
from playground.data.plane import Plane, why_no_plane
from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.errors import UserError


def data(source: str) -> Dataset:
    return prepare(DataSpec(source=source)).dataset


def table(features: np.ndarray) -> Dataset:
    names = tuple(f"f{number}" for number in range(features.shape[1]))
    return Dataset(features, np.zeros(len(features), np.int64), "binary", names, ("no", "yes"))


@pytest.mark.parametrize("source", ["iris", "wine", "breast_cancer", "diabetes"])
def test_components_are_those_of_scikit_learn_on_standardised_features(source: str) -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    dataset = data(source)
    plane = Plane.of(dataset)
    scaled = preprocessing.StandardScaler().fit_transform(dataset.features)
    theirs = decomposition.PCA(2).fit(scaled)
    places, expected = plane.project(dataset.features), theirs.transform(scaled)
    signs = np.sign((places * expected).sum(axis=0))
    np.testing.assert_allclose(places, expected * signs, atol=1e-9)
    for name, share in zip(plane.axis_names, theirs.explained_variance_ratio_, strict=True):
        assert f"({100 * share:.0f}% of the variance)" in name


@pytest.mark.parametrize("rows", [3000, 200])
def test_of_thousands_of_features_the_first_components_are_scikit_learns_too(rows: int) -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    rng = np.random.default_rng(0)
    hidden = rng.standard_normal((rows, 8)) * np.linspace(4.0, 1.0, 8)
    samples = hidden @ rng.standard_normal((8, 700)) + 0.1 * rng.standard_normal((rows, 700))
    found, shares = first_components(samples - samples.mean(axis=0))
    theirs = decomposition.PCA(2, svd_solver="full").fit(samples)
    np.testing.assert_allclose(np.abs(found), np.abs(theirs.components_), atol=1e-8)
    np.testing.assert_allclose(shares, theirs.explained_variance_ratio_, rtol=1e-8)


def test_two_features_with_the_others_at_their_mean() -> None:
    dataset = data("wine")
    plane = Plane.of_features(dataset, 3, 9)
    extent = plane.extent(dataset.features)
    points = plane.points(extent, 5, 4)
    expected = np.tile(dataset.features.mean(axis=0), (20, 1))
    x0, x1, y0, y1 = extent
    across, up = (
        x0 + (np.arange(4) + 0.5) * (x1 - x0) / 4,
        y0 + (np.arange(5) + 0.5) * (y1 - y0) / 5,
    )
    expected[:, 3], expected[:, 9] = np.tile(across, 5), np.repeat(up, 4)
    np.testing.assert_allclose(points, expected)
    assert plane.axis_names == (dataset.feature_names[3], dataset.feature_names[9])
    assert plane.note == "the other 11 features at their mean"
    np.testing.assert_allclose(plane.project(dataset.features), dataset.features[:, [3, 9]])
    held = Plane.of_features(dataset, 3, 9, np.arange(13.0))
    assert held.points(extent, 2, 2)[0, [0, 4, 12]].tolist() == [0.0, 4.0, 12.0]
    assert held.note == "the other 11 features at chosen values"


@pytest.mark.parametrize("source", ["spiral", "iris", "digits", "signals"])
def test_a_point_of_the_plane_is_projected_back_onto_itself(source: str) -> None:
    dataset = data(source)
    plane = Plane.of(dataset)
    places = np.random.default_rng(0).normal(size=(7, 2))
    points = plane.at(places)
    assert points.shape == (7, *dataset.feature_shape)
    np.testing.assert_allclose(plane.project(points), places, atol=1e-9)


def test_data_on_the_plane_is_its_own_plane() -> None:
    dataset = data("moons")
    plane = Plane.of(dataset)
    assert np.array_equal(plane.project(dataset.features), dataset.features)
    assert (plane.axis_names, plane.note, plane.pair) == (("x1", "x2"), "", (0, 1))


def test_features_that_never_vary_leave_a_plane_without_numbers_that_are_none() -> None:
    rng = np.random.default_rng(0)
    line = np.column_stack((rng.normal(size=30), np.full(30, 7.0), np.full(30, 0.1)))
    for features in (line, np.full((30, 3), 5.0), rng.normal(size=(1, 3)), rng.normal(size=(4, 1))):
        plane = Plane.of(table(features))
        points = plane.points(plane.extent(features), 3, 3)
        assert np.isfinite(points).all()
        assert np.isfinite(plane.project(features)).all()
    assert Plane.of(table(line)).axis_names[1] == "component 2 (0% of the variance)"


def test_coded_features_and_wrong_pairs_are_refused_in_words() -> None:
    assert "users, items or words" in why_no_plane(data("ratings"))
    with pytest.raises(UserError, match="nothing lies between"):
        Plane.of(data("reviews"))
    with pytest.raises(UserError, match="two different features"):
        Plane.of_features(data("iris"), 1, 1)
    with pytest.raises(UserError, match="Take components"):
        Plane.of_features(data("digits"), 0, 1)
