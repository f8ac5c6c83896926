"""From the data part of the document to arrays to train on."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from playground.data.prepare import prepare, prepare_dataset, thumbnail_points
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.errors import UserError


@pytest.mark.parametrize("name", SOURCES)
def test_prepared_rows_are_the_scaled_rows_of_the_split(name: str) -> None:
    prepared = prepare(DataSpec(source=name, standardise_targets=True, validation=0.3))
    for rows, numbers in (
        (prepared.train, prepared.split.train),
        (prepared.validation, prepared.split.validation),
    ):
        assert len(rows) == len(numbers) > 0
        raw = prepared.dataset.features[numbers]
        np.testing.assert_allclose(
            prepared.feature_scaler.invert(rows.features), raw, rtol=1e-9, atol=1e-9
        )
        targets = rows.targets
        if prepared.dataset.task == "regression":
            targets = prepared.target_scaler.invert(targets)
        else:
            assert targets.dtype == np.int64
        np.testing.assert_allclose(targets, prepared.dataset.targets[numbers], atol=1e-9)
    feature_axes = {2: 0, 3: (0, 1), 4: (0, 2, 3)}[rows.features.ndim]
    np.testing.assert_allclose(prepared.train.features.mean(axis=feature_axes), 0.0, atol=1e-9)
    np.testing.assert_allclose(prepared.train.features.std(axis=feature_axes), 1.0, rtol=1e-9)


def test_without_standardising_the_network_sees_the_raw_values() -> None:
    prepared = prepare(DataSpec(source="diabetes", standardise=False))
    rows = prepared.split.train
    assert np.array_equal(prepared.train.features, prepared.dataset.features[rows])
    assert np.array_equal(prepared.train.targets, prepared.dataset.targets[rows])


def test_validation_rows_never_influence_the_scaling() -> None:
    spec = DataSpec(source="diabetes", standardise_targets=True)
    before = prepare(spec)
    features, targets = before.dataset.features.copy(), before.dataset.targets.copy()
    features[before.split.validation] += 1e6
    targets[before.split.validation] -= 1e6
    after = prepare_dataset(spec, replace(before.dataset, features=features, targets=targets))
    for one, other in (
        (before.feature_scaler, after.feature_scaler),
        (before.target_scaler, after.target_scaler),
    ):
        assert np.array_equal(one.mean, other.mean)
        assert np.array_equal(one.scale, other.scale)
    assert np.array_equal(before.train.features, after.train.features)
    assert not np.allclose(before.validation.features, after.validation.features)


def test_more_noise_keeps_the_same_rows_aside() -> None:
    quiet, loud = (prepare(DataSpec(source="spiral", noise=noise)) for noise in (0.0, 0.3))
    assert np.array_equal(quiet.split.validation, loud.split.validation)


def test_asking_again_gives_the_object_already_made() -> None:
    assert prepare(DataSpec(seed=9)) is prepare(DataSpec(seed=9))
    assert prepare(DataSpec(seed=9)) is not prepare(DataSpec(seed=10))


def test_nothing_prepared_can_be_written_to() -> None:
    prepared = prepare(DataSpec(source="linnerud"))
    for array in (
        prepared.dataset.features,
        prepared.dataset.targets,
        prepared.split.train,
        prepared.split.validation,
        prepared.feature_scaler.scale,
        prepared.target_scaler.mean,
        prepared.train.features,
        prepared.train.targets,
        prepared.validation.features,
        prepared.validation.targets,
    ):
        assert not array.flags.writeable


def test_the_dataset_one_hands_in_stays_writable_and_apart() -> None:
    dataset = SOURCES["moons"].draw(DataSpec(source="moons"))
    prepared = prepare_dataset(DataSpec(source="moons"), dataset)
    before = prepared.dataset.features[0].copy()
    dataset.features[0] = 100.0
    assert np.array_equal(prepared.dataset.features[0], before)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (DataSpec(source="spirale"), "no data source called 'spirale'. Did you mean 'spiral'"),
        (DataSpec(source="fiel"), "no data source called 'fiel'"),
        (DataSpec(source="blobs", samples=10, classes=10), "10 samples in 10 classes"),
    ],
)
def test_a_spec_that_cannot_be_met_is_refused_in_words(spec: DataSpec, words: str) -> None:
    with pytest.raises(UserError, match=words):
        prepare(spec)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e39])
@pytest.mark.parametrize("side", ["features", "targets"])
def test_a_value_that_is_no_usable_number_is_refused_with_its_place(
    side: str, value: float
) -> None:
    dataset = SOURCES["linnerud"].draw(DataSpec(source="linnerud"))
    array = getattr(dataset, side).copy()
    array[6, 1] = value
    with pytest.raises(UserError, match=f"The {side} hold .* in row 7, column 2"):
        prepare_dataset(DataSpec(), replace(dataset, **{side: array}))


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.name)
def test_a_thumbnail_is_a_fixed_draw_of_sources_of_the_plane_only(source) -> None:
    points = thumbnail_points(source.name)
    assert (points is None) == bool(source.icon)
    if points is not None:
        assert len(points.features) == 120 or not source.generated
        assert np.array_equal(points.features, thumbnail_points(source.name).features)


def test_generated_data_and_thumbnails_never_import_scikit_learn() -> None:
    program = """
import sys
from playground.data.prepare import prepare, thumbnail_points
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
for source in SOURCES.values():
    thumbnail_points(source.name)
    if source.generated:
        prepare(DataSpec(source=source.name)).train
print([name for name in ("sklearn", "scipy", "pandas", "PySide6") if name in sys.modules])
prepare(DataSpec(source="iris"))
print("sklearn" in sys.modules)
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.split("\n")[:2] == ["[]", "True"]
