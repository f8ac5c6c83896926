"""Short reviews of films as people write them, made up from parts: praise or blame?

No word alone tells: what is praised may be denied, what is blamed in one half of a sentence may be
outweighed in the other, and there are words that fit both.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator
from playground.data.sources.source import Source
from playground.data.steps.text import EMPTY, UNKNOWN, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.data.spec import DataSpec

LENGTH = 32
NAMES = ("negative", "positive")

OPENINGS = (
    "I saw this on a rainy afternoon.",
    "My sister dragged me along.",
    "We watched it twice.",
    "I had read the book before.",
    "I knew nothing about it beforehand.",
    "What a strange evening.",
    "It took me a week to write this.",
    "Seen at the small cinema round the corner.",
    "I am usually no friend of the genre.",
    "Everybody talks about it at the moment.",
    "A film about a lighthouse keeper and his son.",
    "It is set in a village by the sea.",
    "Two hours and ten minutes, and no interval.",
    "The hall was half empty.",
    "My third film by this director.",
    "The trailer had made me curious.",
    "Shot in black and white.",
    "It begins with a wedding.",
    "A heist, a train, and a lot of snow.",
    "It is about three sisters and an old house.",
    "",
    "",
    "",
    "",
    "",
    "",
)
ASPECTS = (
    "the plot",
    "the acting",
    "the camera work",
    "the music",
    "the dialogue",
    "the ending",
    "the first half",
    "the second half",
    "the lead actor",
    "the lead actress",
    "the pacing",
    "the script",
    "the editing",
    "the villain",
    "the love story",
    "the humour",
    "the set design",
    "the supporting cast",
    "the final scene",
    "the story",
    "the direction",
    "the atmosphere",
)
GOOD = (
    "wonderful",
    "gripping",
    "clever",
    "moving",
    "beautifully done",
    "a delight",
    "funny",
    "fresh",
    "sharp",
    "convincing",
    "superb",
    "tender",
    "full of surprises",
    "honest",
    "a triumph",
    "witty",
    "thrilling",
    "warm",
    "brilliant",
    "elegant",
    "first rate",
    "haunting",
    "charming",
    "excellent",
)
BAD = (
    "dull",
    "clumsy",
    "predictable",
    "lifeless",
    "a mess",
    "tedious",
    "shallow",
    "silly",
    "hollow",
    "poorly written",
    "forgettable",
    "wooden",
    "overlong",
    "a disappointment",
    "stale",
    "confused",
    "awful",
    "boring",
    "weak",
    "painful to watch",
    "third rate",
    "flat",
    "annoying",
    "dreadful",
)
DENIED = ("is not", "was never", "is hardly", "is anything but", "was far from being")
SAID = ("is", "was", "seemed", "turned out to be", "remains", "felt")
STRENGTHS = ("", "", "", "really", "truly", "quite", "simply", "rather", "absolutely", "so")
JOINTS = ("and", "and", "while", "and what is more,", "besides,")
TURNS = ("but", "yet", "although I was told otherwise,", "but in the end", "still,")
GOOD_ENDS = (
    "I would see it again tomorrow.",
    "Go and see it.",
    "I left the cinema smiling.",
    "Time flew by.",
    "I cried, and did not mind.",
    "It stays with you for days.",
    "I have already bought the music.",
    "Worth every minute.",
    "I can only recommend it.",
    "My film of the year so far.",
    "I laughed until it hurt.",
    "Do not miss it.",
)
BAD_ENDS = (
    "I want my two hours back.",
    "Stay at home.",
    "I looked at my watch five times.",
    "We left before the end.",
    "I fell asleep in the middle.",
    "Save your money.",
    "I can't recommend it to anybody.",
    "What a waste of good actors.",
    "It is forgotten already.",
    "Nobody in the hall laughed.",
    "Never again.",
    "It does not get any better.",
)
PLAIN_ENDS = (
    "It runs for another week.",
    "My neighbour thinks otherwise.",
    "There is a sequel on its way.",
    "The popcorn was salty.",
    "It is out on disc in spring.",
    "So much for that.",
    "",
    "",
    "",
)
_DENY, _TURN, _TWO, _TELL_AT_END = 0.22, 0.25, 0.6, 0.45


def write_reviews(rng: np.random.Generator, positive: Sequence[bool]) -> list[str]:
    """A text for each of these opinions."""
    return [_review(rng, bool(good)) for good in positive]


def _review(rng: np.random.Generator, good: bool) -> str:
    turns = rng.random() < _TURN
    parts = [_one(rng, OPENINGS)]
    # After a turn the last word counts.
    first = _clause(rng, good != turns)
    if turns:
        parts.append(f"{first}, {_one(rng, TURNS)} {_clause(rng, good)}.")
    elif rng.random() < _TWO:
        parts.append(f"{first} {_one(rng, JOINTS)} {_clause(rng, good)}.")
    else:
        parts.append(f"{first}.")
    told = rng.random() < _TELL_AT_END
    parts.append(_one(rng, (GOOD_ENDS if good else BAD_ENDS) if told else PLAIN_ENDS))
    return " ".join(part[0].upper() + part[1:] for part in parts if part)


def _clause(rng: np.random.Generator, good: bool) -> str:
    """Something said of an aspect: "the plot was never really dull"."""
    denied = rng.random() < _DENY
    verb = _one(rng, DENIED if denied else SAID)
    word = _one(rng, GOOD if good != denied else BAD)
    strength = _one(rng, STRENGTHS)
    return " ".join(part for part in (_one(rng, ASPECTS), verb, strength, word) if part)


def _one(rng: np.random.Generator, options: Sequence[str]) -> str:
    return options[int(rng.integers(len(options)))]


@cache
def vocabulary() -> tuple[str, ...]:
    """Every word that a review can have, by its number; the first two are none and unknown."""
    groups = (OPENINGS, ASPECTS, GOOD, BAD, DENIED, SAID, STRENGTHS, JOINTS, TURNS)
    ends = (GOOD_ENDS, BAD_ENDS, PLAIN_ENDS)
    found = {word for group in (*groups, *ends) for text in group for word in tokens(text)}
    return (EMPTY, UNKNOWN, *sorted(found))


def draw_film_reviews(spec: DataSpec) -> Dataset:
    """Reviews as word numbers (N, 32). Noise is the share of words that are replaced by others."""
    rng = generator(spec)
    positive = np.arange(spec.samples) % 2 == 1
    numbers = {word: number for number, word in enumerate(vocabulary())}
    features = np.zeros((spec.samples, LENGTH))
    for row, text in enumerate(write_reviews(rng, positive.tolist())):
        words = [numbers[word] for word in tokens(text)][:LENGTH]
        features[row, : len(words)] = words
    others = rng.integers(2, len(numbers), features.shape)
    wrong = (rng.random(features.shape) < spec.noise) & (features > 0)
    return Dataset(
        features=np.where(wrong, others, features),
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
    help="Short reviews in whole sentences, with denials and turns: is it praise or blame?",
    draw=draw_film_reviews,
    standardise=False,
    icon="film_reviews",
    shape="32 words",
)
