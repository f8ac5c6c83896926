"""Paintings: points where the brush was, as many as asked for, the same ones every time."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from playground.data.painting import MOST_POINTS, Painting, Stroke, points_of
from playground.data.prepare import prepare
from playground.data.sources import source_of
from playground.data.spec import DataSpec
from playground.errors import UserError

SQUARE = ((0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0))


def painted(*strokes: Stroke, **fields: object) -> tuple[np.ndarray, np.ndarray]:
    return points_of(Painting(strokes=strokes, **fields), seed=4)


def test_a_spray_stays_within_its_reach_and_is_as_dense_as_asked() -> None:
    places, targets = painted(Stroke(path=((-1, 0), (1, 0)), radius=0.25, density=4000, target=1))
    off = np.maximum(np.abs(places[:, 0]) - 1, 0)
    assert (np.hypot(off, places[:, 1]) <= 0.25).all()
    area = 2 * 0.5 + np.pi * 0.25**2
    assert len(places) == pytest.approx(4000 * area, rel=0.06)
    assert (targets == 1).all()


def test_a_region_is_filled_evenly_to_its_edges() -> None:
    places, _ = painted(Stroke(tool="fill", path=SQUARE, density=2000))
    assert len(places) == pytest.approx(4000, rel=0.06)
    assert places.min() >= 0
    assert (places.max(axis=0) <= (2, 1)).all()
    counts = np.histogram2d(*places.T, bins=(4, 2))[0]
    assert counts.min() > 0.8 * counts.mean()
    hollow = (*SQUARE[:2], (1.0, 0.5), *SQUARE[2:])  # its right side is dented
    dented, _ = painted(Stroke(tool="fill", path=hollow, density=2000))
    assert not ((dented[:, 0] > 1.6) & (np.abs(dented[:, 1] - 0.5) < 0.1)).any()


def test_points_lie_where_they_are_put_and_an_eraser_takes_them_away() -> None:
    put = Stroke(tool="point", path=((0, 0), (0.5, 0.5), (1, 1)))
    places, _ = painted(put)
    assert places.tolist() == [[0, 0], [0.5, 0.5], [1, 1]]
    left, _ = painted(put, Stroke(tool="erase", path=((0.4, 0.4),), radius=0.2))
    assert left.tolist() == [[0, 0], [1, 1]]


def test_noise_is_the_share_of_other_classes_or_the_deviation_of_values() -> None:
    one = Stroke(tool="fill", path=SQUARE, density=2000, noise=0.3, target=2)
    _, classes = painted(one, task="multiclass", classes=4)
    assert (classes != 2).mean() == pytest.approx(0.3, abs=0.04)
    assert set(classes) == {0, 1, 2, 3}
    _, values = painted(one, task="regression")
    assert values.mean() == pytest.approx(2, abs=0.03)
    assert values.std() == pytest.approx(0.3, rel=0.1)


def test_a_stroke_stays_as_it_is_whatever_else_is_painted() -> None:
    first, second = (Stroke(path=((x, 0.0),), target=x > 0) for x in (-0.5, 0.5))
    alone, _ = painted(first)
    both, _ = painted(first, second)
    assert np.array_equal(both[: len(alone)], alone)
    assert np.array_equal(painted(first)[0], alone)


def test_a_painting_is_data_like_any_other() -> None:
    painting = Painting(
        task="multiclass",
        classes=3,
        strokes=tuple(Stroke(path=((x, 0.0),), target=i) for i, x in enumerate((-0.5, 0.0, 0.5))),
    )
    spec = DataSpec(source="painted", painting=painting)
    assert DataSpec.model_validate_json(spec.model_dump_json()) == spec
    prepared = prepare(spec)
    assert prepared.dataset.task == source_of(spec).task == "multiclass"
    assert set(np.unique(prepared.train.targets)) == {0, 1, 2}
    assert prepare(DataSpec(source="painted")).dataset.task == "binary"


@pytest.mark.parametrize(
    "fields",
    [
        {"strokes": [{"path": [[0, 0]], "target": 2}]},
        {"strokes": [{"path": [[0, 0]], "target": 0.5}]},
        {"strokes": [{"path": []}]},
        {"strokes": [{"path": [[0, 1e9]]}]},
        {"classes": 3},
    ],
)
def test_what_can_be_no_painting_is_refused(fields: dict) -> None:
    with pytest.raises(ValidationError):
        Painting.model_validate(fields)


def test_too_few_or_too_many_points_are_refused_in_words() -> None:
    few = Painting(strokes=(Stroke(tool="point", path=((0, 0),)),))
    with pytest.raises(UserError, match="not enough points"):
        prepare(DataSpec(source="painted", painting=few))
    wide = Stroke(tool="fill", path=((-10, -10), (10, -10), (10, 10), (-10, 10)), density=10_000)
    for strokes in ((wide,), (wide.model_copy(update={"density": 100.0}),) * 3):
        with pytest.raises(UserError, match=f"too large|{MOST_POINTS:,} points"):
            points_of(Painting(strokes=strokes), 0)
