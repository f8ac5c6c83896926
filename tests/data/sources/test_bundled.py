"""Real data that comes with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import datasets

from playground.data.sources import SOURCES
from playground.data.spec import DataSpec


def draw(name: str):
    return SOURCES[name].draw(DataSpec(source=name, samples=10))


@pytest.mark.parametrize(
    ("name", "n_samples", "feature_shape", "n_targets"),
    [
        ("iris", 150, (4,), 3),
        ("wine", 178, (13,), 3),
        ("breast_cancer", 569, (30,), 2),
        ("digits", 1797, (1, 8, 8), 10),
        ("diabetes", 442, (10,), 1),
        ("linnerud", 20, (3,), 3),
    ],
)
def test_a_set_has_its_known_size_whatever_the_spec_asks(
    name: str, n_samples: int, feature_shape: tuple[int, ...], n_targets: int
) -> None:
    dataset = draw(name)
    assert dataset.features.shape == (n_samples, *feature_shape)
    assert len(dataset.targets) == n_samples
    assert len(dataset.target_names) == n_targets


def test_class_1_of_breast_cancer_is_malignant() -> None:
    dataset, original = draw("breast_cancer"), datasets.load_breast_cancer()
    assert dataset.target_names == ("benign", "malignant")
    assert list(original.target_names) == ["malignant", "benign"]
    assert np.array_equal(dataset.targets == 1, original.target == 0)
    assert dataset.targets.sum() == 212


def test_digits_are_the_images_row_by_row() -> None:
    assert np.array_equal(draw("digits").features.reshape(1797, 64), datasets.load_digits().data)


def test_diabetes_keeps_its_own_units() -> None:
    dataset = draw("diabetes")
    age = dataset.features[:, dataset.feature_names.index("age")]
    assert (age.min(), age.max()) == (19.0, 79.0)
    assert (dataset.targets.min(), dataset.targets.max()) == (25.0, 346.0)


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.name)
def test_only_bundled_regression_advises_to_standardise_targets(source) -> None:
    far_from_unit = source.task == "regression" and not source.generated
    assert source.standardise_targets == far_from_unit
