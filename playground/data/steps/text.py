"""Steps from texts to numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.data.steps.step import Block, Fitted, Form, Step
from playground.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.data.tables.kinds import Kind
    from playground.data.tables.table import Words

EMPTY, UNKNOWN = "–", "?"
"""What stands for no word and for an unknown one in a vocabulary: numbers 0 and 1."""

TOKEN = r"[^\W_]+(?:'[^\W_]+)*"
"""What a word is, as a regular expression, in a text in small letters whose apostrophes are '."""

_TOKEN = re.compile(TOKEN)


def tokens(text: str) -> list[str]:
    """The words of a text: letters and digits in a row, in small letters, apostrophes inside kept.

    "Don't stop – it's 2 o'clock!" has don't, stop, it's, 2, o'clock.
    """
    return _TOKEN.findall(text.replace("’", "'").lower())


def _cells(words: Words) -> list[list[str]]:
    """The tokens of each cell, worked out once for each text."""
    used = np.unique(words.codes[words.codes >= 0]).tolist()
    by_code = {code: tokens(words.distinct[code]) for code in used}
    return [by_code.get(code, []) for code in words.codes.tolist()]


def _frequencies(cells: Iterable[list[str]]) -> tuple[dict[str, int], dict[str, int]]:
    """How often each word comes, and in how many cells."""
    often: dict[str, int] = {}
    in_cells: dict[str, int] = {}
    for found in cells:
        for word in found:
            often[word] = often.get(word, 0) + 1
        for word in set(found):
            in_cells[word] = in_cells.get(word, 0) + 1
    return often, in_cells


def _most_frequent(counts: dict[str, int], most: int, fewest: int = 1) -> list[str]:
    found = sorted((-count, word) for word, count in counts.items() if count >= fewest)
    return [word for _, word in found[:most]]


class FittedBag(Fitted):
    """A column a word: how often it comes; times `weights` and at length 1 where these are given.

    Attributes:
        words: of the columns. weights: (words,) inverse document frequencies; () for plain counts.
    """

    type: Literal["bag"] = "bag"
    words: tuple[str, ...]
    weights: tuple[float, ...] = ()

    def apply(self, block: Block) -> Block:
        places = {word: place for place, word in enumerate(self.words)}
        values = np.zeros((len(block.words), len(self.words)))
        for row, found in enumerate(_cells(block.words)):
            for word in found:
                place = places.get(word)
                if place is not None:
                    values[row, place] += 1.0
        if self.weights:
            values *= np.array(self.weights)
            length = np.sqrt((values**2).sum(axis=1, keepdims=True))
            values /= np.where(length > 0, length, 1.0)
        names = tuple(f"{block.name}: {word}" for word in self.words)
        return Block(block.name, block.kind, names, values)


class BagOfWords(Step):
    """How often each of the most frequent words comes, as scikit-learn's `CountVectorizer`."""

    type: Literal["bag_of_words"] = "bag_of_words"
    words: int = Field(
        1000, ge=1, le=20_000, title="Words", description="So many of the most frequent words."
    )

    label: ClassVar[str] = "Bag of words"
    help: ClassVar[str] = "One feature a word: how often it comes in the text."
    takes: ClassVar[tuple[Kind, ...]] = ("text",)
    needs: ClassVar[Form] = "words"

    def fit(self, block: Block) -> FittedBag:
        often, _ = _frequencies(_cells(block.words))
        return FittedBag(words=tuple(sorted(_some(often, self.words, block.name))))


class TfIdf(Step):
    """Counts times how rare a word is, at length 1, as scikit-learn's `TfidfVectorizer`.

    The weight of a word is ln((1 + n) / (1 + d)) + 1, with n texts of which d have it.
    """

    type: Literal["tf_idf"] = "tf_idf"
    words: int = Field(
        1000, ge=1, le=20_000, title="Words", description="So many of the most frequent words."
    )

    label: ClassVar[str] = "TF-IDF"
    help: ClassVar[str] = "One feature a word: how often it comes, and how rare it is elsewhere."
    takes: ClassVar[tuple[Kind, ...]] = ("text",)
    needs: ClassVar[Form] = "words"

    def fit(self, block: Block) -> FittedBag:
        often, cells = _frequencies(_cells(block.words))
        words = tuple(sorted(_some(often, self.words, block.name)))
        n_cells = len(block.words)
        weights = [float(np.log((1 + n_cells) / (1 + cells[word])) + 1) for word in words]
        return FittedBag(words=words, weights=tuple(weights))


class FittedTokenIds(Fitted):
    """The numbers of the first words; 0 for no word, 1 for an unknown one, then `words`."""

    type: Literal["token_ids"] = "token_ids"
    words: tuple[str, ...]
    length: int = Field(ge=1, le=2_000)

    def apply(self, block: Block) -> Block:
        places = {word: place + 2 for place, word in enumerate(self.words)}
        values = np.zeros((len(block.words), self.length))
        for row, found in enumerate(_cells(block.words)):
            numbers = [places.get(word, 1) for word in found[: self.length]]
            values[row, : len(numbers)] = numbers
        names = tuple(f"{block.name}: word {place}" for place in range(1, self.length + 1))
        return Block(block.name, block.kind, names, values)

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """The words by their numbers."""
        return (EMPTY, UNKNOWN, *self.words)


class TokenIds(Step):
    """The text as word numbers, for an Embedding layer."""

    type: Literal["token_ids"] = "token_ids"
    words: int = Field(
        5000,
        ge=1,
        le=100_000,
        title="Words",
        description="So many of the most frequent words; others are unknown.",
    )
    length: int | None = Field(
        None,
        ge=1,
        le=2_000,
        title="Length",
        description="So many words of each text; empty for what nineteen of twenty texts have.",
    )

    label: ClassVar[str] = "Word numbers"
    help: ClassVar[str] = "The text as numbers of words, in their order, for Embedding."
    takes: ClassVar[tuple[Kind, ...]] = ("text",)
    needs: ClassVar[Form] = "words"

    def fit(self, block: Block) -> FittedTokenIds:
        cells = _cells(block.words)
        often, _ = _frequencies(cells)
        lengths = [len(found) for found in cells]
        length = self.length or max(1, min(400, int(np.quantile(lengths, 0.95))))
        fewest = 2 if len(lengths) >= 100 else 1
        words = _most_frequent(often, self.words, fewest)
        if not words:
            raise _no_words(block.name)
        return FittedTokenIds(words=tuple(words), length=length)


def _some(counts: dict[str, int], most: int, name: str) -> list[str]:
    found = _most_frequent(counts, most)
    if not found:
        raise _no_words(name)
    return found


def _no_words(name: str) -> UserError:
    return UserError(
        f"There are no words in the training rows of the column {name!r}. Leave the column out, or "
        "read it as another kind."
    )
