"""Samples put in and taken out by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from playground.data.edits import MOST_EDITS, NO_EDITS, DataEdits, origins
from playground.data.prepare import Prepared, prepare
from playground.data.spec import DataSpec
from playground.errors import UserError

PLAIN = DataSpec(source="blobs", samples=60, classes=3, validation=0.4, seed=5)


def edited(edits: DataEdits, spec: DataSpec = PLAIN) -> Prepared:
    return prepare(spec.model_copy(update={"edits": edits}))


def side_of(prepared: Prepared) -> dict[tuple[float, ...], bool]:
    """Which samples are kept aside, by their features."""
    aside = set(prepared.split.validation.tolist())
    features = prepared.dataset.features
    return {tuple(point): row in aside for row, point in enumerate(features.tolist())}


@given(
    removed=st.sets(st.integers(0, 59), max_size=20),
    added=st.lists(st.integers(0, 2), max_size=20),
    erased=st.sets(st.integers(0, 19), max_size=10),
)
def test_no_edit_moves_another_sample_to_the_other_side(
    removed: set[int], added: list[int], erased: set[int]
) -> None:
    points = [(float(place), -float(place), float(kind)) for place, kind in enumerate(added, 2)]
    edits = NO_EDITS.with_points(points).without(removed)
    before, after = edited(edits), edited(edits.without(-1 - k for k in erased if k < len(points)))
    plain = side_of(prepare(PLAIN))
    for point, aside in side_of(before).items():
        assert plain.get(point, aside) == aside
    for point, aside in side_of(after).items():
        assert side_of(before)[point] == aside
    gone = len(removed) + len([k for k in erased if k < len(points)])
    assert len(after.dataset.features) == 60 - gone + len(points)
    rows = np.concatenate((after.split.train, after.split.validation))
    assert np.array_equal(np.sort(rows), np.arange(len(after.dataset.features)))


def test_the_order_of_the_samples_that_stay_is_that_of_the_split_without_edits() -> None:
    plain = prepare(PLAIN)
    after = edited(DataEdits(removed=(3, 17), added=((0.0, 0.0, 1.0),)))
    came_from = origins(after.spec.edits, 60)
    for ours, theirs in (
        (after.split.train, plain.split.train),
        (after.split.validation, plain.split.validation),
    ):
        kept = [row for row in came_from[ours].tolist() if row >= 0]
        assert kept == [row for row in theirs.tolist() if row not in (3, 17)]
    stays = np.delete(np.arange(60), (3, 17))
    assert np.array_equal(after.dataset.features[:-1], plain.dataset.features[stays])
    assert np.array_equal(after.dataset.targets[:-1], plain.dataset.targets[stays])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_points_put_in_mix_into_both_sides_by_the_share_however_few(share: float) -> None:
    spec = PLAIN.model_copy(update={"validation": share})
    points = [(float(k), 0.0, 0.0) for k in range(2, 302)]
    sides = side_of(edited(NO_EDITS.with_points(points), spec))
    aside = np.cumsum([sides[point[:2]] for point in points])
    wanted = share * np.arange(1, 301)
    assert np.abs(aside - wanted).max() < 3.0


def test_a_point_taken_out_again_leaves_nothing_behind_but_its_place() -> None:
    two = NO_EDITS.with_points([(0.0, 0.0, 1.0), (1.0, 1.0, 2.0)])
    one = two.without([-1])
    assert one.added == (None, (1.0, 1.0, 2.0))
    assert one.without([-2]) == NO_EDITS
    assert not one.without([-2])


@pytest.mark.parametrize("source", ["spiral", "blobs", "regions", "waves"])
def test_edits_come_back_from_json_and_are_left_out_where_there_are_none(source: str) -> None:
    spec = DataSpec(source=source, samples=50)
    assert "edits" not in spec.model_dump()
    targets = prepare(spec).dataset.targets.reshape(50, -1)[0]
    edits = DataEdits(added=((0.1, 1 / 3, *targets), None, (0.2, 0.3, *targets)), removed=(4, 9))
    full = spec.model_copy(update={"edits": edits})
    again = DataSpec.model_validate_json(full.model_dump_json())
    assert again == full
    assert hash(again) == hash(full)
    assert np.array_equal(prepare(again).dataset.features, prepare(full).dataset.features)
    assert json.loads(full.model_dump_json())["edits"]["removed"] == [4, 9]


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"added": [[0.0, 0.0, 3.0]]}, r"Added point 1 .* a class from 0 to 2"),
        ({"added": [[0.0, 0.0, 0.5]]}, "a class from 0 to 2"),
        ({"added": [[0.0, 0.0, 1.0, 0.0]]}, "two features and a class"),
        ({"removed": [60]}, "Sample 60 .* there are 60 samples"),
        ({"removed": range(60)}, "no sample to train on"),
    ],
)
def test_an_edit_that_does_not_fit_the_data_is_refused_in_words(
    edits: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        edited(DataEdits.model_validate(edits))


def test_the_last_sample_of_a_side_stays_but_a_class_may_be_emptied() -> None:
    plain = prepare(PLAIN)
    with pytest.raises(UserError, match="no sample to validate on"):
        edited(NO_EDITS.without(plain.split.validation.tolist()))
    emptied = edited(NO_EDITS.without(np.flatnonzero(plain.dataset.targets == 1).tolist()))
    assert set(emptied.dataset.targets) == {0, 2}
    assert len(emptied.dataset.target_names) == 3


@pytest.mark.parametrize(
    "given_",
    [
        {"added": [[0.0, float("nan"), 1.0]]},
        {"added": [[1e39, 0.0, 1.0]]},
        {"added": [[0.0, 1.0]]},
        {"removed": [-1]},
        {"added": [[0.0, 0.0, 1.0]] * (MOST_EDITS + 1)},
        {"moved": []},
    ],
)
def test_what_is_no_edit_is_refused(given_: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DataEdits.model_validate(given_)
    if len(given_.get("added", ())) > MOST_EDITS:  # type: ignore[arg-type]
        with pytest.raises(UserError, match="At most 20,000"):
            NO_EDITS.with_points([(0.0, 0.0, 1.0)] * MOST_EDITS).with_points([(0.0, 0.0, 1.0)])


def test_data_that_is_not_on_the_plane_is_not_edited_by_hand() -> None:
    with pytest.raises(UserError, match="Only points on a plane"):
        edited(DataEdits(removed=(0,)), DataSpec(source="iris"))


def test_other_samples_keep_what_was_put_in_and_another_source_nothing() -> None:
    edits = DataEdits(added=((0.0, 0.0, 2.0), None, (1.0, 1.0, 0.0)), removed=(1,))
    spec = PLAIN.model_copy(update={"edits": edits})
    for field, value in (("samples", 80), ("noise", 0.2), ("seed", 6)):
        kept = spec.edits_kept_by(PLAIN.model_copy(update={field: value}))
        assert kept == DataEdits(added=((0.0, 0.0, 2.0), (1.0, 1.0, 0.0)))
    assert spec.edits_kept_by(PLAIN.model_copy(update={"validation": 0.2})) == edits
    assert spec.edits_kept_by(PLAIN.model_copy(update={"classes": 2})).points == [(1.0, 1.0, 0.0)]
    assert spec.edits_kept_by(DataSpec(source="moons")) == NO_EDITS
