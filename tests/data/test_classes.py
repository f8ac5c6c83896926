"""Some classes of a data set, and few samples of each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.errors import UserError


def digits(**fields: Any) -> Any:
    return prepare(DataSpec(source="digits", **fields))


def test_some_classes_keep_their_samples_and_names_and_are_numbered_anew() -> None:
    whole, some = digits().dataset, digits(only_classes=(7, 5, 9)).dataset
    assert some.target_names == ("5", "7", "9")
    for number, name in enumerate(some.target_names):
        of_it = whole.features[whole.targets == int(name)]
        assert np.array_equal(some.features[some.targets == number], of_it)
    assert len(some.targets) == sum((whole.targets == int(name)).sum() for name in "579")


@pytest.mark.parametrize("per_class", [1, 10, 173])
def test_so_many_of_each_class_are_trained_on_and_all_others_judge(per_class: int) -> None:
    found = digits(per_class=per_class)
    assert np.array_equal(np.bincount(found.train.targets), np.full(10, per_class))
    rows = np.concatenate((found.split.train, found.split.validation))
    assert np.array_equal(np.sort(rows), np.arange(len(found.dataset.targets)))


def test_another_seed_takes_other_samples_of_each_class() -> None:
    first, again, other = (
        digits(only_classes=(5, 6), per_class=10, seed=seed).split.train for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert len(np.intersect1d(first, other)) < 10


def test_both_work_with_points_that_are_drawn_and_edited_by_hand() -> None:
    spec = DataSpec(
        source="blobs",
        classes=4,
        samples=200,
        only_classes=(1, 3),
        per_class=5,
        edits={"added": [[0.0, 0.0, 1]]},
    )
    found = prepare(spec)
    assert found.dataset.target_names == ("class 1", "class 3")
    assert len(found.train) + len(found.validation) == len(found.dataset.targets)
    assert found.dataset.targets[-1] == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"source": "digits", "only_classes": (5, 10)}, "no class 10: this data has 10"),
        ({"source": "diabetes", "only_classes": (0, 1)}, "no classes to choose among"),
        ({"source": "regions", "only_classes": (0, 1)}, "no classes to choose among"),
        ({"source": "diabetes", "per_class": 5}, "no classes, so it can't be trained on"),
        ({"source": "iris", "per_class": 50}, "Class setosa has 50 samples.*at most 49 a class"),
    ],
)
def test_what_the_data_has_not_is_said(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        prepare(DataSpec.model_validate(fields))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"only_classes": [3]}, "at least two classes"),
        ({"only_classes": []}, "at least two classes"),
        ({"only_classes": [3, 3]}, "named twice"),
        ({"only_classes": [-1, 3]}, "greater than or equal to 0"),
        ({"only_classes": [0.5, 3]}, "integer"),
        ({"only_classes": "five"}, "only_classes"),
        ({"per_class": 0}, "greater than or equal to 1"),
        ({"per_class": 2.5}, "integer"),
    ],
)
def test_what_can_never_be_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        DataSpec.model_validate(fields)


def test_both_are_left_out_of_files_where_they_are_not_given() -> None:
    assert not {"only_classes", "per_class"} & DataSpec().model_dump().keys()
    given = DataSpec(source="digits", only_classes=(6, 5), per_class=3)
    written = given.model_dump(mode="json")
    assert (written["only_classes"], written["per_class"]) == ([5, 6], 3)
    assert DataSpec.model_validate(written) == given


@pytest.mark.parametrize("name", [n for n, s in SOURCES.items() if s.task == "multiclass"])
def test_every_source_of_classes_has_some_of_them(name: str) -> None:
    whole = prepare(DataSpec(source=name, samples=100)).dataset
    some = prepare(DataSpec(source=name, samples=100, only_classes=(0, 2), per_class=2))
    assert some.dataset.target_names == (whole.target_names[0], whole.target_names[2])
    assert set(np.unique(some.train.targets)) == {0, 1}
