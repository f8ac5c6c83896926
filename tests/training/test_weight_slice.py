"""Directions through weight space, and a path seen in a slice."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from playground.network.heads import HEADS
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.carry import parts
from playground.training.weight_slice import (
    Learned,
    Slice,
    counted_in,
    path_directions,
    project,
    random_directions,
    thinned,
)

from . import images, samples

CONVOLUTIONS = [
    {"id": "conv_1", "type": "Conv2D", "filters": 4},
    {"id": "norm_1", "type": "BatchNorm"},
    {"id": "flatten_1", "type": "Flatten"},
    {"id": "dense_1", "type": "Dense", "units": 5, "frozen": True},
    {"id": "dense_2", "type": "Dense", "units": 5},
]


def trained(nodes=CONVOLUTIONS, shape=(1, 6, 6)):
    session = images.session(nodes, images.images(shape), dtype="float32")
    session.train(3)
    return session


def learned_of(session):
    return Learned.of(session.network, session.head, session.signature)


def directions_of(session, seed=0):
    flat = session.snapshot().parameters
    found = random_directions(flat, session.layout, learned_of(session).filters, seed)
    return [parts(each, session.layout) for each in found]


def test_every_filter_of_a_direction_has_the_norm_of_that_filter_of_the_weights():
    session = trained()
    weights = session.parameters()
    for direction in directions_of(session):
        for number in range(4):
            filters = direction["conv_1.weight"][number], weights["conv_1.weight"][number]
            assert np.linalg.norm(filters[0]) == pytest.approx(np.linalg.norm(filters[1]), rel=1e-6)
        for name in ("dense_2.weight", "head.weight"):
            norms = (np.linalg.norm(each[name], axis=0) for each in (direction, weights))
            np.testing.assert_allclose(*norms, rtol=1e-6)


def test_biases_normalization_and_frozen_layers_stay_where_they_are():
    for direction in directions_of(trained()):
        moving = {name for name, values in direction.items() if values.any()}
        assert moving == {"conv_1.weight", "dense_2.weight", "head.weight"}


def test_a_word_of_an_embedding_is_a_filter():
    session = samples.session("binary")
    assert set(learned_of(session).filters.values()) == {1}
    nodes = [{"id": "embedding_1", "type": "Embedding", "vocabulary": 9, "units": 3}]
    network = NetworkSpec(nodes=[*nodes, {"id": "flatten_1", "type": "Flatten"}])
    learned = Learned.of(network, HEADS["binary"](), Signature("words", (4,), "binary", 2))
    assert learned.filters == {"embedding_1.weight": 0, "head.weight": 1}


def test_another_seed_gives_other_directions_and_the_same_seed_the_same():
    session = trained()
    first, again, other = (directions_of(session, seed)[0]["head.weight"] for seed in (1, 1, 2))
    assert (first == again).all()
    assert not (first == other).all()


def walk(session, epochs=12):
    path = [session.snapshot().parameters]
    for _ in range(epochs):
        session.train(1)
        path.append(session.snapshot().parameters)
    return path


def test_directions_along_the_path_are_its_principal_components():
    session = samples.session("multiclass", dtype="float32")
    path = walk(session)
    centre = path[-1].astype(np.float64)
    every = np.ones(len(centre), bool)
    directions, shares = path_directions(centre, path, every)
    moved = np.stack(path) - centre
    # Seen from the last moment, not from the mean: its mirror image makes that the mean.
    judge = PCA(2).fit(np.concatenate([moved, -moved]))
    units = directions / np.linalg.norm(centre)
    np.testing.assert_allclose(np.abs((units * judge.components_).sum(axis=1)), 1.0, rtol=1e-6)
    np.testing.assert_allclose(shares, judge.explained_variance_ratio_, rtol=1e-6)
    seen = project(path, Slice(centre, directions, every))
    np.testing.assert_allclose(seen.share, shares.sum(), rtol=1e-6)
    np.testing.assert_allclose(seen.places[-1], 0.0, atol=1e-12)
    assert (seen.places[0] >= 0.0).all()


def test_a_path_is_projected_by_least_squares():
    session = samples.session("multiclass", dtype="float32")
    path = walk(session, 4)
    centre = path[-1].astype(np.float64)
    learned = learned_of(session)
    directions = random_directions(centre, session.layout, learned.filters, 3)
    every = counted_in(session.layout, learned.names, len(centre))
    seen = project(path, Slice(centre, directions, every))
    moved = np.stack(path).astype(np.float64) - centre
    places, left, *_ = np.linalg.lstsq(directions.T, moved.T, rcond=None)
    np.testing.assert_allclose(seen.places, places.T, atol=1e-9)
    np.testing.assert_allclose(1.0 - seen.share, left.sum() / np.square(moved).sum(), rtol=1e-6)


def test_running_statistics_do_not_count_as_movement():
    session = trained()
    names = learned_of(session).names
    counted = parts(
        counted_in(session.layout, names, len(session.snapshot().parameters)), session.layout
    )
    still = {name for name, numbers in counted.items() if not numbers.any()}
    assert still == {
        "norm_1.running_mean",
        "norm_1.running_var",
        "dense_1.weight",
        "dense_1.bias",
    }


def test_a_path_that_has_not_moved_has_no_directions_and_no_share():
    centre = np.ones(5)
    every = np.ones(5, bool)
    directions, shares = path_directions(centre, [centre, centre], every)
    assert not directions.any()
    assert not shares.any()
    assert np.isnan(project([centre], Slice(centre, directions, every)).share)


def test_a_long_path_keeps_its_ends():
    kept = thinned(list(range(1000)), 50)
    assert (kept[0], kept[-1], len(kept)) == (0, 999, 50)
