"""What holds for every data source, and for every one that is generated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from playground.data.sources import SOURCES, Source
from playground.data.spec import DataSpec

if TYPE_CHECKING:
    from playground.data.dataset import Dataset

GENERATED = [source for source in SOURCES.values() if source.generated]
ON_PLANE = [source for source in GENERATED if not source.icon]
CLASSIFIED = [source for source in GENERATED if source.task in ("binary", "multiclass")]
CLASSES_ON_PLANE = [source for source in CLASSIFIED if source in ON_PLANE]
NAMES_IN_FILES = [
    "circle",
    "xor",
    "gaussians",
    "spiral",
    "moons",
    "blobs",
    "spirals",
    "regions",
    "plane",
    "bumps",
    "waves",
    "formula",
    "painted",
    "iris",
    "wine",
    "breast_cancer",
    "digits",
    "diabetes",
    "linnerud",
    "ratings",
    "reviews",
    "signals",
    "denoise",
    "shapes",
    "digits28",
    "satellite",
    "film_reviews",
    "sine",
    "seasonal",
]


def draw(source: Source, **fields: object) -> Dataset:
    return source.draw(DataSpec.model_validate({"source": source.name, **fields}))


def named(source: Source) -> str:
    return source.name


def values_that_stray(source: Source, dataset: Dataset) -> np.ndarray:
    return dataset.targets if source.task == "regression" else dataset.features


def neighbours_of_the_same_class(dataset: Dataset) -> float:
    """The share of samples whose nearest neighbour has their class."""
    distances = np.linalg.norm(dataset.features[:, np.newaxis] - dataset.features, axis=2)
    np.fill_diagonal(distances, np.inf)
    return float((dataset.targets[distances.argmin(axis=1)] == dataset.targets).mean())


def test_every_name_that_files_may_use_is_here() -> None:
    assert list(SOURCES) == NAMES_IN_FILES


@pytest.mark.parametrize("source", SOURCES.values(), ids=named)
def test_a_source_says_what_it_is_in_one_sentence(source: Source) -> None:
    assert source.label[0].isupper()
    assert source.help[0].isupper() or source.help[0].isdigit()
    assert source.help[-1] in ".?"
    assert len(source.help) <= 110


@pytest.mark.parametrize("source", SOURCES.values(), ids=named)
def test_arrays_have_the_shapes_and_types_of_their_task(source: Source) -> None:
    dataset = draw(source, samples=61, classes=4)
    assert dataset.task == source.task
    images = len(dataset.feature_shape) == 3
    assert dataset.features.dtype in (np.float64, np.float32 if images else np.float64)
    assert np.isfinite(dataset.features).all()
    assert np.isfinite(dataset.targets).all()
    n_samples, n_names = len(dataset.features), len(dataset.target_names)
    if source.task == "regression":
        assert dataset.targets.dtype == np.float64
        assert dataset.targets.shape == (n_samples, n_names)
        return
    assert dataset.targets.dtype == np.int64
    if source.task == "multilabel":
        assert dataset.targets.shape == (n_samples, n_names)
        assert set(np.unique(dataset.targets)) == {0, 1}
        return
    assert dataset.targets.shape == (n_samples,)
    assert set(np.unique(dataset.targets)) == set(range(n_names))
    assert source.task == "multiclass" or n_names == 2


@pytest.mark.parametrize("source", SOURCES.values(), ids=named)
def test_every_feature_of_a_table_has_a_name_of_its_own(source: Source) -> None:
    dataset = draw(source)
    n_expected = dataset.feature_shape[0] if len(dataset.feature_shape) == 1 else 0
    assert len(set(dataset.feature_names)) == n_expected
    assert all(type(name) is str for name in dataset.feature_names + dataset.target_names)


@pytest.mark.parametrize("source", SOURCES.values(), ids=named)
def test_only_features_that_number_things_are_advised_to_stay_as_they_are(source: Source) -> None:
    dataset = draw(source)
    assert source.standardise != dataset.coded
    assert dataset.on_plane != bool(source.icon)
    if dataset.coded:
        assert np.array_equal(dataset.features, np.rint(dataset.features))
        assert dataset.features.min() == 0


@pytest.mark.parametrize("source", SOURCES.values(), ids=named)
def test_equal_specs_give_equal_samples(source: Source) -> None:
    first, second = draw(source, seed=5, samples=50), draw(source, seed=5, samples=50)
    assert np.array_equal(first.features, second.features)
    assert np.array_equal(first.targets, second.targets)


@pytest.mark.parametrize("source", GENERATED, ids=named)
def test_another_seed_gives_other_points(source: Source) -> None:
    assert not np.allclose(draw(source, seed=1).features, draw(source, seed=2).features)


@pytest.mark.parametrize("source", GENERATED, ids=named)
@pytest.mark.parametrize("samples", [10, 101])
def test_as_many_samples_are_drawn_as_asked_for(source: Source, samples: int) -> None:
    dataset = draw(source, samples=samples, classes=10)
    assert len(dataset.features) == len(dataset.targets) == samples
    assert source.icon or dataset.on_plane


@pytest.mark.parametrize("source", ON_PLANE, ids=named)
def test_without_noise_the_points_fill_the_square_from_minus_1_to_1(source: Source) -> None:
    farthest = np.abs(draw(source, samples=2000, noise=0.0).features).max()
    assert 0.8 < farthest < 1.25


@pytest.mark.parametrize("source", ON_PLANE, ids=named)
def test_noise_moves_the_same_points_equally_far_in_every_source(source: Source) -> None:
    clean = draw(source, samples=2000, noise=0.0, seed=3)
    for noise in (0.05, 0.5):
        noisy = draw(source, samples=2000, noise=noise, seed=3)
        strays = values_that_stray(source, noisy) - values_that_stray(source, clean)
        assert strays.std() == pytest.approx(noise / 2, rel=0.05)
        assert strays.mean() == pytest.approx(0.0, abs=noise / 20)
        if source.task == "regression":
            assert np.array_equal(noisy.features, clean.features)
        else:
            assert np.array_equal(noisy.targets, clean.targets)


@pytest.mark.parametrize("source", CLASSIFIED, ids=named)
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_classes_are_of_equal_size_to_within_one(source: Source, classes: int) -> None:
    dataset = draw(source, samples=103, classes=classes)
    sizes = np.bincount(dataset.targets)
    assert np.ptp(sizes) <= 1
    assert len(sizes) == (classes if source.uses_classes else len(dataset.target_names))


@pytest.mark.parametrize("source", CLASSES_ON_PLANE, ids=named)
def test_classes_lie_apart_until_heavy_noise_mixes_them(source: Source) -> None:
    clean, light, heavy = (
        neighbours_of_the_same_class(draw(source, samples=600, noise=noise))
        for noise in (0.0, 0.05, 0.5)
    )
    assert clean >= 0.98
    assert light >= 0.95
    assert heavy <= light - 0.03


@pytest.mark.parametrize("source", SOURCES.values(), ids=named)
def test_the_gallery_tells_the_truth_of_a_source(source: Source) -> None:
    dataset = draw(source)
    assert source.size == (
        0 if source.generated or source.name == "painted" else len(dataset.targets)
    )
    sides = {int(side) for side in re.findall(r"\d+", source.shape)}
    assert sides <= set(dataset.feature_shape)
    assert source.origin
    assert source.licence
