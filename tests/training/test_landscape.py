"""The loss at the points of a slice, against the session's own with those weights loaded."""

from __future__ import annotations

import numpy as np
import pytest

from playground.training.carry import parts
from playground.training.landscape import MOST_SAMPLES, Ground, evaluate, outward
from playground.training.weight_slice import Learned, Slice, counted_in, random_directions

from . import images, samples


def ground_of(session):
    return Ground(session.network, session.head, session.signature, session.prepared)


def slice_of(session, seed=0):
    learned = Learned.of(session.network, session.head, session.signature)
    centre = session.snapshot().parameters.astype(np.float64)
    directions = random_directions(centre, session.layout, learned.filters, seed)
    return Slice(centre, directions, counted_in(session.layout, learned.names, len(centre)))


@pytest.mark.parametrize("head", ["binary", "multiclass", "multilabel", "regression"])
def test_losses_are_those_of_a_session_with_these_weights(head):
    session = samples.session(head, dtype="float32", samples=60)
    session.train(5)
    present, through = session.loss("train"), slice_of(session)
    side = np.linspace(-1.0, 1.0, 5)
    losses = np.full((5, 5), np.nan)
    for row, column, loss in evaluate(ground_of(session), through, side, side):
        losses[row, column] = loss
    assert losses[2, 2] == present
    for row, column in ((0, 0), (1, 3), (4, 2)):
        there = through.at(side[column], side[row]).astype(np.float32)
        session.load(parts(there, session.layout))
        assert losses[row, column] == pytest.approx(session.loss("train"), rel=1e-6)


def test_a_large_network_is_looked_at_in_parts_that_give_the_same_loss(monkeypatch):
    session = samples.session("multiclass", dtype="float32", samples=400)
    session.train(2)
    whole = ground_of(session)
    parted = ground_of(session)
    parted._at_once = 37
    present = session.snapshot().parameters
    assert parted.loss(present) == pytest.approx(whole.loss(present), rel=1e-6)


def test_of_many_samples_a_thousand_are_looked_at():
    session = samples.session("binary", dtype="float32", samples=2500)
    ground = ground_of(session)
    assert len(session.prepared.train) > MOST_SAMPLES == ground.samples
    assert ground.loss(session.snapshot().parameters) == pytest.approx(session.loss("train"), 0.1)


def test_told_to_stop_it_stops_at_the_next_look():
    nodes = [
        {"id": "conv_1", "type": "Conv2D", "filters": 24},
        {"id": "conv_2", "type": "Conv2D", "filters": 24},
        {"id": "flatten_1", "type": "Flatten"},
    ]
    session = images.session(nodes, images.images((1, 24, 24), 400), dtype="float32")
    ground, through, side = ground_of(session), slice_of(session), np.linspace(-1.0, 1.0, 9)
    ground._at_once = 32  # as on a machine where so many take the time of a look
    looks = []  # what each look has found
    told = [False]
    points = evaluate(ground, through, side, side, lambda: looks.append(told[0]) or told[0])
    next(points)
    before = len(looks)
    next(points)
    assert len(looks) - before > 4  # in the midst of a point, too
    told[0] = True
    assert list(points) == []
    assert looks.count(True) == 1


def test_numbers_beyond_all_bounds_are_no_fault():
    session = samples.session("regression", dtype="float32")
    loss = ground_of(session).loss(np.full(len(session.snapshot().parameters), 1e38))
    assert not np.isfinite(loss)


def test_the_middle_comes_first():
    assert outward(5) == [2, 1, 3, 0, 4]
