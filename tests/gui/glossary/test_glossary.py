"""Every entry is whole, true to the registries, and leads on."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from playground.data.sources import SOURCES
from playground.engine.ops import OPS
from playground.errors import UserError
from playground.gui.exporting.offers import OFFERS
from playground.gui.glossary.entry import Entry
from playground.gui.glossary.fields import field_key
from playground.gui.glossary.glossary import Glossary, glossary
from playground.gui.glossary.written import parse
from playground.gui.views.catalogue import VIEWS
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.project.templates import TEMPLATES
from playground.training.metrics import LABELS
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES

KINDS = {
    "layer": LAYERS,
    "activation": ACTIVATIONS,
    "loss": LOSSES,
    "head": HEADS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
    "data": SOURCES,
    "metric": LABELS,
    "view": VIEWS,
    "format": OFFERS,
    "template": TEMPLATES,
}
# The words that the plan of the house lists.
WORDS = """
node link port layer head document command palette inspector canvas scene view item value op
instruction phase program executor buffer parameter gradient snapshot batch step epoch sample
feature target split train validation learning_rate optimizer schedule loss metric
"""
IDEAS = """
weight bias gradient backpropagation chain_rule overfitting validation_split saturation dead_unit
vanishing_gradient softmax_temperature logits one_hot confusion_matrix precision recall f1 roc r2
im2col affine rank transfer_learning
"""


def sentences(text):
    return len(re.findall(r"[.?!](?:\s|$)", text))


def test_the_texts_have_nothing_wrong_with_them():
    assert glossary().problems == ()


def test_every_entry_says_at_least_two_sentences_and_no_essay():
    wrong = {k: e.plain for k, e in glossary().items() if not 2 <= sentences(e.plain) <= 6}
    assert wrong == {}


def test_every_link_leads_somewhere_and_no_entry_is_a_dead_end():
    broken = [
        (key, link)
        for key, entry in glossary().items()
        for link in entry.links
        if glossary().find(link) is None
    ]
    assert broken == []
    assert [key for key, entry in glossary().items() if not entry.links] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_thing_of_a_registry_is_explained_in_the_registrys_own_words(kind):
    for name in KINDS[kind]:
        entry = glossary()[f"{kind}.{name}"]
        thing = KINDS[kind][name]
        if kind == "metric":
            assert entry.title.lower() == thing.lower()
            continue
        listed = thing.catalogue if kind == "layer" else thing
        assert entry.title == listed.label
        assert entry.plain.startswith(listed.help.rstrip("."))


@pytest.mark.parametrize("kind", ["activation", "loss", "optimizer"])
def test_formulas_are_the_engines_own(kind):
    for name, part in KINDS[kind].items():
        assert glossary()[f"{kind}.{name}"].formula == part().formula


def test_every_field_of_every_layer_is_explained_in_its_own_words():
    for layer in LAYERS.values():
        for name, info in layer.model_fields.items():
            if name in ("position", "unknown_type"):
                continue
            entry = glossary().find(field_key(layer, name))
            assert entry is not None, (layer, name)
            if entry.key.startswith("field."):
                assert entry.plain.startswith(info.description), (layer, name)


@pytest.mark.parametrize("word", (WORDS + IDEAS).split())
def test_every_word_that_the_program_uses_is_explained(word):
    assert glossary().find(word) is not None


def test_a_plain_name_finds_its_entry_whatever_its_family():
    assert glossary().find("relu") is glossary()["activation.relu"]
    assert glossary().find("learning_rate") is glossary()["field.learning_rate"]
    assert glossary().find("map") is glossary()["view.map"]
    assert glossary().find("no such thing") is None


def test_no_two_entries_lay_claim_to_one_key():
    claimed = Counter(key for entry in glossary().values() for key in entry.keys)
    assert [key for key, n in claimed.items() if n > 1 or key in glossary()] == []


def test_a_text_for_what_there_is_not_is_named_with_its_place():
    known = [Entry("activation.relu", "Activations", "ReLU", "Cuts.")]
    texts = (
        "family: X\n# relu2\n\nOne.\n\n# activation.relu: Again\n\nTwo.\n\n# a: A\nformula: op no\n"
    )
    said = Glossary(known, parse(texts, "x.md")).problems
    assert "x.md, line 2: there is nothing called 'relu2'" in said[0]
    assert "x.md, line 6: 'activation.relu' is explained elsewhere too" in said[1]
    assert "x.md, line 10: There is no op called 'no'." in said[2]


def test_a_text_adds_to_a_registrys_line_and_brings_an_ops_formula():
    known = [Entry("layer.A", "Layers", "A", "One.")]
    (entry,) = Glossary(known, parse("family: X\n# layer.A\nformula: op mse\n\nTwo.", "x")).values()
    assert (entry.plain, entry.formula) == ("One. Two.", OPS["mse"].formula)


def test_marks_are_not_read_out():
    text = "A [link](b), *stressed*, `code`."
    assert Entry("a", "X", "A", text).plain == "A link, stressed, code."
    with pytest.raises(UserError):
        parse("# a: A", "x")
