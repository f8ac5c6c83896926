"""Short reviews of films in whole sentences, made up from parts and written by hand.

Those that are held out are written by hand, so that what was only made up can't help.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from playground.assets_path import asset
from playground.data.dataset import Dataset
from playground.data.sources.film_writing import SLOT, parts, write_reviews
from playground.data.sources.noise import generator
from playground.data.sources.source import Source
from playground.data.steps.text import EMPTY, UNKNOWN, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.data.spec import DataSpec

LENGTH = 40
NAMES = ("negative", "positive")
# At most this share of the texts to learn from are such as were written by hand.
_WRITTEN = 0.25


class Reviews(NamedTuple):
    """Texts, and whether each is praise (N,)."""

    texts: tuple[str, ...]
    positive: NDArray[np.bool_]


@cache
def written(part: str) -> Reviews:
    """What was written by hand: "written" to learn from, "held_out" to be judged on at the end."""
    lines = asset(f"texts/film_reviews_{part}.tsv").read_text("utf-8").splitlines()[1:]
    opinions, texts = zip(*(line.split("\t") for line in lines), strict=True)
    return Reviews(texts, np.array(opinions) == NAMES[1])


@cache
def vocabulary() -> tuple[str, ...]:
    """The words by their numbers; the first two are none and unknown.

    They are all those of the parts, and those that come twice in what was written to learn from.
    What is held out has no say.
    """
    of_parts = {
        word for group in parts().values() for text in group for word in tokens(SLOT.sub(" ", text))
    }
    counts = Counter(word for text in written("written").texts for word in tokens(text))
    often = {word for word, count in counts.items() if count > 1}
    return (EMPTY, UNKNOWN, *sorted(of_parts | often))


def film_reviews(rng: np.random.Generator, count: int) -> Reviews:
    """So many reviews to learn from, every other one positive."""
    positive = np.arange(count) % 2 == 1
    texts = np.array(write_reviews(rng, positive.tolist()), dtype=object)
    by_hand = written("written")
    for good in (False, True):
        rows = rng.permutation(np.flatnonzero(positive == good))
        chosen = rng.permutation(np.flatnonzero(by_hand.positive == good))
        chosen = chosen[: int(_WRITTEN * len(rows))]
        texts[rows[: len(chosen)]] = [by_hand.texts[number] for number in chosen]
    return Reviews(tuple(texts), positive)


def draw_film_reviews(spec: DataSpec) -> Dataset:
    """Reviews as word numbers (N, 40). Noise is the share of words that are replaced by others."""
    rng = generator(spec)
    reviews = film_reviews(rng, spec.samples)
    features = _numbers(reviews.texts)
    others = rng.integers(2, len(vocabulary()), features.shape)
    wrong = (rng.random(features.shape) < spec.noise) & (features > 0)
    return _dataset(np.where(wrong, others, features), reviews.positive)


def held_out_film_reviews(_: DataSpec) -> Dataset:
    """The reviews that are held out, all written by hand: half praise, half blame."""
    reviews = written("held_out")
    return _dataset(_numbers(reviews.texts), reviews.positive)


def _numbers(texts: Sequence[str]) -> NDArray[np.float64]:
    places = {word: place for place, word in enumerate(vocabulary())}
    unknown = places[UNKNOWN]
    numbers = np.zeros((len(texts), LENGTH))
    for row, text in enumerate(texts):
        words = [places.get(word, unknown) for word in tokens(text)[:LENGTH]]
        numbers[row, : len(words)] = words
    return numbers


def _dataset(features: NDArray[np.float64], positive: NDArray[np.bool_]) -> Dataset:
    return Dataset(
        features=features,
        targets=positive.astype(np.int64),
        task="binary",
        feature_names=tuple(f"word {place}" for place in range(1, LENGTH + 1)),
        target_names=NAMES,
        coded=True,
        vocabulary=vocabulary(),
    )


FILM_REVIEWS = Source(
    name="film_reviews",
    label="Film reviews",
    task="binary",
    help="Short reviews: praise or blame? Made up to learn from, written by hand to be judged on.",
    draw=draw_film_reviews,
    held_out=held_out_film_reviews,
    standardise=False,
    icon="film_reviews",
    shape="40 words",
    origin="Written for Playground",
)
