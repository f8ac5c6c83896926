"""Sets that are drawn: what plain models of scikit-learn make of them, and what is in them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier

from playground.data.prepare import prepare
from playground.data.sources.film_reviews import LENGTH, film_reviews, vocabulary, written
from playground.data.sources.film_writing import parts, write_reviews
from playground.data.sources.satellite import LABELS
from playground.data.spec import DataSpec
from playground.data.split_spec import SplitSpec
from playground.data.steps.text import tokens


@pytest.mark.parametrize("name", ["shapes", "digits28"])
def test_drawn_images_can_be_told_apart_but_not_by_straight_lines_alone(name: str) -> None:
    data = prepare(DataSpec(source=name, samples=1200, validation=0.25, seed=3)).dataset
    flat = data.features.reshape(1200, -1)
    assert flat.min() >= 0
    assert flat.max() <= 1
    assert data.features.dtype == np.float32
    straight = LogisticRegression(max_iter=60).fit(flat[:900], data.targets[:900])
    near = KNeighborsClassifier(3).fit(flat[:900], data.targets[:900])
    chance = 1 / len(data.target_names)
    scores = [model.score(flat[900:], data.targets[900:]) for model in (straight, near)]
    assert scores[0] < 0.97
    assert max(scores) > 2.5 * chance


def test_tiles_show_what_their_labels_say() -> None:
    data = prepare(DataSpec(source="satellite", samples=400, noise=0, seed=1)).dataset
    labels = dict(zip(LABELS, data.targets.T, strict=True))
    assert (labels["water"] >= np.maximum(labels["lake"], labels["river"])).all()
    assert ((labels["lake"] + labels["river"]) > 1).any()
    assert all(0.15 < each.mean() < 0.85 for each in labels.values())
    red, green, blue = data.features.transpose(1, 0, 2, 3)
    white = ((red > 0.75) & (blue > 0.75)).mean(axis=(1, 2))
    assert white[labels["cloudy"] == 1].mean() > 0.2 > 0.05 > white[labels["cloudy"] == 0].mean()
    clear = labels["cloudy"] == 0
    wet = ((blue > red + 0.1) & (blue > green + 0.05)).mean(axis=(1, 2))
    assert np.median(wet[clear & (labels["water"] == 1)]) > 0.02
    assert wet[clear & (labels["water"] == 0)].max() < 0.02


def test_film_reviews_are_texts_that_no_single_word_tells() -> None:
    rng = np.random.default_rng(0)
    positive = np.arange(1500) % 2 == 1
    texts = write_reviews(rng, positive.tolist())
    assert len(set(texts)) > 1450
    known = set(vocabulary())
    assert all(word in known for text in texts for word in tokens(text))
    assert not any(sign in text for text in texts for sign in "{}|")
    assert all(text[0].isupper() or not text[0].isalpha() for text in texts)
    data = prepare(DataSpec(source="film_reviews", samples=1500, noise=0)).dataset
    assert data.features.shape == (1500, LENGTH)
    bags = np.zeros((1500, len(vocabulary())))
    for row, words in enumerate(data.features.astype(int)):
        bags[row, words[words > 0]] = 1
    agree = (bags.T @ (2 * data.targets - 1)) / np.maximum(bags.sum(axis=0), 1)
    often = bags.sum(axis=0) > 150
    assert np.abs(agree[often]).max() < 0.5
    model = LogisticRegression(max_iter=300).fit(bags[:1000], data.targets[:1000])
    assert 0.6 < model.score(bags[1000:], data.targets[1000:]) < 0.97


def test_film_reviews_that_are_held_out_are_written_by_hand_and_seen_nowhere_else() -> None:
    held, learned = written("held_out"), written("written")
    assert len(set(held.texts)) == 160 == 2 * held.positive.sum()
    assert not set(held.texts) & {
        *learned.texts,
        *(part for group in parts().values() for part in group),
    }
    drawn = film_reviews(np.random.default_rng(3), 800)
    by_hand = [text in learned.texts for text in drawn.texts]
    assert sum(by_hand) == 200
    opinions = dict(zip(learned.texts, learned.positive, strict=True))
    rows = zip(drawn.texts, drawn.positive, strict=True)
    assert all(opinions.get(text, good) == good for text, good in rows)
    spec = DataSpec(source="film_reviews", samples=600, noise=0.5, split=SplitSpec(way="given"))
    given, plain = prepare(spec), prepare(spec.model_copy(update={"split": SplitSpec()}))
    assert len(plain.dataset.targets) == 600
    assert not len(plain.test)
    assert sorted(given.split.test) == list(range(600, 760))
    assert np.array_equal(given.dataset.targets[600:], held.positive)
    assert np.array_equal(given.dataset.features[:600], plain.dataset.features)
    assert len(given.glance.dataset.targets) == 600
    few = prepare(spec.model_copy(update={"only_classes": (0, 1)}))
    assert np.array_equal(few.split.test, given.split.test)


@pytest.mark.parametrize("name", ["sine", "seasonal"])
def test_a_series_can_be_told_from_what_came_before(name: str) -> None:
    data = prepare(DataSpec(source=name, samples=800, noise=0)).dataset
    past, future = data.features[:, :, 0], data.targets[:, 0]
    model = Ridge(1e-6).fit(past[:600], future[:600])
    naive = np.mean((future[600:] - past[600:, -1]) ** 2)
    assert np.mean((model.predict(past[600:]) - future[600:]) ** 2) < 0.5 * naive
