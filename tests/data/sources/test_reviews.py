"""Short texts with an opinion."""

from __future__ import annotations

import numpy as np

from playground.data.sources.reviews import BAD, GOOD, REVIEWS, VOCABULARY
from playground.data.spec import DataSpec


def texts(noise: float = 0.0, samples: int = 600) -> tuple[list[list[str]], np.ndarray]:
    dataset = REVIEWS.draw(DataSpec(source="reviews", samples=samples, noise=noise))
    rows = [[VOCABULARY[int(word)] for word in row if word] for row in dataset.features]
    return rows, dataset.targets


def meaning(words: list[str]) -> bool:
    """Whether the last thing that is said is praise."""
    after = words[max(i for i, word in enumerate(words) if word == "the") :]
    praise = any(word in GOOD for word in after)
    return praise != ("not" in after)


def test_every_word_has_one_number_and_every_number_is_used() -> None:
    dataset = REVIEWS.draw(DataSpec(source="reviews", samples=2000))
    assert dataset.vocabulary == VOCABULARY
    assert len(set(VOCABULARY)) == len(VOCABULARY)
    assert np.array_equal(np.unique(dataset.features), np.arange(len(VOCABULARY)))


def test_the_class_is_what_is_meant_at_the_end() -> None:
    rows, targets = texts()
    assert [meaning(words) for words in rows] == list(targets == 1)


def test_what_comes_first_agrees_unless_there_is_a_but() -> None:
    rows, _ = texts()
    joined = {word: [words for words in rows if word in words] for word in ("and", "but")}
    assert min(len(found) for found in joined.values()) > 30
    for word, found in joined.items():
        for words in found:
            first = meaning(words[: words.index(word)])
            assert (first == meaning(words)) == (word == "and")


def test_no_word_alone_tells_praise_from_blame() -> None:
    rows, targets = texts(samples=2000)
    for word in (*GOOD, *BAD, "not"):
        praise = np.mean([targets[i] for i, words in enumerate(rows) if word in words])
        assert 0.1 < praise < 0.9, word


def test_empty_places_stand_at_the_end_with_noise_too() -> None:
    for noise in (0.0, 0.5):
        features = REVIEWS.draw(DataSpec(source="reviews", noise=noise)).features
        empty = features == 0
        assert empty.any()
        assert np.array_equal(empty, np.logical_or.accumulate(empty, axis=1))


def test_noise_is_the_share_of_words_that_are_replaced() -> None:
    clean, noisy = (
        REVIEWS.draw(DataSpec(source="reviews", samples=2000, noise=noise)).features
        for noise in (0.0, 0.2)
    )
    changed = (clean != noisy)[clean > 0].mean()
    assert 0.18 < changed < 0.21
