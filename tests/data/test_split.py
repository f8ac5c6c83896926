"""Which samples train and which judge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.data.dataset import Dataset
from playground.data.split import split
from playground.errors import UserError


def classes_of(*sizes: int) -> Dataset:
    """So many samples of class 0, 1, …, one class after the other."""
    classes = np.repeat(np.arange(len(sizes)), sizes)
    names = tuple(map(str, range(len(sizes))))
    return Dataset(np.zeros((len(classes), 2)), classes, "multiclass", ("a", "b"), names)


def values(n_samples: int) -> Dataset:
    return Dataset(np.zeros((n_samples, 1)), np.zeros((n_samples, 1)), "regression", ("a",), ("y",))


@given(
    sizes=st.lists(st.integers(0, 40), min_size=2, max_size=6).filter(lambda s: max(s) > 1),
    fraction=st.floats(0.001, 0.999),
    seed=st.integers(0, 2**32 - 1),
)
@example(sizes=[1, 9], fraction=0.75, seed=0)
def test_both_sides_hold_every_row_once_and_their_share_of_each_class(
    sizes: list[int], fraction: float, seed: int
) -> None:
    dataset = classes_of(*sizes)
    sides = split(dataset, fraction, seed)
    rows = np.concatenate((sides.train, sides.validation))
    assert np.array_equal(np.sort(rows), np.arange(sum(sizes)))
    assert len(sides.train) > 0
    assert len(sides.validation) > 0
    trained, kept_aside = (
        np.bincount(dataset.targets[side], minlength=len(sizes))
        for side in (sides.train, sides.validation)
    )
    assert np.array_equal(trained > 0, np.array(sizes) > 0)
    # A class whose last row must stay to train on leaves its share to the others.
    starved = int((np.array(sizes) - 1 < fraction * np.array(sizes)).sum())
    assert np.abs(kept_aside - fraction * np.array(sizes)).max() <= 1.0 + starved + 1e-9


@given(n_samples=st.integers(2, 300), fraction=st.floats(0.001, 0.999))
def test_rows_without_classes_split_to_the_nearest_row(n_samples: int, fraction: float) -> None:
    sides = split(values(n_samples), fraction, 0)
    wanted = min(max(round(fraction * n_samples), 1), n_samples - 1)
    assert len(sides.validation) == wanted
    assert len(sides.train) == n_samples - wanted


def test_the_same_seed_keeps_the_same_rows_aside_and_another_seed_others() -> None:
    dataset = classes_of(50, 50)
    first, same, other = (split(dataset, 0.3, seed) for seed in (1, 1, 2))
    assert np.array_equal(first.train, same.train)
    assert np.array_equal(first.validation, same.validation)
    assert set(first.validation) != set(other.validation)


def test_rows_are_shuffled_so_that_sorted_classes_mix() -> None:
    dataset = classes_of(100, 100)
    first_half = dataset.targets[split(dataset, 0.5, 0).train][:50]
    assert 10 < first_half.sum() < 40


def test_a_class_of_one_sample_is_trained_on() -> None:
    dataset = classes_of(100, 1)
    for seed in range(20):
        assert 100 in split(dataset, 0.9, seed).train


@pytest.mark.parametrize(
    ("dataset", "fraction", "words"),
    [
        (classes_of(1, 1, 1), 0.5, "3 samples in 3 classes"),
        (values(1), 0.5, "more samples"),
        (values(10), 0.0, "share is 0,"),
        (values(10), 1.0, "share is 1,"),
    ],
)
def test_an_empty_side_is_refused_in_words(dataset: Dataset, fraction: float, words: str) -> None:
    with pytest.raises(UserError, match=words):
        split(dataset, fraction, 0)
