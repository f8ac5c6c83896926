"""What a template brings into a project that is there already."""

from __future__ import annotations

import pytest

from playground.data.sources import SOURCES
from playground.network.compiler import trace
from playground.network.spec import INPUT
from playground.project.spec import ProjectSpec
from playground.project.takeover import taken_over
from playground.project.templates import TEMPLATES
from tests.project.documents import project

DATA_THAT_STAYS = [
    ("logistic_regression", "spiral"),
    ("logistic_regression", "breast_cancer"),
    ("mlp", "circle"),
    ("lenet", "digits"),
    ("resnet_block", "digits"),
    ("autoencoder", "denoise"),
    ("collaborative_filtering", "ratings"),
    ("lstm", "signals"),
    ("text_classifier", "reviews"),
    ("transformer", "reviews"),
]
DATA_THAT_GOES = [
    ("mlp", "iris"),  # another task
    ("mlp", "reviews"),  # numbers of words are no amounts
    ("lenet", "blobs"),  # no images
    ("lstm", "wine"),  # no sequences
    ("autoencoder", "plane"),  # no curve to be squeezed
    ("collaborative_filtering", "bumps"),  # no users, no items
    ("transformer", "circle"),  # no words
]


def on(source: str, **fields: object) -> ProjectSpec:
    return project(data={"source": source, "validation": 0.4, **fields}).spec


@pytest.mark.parametrize(("name", "source"), DATA_THAT_STAYS)
def test_data_that_the_network_takes_as_it_is_stays(name: str, source: str) -> None:
    before = on(source, standardise=SOURCES[source].standardise)
    assert taken_over(TEMPLATES[name], before, ())["data"] == before.data


@pytest.mark.parametrize(("name", "source"), DATA_THAT_GOES)
def test_data_that_does_not_suit_it_makes_way_for_its_own(name: str, source: str) -> None:
    parts = taken_over(TEMPLATES[name], on(source), ())
    assert parts["data"] == TEMPLATES[name].project().data


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_layer_takes_a_name_that_another_had_and_all_still_fits(name: str) -> None:
    template, before = TEMPLATES[name], on("moons")
    own = [node.id for node in template.project().network]
    parts = taken_over(template, before, own)
    after = before.model_copy(update=parts)
    assert {node.id for node in after.network} & set(own) == {INPUT}
    assert [node.type for node in after.network] == [
        node.type for node in template.project().network
    ]
    assert not trace(after.network, after.head, after.signature(), training=True).problems


def test_a_batch_is_no_larger_than_there_are_samples() -> None:
    parts = taken_over(TEMPLATES["mlp"], on("moons", samples=12), ())
    assert parts["training"].batch_size == 7
