"""Networks to begin with."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.dataset import Dataset
from playground.data.guessing import propose
from playground.data.own import prepare_table
from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.network.advice import advice
from playground.network.compiler import trace
from playground.project.spec import ProjectSpec
from playground.project.starting import batch_for, epochs_for, starting_project
from playground.training.advice import training_advice
from playground.training.curvature import Curvatures
from playground.training.problems import batch_problem
from playground.training.signature import signature_of
from playground.training.vocabulary import words_problem
from tests.data.guessing.tables import churn, table


def problems_of(project: ProjectSpec, prepared) -> list[str]:
    """What the window would say."""
    head, training = project.head, project.training
    traced = trace(project.network, head, signature_of(prepared), training=True)
    found = [
        *traced.problems,
        batch_problem(training, len(prepared.train)),
        words_problem(traced, prepared),
        *advice(project.network, head, traced),
        *training_advice(project.network, head, training, prepared, traced, Curvatures()),
    ]
    return [each.message for each in found if each is not None]


@pytest.mark.parametrize("source", tuple(SOURCES))
def test_every_source_has_a_network_to_begin_with_that_nothing_is_wrong_with(source):
    coded = prepare(DataSpec(source=source, samples=200)).dataset.coded
    data = DataSpec(source=source, samples=200, validation=0.3, standardise=not coded)
    prepared = prepare(data)
    assert problems_of(starting_project("x", data, prepared), prepared) == []


def test_a_table_of_own_data_trains_and_rare_classes_count_more():
    made = churn(300)
    data = propose(made).data
    prepared = prepare_table(data, made)
    project = starting_project("Churn", data, prepared)
    assert problems_of(project, prepared) == []
    rng = np.random.default_rng(0)
    rare = table(
        a=("number", rng.normal(size=400)),
        y=("category", ["no"] * 385 + ["yes"] * 15),
    )
    data = propose(rare).data
    head = starting_project("Rare", data, prepare_table(data, rare)).head
    assert head.loss_part.positive_weight == pytest.approx(385 / 15, rel=0.1)


def test_a_million_rows_are_gone_through_in_about_a_thousand_steps():
    assert batch_for(800_000) == 1_024
    assert batch_for(3) == 3
    flat = Dataset(np.zeros((2, 2)), np.zeros(2, np.int64), "binary", ("a", "b"), ("n", "y"))
    assert epochs_for(800_000, 1_024, flat) == 8
    assert epochs_for(100, 8, flat) == 100
