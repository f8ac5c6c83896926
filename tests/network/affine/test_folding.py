"""The folded layer answers as the whole network does, and where none can, the reason is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.network.affine.folding import as_if_straight, best_straight, product_of, runs
from playground.network.affine.reasons import bend_label, narrowest, why_no_fold
from playground.network.spec import NetworkSpec

from ..small import chain
from .given import given

CONV = {"type": "Conv2D", "filters": 3, "activation": "identity", "padding": "same"}
FLATTEN = {"type": "Flatten"}


def dense(units: int, activation: str = "identity", **fields: Any) -> dict[str, Any]:
    return {"type": "Dense", "units": units, "activation": activation, **fields}


@pytest.mark.parametrize("layers", range(2, 11))
def test_the_last_matrix_equals_the_network(layers: int) -> None:
    random = np.random.default_rng(layers)
    units = random.integers(2, 12, layers - 1).tolist()
    nodes = [dense(count, bias=bool(place % 3)) for place, count in enumerate(units)]
    found = given(chain(*nodes), (5,), seed=layers)
    row, maps = found.row, found.row.maps(found.parameters)
    assert len(row.products) == layers
    assert len(row.joints) == layers - 1
    (last,) = runs(row, len(row.joints))
    folded = product_of(maps, last)
    assert folded is not None
    x = random.normal(size=(50, 5))
    np.testing.assert_allclose(folded.apply(x), found.sums(x), rtol=0, atol=1e-12)
    torch = pytest.importorskip("torch")
    judge = torch.from_numpy(x)
    for name in [*(f"n{place}" for place in range(layers - 1)), "head"]:
        weight, bias = (found.parameters.get(f"{name}.{kind}") for kind in ("weight", "bias"))
        own = None if bias is None else torch.from_numpy(bias)
        judge = torch.nn.functional.linear(judge, torch.from_numpy(weight.T.copy()), own)
    np.testing.assert_allclose(folded.apply(x), judge.numpy(), rtol=0, atol=1e-6)
    assert folded.rank == min(5, *units, 3)


def test_each_fold_multiplies_the_two_at_the_left() -> None:
    found = given(chain(dense(4), dense(6), dense(3)), (5,))
    maps = found.row.maps(found.parameters)
    x = np.random.default_rng(1).normal(size=(9, 5))
    for folds in range(len(found.row.joints) + 1):
        after = runs(found.row, folds)
        assert len(after) == 4 - folds
        assert (after[0].first, after[0].last) == (0, folds)
        value = x
        for run in after:
            value = product_of(maps, run).apply(value)
        np.testing.assert_allclose(value, found.sums(x), atol=1e-12)
    own = found.parameters["n0.weight"] @ found.parameters["n1.weight"]
    assert (product_of(maps, runs(found.row, 1)[0]).matrix == own).all()
    assert narrowest(found.row, runs(found.row, 3)[0]) == (3, "n2", "the head")
    assert narrowest(found.row, runs(found.row, 0)[0]) is None


BRANCHES = NetworkSpec.model_validate(
    {
        "nodes": [
            {"id": "a", **dense(6)},
            {"id": "b", **dense(4)},
            {"id": "c", **dense(6)},
            {"id": "sum", "type": "Add"},
            {"id": "both", "type": "Concatenate"},
        ],
        "links": [
            ["input", "a"],
            ["a", "b"],
            ["b", "c"],
            ["c", "sum"],
            ["a", "sum"],
            ["sum", "both"],
            ["a", "both"],
            ["both", "head"],
        ],
    }
)


@pytest.mark.parametrize(
    ("network", "features"),
    [
        (BRANCHES, (4,)),
        (chain(dense(6), {"type": "BatchNorm"}, {"type": "Dropout"}, dense(3)), (4,)),
        (
            chain(
                CONV | {"stride": 2},
                {"type": "BatchNorm"},
                {"type": "AveragePool"},
                FLATTEN,
                dense(5),
            ),
            (2, 7, 6),
        ),
        (chain(CONV | {"dilation": 2, "bias": False}, {"type": "GlobalAveragePool"}), (1, 6, 6)),
        (chain(dense(3), {"type": "Permute"}, FLATTEN), (4, 5)),
        (
            chain({"type": "Conv1D", "filters": 2, "activation": "identity"}, FLATTEN),
            (7, 3),
        ),
        (chain(dense(6), {"type": "Reshape", "shape": (2, 3)}, dense(2), FLATTEN, dense(2)), (4,)),
        (chain(dense(6), {"type": "Activation", "activation": "identity"}, dense(2)), (4,)),
    ],
)
def test_all_that_is_affine_folds(network: NetworkSpec, features: tuple[int, ...]) -> None:
    found = given(network, features)
    row = found.row
    assert not row.bends
    after = runs(row, len(row.joints))
    assert len(after) == 1
    folded = product_of(row.maps(found.parameters), after[0])
    x = np.random.default_rng(1).normal(size=(20, *features))
    np.testing.assert_allclose(folded.apply(x.reshape(20, -1)), found.sums(x), atol=1e-11)


@pytest.mark.parametrize(
    ("nodes", "features", "label", "words"),
    [
        (
            [dense(3, "tanh"), dense(3)],
            (2,),
            "tanh",
            "tanh stands between n0 and n1: tanh(x·W₁ + b₁)·W₂ is no x·W.",
        ),
        (
            [dense(3), dense(3), {"type": "Activation", "activation": "relu"}],
            (2,),
            "ReLU",
            "ReLU stands between n1 and the head: ReLU(…·W₂ + b₂)·W₃ is no x·W.",
        ),
        (
            [{"type": "Activation", "activation": "relu"}],
            (2,),
            "ReLU",
            "ReLU stands before the head: ReLU(x)·W₁ is no x·W.",
        ),
        ([dense(4, "softmax")], (2,), "Softmax", "divides by a sum"),
        ([{"type": "LayerNorm"}], (4,), "LayerNorm", "n0 divides each sample by its own spread"),
        ([{"type": "PolynomialFeatures"}], (2,), "Polynomial", "n0 multiplies numbers"),
        ([CONV, {"type": "MaxPool"}, FLATTEN], (1, 4, 4), "MaxPool", "n1 passes on the largest"),
        ([{"type": "LSTM", "units": 2}], (3, 2), "LSTM", "n0 has gates"),
        ([{"type": "SelfAttention"}, FLATTEN], (3, 2), "Attention", "n0 weighs the steps"),
    ],
)
def test_a_fold_stops_at_what_bends_and_says_why(
    nodes: list[dict[str, Any]], features: tuple[int, ...], label: str, words: str
) -> None:
    found = given(chain(*nodes), features)
    row = found.row
    (bend,) = [place for place, piece in enumerate(row.pieces) if not piece.is_product]
    assert words in why_no_fold(row, bend, found.network)
    assert label in bend_label(row.pieces[bend], found.network)
    assert all(bend not in (joint, joint + 1) for joint in row.joints)


def test_a_bend_in_a_branch_is_said_to_be_there() -> None:
    nodes = [node.model_dump() for node in BRANCHES if node.id != "input"]
    nodes[1]["activation"] = "relu"
    found = given(NetworkSpec(nodes=nodes, links=BRANCHES.links), (4,))
    (bend,) = found.row.bends
    words = why_no_fold(found.row, found.row.pieces.index(bend), found.network)
    assert words.startswith("ReLU of b stands in a branch that ends in both")


def test_the_claimed_layer_is_the_one_without_the_bends() -> None:
    bent, straight = (
        given(chain(dense(4, kind), dense(4, kind)), (2,)) for kind in ("relu", "identity")
    )
    claimed = as_if_straight(bent.row, bent.row.maps(bent.parameters))
    x = np.random.default_rng(3).normal(size=(30, 2))
    np.testing.assert_allclose(claimed.apply(x), straight.sums(x), atol=1e-12)
    assert np.abs(claimed.apply(x) - bent.sums(x)).max() > 0.1
    pooled = given(chain(CONV, {"type": "MaxPool"}, FLATTEN), (1, 4, 4))
    assert as_if_straight(pooled.row, pooled.row.maps(pooled.parameters)) is None


def test_the_best_layer_is_that_of_least_squares() -> None:
    found = given(chain(dense(8, "tanh")), (3,))
    x = np.random.default_rng(3).normal(size=(200, 3)) + 5.0
    best = best_straight(x, found.sums(x))
    design = np.column_stack([x, np.ones(len(x))])
    judge = design @ np.linalg.lstsq(design, found.sums(x), rcond=None)[0]
    np.testing.assert_allclose(best.apply(x), judge, atol=1e-9)
    assert best_straight(x, np.full((200, 3), np.nan)) is None
