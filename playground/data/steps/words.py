"""Steps from words to numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.data.steps.step import Block, Fitted, Form, Step
from playground.data.tables.table import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind


class FittedOneHot(Fitted):
    """A column a word, 1 where it stands; others, and missing ones, are 0 in all, unless told."""

    type: Literal["one_hot"] = "one_hot"
    words: tuple[str, ...]
    missing: bool
    other: bool

    def apply(self, block: Block) -> Block:
        places = numbered(block.words, self.words)
        width = len(self.words)
        names = [f"{block.name} = {word}" for word in self.words]
        other, none = -1, -1
        if self.other:
            other, width = width, width + 1
            names.append(f"{block.name} is another")
        if self.missing:
            none, width = width, width + 1
            names.append(f"{block.name} is missing")
        places[(places < 0) & (block.words.codes >= 0)] = other
        places[block.words.codes < 0] = none
        values = np.zeros((len(places), width))
        rows = np.flatnonzero(places >= 0)
        values[rows, places[rows]] = 1.0
        return Block(block.name, block.kind, tuple(names), values)


class OneHot(Step):
    """One feature a word, as scikit-learn's `OneHotEncoder` with infrequent words together."""

    type: Literal["one_hot"] = "one_hot"
    most: int = Field(
        50, ge=1, le=5_000, title="Most", description="So many of the most frequent words."
    )

    label: ClassVar[str] = "One-hot"
    help: ClassVar[str] = "One feature a word: 1 where it stands, else 0."
    takes: ClassVar[tuple[Kind, ...]] = ("category", "identifier")
    needs: ClassVar[Form] = "words"

    def fit(self, block: Block) -> FittedOneHot:
        words = by_frequency(block.words)
        return FittedOneHot(
            words=tuple(sorted(words[: self.most])),
            missing=bool((block.words.codes < 0).any()),
            other=len(words) > self.most,
        )


class FittedOrdinal(Fitted):
    """The number of each word, from 1; 0 for those that are missing or unknown."""

    type: Literal["ordinal"] = "ordinal"
    words: tuple[str, ...]

    def apply(self, block: Block) -> Block:
        places = numbered(block.words, self.words) + 1
        return Block(block.name, block.kind, (block.name,), places[:, np.newaxis].astype(float))


class Ordinal(Step):
    """One feature: the word's number. For Embedding, or for words that have an order."""

    type: Literal["ordinal"] = "ordinal"
    order: tuple[str, ...] = Field(
        (),
        max_length=10_000,
        title="Order",
        description="The words as they follow one another.",
    )

    label: ClassVar[str] = "Number the words"
    help: ClassVar[str] = "One feature: the number of the word, 0 for unknown ones."
    takes: ClassVar[tuple[Kind, ...]] = ("category", "identifier")
    needs: ClassVar[Form] = "words"

    def fit(self, block: Block) -> FittedOrdinal:
        return FittedOrdinal(words=self.order or tuple(in_order(by_frequency(block.words))))


class FittedHashing(Fitted):
    """One of so many columns for each word, by its hash; missing ones have none."""

    type: Literal["hashing"] = "hashing"
    buckets: int = Field(ge=1, le=4_096)

    def apply(self, block: Block) -> Block:
        by_code = [hash_of(word) % self.buckets for word in block.words.distinct]
        places = np.array([*by_code, -1], np.int64)[block.words.codes]
        values = np.zeros((len(places), self.buckets))
        rows = np.flatnonzero(places >= 0)
        values[rows, places[rows]] = 1.0
        names = tuple(f"{block.name} #{number}" for number in range(self.buckets))
        return Block(block.name, block.kind, names, values)


class Hashing(Step):
    """A few features for any number of words, known or not (Weinberger et al. 2009)."""

    type: Literal["hashing"] = "hashing"
    buckets: int = Field(
        32,
        ge=2,
        le=4_096,
        title="Features",
        description="Words that share one look alike.",
    )

    label: ClassVar[str] = "Hash"
    help: ClassVar[str] = "A fixed number of features for any words, new ones too."
    takes: ClassVar[tuple[Kind, ...]] = ("category", "identifier")
    needs: ClassVar[Form] = "words"

    def fit(self, block: Block) -> FittedHashing:
        return FittedHashing(buckets=self.buckets)


class FittedFillWord(Fitted):
    """A word where there is none."""

    type: Literal["fill_word"] = "fill_word"
    word: str

    def apply(self, block: Block) -> Block:
        words = block.words
        if not (words.codes < 0).any():
            return block
        distinct = tuple(words.distinct)
        if self.word not in distinct:
            distinct = (*distinct, self.word)
        codes = np.where(words.codes < 0, distinct.index(self.word), words.codes)
        return Block(block.name, block.kind, (), Words(codes.astype(np.int32), distinct))


class FillWord(Step):
    """Fills in missing words."""

    type: Literal["fill_word"] = "fill_word"
    word: str = Field(
        "", max_length=200, title="Word", description="What stands there; empty: the most frequent."
    )

    label: ClassVar[str] = "Fill in"
    help: ClassVar[str] = "Puts a word where there is none."
    takes: ClassVar[tuple[Kind, ...]] = ("category", "identifier")
    needs: ClassVar[Form] = "words"
    gives: ClassVar[Form] = "words"

    def fit(self, block: Block) -> FittedFillWord:
        known = by_frequency(block.words)
        return FittedFillWord(word=self.word or (known[0] if known else "none"))


def hash_of(word: str) -> int:
    """FNV-1a of a word's UTF-8 bytes, 32 bits (Fowler, Noll, Vo; RFC 9923)."""
    found = 0x811C9DC5
    for byte in word.encode():
        found = ((found ^ byte) * 0x01000193) & 0xFFFFFFFF
    return found


def by_frequency(words: Words) -> list[str]:
    """The words that stand anywhere, the most frequent first, equal ones in order."""
    counts = np.bincount(words.codes[words.codes >= 0], minlength=len(words.distinct))
    found = [(-int(counts[code]), words.distinct[code]) for code in np.flatnonzero(counts).tolist()]
    return [word for _, word in sorted(found)]


def in_order(words: list[str]) -> list[str]:
    """Words in the order people expect: numbers by their size, others by their letters."""
    try:
        return sorted(words, key=float)
    except ValueError:
        return sorted(words)


def numbered(words: Words, known: tuple[str, ...]) -> NDArray[np.int64]:
    """(N,) the place of each cell's word in `known`; −1 where it has none."""
    places = {word: place for place, word in enumerate(known)}
    by_code = np.array([places.get(word, -1) for word in words.distinct] + [-1], np.int64)
    return by_code[words.codes]  # a missing one, −1, takes the last
