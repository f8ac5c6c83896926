"""Regions against brute force: patterns on a grid, areas, and the network's own numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.network.affine.local import sums_at
from playground.network.affine.maps import AffineMap
from playground.network.affine.patterns import patterns
from playground.network.affine.reasons import why_no_regions
from playground.network.affine.regions import Cutter, Regions
from playground.network.spec import NetworkSpec

from ..small import chain
from .given import Given, given

SIDE = 2.0
# The two features themselves, unscaled.
FEATURES = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
PLANE = np.array([[SIDE, 0.0], [0.0, SIDE], [0.3, -0.2]])


def dense(units: int, activation: Any = "relu") -> dict[str, Any]:
    return {"type": "Dense", "units": units, "activation": activation}


RESIDUAL = NetworkSpec.model_validate(
    {
        "nodes": [
            {"id": "a", **dense(5)},
            {"id": "b", **dense(5)},
            {"id": "sum", "type": "Add"},
            {"id": "c", **dense(4)},
        ],
        "links": [
            ["input", "a"],
            ["a", "b"],
            ["b", "sum"],
            ["a", "sum"],
            ["sum", "c"],
            ["c", "head"],
        ],
    }
)
NETWORKS = {
    "one layer": chain(dense(7)),
    "two layers": chain(dense(6), dense(6)),
    "three layers": chain(dense(6), dense(5), dense(4)),
    "leaky": chain(dense(6, {"type": "leaky_relu", "slope": 0.2}), dense(5, "leaky_relu")),
    "prelu": chain(dense(6, "prelu"), dense(5, "prelu")),
    "three pieces": chain(dense(5, "hard_sigmoid"), dense(4, "hard_sigmoid")),
    "normalized": chain(dense(6, "identity"), {"type": "BatchNorm"}, {"type": "Activation"}),
    "residual": RESIDUAL,
    "no bend": chain(dense(4, "identity")),
}


def regions_of(found: Given, plane: NDArray[Any] = PLANE) -> Regions:
    cutter = Cutter(found.row, found.parameters, plane)
    while not cutter.advance(0.001):
        pass
    assert cutter.found is not None
    return cutter.found


def on_plane(places: NDArray[Any], plane: NDArray[Any] = PLANE) -> NDArray[Any]:
    return places @ plane[:2] + plane[2]


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("seed", [0, 1])
def test_regions_are_what_brute_force_finds(name: str, seed: int) -> None:
    found = given(NETWORKS[name], seed=seed)
    regions = regions_of(found)
    cells = regions.cells
    assert cells.areas.sum() == pytest.approx(4.0, abs=1e-9)
    assert (cells.areas > 0.0).all()
    ticks = np.linspace(-0.999, 0.999, 151)
    grid = np.stack(np.meshgrid(ticks, ticks), -1).reshape(-1, 2)
    seen = patterns(found.row, found.parameters, on_plane(grid))
    # Regions that are smaller than the grid's cells can be missed by it, and by nothing else.
    assert len(np.unique(seen)) <= len(regions)
    large = cells.areas > 20 * 4 / len(grid)
    assert len(np.unique(seen)) >= large.sum() * 0.8
    assert len(np.unique(patterns(found.row, found.parameters, on_plane(cells.middles)))) == len(
        regions
    )
    if regions.bends:
        together = np.concatenate([bend.pieces for bend in regions.bends], axis=1)
        assert len(np.unique(together, axis=0)) == len(regions)
    else:
        assert len(regions) == 1
    # Every point of the grid has the pattern of the region it lies in.
    for place, pattern in zip(grid[::97], seen[::97], strict=True):
        of_region = grid[seen == pattern]
        assert len({cells.at(*other) for other in of_region[:5]} | {cells.at(*place)}) == 1


@pytest.mark.parametrize("name", NETWORKS)
def test_the_map_of_a_region_is_the_network_there(name: str) -> None:
    found = given(NETWORKS[name], seed=3)
    regions = regions_of(found)
    random = np.random.default_rng(0)
    for index in random.choice(len(regions), min(12, len(regions)), replace=False):
        corners = regions.cells.polygon(int(index))
        inside = random.dirichlet(np.ones(len(corners)), 6) @ corners
        sums = inside @ regions.sums[index, :2] + regions.sums[index, 2]
        expected = found.sums(on_plane(inside))
        np.testing.assert_allclose(sums, expected, atol=1e-9)
        middle = on_plane(regions.cells.middles[index])
        own = sums_at(found.row, found.parameters, FEATURES, middle)
        local = AffineMap(own[:2], own[2])
        np.testing.assert_allclose(local.apply(on_plane(inside)), expected, atol=1e-9)
        # The matrix is the network's derivative, by differences within the region.
        step = 1e-3 * np.sqrt(regions.cells.areas[index])
        moved = middle + step * 1e-3 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
        ahead = found.sums(moved)
        slopes = (ahead[::2] - ahead[1::2]) / (2e-3 * step)
        np.testing.assert_allclose(local.matrix, slopes, atol=1e-4)


def test_lines_in_one_layer_make_as_many_regions_as_crossings_say() -> None:
    """R = 1 + lines + crossings within the square, no three in one place (Zaslavsky 1975)."""
    found = given(chain(dense(9)), seed=5)
    weight, bias = found.parameters["n0.weight"], found.parameters["n0.bias"]
    normals, levels = (PLANE[:2] @ weight).T, PLANE[2] @ weight + bias
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    crossing = [np.ptp(np.sign(corners @ n + c)) > 0 for n, c in zip(normals, levels, strict=True)]
    count = 1 + sum(crossing)
    for a in range(9):
        for b in range(a):
            meeting = np.linalg.solve(normals[[a, b]], -levels[[a, b]])
            count += bool(np.abs(meeting).max() < 1.0)
    assert len(regions_of(found)) == count


def test_edges_are_known_by_the_layer_that_bends_there() -> None:
    found = given(NETWORKS["two layers"], seed=1)
    regions = regions_of(found)
    weight, bias = found.parameters["n0.weight"], found.parameters["n0.bias"]
    first = regions.cells.edges(0)
    given_to_first = on_plane(first) @ weight + bias
    assert (np.abs(given_to_first).min(axis=2).max(axis=1) < 1e-9).all()
    second = on_plane(regions.cells.edges(1))
    hidden = np.maximum(second @ weight + bias, 0.0)
    given_to_second = hidden @ found.parameters["n1.weight"] + found.parameters["n1.bias"]
    assert (np.abs(given_to_second).min(axis=2).max(axis=1) < 1e-9).all()
    outside = regions.cells.edges(-1)
    assert np.hypot(*(outside[:, 1] - outside[:, 0]).T).sum() == pytest.approx(8.0)


def test_a_plane_through_many_features_is_cut_too() -> None:
    conv = {"type": "Conv2D", "filters": 2, "activation": "relu"}
    found = given(chain(conv, {"type": "Flatten"}, dense(4)), (1, 4, 4))
    plane = np.random.default_rng(2).normal(size=(3, 1, 4, 4))
    regions = regions_of(found, plane)
    assert regions.units == 2 * 4 * 4 + 4
    places = np.random.default_rng(3).uniform(-1, 1, (40, 2))
    expected = found.sums(np.tensordot(places, plane[:2], 1) + plane[2])
    for place, sums in zip(places, expected, strict=True):
        s = regions.sums[regions.cells.at(*place)]
        np.testing.assert_allclose(place @ s[:2] + s[2], sums, atol=1e-9)


def test_too_many_regions_are_given_up() -> None:
    found = given(NETWORKS["two layers"])
    cutter = Cutter(found.row, found.parameters, PLANE, most=10)
    while not cutter.advance(1.0):
        pass
    assert cutter.too_many
    assert cutter.found is None


def test_equal_and_dead_units_cut_nothing() -> None:
    found = given(chain(dense(3)))
    weight = found.parameters["n0.weight"]
    weight[:, 1] = weight[:, 0]
    found.parameters["n0.bias"][:] = (0.1, 0.1, 5.0)
    weight[:, 2] = 0.0
    assert len(regions_of(found)) == 2


@pytest.mark.parametrize(
    ("nodes", "features", "words"),
    [
        ([dense(3)], (2,), ""),
        ([dense(3), dense(3, "tanh")], (2,), "tanh of n1 is smooth: it bends a little everywhere"),
        ([{"type": "LayerNorm"}, dense(3)], (2,), "n0 divides each sample by its own spread"),
    ],
)
def test_where_there_are_no_regions_it_is_said_why(
    nodes: list[dict[str, Any]], features: tuple[int, ...], words: str
) -> None:
    found = given(chain(*nodes), features)
    assert why_no_regions(found.row, found.network).startswith(words)
    assert bool(words) == bool(why_no_regions(found.row, found.network))
