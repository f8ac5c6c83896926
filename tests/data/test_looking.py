"""What is seen in data: against NumPy's own counting, and scikit-learn's data."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.looking import (
    MOST_CORRELATED,
    MOST_WORDS,
    columns_of,
    correlations_of,
    facts_of,
    looked_at,
    rows_of_each,
    side_counts,
    spread_of,
)
from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.data.split_spec import SplitSpec
from playground.data.tables.table import Column, Words

RNG = np.random.default_rng(3)


def number(values, name="amount") -> Column:
    return Column(name, "number", np.asarray(values, np.float64))


def test_facts_of_numbers_leave_out_what_is_missing() -> None:
    values = np.append(RNG.normal(3, 2, 500), [np.nan] * 7)
    facts = facts_of(number(values))
    assert (facts.rows, facts.missing, facts.distinct) == (507, 7, 500)
    known = values[:500]
    expected = [*np.percentile(known, (0, 25, 50, 75, 100)), known.mean(), known.std()]
    np.testing.assert_allclose(facts.numbers, expected)
    assert facts_of(number([np.nan, np.nan])).numbers is None


def test_facts_of_words_name_the_most_frequent() -> None:
    facts = facts_of(Column("town", "category", Words.of(["b", "a", None, "b", "c", "b", "a"])))
    assert facts.words == (("b", 3), ("a", 2), ("c", 1))
    assert (facts.missing, facts.distinct) == (1, 3)


@pytest.mark.parametrize("values", [RNG.normal(size=900), [4.0] * 9, [0.0] * 99 + [1.0], [np.nan]])
def test_every_value_is_in_a_bar_of_its_class(values) -> None:
    column = number(values)
    classes = np.arange(len(column)) % 3
    spread = spread_of(column, classes, 3)
    known = ~np.isnan(column.numbers)
    assert spread.counts.sum() + spread.missing == len(column)
    for k in range(3):
        expected, _ = np.histogram(column.numbers[known & (classes == k)], spread.edges)
        assert np.array_equal(spread.counts[k], expected)


def test_of_many_words_the_rest_is_counted() -> None:
    cells = [str(min(k, 40)) for k in range(60)] + [None]
    spread = spread_of(Column("code", "category", Words.of(cells)))
    assert len(spread.words) == MOST_WORDS
    assert spread.words[0] == "40"
    assert spread.counts.sum() + spread.others + spread.missing == 61


def test_correlations_are_those_of_the_rows_that_have_both() -> None:
    a = RNG.normal(size=400)
    b = 0.6 * a + RNG.normal(size=400)
    b[::7] = np.nan
    two = Column("yes", "category", Words((a > 0).astype(np.int32), ("no", "yes")))
    found = correlations_of([number(a, "a"), number(b, "b"), two, number(np.ones(400), "one")])
    both = ~np.isnan(b)
    assert found.names == ("a", "b", "yes", "one")
    assert found.values[0, 1] == pytest.approx(np.corrcoef(a[both], b[both])[0, 1])
    assert found.values[0, 2] == pytest.approx(np.corrcoef(a, a > 0)[0, 1])
    assert np.allclose(np.diag(found.values)[:3], 1)
    assert np.isnan(found.values[3]).all()
    many = correlations_of([number(RNG.normal(size=9), str(k)) for k in range(60)])
    assert (len(many.names), many.left_out) == (MOST_CORRELATED, 60 - MOST_CORRELATED)
    assert many.names[-1] == "59"


def test_of_many_rows_always_the_same_are_looked_at() -> None:
    chosen = looked_at(10**6, 1000)
    assert len(np.unique(chosen)) == 1000
    assert np.array_equal(chosen, looked_at(10**6, 1000))
    assert np.array_equal(looked_at(5), np.arange(5))


@pytest.mark.parametrize("name", [n for n in SOURCES if n not in ("painted", "formula")])
def test_every_data_set_can_be_looked_at(name: str) -> None:
    prepared = prepare(DataSpec(source=name, samples=60, split=SplitSpec(test=0.2)))
    columns = columns_of(prepared)
    assert len({c.name for c in columns}) == len(columns) >= 1
    assert {len(c) for c in columns} == {len(prepared.dataset.features)}
    for column in columns:
        facts_of(column)
        spread_of(column)
    names, counts = side_counts(prepared)
    assert counts.shape == (4, len(names))
    assert np.array_equal(counts[0], counts[1:].sum(axis=0))
    for _, rows in rows_of_each(prepared, 4):
        assert 0 < len(rows) <= 4
        assert np.isin(rows, prepared.split.train).all()
