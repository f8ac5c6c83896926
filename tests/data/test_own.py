"""From a table to samples: rows, sides, and a preparation that has seen the training rows alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.data.own import prepare_table
from playground.data.pipeline import Pipeline
from playground.data.prepare import Prepared
from playground.data.spec import DataSpec
from playground.data.split_spec import SplitSpec
from playground.data.tables.spec import FileSpec
from playground.data.tables.table import Column, Table, Words
from playground.errors import UserError

RNG = np.random.default_rng(2)
N = 90
NUMBER = [{"type": "impute"}, {"type": "standardise"}]


def table(**columns: Any) -> Table:
    made = []
    for name, cells in columns.items():
        if isinstance(cells, np.ndarray):
            made.append(Column(name, "number", cells.astype(np.float64)))
        else:
            made.append(Column(name, "category", Words.of(cells)))
    return Table(tuple(made))


def spec(columns: list[dict[str, Any]], task: str = "binary", **fields: Any) -> DataSpec:
    data = {k: fields.pop(k) for k in ("split", "only_classes", "per_class") if k in fields}
    file = {"path": "t.csv", "task": task, "columns": columns, **fields}
    return DataSpec.model_validate(
        {"source": "file", "validation": 0.3, "file": FileSpec.model_validate(file), **data}
    )


def usual(given: Table, **fields: Any) -> Prepared:
    """Numbers are standardised, words are one-hot, `y` is the target."""
    columns = []
    for column in given.columns:
        steps = NUMBER if column.kind == "number" else [{"type": "one_hot"}]
        role = "target" if column.name == "y" else fields.get(column.name, "feature")
        columns.append(
            {
                "name": column.name,
                "kind": column.kind,
                "role": role,
                "steps": [] if role == "target" else steps,
            }
        )
    names = {column.name for column in given.columns}
    fields = {k: v for k, v in fields.items() if k not in names}
    return prepare_table(spec(columns, **fields), given)


def people() -> Table:
    age = RNG.normal(40, 9, N)
    age[::11] = np.nan
    town = [str(RNG.choice(["Ulm", "Bonn"])) for _ in range(N)]
    return table(age=age, town=town, y=[("no", "yes")[k % 2] for k in range(N)])


def test_a_validation_row_that_would_change_everything_changes_nothing() -> None:
    before = people()
    prepared = usual(before)
    row = int(prepared.split.validation[3])
    age = before.column("age").numbers.copy()
    age[row] = 1e9
    town = before.column("town").words.strings()
    town[row] = "Atlantis"
    after = usual(table(age=age, town=town, y=before.column("y").words.strings()))
    assert after.pipeline == prepared.pipeline
    assert np.array_equal(after.feature_scaler.mean, prepared.feature_scaler.mean)
    assert np.array_equal(after.train.features, prepared.train.features)
    train = int(prepared.split.train[3])
    age[train] = 1e9
    assert usual(table(age=age, town=town, y=before.column("y").words.strings())).pipeline != (
        prepared.pipeline
    )


def test_the_training_rows_have_mean_0_and_deviation_1() -> None:
    prepared = usual(people())
    assert prepared.dataset.feature_names == (
        "age",
        "age is missing",
        "town = Bonn",
        "town = Ulm",
    )
    ages = prepared.train.features[:, 0]
    assert ages.mean() == pytest.approx(0, abs=1e-9)
    assert ages.std() == pytest.approx(1)
    assert set(np.unique(prepared.train.features[:, 2:])) == {0, 1}
    assert Pipeline.model_validate_json(prepared.pipeline.model_dump_json()) == prepared.pipeline
    again = prepared.pipeline.features(prepared.table)
    assert np.array_equal(again, prepared.dataset.features)


def test_rows_without_a_target_are_left_out_and_so_are_gaps_and_repeats_on_demand() -> None:
    given = table(
        a=np.array([1, 1, np.nan, 2, 3, 4, 1, 5.0]),
        b=["u", "u", "v", "v", None, "u", "w", "v"],
        y=["no", "no", "yes", None, "yes", "no", "yes", "yes"],
    )
    assert len(usual(given).dataset.features) == 7
    assert len(usual(given, drop_missing=True).dataset.features) == 5
    assert len(usual(given, drop_duplicates=True).dataset.features) == 6
    both = usual(given, drop_missing=True, drop_duplicates=True)
    assert both.table.column("a").numbers.tolist() == [1, 4, 1, 5]


def test_classes_are_numbered_as_people_expect_and_some_can_be_left_out() -> None:
    given = table(a=RNG.normal(size=60), y=[("10", "9", "2")[k % 3] for k in range(60)])
    whole = usual(given, task="multiclass")
    assert whole.dataset.target_names == ("2", "9", "10")
    two = usual(given, task="multiclass", only_classes=(0, 2))
    assert two.dataset.target_names == ("2", "10")
    assert len(two.dataset.features) == 40
    few = usual(given, task="multiclass", per_class=4)
    assert np.bincount(few.train.targets).tolist() == [4, 4, 4]


def test_groups_times_and_sides_of_the_table_split_it() -> None:
    given = table(
        a=RNG.normal(size=N),
        who=[f"p{k % 10}" for k in range(N)],
        year=np.arange(N)[::-1],
        part=["test" if k % 5 == 0 else "train" for k in range(N)],
        y=[("no", "yes")[k % 2] for k in range(N)],
    )
    skip = {"who": "skip", "year": "skip", "part": "skip"}
    group = usual(given, **skip | {"who": "group"}, split=SplitSpec(way="group"))
    codes = given.column("who").words.codes
    assert not set(codes[group.split.train]) & set(codes[group.split.validation])
    time = usual(given, **skip | {"year": "time"}, split=SplitSpec(way="time"))
    years = given.column("year").numbers
    assert years[time.split.train].max() < years[time.split.validation].min()
    said = usual(given, **skip | {"part": "side"}, split=SplitSpec(way="given"))
    assert sorted(said.split.test.tolist()) == list(range(0, N, 5))
    with pytest.raises(UserError, match="No column says the group"):
        usual(given, **skip, split=SplitSpec(way="group"))


def test_a_series_looks_back_and_tells_ahead_without_a_look_at_what_is_judged() -> None:
    values = np.arange(100.0)
    columns = [
        {"name": "v", "kind": "number", "role": "target", "steps": [{"type": "standardise"}]}
    ]
    made = prepare_table(
        spec(
            columns,
            "regression",
            window={"steps": 8, "ahead": 2},
            split=SplitSpec(way="time"),
        ),
        table(v=values),
    )
    assert made.dataset.features.shape == (91, 8, 1)
    assert np.array_equal(made.dataset.features[5, :, 0], values[5:13])
    assert made.dataset.targets[5, 0] == values[14]
    last = int(made.split.train.max())
    assert last < made.split.validation.min()
    seen = values[: last + 8]
    assert made.feature_scaler.mean[0, 0] == pytest.approx(seen.mean())
    with pytest.raises(UserError, match=r"looks back on|rows; .* are needed"):
        prepare_table(spec(columns, "regression", window={"steps": 99}), table(v=values))


@pytest.mark.parametrize(
    ("columns", "task", "words"),
    [
        ([{"name": "y", "kind": "category", "role": "target"}], "binary", "No column is left"),
        ([{"name": "a", "kind": "number"}], "binary", "No column is the target"),
        (
            [
                {"name": "a", "kind": "number"},
                {"name": "one", "kind": "category", "role": "target"},
            ],
            "binary",
            "only one value",
        ),
        (
            [
                {"name": "a", "kind": "number", "steps": [{"type": "one_hot"}]},
                {"name": "y", "kind": "category", "role": "target"},
            ],
            "binary",
            "“One-hot” can't be done to 'a'",
        ),
        (
            [
                {"name": "gap", "kind": "number"},
                {"name": "y", "kind": "category", "role": "target"},
            ],
            "binary",
            "has gaps that nothing fills",
        ),
        (
            [
                {"name": "y", "kind": "category"},
                {"name": "a", "kind": "number", "role": "target"},
            ],
            "regression",
            "still no number",
        ),
        (
            [
                {"name": "a", "kind": "number"},
                {"name": "none", "kind": "category", "role": "target"},
            ],
            "binary",
            "missing in every row",
        ),
        (
            [
                {"name": "nowhere", "kind": "number"},
                {"name": "y", "kind": "category", "role": "target"},
            ],
            "binary",
            "no column 'nowhere'",
        ),
    ],
)
def test_what_can_not_be_prepared_is_refused_in_words(
    columns: list[dict[str, Any]], task: str, words: str
) -> None:
    gap = RNG.normal(size=N)
    gap[:5] = np.nan
    given = table(
        a=RNG.normal(size=N), gap=gap, one=["x"] * N, none=[None] * N, y=["no", "yes"] * (N // 2)
    )
    with pytest.raises(UserError, match=words):
        prepare_table(spec(columns, task), given)


def test_several_values_and_several_labels_are_told_at_once() -> None:
    given = Table(
        (
            Column("a", "number", RNG.normal(size=N)),
            Column("t", "tags", Words.of([("x y", "y", None)[k % 3] for k in range(N)])),
            Column("u", "number", np.arange(N) % 2.0),
        )
    )
    numbers = {"name": "a", "kind": "number"}
    tags = spec([numbers, {"name": "t", "kind": "tags", "role": "target"}], "multilabel")
    made = prepare_table(tags, given)
    assert made.dataset.target_names == ("x", "y")
    assert made.dataset.targets[:3].tolist() == [[1, 1], [0, 1], [0, 0]]
    two = spec(
        [
            {"name": "a", "kind": "number", "role": "target"},
            {"name": "u", "kind": "number", "role": "target"},
            {"name": "t", "kind": "tags", "role": "skip"},
            {"name": "u2", "kind": "number"},
        ],
        "regression",
    )
    wide = Table((*given.columns, Column("u2", "number", np.arange(N) * 1.0)))
    assert prepare_table(two, wide).dataset.targets.shape == (N, 2)
