"""Short texts with an opinion, as numbers of words, from a small grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.spec import DataSpec

EMPTY = "–"
OPENERS = ("overall", "honestly", "well", "today")
SUBJECTS = ("film", "plot", "acting", "music", "ending", "dialogue", "cast", "story")
VERBS = ("was", "is", "felt", "seemed")
ADVERBS = ("very", "really", "so", "quite")
GOOD = ("good", "great", "clever", "moving", "funny", "lovely", "fresh", "sharp")
BAD = ("bad", "dull", "slow", "silly", "weak", "boring", "stale", "clumsy")
THE, NOT, AND, BUT = "the", "not", "and", "but"
VOCABULARY = (EMPTY, THE, NOT, AND, BUT, *OPENERS, *SUBJECTS, *VERBS, *ADVERBS, *GOOD, *BAD)
"""The words by their numbers; 0 is no word, and fills up the end."""
LENGTH = 14

# The shares of reviews that open with a word, go on to a second clause, and turn round in it.
_OPEN, _GO_ON, _TURN = 0.5, 0.5, 0.25
# The shares of clauses that say "not", and that strengthen.
_NEGATE, _STRENGTHEN = 0.35, 0.4


def draw_reviews(spec: DataSpec) -> Dataset:
    """Reviews such as "the plot was not very good but the music is lovely", and what is meant.

    "Not" turns what follows round; after "but" the last word counts. Noise is the share of words
    that are replaced by any others.
    """
    rng = generator(spec)
    positive = np.arange(spec.samples) % 2 == 1
    goes_on = rng.random(spec.samples) < _GO_ON
    turns = rng.random(spec.samples) < _TURN
    first = _clause(rng, positive ^ (goes_on & turns))
    joiner = np.where(turns, _number(BUT), _number(AND))[:, np.newaxis]
    second = np.hstack((joiner, _clause(rng, positive))) * goes_on[:, np.newaxis]
    opener = _some(rng, OPENERS, spec.samples) * (rng.random(spec.samples) < _OPEN)
    words = _closed_up(np.column_stack((opener, first, second)))
    return Dataset(
        features=_mistaken(rng, words, spec.noise).astype(np.float64),
        targets=positive.astype(np.int64),
        task="binary",
        feature_names=tuple(f"word {place}" for place in range(1, LENGTH + 1)),
        target_names=("negative", "positive"),
        coded=True,
        vocabulary=VOCABULARY,
    )


def _clause(rng: np.random.Generator, positive: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A clause that says so much (N, 6): the, subject, verb, not, adverb, adjective."""
    n_clauses = len(positive)
    negated = rng.random(n_clauses) < _NEGATE
    strengthened = rng.random(n_clauses) < _STRENGTHEN
    good, bad = _some(rng, GOOD, n_clauses), _some(rng, BAD, n_clauses)
    return np.column_stack(
        (
            np.full(n_clauses, _number(THE)),
            _some(rng, SUBJECTS, n_clauses),
            _some(rng, VERBS, n_clauses),
            _number(NOT) * negated,
            _some(rng, ADVERBS, n_clauses) * strengthened,
            np.where(positive ^ negated, good, bad),
        )
    )


def _some(rng: np.random.Generator, words: tuple[str, ...], n_words: int) -> NDArray[np.int64]:
    """Numbers of words drawn from a few that follow one another in the vocabulary. (n_words,)"""
    return _number(words[0]) + rng.integers(len(words), size=n_words)


def _number(word: str) -> int:
    return VOCABULARY.index(word)


def _closed_up(words: NDArray[np.int64]) -> NDArray[np.int64]:
    """The words in their order, with what is empty moved to the end. (N, T) to the same shape."""
    return np.take_along_axis(words, np.argsort(words == 0, axis=1, kind="stable"), axis=1)


def _mistaken(
    rng: np.random.Generator, words: NDArray[np.int64], share: float
) -> NDArray[np.int64]:
    """The words, about a `share` of them replaced; what is empty stays so."""
    others = rng.integers(1, len(VOCABULARY), words.shape)
    return np.where((rng.random(words.shape) < share) & (words > 0), others, words)


REVIEWS = Source(
    name="reviews",
    label="Reviews",
    task="binary",
    help="Short reviews as word numbers: is it praise or blame?",
    draw=draw_reviews,
    standardise=False,
    icon="reviews",
    shape="14 words",
)
