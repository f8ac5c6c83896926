"""Shifting and scaling."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from playground.data.preprocess import Standardiser
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "linnerud"])
def test_scaling_agrees_with_scikit_learn(name: str) -> None:
    features = SOURCES[name].draw(DataSpec(source=name)).features
    ours, theirs = Standardiser.fit(features), StandardScaler().fit(features)
    np.testing.assert_allclose(ours.mean, theirs.mean_, rtol=1e-12)
    np.testing.assert_allclose(ours.scale, theirs.scale_, rtol=1e-12)
    np.testing.assert_allclose(ours.apply(features), theirs.transform(features), atol=1e-10)


@pytest.mark.parametrize("constant", [0.0, 0.1, -1e6 / 3.0])
def test_a_constant_feature_gets_scale_1_as_in_scikit_learn(constant: float) -> None:
    features = np.column_stack((np.full(569, constant), np.linspace(-1.0, 1.0, 569)))
    scaler = Standardiser.fit(features)
    assert scaler.scale[0] == StandardScaler().fit(features).scale_[0] == 1.0
    np.testing.assert_allclose(scaler.apply(features)[:, 0], 0.0, atol=1e-6)


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 4, 3)])
def test_inverting_gives_the_samples_back(shape: tuple[int, ...]) -> None:
    samples = np.random.default_rng(0).normal(3.0, 7.0, (40, *shape))
    scaler = Standardiser.fit(samples)
    assert scaler.mean.shape == scaler.scale.shape == shape
    standardised = scaler.apply(samples)
    assert not np.allclose(standardised, samples)
    np.testing.assert_allclose(scaler.invert(standardised), samples, rtol=1e-12)


def test_images_are_scaled_by_channel_so_rare_ink_is_not_stretched() -> None:
    images = np.random.default_rng(0).uniform(0.0, 1.0, (50, 2, 4, 4)) * [[[1.0]], [[10.0]]]
    images[:, :, 0, 0] = 0.0
    images[0, :, 0, 0] = 1.0
    standardised = Standardiser.fit(images).apply(images)
    np.testing.assert_allclose(standardised.mean(axis=(0, 2, 3)), 0.0, atol=1e-12)
    np.testing.assert_allclose(standardised.std(axis=(0, 2, 3)), 1.0, rtol=1e-12)
    assert np.abs(standardised).max() < 4.0


def test_a_feature_of_a_sequence_is_scaled_alike_at_every_step() -> None:
    steps = np.linspace(1.0, 9.0, 12)[:, np.newaxis] * [1.0, 100.0]
    sequences = steps + np.random.default_rng(0).normal(size=(50, 12, 2))
    scaler = Standardiser.fit(sequences)
    assert scaler.scale.shape == (12, 2)
    assert (np.ptp(scaler.mean, axis=0) == 0.0).all()
    standardised = scaler.apply(sequences)
    np.testing.assert_allclose(standardised.std(axis=(0, 1)), 1.0, rtol=1e-12)
    assert np.abs(standardised[:, 0].mean()) > 1.0


def test_the_identity_changes_nothing() -> None:
    samples = np.random.default_rng(0).normal(size=(9, 3))
    identity = Standardiser.identity((3,))
    assert np.array_equal(identity.apply(samples), samples)
    assert np.array_equal(identity.invert(samples), samples)


def test_a_fitted_scaler_cannot_be_written_to() -> None:
    scaler = Standardiser.fit(np.arange(6.0).reshape(3, 2))
    with pytest.raises(ValueError, match="read-only"):
        scaler.mean[0] = 1.0
