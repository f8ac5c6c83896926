"""What stands out in data, and the ways on."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.guessing import findings, propose, with_file, with_role, with_target
from playground.data.guessing.copies import copies
from playground.data.own import prepare_table
from tests.data.guessing.tables import churn, column, read_as, table

RNG = np.random.default_rng(5)


def found_in(made, data=None):
    """Everything that stands out, by name."""
    proposal = propose(made)
    result: dict[str, list] = {}
    for each in findings(data or proposal.data, made, proposal.survey):
        result.setdefault(each.name, []).append(each)
    return result


def role_of(data, name: str) -> str:
    return next(each.role for each in data.file.columns if each.name == name)


def test_what_the_proposal_dealt_with_is_said_and_can_be_taken_back():
    found = found_in(churn())
    for name, columns in {
        "constant": ("country",),
        "identifier": ("customer_id",),
        "copy": ("grievances", "complaints"),
    }.items():
        (one,) = found[name]
        assert (one.columns, one.settled) == (columns, True)
        assert role_of(one.remedies[0].data, columns[0]) == "feature"


def test_every_remedy_gives_data_that_can_be_prepared():
    made = churn()
    proposal = propose(made)
    for each in findings(proposal.data, made, proposal.survey):
        for remedy in each.remedies:
            read = read_as(made, remedy.data.file)
            assert len(prepare_table(remedy.data, read).train) > 10, remedy.label


def test_gaps_are_filled_in_and_mostly_empty_columns_are_better_left_out():
    made = churn()
    hollow = column("hollow", "number", [1.0 if k % 3 == 0 else None for k in range(len(made))])
    made = type(made)((hollow, *made.columns))
    few, many = sorted(found_in(made)["missing"], key=lambda each: each.severity)
    assert few.severity == "note"
    assert few.settled
    assert "“age” in 31 of 400 rows" in few.words
    assert few.remedies[0].data.file.drop_missing
    assert many.severity == "warning"
    assert role_of(many.remedies[0].data, "hollow") == "skip"


def test_a_column_that_gives_classes_away_is_left_out_and_hard_tables_have_none():
    made = churn()
    answer = [f"{word}!" for word in made.column("churned").words.strings()]
    leaking = type(made)((*made.columns[:-1], column("reason", "category", answer)))
    leaking = type(made)((*leaking.columns, made.columns[-1]))
    (leak,) = found_in(leaking)["leak"]
    assert leak.columns == ("reason",)
    assert leak.settled
    assert role_of(propose(leaking).data, "reason") == "skip"
    assert "leak" not in found_in(made)


def test_the_only_features_are_never_left_out_for_telling_much():
    x = RNG.normal(size=300)
    made = table(x=("number", x), z=("number", RNG.normal(size=300)), target=("number", 3 * x + 1))
    (leak,) = found_in(made)["leak"]
    assert (leak.columns, leak.settled, leak.severity) == (("x",), False, "warning")
    assert role_of(propose(made).data, "x") == "feature"


def test_a_name_after_the_target_is_suspected_sooner():
    y = RNG.normal(size=500)
    near = y + RNG.normal(scale=0.2, size=500)
    others = {f"c{k}": ("number", RNG.normal(size=500)) for k in range(4)}
    made = table(price_last_year=("number", near), **others, price=("number", y))
    assert found_in(made)["leak"][0].columns == ("price_last_year",)
    made = table(near=("number", near), **others, price=("number", y))
    assert "leak" not in found_in(made)


def test_rare_classes_and_tiny_ones_are_named_with_a_way_on():
    rare = table(a=("number", RNG.normal(size=500)), y=("category", ["no"] * 480 + ["yes"] * 20))
    (one,) = found_in(rare)["imbalance"]
    assert one.remedies[0].data.per_class == 16
    tiny = table(
        a=("number", RNG.normal(size=103)),
        y=("category", ["b"] * 50 + ["c"] * 50 + ["a"] * 3),
    )
    (one,) = found_in(tiny)["small_class"]
    data = one.remedies[0].data
    assert prepare_table(data, tiny).dataset.target_names == ("b", "c")
    (again,) = found_in(tiny, data)["small_class"]
    assert again.settled


def test_a_target_with_one_value_is_an_error_with_other_targets_to_take():
    made = table(
        a=("number", RNG.normal(size=60)),
        b=("category", RNG.choice(["x", "y"], 60).tolist()),
        target=("number", [1.0] * 60),
    )
    proposal = propose(made)
    assert proposal.file.targets[0].name == "b"
    data = with_file(proposal.data, with_target(proposal.file, made, ["target"]))
    (error,) = found_in(made, data)["one_value"]
    assert error.severity == "error"
    assert error.remedies[0].data.file.targets[0].name == "b"


def test_repeated_rows_are_counted_and_kept_once_if_wanted():
    made = churn(100).take(np.append(np.arange(100), np.arange(20)))
    proposal = propose(made)
    data = with_file(proposal.data, with_role(proposal.file, made, "customer_id", "skip"))
    (one,) = found_in(made, data)["repeated_rows"]
    assert one.words.startswith("20 rows are there more than once")
    assert len(prepare_table(one.remedies[0].data, made).dataset.targets) == 100
    (again,) = found_in(made, one.remedies[0].data)["repeated_rows"]
    assert again.settled


def test_people_that_come_several_times_can_be_kept_on_one_side():
    made = table(
        patient_id=("number", np.repeat(np.arange(40), 5)),
        pulse=("number", RNG.normal(size=200)),
        ill=("category", RNG.choice(["yes", "no"], 200).tolist()),
    )
    (one,) = found_in(made)["identifier"]
    data = one.remedies[1].data
    assert data.split.way == "group"
    split = prepare_table(data, made).split
    people = made.column("patient_id").numbers
    assert set(people[split.train]).isdisjoint(people[split.validation])


@pytest.mark.parametrize(
    ("name", "made"),
    [
        (
            "long_tail",
            table(a=("number", RNG.lognormal(0, 3, 300)), y=("number", RNG.normal(size=300))),
        ),
        (
            "many_words",
            table(
                a=("category", [f"w{k % 80}" for k in range(400)]),
                b=("number", RNG.normal(size=400)),
                y=("number", RNG.normal(size=400)),
            ),
        ),
        (
            "time",
            table(
                day=("date", np.sort(RNG.integers(0, 9_000, 200)) * 86_400.0),
                a=("number", RNG.normal(size=200)),
                y=("category", RNG.choice(["u", "v"], 200).tolist()),
            ),
        ),
        ("few_rows", table(a=("number", RNG.normal(size=20)), y=("number", RNG.normal(size=20)))),
    ],
)
def test_what_else_stands_out_has_a_remedy_that_settles_it(name, made):
    (one,) = found_in(made)[name]
    assert len(prepare_table(one.remedies[0].data, made).train)
    again = found_in(made, one.remedies[0].data).get(name, [])
    assert all(each.settled or not each.remedies for each in again)


def test_copies_are_found_among_words_of_other_spelling_and_among_numbers_with_gaps():
    made = table(
        a=("number", [1, None, 3, 3]),
        b=("number", [1, None, 3, 3]),
        c=("category", ["f", "m", "m", None]),
        d=("category", ["woman", "man", "man", None]),
        e=("category", ["f", "m", "f", None]),
    )
    assert copies(made.columns) == {"b": "a", "d": "c"}
