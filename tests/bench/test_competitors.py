"""Every competitor does the same work: that is what makes the comparison one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from playground.bench.child import Child
from playground.bench.competitor import RIVALS, Absent, package
from playground.bench.networks import NETWORKS

BATCH = 3
PACKAGES = {"torch": "torch", "jax": "jax", "sklearn": "sklearn", "gemm": "numpy"}
# An update has no part in the layers: two networks are enough for the other one.
EPOCHS = [
    *((name, "sgd") for name in NETWORKS),
    ("2-8-8-1", "adam"),
    ("digits-cnn", "adam"),
]
LEARNING = ("torch", "jax", "sklearn")


@pytest.fixture(scope="module")
def workers() -> Iterator[dict[str, Child]]:
    installed = [name for name in RIVALS if find_spec(PACKAGES[name]) is not None]
    started = {name: Child(name, 1) for name in ("ours:numpy", *installed)}
    try:
        for child in started.values():
            assert child.answer()["label"]
        yield started
    finally:
        for child in started.values():
            child.close()


def prepared(child: Child, network: str, batch: int, optimizer: str) -> dict[str, Any]:
    return child.ask(
        do="prepare",
        network=network,
        batch=batch,
        optimizer=optimizer,
        round_seconds=1e-4,
    )


@pytest.mark.parametrize(("name", "optimizer"), EPOCHS)
def test_an_epoch_from_the_same_weights_comes_to_the_same_loss(
    workers: dict[str, Child], name: str, optimizer: str
) -> None:
    ours = prepared(workers["ours:numpy"], name, BATCH, optimizer)
    assert ours["first_loss"] > 0
    for rival in {"torch", "jax"} & set(workers):
        theirs = prepared(workers[rival], name, BATCH, optimizer)
        assert theirs["first_loss"] == pytest.approx(ours["first_loss"], rel=2e-3), rival
        assert theirs["parameters"] == ours["parameters"]


@pytest.mark.parametrize("rival", ["ours:numpy", *LEARNING])
def test_the_loss_falls(workers: dict[str, Child], rival: str) -> None:
    if rival not in workers:
        pytest.skip(f"{rival} is not installed")
    child = workers[rival]
    ready = prepared(child, "64-256-256-10", 32, "adam")
    for _ in range(320 // ready["steps"]):
        assert child.ask(do="measure")["seconds"] > 0
    done = child.ask(do="finish")
    assert done["last_loss"] < ready["first_loss"] / 2
    assert done["peak_bytes"] is None or done["peak_bytes"] > 1e7


def test_what_is_no_chain_of_dense_layers_is_left_to_others(workers: dict[str, Child]) -> None:
    for rival in {"sklearn", "gemm"} & set(workers):
        assert "dense" in prepared(workers[rival], "digits-cnn", 2, "sgd")["unsuitable"]


def test_a_network_it_can_not_build_does_not_end_a_worker(workers: dict[str, Child]) -> None:
    child = workers["ours:numpy"]
    assert "abacus" in prepared(child, "2-8-8-1", 2, "abacus")["failed"]
    assert prepared(child, "2-8-8-1", 2, "sgd")["parameters"] == 105


def test_bare_products_count_every_product_once() -> None:
    import numpy as np

    from playground.bench.exercise import make_exercise
    from playground.bench.gemm import Products
    from playground.bench.networks import Case

    learner = Products(make_exercise(Case(NETWORKS["2-64-64-1"], 5), "sgd"))
    shapes = [(a.shape, b.shape, out.shape) for a, b, out in learner.products]
    forward = [((5, 2), (2, 64)), ((5, 64), (64, 64)), ((5, 64), (64, 1))]
    weights = [((64, 5), (5, 1)), ((64, 5), (5, 64)), ((2, 5), (5, 64))]
    inputs = [((5, 1), (1, 64)), ((5, 64), (64, 64))]
    assert sorted(shape[:2] for shape in shapes) == sorted(forward + weights + inputs)
    learner.run(1)
    assert all(np.isfinite(out).all() for _, _, out in learner.products)


def test_a_package_that_is_not_there_is_said_in_words() -> None:
    with pytest.raises(Absent, match="no-such-thing is not installed: pip install no-such-thing"):
        package("no_such_thing", "no-such-thing")
