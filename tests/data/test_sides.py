"""Every way of splitting, beside scikit-learn's own splitters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.dataset import Dataset
from playground.data.prepare import prepare, prepare_dataset
from playground.data.sides import TEST, TRAIN, VALIDATION, named_sides, sides_of
from playground.data.spec import DataSpec
from playground.data.split import split_targets
from playground.data.split_spec import SplitSpec
from playground.data.tables.table import Words
from playground.errors import UserError

seeds = st.integers(0, 2**32 - 1)
shares = st.floats(0.02, 0.9)


def data_of(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Classes, groups of several sizes, times with ties, and sides, of so many samples."""
    rng = np.random.default_rng(seed)
    groups = rng.integers(-1, max(3, n // 4), n)
    return rng.integers(0, 3, n), groups, rng.integers(0, n, n) / 2.0, rng.integers(0, 3, n)


@settings(max_examples=150, deadline=None)
@given(
    way=st.sampled_from(["stratified", "random", "group", "time", "given"]),
    n=st.integers(30, 120),
    seed=seeds,
    validation=shares,
    test=st.sampled_from([0.0, 0.1, 0.4]),
    folds=st.sampled_from([None, 2, 5]),
)
def test_no_row_is_on_two_sides_none_is_lost_and_the_seed_says_all(
    way: str, n: int, seed: int, validation: float, test: float, folds: int | None
) -> None:
    classes, groups, times, given_sides = data_of(n, seed)

    def sides(fold: int = 0):
        spec = SplitSpec(way=way, test=test, folds=folds, fold=fold)
        return sides_of(
            classes,
            "multiclass",
            spec,
            validation,
            seed,
            groups=groups,
            times=times,
            given=given_sides,
        )

    all_sides = [sides(fold) for fold in range(folds or 1)]
    for found in all_sides:
        rows = np.concatenate((found.train, found.validation, found.test))
        assert len(np.unique(rows)) == len(rows)
        if not (way == "time" and folds):
            assert len(rows) == n
        assert len(found.train) > 0
        assert len(found.validation) > 0
        assert np.array_equal(np.sort(found.test), np.sort(all_sides[0].test))
        if way == "group":
            own = [set(groups[side][groups[side] >= 0]) for side in _each(found)]
            assert not own[0] & own[1]
            assert not own[0] & own[2]
            assert not own[1] & own[2]
        if way == "time":
            assert times[found.train].max() < times[found.validation].min()
            if len(found.test):
                assert times[found.validation].max() < times[found.test].min()
        if way == "given":
            assert np.isin(given_sides[found.test], TEST).all()
    again = sides()
    assert all(map(np.array_equal, _each(again), _each(all_sides[0])))
    if folds:
        judged = np.concatenate([found.validation for found in all_sides])
        assert len(np.unique(judged)) == len(judged)


def _each(sides) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return sides.train, sides.validation, sides.test


@pytest.mark.parametrize("test", [0.0, 0.25])
def test_the_usual_split_is_bit_for_bit_what_it_was_before_there_were_others(test: float) -> None:
    classes = data_of(200, 3)[0]
    plain = split_targets(classes, "multiclass", 0.3, 5)
    found = sides_of(classes, "multiclass", SplitSpec(test=test), 0.3, 5)
    assert np.array_equal(found.train, plain.train) == (test == 0.0)
    if test:
        assert len(found.test) == 50
        assert len(found.validation) == round(0.3 * 150)


def test_folds_hold_each_class_as_evenly_as_scikit_learn_has_them() -> None:
    from sklearn.model_selection import StratifiedKFold

    classes = np.repeat([0, 1, 2], [57, 31, 13])
    ours = [_folds_of("stratified", classes, fold) for fold in range(5)]
    theirs = StratifiedKFold(5).split(classes, classes)
    table = np.array([np.bincount(classes[side.validation], minlength=3) for side in ours])
    other = np.array([np.bincount(classes[rows], minlength=3) for _, rows in theirs])
    assert table.max(axis=0).tolist() == other.max(axis=0).tolist()
    assert table.min(axis=0).tolist() == other.min(axis=0).tolist()
    assert np.ptp(table.sum(axis=1)) <= 1


def test_folds_of_groups_are_as_even_as_scikit_learns() -> None:
    from sklearn.model_selection import GroupKFold

    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(40), rng.integers(1, 30, 40))
    blank = np.zeros(len(groups))
    ours = [_folds_of("group", blank, fold, groups=groups).validation for fold in range(4)]
    theirs = [rows for _, rows in GroupKFold(4).split(blank, blank, groups)]
    assert sorted(map(len, ours)) == sorted(map(len, theirs))


def test_folds_in_time_come_after_what_they_learn_from_as_scikit_learns() -> None:
    from sklearn.model_selection import TimeSeriesSplit

    times = np.random.default_rng(0).permutation(120).astype(float)
    for fold, (_, rows) in enumerate(TimeSeriesSplit(5).split(times[:, None])):
        found = _folds_of("time", times[:, None], fold, times=times)
        assert np.array_equal(np.sort(times[found.validation]), rows)
        assert np.array_equal(np.sort(times[found.train]), np.arange(rows[0]))


def test_groups_are_chosen_so_that_both_sides_have_both_classes() -> None:
    # Eight groups of one class each: by chance alone one side would often lack a class.
    groups = np.repeat(np.arange(8), 25)
    classes = (groups >= 5).astype(np.int64)
    for seed in range(20):
        found = sides_of(classes, "binary", SplitSpec(way="group"), 0.4, seed, groups=groups)
        assert 0 < classes[found.validation].mean() < 1
        assert 0 < classes[found.train].mean() < 1


def _folds_of(way: str, targets: np.ndarray, fold: int, **columns: np.ndarray):
    task = "multiclass" if targets.ndim == 1 else "regression"
    return sides_of(
        targets,
        task,
        SplitSpec(way=way, folds=5 if way != "group" else 4, fold=fold),
        0.5,
        7,
        **columns,
    )


def test_a_column_of_sides_is_read_in_any_case_and_refused_by_its_row() -> None:
    words = Words.of(["Train", "TEST", " valid ", "training", "dev"])
    assert named_sides(words).tolist() == [TRAIN, TEST, VALIDATION, TRAIN, VALIDATION]
    with pytest.raises(UserError, match="says “maybe” in row 2"):
        named_sides(Words.of(["train", "maybe"]))
    with pytest.raises(UserError, match="says nothing in row 3"):
        named_sides(Words.of(["train", "test", None]))


@pytest.mark.parametrize(
    ("spec", "columns", "words"),
    [
        (SplitSpec(way="group"), {}, "by group needs a column whose use is “group”"),
        (SplitSpec(way="given"), {}, "that the data gives needs a column whose use is “side”"),
        (SplitSpec(folds=5, fold=5), {}, "no fold 5: 5 folds are numbered from 0 to 4"),
        (SplitSpec(folds=50), {}, "20 samples can't be cut into 50 folds: take at most 20"),
        (SplitSpec(way="group"), {"groups": np.zeros(20, int)}, "All samples are of one group"),
        (
            SplitSpec(way="group", folds=3),
            {"groups": np.arange(20) % 2},
            "2 groups can't be cut into 3 folds: take at most 2",
        ),
        (SplitSpec(way="time"), {"times": np.zeros(20)}, "All samples are of one moment"),
        (SplitSpec(way="given"), {"given": np.full(20, TEST)}, "no sample to train on"),
        (SplitSpec(way="given"), {"given": np.full(20, VALIDATION)}, "no sample to train on"),
    ],
)
def test_what_cannot_be_split_so_is_refused_in_words(spec, columns, words: str) -> None:
    with pytest.raises(UserError, match=words):
        sides_of(np.arange(20) % 2, "binary", spec, 0.5, 0, **columns)


def test_samples_put_in_by_hand_judge_in_one_fold_and_are_never_held_out() -> None:
    edits = {"added": [(0.1 * k, 0.0, 1.0) for k in range(40)], "removed": [0, 1]}
    folds = []
    for fold in range(4):
        split = {"folds": 4, "fold": fold, "test": 0.2}
        prepared = prepare(DataSpec.model_validate({"edits": edits, "split": split}))
        rows = np.concatenate(_each(prepared.split))
        assert np.array_equal(np.sort(rows), np.arange(538))
        assert prepared.split.test.max() < 498
        folds.append(prepared.split.validation[prepared.split.validation >= 498])
    assert np.array_equal(np.sort(np.concatenate(folds)), np.arange(498, 538))
    assert min(map(len, folds)) >= 8


def test_few_of_each_class_go_with_a_test_share_and_not_with_folds() -> None:
    spec = DataSpec.model_validate({"source": "iris", "per_class": 5, "split": {"test": 0.2}})
    prepared = prepare(spec)
    targets = prepared.dataset.targets
    assert np.bincount(targets[prepared.split.train]).tolist() == [5, 5, 5]
    assert np.bincount(targets[prepared.split.test]).tolist() == [10, 10, 10]
    assert len(prepared.test) == 30
    folded = DataSpec.model_validate({"source": "iris", "per_class": 5, "split": {"folds": 3}})
    with pytest.raises(UserError, match="no folds"):
        prepare(folded)


def test_a_million_rows_of_a_thousand_classes_are_split_at_once() -> None:
    """Bounded by what is done, not by seconds: no step of it goes through a class at a time."""
    classes = np.arange(1_000_000) % 1_000
    dataset = Dataset(np.zeros((len(classes), 1)), classes, "multiclass", ("a",), ("",) * 1_000)
    prepared = prepare_dataset(DataSpec(validation=0.2), dataset)
    assert np.bincount(classes[prepared.split.validation]).tolist() == [200] * 1_000
