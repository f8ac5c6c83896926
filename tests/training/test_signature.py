"""What a network knows of prepared data."""

from __future__ import annotations

import pytest

from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.network.heads import BoundedRegression
from playground.training.signature import signature_of


@pytest.mark.parametrize(
    ("source", "features", "task", "outputs"),
    [
        ("spiral", (2,), "binary", 2),
        ("iris", (4,), "multiclass", 3),
        ("regions", (2,), "multilabel", None),
        ("linnerud", (3,), "regression", 3),
    ],
)
def test_shapes_and_task_are_those_of_the_data(
    source: str, features: tuple[int, ...], task: str, outputs: int | None
) -> None:
    prepared = prepare(DataSpec(source=source))
    found = signature_of(prepared)
    assert (found.name, found.features, found.task) == (source, features, task)
    assert found.outputs == (outputs or prepared.dataset.targets.shape[1])


@pytest.mark.parametrize(
    ("source", "counted"), [("spiral", 2), ("iris", 3), ("regions", 0), ("diabetes", 0)]
)
def test_classes_are_counted_on_the_training_split(source: str, counted: int) -> None:
    prepared = prepare(DataSpec(source=source))
    counts = signature_of(prepared).counts
    assert counts == tuple(int((prepared.train.targets == c).sum()) for c in range(counted))


@pytest.mark.parametrize("scaled", [False, True])
def test_the_range_is_that_of_the_training_targets_as_the_network_sees_them(scaled: bool) -> None:
    prepared = prepare(DataSpec(source="diabetes", standardise_targets=scaled))
    found = signature_of(prepared)
    assert found.low == prepared.train.targets.min()
    assert found.high == prepared.train.targets.max()
    assert (found.high > 100) == (not scaled)
    low, high = BoundedRegression().bounds(found)
    assert low < found.low < found.high < high
