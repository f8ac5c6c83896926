"""Large data: what takes part of the memory gives the same numbers."""

from __future__ import annotations

import threading
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from playground.data import blocks, room
from playground.data import prepare as preparing
from playground.data import prepared as shown
from playground.data.dataset import Dataset
from playground.data.fingerprint import fingerprint
from playground.data.kept import Kept
from playground.data.looking import side_counts
from playground.data.prepare import Prepared, prepare, prepare_dataset
from playground.data.preprocess import Standardiser
from playground.data.spec import DataSpec
from playground.data.tables.spec import FileSpec
from playground.engine import memory
from playground.errors import UserError


def values(rows: int, *shape: int) -> np.ndarray:
    scales = np.array([1.0, 1e-3, 50.0, 1e6])[np.arange(shape[0]) % 4]
    scales = scales.reshape(-1, *[1] * (len(shape) - 1))
    return np.random.default_rng(0).normal(size=(rows, *shape)) * scales + scales


def large(rows: int, *shape: int) -> Dataset:
    targets = np.arange(rows) % 2
    names = tuple(map(str, range(shape[0])))
    return Dataset(values(rows, *shape), targets, "binary", names, ("no", "yes"))


@pytest.mark.parametrize("shape", [(7,), (5, 3), (3, 8, 8)])
def test_what_is_fitted_and_scaled_in_parts_is_what_it_is_whole(
    shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    array = values(2_000, *shape)
    rows = np.random.default_rng(1).permutation(2_000)[:1_500]
    whole = Standardiser.fit(array[rows])
    monkeypatch.setattr(blocks, "LARGE", 1_000)
    monkeypatch.setattr(blocks, "_NUMBERS", 512)
    in_parts = Standardiser.fit_to(array, rows)
    np.testing.assert_allclose(in_parts.mean, whole.mean, rtol=1e-12)
    np.testing.assert_allclose(in_parts.scale, whole.scale, rtol=1e-12)
    scaled = whole.apply_to(array, rows, np.float32)
    assert scaled.dtype == np.float32
    assert np.array_equal(scaled, whole.apply(array[rows]).astype(np.float32))


def test_the_mark_of_samples_is_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    data = large(3_000, 4)
    before = fingerprint(data)
    monkeypatch.setattr(blocks, "_NUMBERS", 100)
    assert fingerprint(data) == before
    assert fingerprint(replace(data, features=data.features + 1.0)) != before


def test_a_number_that_cannot_be_used_is_found_in_the_last_part() -> None:
    data = large(300_000, 4)
    data.features[299_999, 3] = np.nan
    with pytest.raises(UserError, match="row 300000, column 4"):
        prepare_dataset(DataSpec(), data)


def test_the_network_sees_float32_unless_its_session_is_of_float64() -> None:
    prepared = prepare_dataset(DataSpec(validation=0.25), large(200_000, 24))
    rows = prepared.train
    assert rows.features.dtype == np.float32
    exact = rows.features_as(np.float64)
    assert np.array_equal(exact.astype(np.float32), rows.features)
    np.testing.assert_allclose(exact.mean(axis=0), 0.0, atol=1e-9)
    assert rows.features_as(np.float32) is rows.features
    small = prepare_dataset(DataSpec(), large(1_000, 4)).train
    assert small.features.dtype == np.float64


def test_preparing_takes_the_samples_once_more_and_little_else() -> None:
    data = large(200_000, 40)
    for array in (data.features, data.targets):
        array.setflags(write=False)
    tracemalloc.start()
    prepared = prepare_dataset(DataSpec(validation=0.2), data)
    assert prepared.dataset.features is data.features
    len(prepared.train), len(prepared.validation), prepared.class_counts  # of no features
    assert tracemalloc.get_traced_memory()[1] < 0.5 * data.features.nbytes
    _ = prepared.train.features, prepared.validation.features, prepared.fingerprint
    assert tracemalloc.get_traced_memory()[1] < 1.0 * data.features.nbytes
    tracemalloc.stop()


# A glance


def of_file(data: Dataset, **split: object) -> Prepared:
    """The same as if it were read of a file."""
    spec = DataSpec.model_validate({"validation": 0.2, "split": split})
    file = DataSpec(source="file", file=FileSpec(path="x.csv"))
    return replace(prepare_dataset(spec, data), spec=file)


def test_a_glance_holds_some_of_each_side_and_nothing_that_is_held_out() -> None:
    prepared = of_file(large(60_000, 3), test=0.25)
    glance = prepared.glance
    assert glance is prepared.glance
    assert glance.glance is glance
    assert glance.whole is prepared
    assert (len(glance.train), len(glance.validation), len(glance.test)) == (16_000, 4_000, 0)
    assert not np.isin(glance.numbers, prepared.split.test).any()
    for side, whole in (("train", prepared.split.train), ("validation", prepared.split.validation)):
        rows = getattr(glance.split, side)
        numbers = glance.numbers_of(rows)
        assert np.isin(numbers, whole).all()
        assert np.array_equal(glance.dataset.features[rows], prepared.dataset.features[numbers])
        assert np.array_equal(glance.rows_of(numbers), rows)
        scaled = getattr(prepared, side).features[: len(rows)]
        np.testing.assert_allclose(getattr(glance, side).features, scaled, rtol=1e-6, atol=1e-6)
    assert len(glance.rows_of(prepared.split.test)) == 0
    assert side_counts(glance)[1].tolist() == side_counts(prepared)[1].tolist()
    assert side_counts(glance)[1].sum(axis=1).tolist() == [60_000, 36_000, 9_000, 15_000]


def test_what_is_small_or_drawn_by_a_source_is_shown_whole_but_for_the_test() -> None:
    assert of_file(large(15_000, 3)).glance.numbers is None
    drawn = prepare(DataSpec(samples=30_000))
    assert drawn.glance is drawn
    held = prepare(DataSpec.model_validate({"samples": 30_000, "split": {"test": 0.1}}))
    assert len(held.glance.dataset.features) == 27_000


def test_of_large_images_fewer_are_shown() -> None:
    images = of_file(large(3_000, 3, 30, 30))
    assert len(images.glance.dataset.features) < shown.MOST_SHOWN / 10


def test_of_many_samples_those_that_tell_have_the_least_and_greatest_of_every_feature() -> None:
    data = large(150_000, 3)
    prepared = of_file(data)
    told = prepared.telling
    assert len(told) <= 20_006
    scaled = prepared.feature_scaler.apply(data.features)
    np.testing.assert_allclose(told.min(axis=0), scaled.min(axis=0), rtol=1e-6)
    np.testing.assert_allclose(told.max(axis=0), scaled.max(axis=0), rtol=1e-6)
    assert len(of_file(large(50_000, 3)).telling) == 50_000


# What is kept


def test_no_two_threads_prepare_the_same() -> None:
    made: list[DataSpec] = []
    gate = threading.Event()
    small = prepare(DataSpec())

    def make(spec: DataSpec) -> Prepared:
        made.append(spec)
        gate.wait(10)
        return replace(small, spec=spec)

    kept, found = Kept(make), list[Prepared]()
    threads = [
        threading.Thread(target=lambda: found.append(kept.of(DataSpec(seed=5)))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert found[0] is found[1] is found[2]


@pytest.mark.parametrize(("free", "kept_of_four"), [(1 << 30, 1), (20 << 30, 4)])
def test_large_data_is_kept_by_what_is_free_and_the_newest_always(
    free: int, kept_of_four: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: free)
    made: list[DataSpec] = []
    big, small = prepare_dataset(DataSpec(), large(600_000, 40)), prepare(DataSpec())

    def make(spec: DataSpec) -> Prepared:
        made.append(spec)
        return replace(big if spec.seed < 10 else small, spec=spec)

    kept = Kept(make)
    specs = [DataSpec(seed=n) for n in range(4)]
    held = kept.of(specs[0])
    for spec in specs[1:]:
        kept.of(spec)
    for seed in range(10, 30):
        kept.of(DataSpec(seed=seed))
    before = len(made)
    for spec in reversed(specs[-kept_of_four:]):
        kept.of(spec)
    assert kept.of(specs[0]) is held  # somebody still has it
    assert len(made) == before
    del held
    made.clear()
    kept.of(DataSpec(seed=10))
    assert len(made) == 1  # of small ones the last few


def test_after_a_failure_it_is_tried_again() -> None:
    tries = []

    def make(spec: DataSpec) -> Prepared:
        tries.append(spec)
        raise UserError("no")

    kept = Kept(make)
    for _ in range(2):
        with pytest.raises(UserError):
            kept.of(DataSpec())
    assert len(tries) == 2


def test_prepare_is_what_is_kept() -> None:
    assert preparing.prepare(DataSpec(seed=77)) is preparing.prepare(DataSpec(seed=77))


def test_columns_laid_beside_each_other_are_what_they_were() -> None:
    parts = [values(9_000, width) for width in (1, 3, 2)]
    target = np.full((9_000, 6), np.nan)
    blocks.lay_beside(target, parts)
    assert np.array_equal(target, np.concatenate(parts, axis=1))


def test_what_has_no_room_is_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 2 << 30)
    room.refuse_what_has_no_room(1_000_000, (50,))
    with pytest.raises(
        UserError, match=r"1,000,000 samples of 24 × 50 numbers would take 14\.4 GB"
    ):
        room.refuse_what_has_no_room(1_000_000, (24, 50))
    monkeypatch.setattr(memory, "available_bytes", lambda: None)
    room.refuse_what_has_no_room(1_000_000, (24, 50))
