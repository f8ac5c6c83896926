"""What somebody types finds what they mean."""

from __future__ import annotations

import pytest

from playground.gui.glossary.glossary import glossary
from playground.gui.glossary.search import folded, search


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("relu", "activation.relu"),
        ("ReLU", "activation.relu"),
        ("leaky", "activation.leaky_relu"),
        ("cross-entropy", "loss.cross_entropy"),
        ("cross entropy", "loss.cross_entropy"),
        ("R2", "metric.r2"),
        ("r²", "metric.r2"),
        ("learning rate", "field.learning_rate"),
        ("undo", "undo"),
        ("shortcuts", "keys"),
    ],
)
def test_the_best_match_stands_first(query, key):
    assert search(glossary().values(), query)[0].key == key


def test_every_word_has_to_be_there():
    both = search(glossary().values(), "learning rate")
    assert both
    assert set(both) <= set(search(glossary().values(), "learning"))
    assert search(glossary().values(), "learning zebra") == []


def test_no_word_lists_all():
    assert search(glossary().values(), " - ") == list(glossary().values())


def test_case_hyphens_and_raised_digits_make_no_difference():
    assert folded("R² Cross-Entropy  β₁") == folded("r2 cross_entropy β1")


def test_every_entry_is_found_first_or_second_by_its_own_title():
    for entry in glossary().values():
        found = search(glossary().values(), entry.title)[:4]
        assert any(each.title == entry.title for each in found), entry.key
