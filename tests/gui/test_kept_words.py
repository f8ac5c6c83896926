"""What an edit has left of what was learned, in one sentence."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from playground.gui.kept_words import kept_words
from playground.training.adopted import Adopted

LAYOUT = dict.fromkeys(["a.weight", "a.bias", "b.weight", "b.bias", "head.weight", "head.bias"])


def frame(steps=1, **parts):
    """What of a frame matters here."""
    return SimpleNamespace(
        **{"steps": steps, "network": object(), "head": object(), "layout": LAYOUT, **parts}
    )


@pytest.mark.parametrize(
    ("adopted", "said"),
    [
        (Adopted(), "What was learned is kept."),
        (
            Adopted(anew=("a.weight", "a.bias")),
            "a starts anew; the rest of what was learned is kept.",
        ),
        (
            Adopted(anew=("a.weight", "b.weight")),
            "a and b start anew; the rest of what was learned is kept.",
        ),
        (
            Adopted(grown=("a.weight", "a.bias", "b.weight")),
            "What is new in a and b starts fresh; the rest of what was learned is kept.",
        ),
        (
            Adopted(anew=("a.weight",), grown=("b.weight", "a.bias")),
            "a starts anew and what is new in b starts fresh; "
            "the rest of what was learned is kept.",
        ),
        (
            Adopted(shrunk=("a.weight", "b.weight")),
            "What no longer fits in a and b is set aside; the rest of what was learned is kept.",
        ),
        (
            Adopted(forgotten=True),
            "What was learned is kept. The optimizer starts without memory.",
        ),
        (
            Adopted(anew=("a.x", "b.x", "c.x", "d.x")),
            "4 layers start anew; the rest of what was learned is kept.",
        ),
        (
            Adopted(anew=tuple(LAYOUT)),
            "All weights start anew: no layer is left that learned before.",
        ),
    ],
)
def test_what_is_kept_and_what_starts_anew_is_said(adopted, said):
    assert kept_words(adopted, frame(), frame()) == said


def test_nothing_is_said_where_nothing_was_learned():
    assert kept_words(Adopted(anew=("a.weight",)), frame(steps=0), frame()) == ""


def test_of_the_same_network_trained_otherwise_it_is_said_that_it_goes_on():
    before = frame()
    same = frame(network=before.network, head=before.head)
    assert kept_words(Adopted(), before, same) == "The weights are kept."
    forgotten = kept_words(Adopted(forgotten=True), before, same)
    assert forgotten == "The weights are kept. The optimizer starts without memory."
