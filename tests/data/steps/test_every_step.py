"""What holds for every step of preparation, and that it does what scikit-learn's own does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from playground.data.steps import STEPS, Block, FittedField, Step, StepField
from playground.data.steps.dates import DateParts
from playground.data.steps.numbers import Impute, MinMax, Standardise
from playground.data.steps.step import Fitted
from playground.data.steps.text import BagOfWords, TfIdf, TokenIds, tokens
from playground.data.steps.words import FillWord, Hashing, OneHot, Ordinal, hash_of
from playground.data.tables.table import Words

RNG = np.random.default_rng(5)
N = 60
TEXTS = [" ".join(RNG.choice(["Good", "bad!", "it's", "film", "not"], 6)) for _ in range(N)]
TOWNS = [None if k % 9 == 0 else str(RNG.choice(["Ulm", "Bonn", "Köln"])) for k in range(N)]
FITTED: Any = TypeAdapter(FittedField)
STEP: Any = TypeAdapter(StepField)


class Drawn:
    """Pictures in memory."""

    def __init__(self, pixels: np.ndarray) -> None:
        self._pixels = pixels

    def __len__(self) -> int:
        return len(self._pixels)

    def take(self, rows: np.ndarray) -> Drawn:
        return Drawn(self._pixels[rows])

    @property
    def size(self) -> tuple[int, int, int]:
        return self._pixels.shape[1:]  # type: ignore[return-value]

    def pixels(self, channels: int, height: int, width: int) -> np.ndarray:
        assert (channels, height, width) == self.size
        return self._pixels


def block(step: Step | type[Step]) -> Block:
    """What a step can be tried on."""
    if step.needs == "words":
        kind = step.takes[0]
        return Block("c", kind, (), Words.of(TEXTS if kind == "text" else TOWNS))
    if step.needs == "pictures":
        return Block("p", "picture", (), Drawn(RNG.integers(0, 256, (N, 3, 30, 32), np.uint8)))
    if step.needs == "pixels":
        return Block("p", "picture", (), RNG.random((N, 3, 30, 32)))
    if step is DateParts or isinstance(step, DateParts):
        return Block("d", "date", ("d",), RNG.uniform(-1e9, 2e9, (N, 1)))
    values = RNG.normal(3, 2, (N, 2))
    values[::7, 1] = np.nan
    return Block("n", "number", ("a", "b"), values if step is Impute else np.nan_to_num(values))


def rows_of(given: Block, rows: np.ndarray) -> Block:
    values = given.values
    part = values[rows] if isinstance(values, np.ndarray) else values.take(rows)
    return Block(given.name, given.kind, given.names, part)


def numbers(given: Block) -> np.ndarray:
    if isinstance(given.values, Words):
        return np.array(given.values.strings(), object)
    return given.numbers


@pytest.mark.parametrize("kind", STEPS, ids=lambda step: step.model_fields["type"].default)
def test_a_step_goes_through_files_and_treats_each_row_by_itself(kind: type[Step]) -> None:
    step = kind()
    assert STEP.validate_json(step.model_dump_json()) == step
    given = block(kind)
    train = np.arange(0, N, 2)
    fitted = step.fit(rows_of(given, train))
    again: Fitted = FITTED.validate_json(fitted.model_dump_json())
    assert again == fitted
    whole = fitted.apply(given)
    assert whole.form == kind.gives or kind is Standardise
    assert len(whole.values) == N
    assert len(set(whole.names)) == len(whole.names)
    if whole.form == "numbers":
        assert whole.numbers.shape == (N, len(whole.names))
    some = RNG.permutation(N)[:17]
    part = again.apply(rows_of(given, some))
    assert np.array_equal(numbers(part), numbers(whole)[some])
    assert part.names == whole.names
    assert kind.label
    assert kind.help.endswith(".")
    for field in (f for name, f in kind.model_fields.items() if name != "type"):
        assert field.title
        assert str(field.description).endswith(".")


def test_filling_in_is_that_of_scikit_learn() -> None:
    given = block(Impute)
    for how in ("mean", "median", "most_frequent"):
        made = Impute(how=how, mark=False).fit(given).apply(given)
        expected = SimpleImputer(strategy=how).fit_transform(given.numbers)
        np.testing.assert_allclose(made.numbers, expected)
    marked = Impute().fit(given).apply(given)
    assert marked.names == ("a", "b", "b is missing")
    assert np.array_equal(marked.numbers[:, 2], np.isnan(given.numbers[:, 1]))


@pytest.mark.parametrize(("step", "own"), [(Standardise, StandardScaler), (MinMax, MinMaxScaler)])
def test_scaling_is_that_of_scikit_learn(step: type[Step], own: Any) -> None:
    given = block(step)
    train = rows_of(given, np.arange(30))
    made = step().fit(train).apply(given)
    np.testing.assert_allclose(made.numbers, own().fit(train.numbers).transform(given.numbers))
    constant = Block("n", "number", ("a",), np.full((9, 1), 4.0))
    assert np.isfinite(step().fit(constant).apply(constant).numbers).all()


def test_one_hot_is_that_of_scikit_learn_and_unknown_words_are_nothing() -> None:
    given = Block("c", "category", (), Words.of([w or "" for w in TOWNS]))
    made = OneHot().fit(given).apply(given)
    expected = OneHotEncoder(sparse_output=False).fit_transform(
        np.array([[w or ""] for w in TOWNS])
    )
    assert np.array_equal(made.numbers, expected)
    fitted = OneHot().fit(given)
    assert not fitted.apply(Block("c", "category", (), Words.of(["Rom"]))).numbers.any()
    few = OneHot(most=1).fit(block(OneHot)).apply(block(OneHot))
    assert few.names[1:] == ("c is another", "c is missing")
    assert np.array_equal(few.numbers.sum(axis=1), np.ones(N))


def test_numbers_of_words_are_in_the_order_people_expect() -> None:
    given = Block("c", "category", (), Words.of(["10", "9", None, "9", "100"]))
    fitted = Ordinal().fit(given)
    assert fitted.apply(given).numbers[:, 0].tolist() == [2, 1, 0, 1, 3]
    sizes = Ordinal(order=("S", "M", "L")).fit(given)
    cells = Block("c", "category", (), Words.of(["L", "S", "XL"]))
    assert sizes.apply(cells).numbers[:, 0].tolist() == [3, 1, 0]


def test_the_hash_is_fnv_1a() -> None:
    # The test vectors of RFC 9923.
    assert hash_of("") == 0x811C9DC5
    assert hash_of("a") == 0xE40C292C
    assert hash_of("foobar") == 0xBF9CF968
    made = Hashing(buckets=8).fit(block(Hashing)).apply(block(Hashing))
    known = np.array([town is not None for town in TOWNS])
    assert np.array_equal(made.numbers.sum(axis=1), known.astype(float))


@pytest.mark.parametrize(("step", "own"), [(BagOfWords, CountVectorizer), (TfIdf, TfidfVectorizer)])
def test_words_of_texts_are_counted_as_scikit_learn_counts(step: type[Step], own: Any) -> None:
    given = block(step)
    train = rows_of(given, np.arange(40))
    made = step().fit(train).apply(given)
    theirs = own(tokenizer=tokens, token_pattern=None, lowercase=False).fit(TEXTS[:40])
    np.testing.assert_allclose(made.numbers, theirs.transform(TEXTS).toarray())
    assert made.names == tuple(f"c: {word}" for word in theirs.get_feature_names_out())


def test_tokens_are_words_in_small_letters() -> None:
    assert tokens("Don't stop – it’s 2 o'clock! (ÜBER_alles)") == [
        "don't",
        "stop",
        "it's",
        "2",
        "o'clock",
        "über",
        "alles",
    ]
    assert tokens("'' _ …") == []


def test_texts_are_numbers_of_words_with_unknown_ones_and_none() -> None:
    given = Block("t", "text", (), Words.of(["a b b", "b c", None, ""]))
    fitted = TokenIds(length=4).fit(given)
    assert fitted.vocabulary == ("–", "?", "b", "a", "c")
    new = Block("t", "text", (), Words.of(["a x b b c", "C", None]))
    assert fitted.apply(new).numbers.tolist() == [[3, 1, 2, 2], [4, 0, 0, 0], [0, 0, 0, 0]]


def test_parts_of_dates_are_those_of_the_calendar() -> None:
    moments = np.array(["2024-02-29T13:05", "1969-12-31T23:59"], "datetime64[s]")
    parts = ("year", "month", "day", "weekday", "hour")
    given = Block("d", "date", ("d",), moments.astype(np.float64)[:, np.newaxis])
    made = DateParts(parts=parts).fit(given).apply(given)
    assert made.numbers.tolist() == [[2024, 2, 29, 4, 13], [1969, 12, 31, 3, 23]]
    gap = Block("d", "date", ("d",), np.array([[np.nan]]))
    assert np.isnan(DateParts().fit(gap).apply(gap).numbers).all()


def test_missing_words_are_filled_with_the_most_frequent() -> None:
    given = Block("c", "category", (), Words.of(["a", None, "b", "b"]))
    assert FillWord().fit(given).apply(given).words.strings() == ["a", "b", "b", "b"]
    assert FillWord(word="none").fit(given).apply(given).words.strings()[1] == "none"


def test_pictures_are_standardised_by_channel() -> None:
    given = Block("p", "picture", (), RNG.normal(3, [[[1]], [[2]], [[3]]], (40, 3, 5, 5)))
    made = Standardise().fit(given).apply(given).numbers
    np.testing.assert_allclose(made.mean(axis=(0, 2, 3)), 0, atol=1e-9)
    np.testing.assert_allclose(made.std(axis=(0, 2, 3)), 1)
