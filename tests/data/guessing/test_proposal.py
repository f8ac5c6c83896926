"""What is proposed for a table, and why."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.guessing import (
    first_table,
    propose,
    survey,
    with_file,
    with_kind,
    with_role,
    with_target,
    with_task,
)
from playground.data.own import prepare_table
from playground.data.reading import Glimpse
from playground.data.tables.spec import Reading
from playground.data.tables.table import Table
from playground.errors import UserError
from tests.data.guessing.tables import churn, column, table

RNG = np.random.default_rng(3)
DAY = 86_400.0


def roles(proposal) -> dict[str, str]:
    return {each.name: each.role for each in proposal.file.columns}


def test_a_table_with_categories_gaps_and_an_identifier_is_settled_with_reasons():
    found = propose(churn())
    assert found.file.task == "binary"
    assert [each.name for each in found.file.targets] == ["churned"]
    assert found.why == "“churned” sounds like a target, is last and has 2 distinct values: binary."
    assert roles(found)["customer_id"] == "skip"
    assert roles(found)["country"] == "skip"
    assert "tells rows apart" in found.reasons["customer_id"]
    prepared = prepare_table(found.data, churn())
    assert np.isfinite(prepared.train.features).all()
    assert prepared.dataset.target_names == ("no", "yes")


@pytest.mark.parametrize(
    ("cells", "name", "task"),
    [
        (RNG.integers(0, 2, 200), "y", "binary"),
        (RNG.integers(0, 10, 300), "digit", "multiclass"),
        (RNG.integers(1, 6, 300), "rating", "regression"),
        (RNG.normal(size=200), "target", "regression"),
        (RNG.integers(3, 9, 200), "quality", "regression"),
        (RNG.integers(0, 40, 400), "class", "multiclass"),
    ],
)
def test_the_task_goes_by_the_targets_values_and_name(cells, name, task):
    found = propose(table(a=("number", RNG.normal(size=len(cells))), **{name: ("number", cells)}))
    assert (found.file.task, found.file.targets[0].name) == (task, name)
    assert found.file.targets[0].kind == ("number" if task == "regression" else "category")


def test_a_likely_name_goes_before_the_last_place_and_alternatives_follow():
    made = table(
        species=("category", ["a", "b", "c"] * 50),
        length=("number", RNG.normal(size=150)),
        width=("number", RNG.normal(size=150)),
    )
    found = propose(made)
    assert [each.names for each in found.alternatives] == [("species",), ("width",), ("length",)]


def test_numbers_in_equal_steps_of_time_are_a_series():
    days = np.arange(300) * DAY
    made = table(date=("date", days), load=("number", np.sin(days / DAY / 9)))
    found = propose(made)
    assert found.file.window is not None
    assert found.file.window.steps == 24
    assert found.data.split.way == "time"
    assert roles(found) == {"date": "time", "load": "target"}
    assert prepare_table(found.data, made).dataset.feature_shape == (24, 1)


def test_months_are_equal_steps_and_random_days_are_none():
    months = np.arange("2000-01", "2015-01", dtype="datetime64[M]").astype("datetime64[s]")
    made = table(month=("date", months.astype(float)), sales=("number", RNG.normal(size=180)))
    assert propose(made).file.window is not None
    random = np.sort(RNG.integers(0, 5_000, 180)) * DAY
    made = table(month=("date", random), sales=("number", RNG.normal(size=180)))
    assert propose(made).file.window is None


def test_users_and_items_are_numbered_and_ratings_are_asked_for():
    made = table(
        userId=("number", RNG.integers(1, 30, 400)),
        movieId=("number", RNG.integers(1, 50, 400)),
        rating=("number", RNG.choice([1, 2, 3, 4, 5], 400)),
        timestamp=("number", 9e8 + RNG.integers(0, 1e6, 400)),
    )
    found = propose(made)
    assert roles(found) == {
        "userId": "feature",
        "movieId": "feature",
        "rating": "target",
        "timestamp": "skip",
    }
    assert not found.data.standardise_targets


def test_texts_alone_are_read_word_by_word_and_counted_beside_other_features():
    words = RNG.choice(["good", "bad", "dull", "film", "plot"], (300, 8))
    texts = [" ".join(row) for row in words]
    label = RNG.choice(["pos", "neg"], 300).tolist()
    alone = propose(table(review=("text", texts), label=("category", label)))
    assert [step.type for step in alone.file.features[0].steps] == ["token_ids"]
    beside = propose(
        table(
            review=("text", texts),
            stars=("number", RNG.normal(size=300)),
            label=("category", label),
        )
    )
    assert [step.type for step in beside.file.features[0].steps] == ["tf_idf"]


def test_tags_are_several_labels_and_so_are_columns_of_0_and_1():
    tags = RNG.choice(["rain", "sun", "rain wind", "sun wind"], 200).tolist()
    found = propose(table(a=("number", RNG.normal(size=200)), tags=("tags", tags)))
    assert found.file.task == "multilabel"
    made = table(
        a=("number", RNG.normal(size=200)),
        label_rain=("number", RNG.integers(0, 2, 200)),
        label_sun=("number", RNG.integers(0, 2, 200)),
    )
    found = propose(made)
    assert (found.file.task, len(found.file.targets)) == ("multilabel", 2)
    assert prepare_table(found.data, made).dataset.targets.shape == (200, 2)


def test_what_the_layout_says_is_kept_to():
    glimpse = Glimpse(
        reading=Reading(),
        names=("a", "b", "part"),
        kinds=("number", "number", "category"),
        rows=(("1", "2", "train"), ("3", None, "test")),
        n_rows=2,
        counted=True,
        n_bytes=20,
        roles={"a": "target", "part": "side"},
        task="regression",
        why="test.csv lacks “a”",
    )
    made = first_table(glimpse)
    assert np.isnan(made.column("b").numbers[1])
    found = propose(made, glimpse, "x.csv")
    assert roles(found) == {"a": "target", "b": "feature", "part": "side"}
    assert found.data.split.way == "given"
    assert found.why.startswith("test.csv lacks “a”. ")


def test_changes_keep_what_was_changed_elsewhere():
    made = churn()
    file = propose(made).file
    file = with_role(file, made, "city", "skip")
    file = with_kind(file, made, "complaints", "category")
    file = with_target(file, made, ["income"])
    kinds = {each.name: (each.kind, each.role) for each in file.columns}
    assert kinds["city"] == ("category", "skip")
    assert kinds["complaints"] == ("category", "feature")
    assert kinds["income"] == ("number", "target")
    assert kinds["churned"] == ("category", "feature")
    assert file.task == "regression"
    assert with_file(propose(made).data, file).standardise_targets
    assert with_task(file, made, "multiclass").targets[0].kind == "category"
    with pytest.raises(UserError, match="There is no column 'nothing'"):
        with_role(file, made, "nothing", "skip")


def test_a_new_group_or_time_takes_the_place_of_the_old_and_the_split_follows():
    made = churn()
    found = propose(made)
    file = with_role(found.file, made, "city", "group")
    file = with_role(file, made, "age", "group")
    assert [each.name for each in file.with_role("group")] == ["age"]
    assert with_file(found.data, file).split.way == "group"


def test_an_empty_table_is_refused_in_words():
    with pytest.raises(UserError, match="no rows"):
        propose(Table(()))
    with pytest.raises(UserError, match="Nothing stands"):
        propose(table(a=("number", [None, None])))


def test_a_survey_of_many_rows_counts_all_and_sorts_some():
    values = np.arange(250_000.0)
    found = survey(Table((column("a", "number", values),)))
    assert found.looked_at == 100_000
    facts = found.column("a")
    assert (facts.amounts.least, facts.amounts.greatest) == (0.0, 249_999.0)
    assert facts.amounts.mean == pytest.approx(values.mean())
    assert facts.amounts.median == pytest.approx(np.median(values), rel=0.02)
    assert facts.one_each
    assert facts.count == "many"
