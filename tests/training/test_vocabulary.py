"""Data that an embedding can't look up is refused before the first step, in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.spec import DataSpec
from playground.errors import UserError
from playground.network.compiler import trace
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec

from ..network.small import signature

WORDS = [{"id": "table", "type": "Embedding", "vocabulary": 5}, {"id": "flat", "type": "Flatten"}]


def sentences(last: float = 4.0) -> Dataset:
    features = np.arange(60.0).reshape(20, 3) % 5
    features[-1, -1] = last
    return Dataset(features, np.arange(20) % 2, "binary", tuple("abc"), ("no", "yes"))


def session(data: Dataset, *, standardise: bool = False, **network: Any) -> Session:
    return Session(
        NetworkSpec(**{"nodes": WORDS, **network}),
        HEADS["binary"](),
        TrainingSpec(batch_size=4),
        prepare_dataset(DataSpec(source="own", standardise=standardise), data),
    )


def test_words_that_the_table_holds_are_learned_from() -> None:
    run = session(sentences())
    before = run.parameters()["table.weight"]
    run.train(2)
    assert before.shape == (5, 8)
    assert not np.array_equal(run.parameters()["table.weight"], before)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (5.0, "table takes whole numbers from 0 to 4; the data has 5. Give it a vocabulary of at "),
        (1e6, "at least 1,000,001"),
        (-1.0, "the data has -1. Number the words 0, 1, 2 and so on."),
        (2.5, "the data has 2.5"),
    ],
)
def test_a_number_that_is_no_word_is_refused_before_the_first_step(last: float, words: str) -> None:
    with pytest.raises(UserError, match=words.replace(".", r"\.")):
        session(sentences(last))


def test_standardised_words_are_refused_with_what_to_do() -> None:
    with pytest.raises(UserError, match=r"Standardising turned the words .* switch it off"):
        session(sentences(), standardise=True)


def test_only_the_columns_that_are_looked_up_have_to_be_words() -> None:
    nodes = [
        {"id": "input", "type": "Input", "columns": "0, 1"},
        {"id": "rest", "type": "Input", "columns": "2"},
        *WORDS,
        {"id": "both", "type": "Concatenate"},
    ]
    links = [("input", "table"), ("table", "flat"), ("flat", "both"), ("rest", "both")]
    links.append(("both", "head"))
    run = session(sentences(-7.5), nodes=nodes, links=links)
    run.train(1)
    with pytest.raises(UserError, match=r"the data has -7\.5"):
        run.predict(np.array([[0.0, -7.5, 1.0]]))


def test_an_unknown_word_in_a_batch_of_ones_own_is_refused_and_changes_nothing() -> None:
    run = session(sentences())
    before = run.parameters()
    batch = np.array([[0.0, 1.0, 9.0]])
    for ask in (lambda: run.step(batch, [1]), lambda: run.gradients(batch, [1])):
        with pytest.raises(UserError, match="the data has 9"):
            ask()
    with pytest.raises(UserError, match="the data has 9"):
        run.predict(batch)
    assert run.steps == 0
    assert all(np.array_equal(run.parameters()[name], before[name]) for name in before)


def test_an_embedding_of_what_a_layer_has_changed_is_refused() -> None:
    network = NetworkSpec(nodes=[{"id": "dense", "type": "Dense"}, *WORDS])
    traced = trace(network, HEADS["binary"](), signature("binary", (3,)), training=True)
    (problem,) = traced.errors
    assert problem.node == "table"
    assert problem.message.startswith("Embedding takes numbers of words as the data has them")
