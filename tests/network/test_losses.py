"""Losses of the whole from losses of parts, and how they are written."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.engine.program import plan
from playground.network.losses import LOSSES
from playground.network.named import parser

from .small import fields_of


@pytest.mark.parametrize("name", LOSSES)
def test_the_combined_loss_of_unequal_parts_is_the_loss_of_the_whole(name: str) -> None:
    loss = LOSSES[name]()
    graph = Graph()
    p, t = graph.input("p", (3,)), graph.input("t", (3,))
    value = graph.apply(loss.op, p, t, **loss.model_dump())
    executor = ReferenceExecutor(plan(graph, 10, {"loss": value}), np.float64)
    random = np.random.default_rng(0)
    answers, targets = random.uniform(0.1, 0.9, (10, 3)), random.integers(0, 2, (10, 3))
    whole = float(executor.run(p=answers, t=targets)["loss"])
    parts = [slice(0, 4), slice(4, 8), slice(8, 10)]
    losses = [float(executor.run(p=answers[s], t=targets[s])["loss"]) for s in parts]
    assert loss.combine(np.array(losses), np.array([4, 4, 2])) == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_written_as_its_name_or_with_the_fields_that_differ(name: str) -> None:
    usual = LOSSES[name]()
    assert parser(LOSSES)(usual.dump()) == usual
    assert usual.dump() == name
    other = LOSSES[name](**fields_of(usual))
    assert parser(LOSSES)(other.dump()) == other


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_is_explained_and_has_ops_that_exist(name: str) -> None:
    loss = LOSSES[name]
    assert loss.label
    assert loss.help
    assert loss().formula.startswith("L = ")
    assert {loss.op, *loss.fused.values()} <= set(OPS)
