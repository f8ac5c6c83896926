"""Every activation: alone, in a network, at random and at its extremes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.builder import Builder
from playground.network.named import parser

from ..engine.fresh import central_differences, executor_of, run
from .drawn import drawn
from .small import assert_gradients_are_slopes, chain, fields_of, head

SHAPES = [(1,), (4,), (3, 2), (2, 3, 2), (1, 1, 1)]
EXTREMES = np.array([0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4, 1.0, -1.0])
# Where each has no slope of its own.
CORNERS: dict[str, tuple[float, ...]] = {
    **dict.fromkeys(["relu", "leaky_relu", "prelu", "elu", "selu"], (0.0,)),
    **dict.fromkeys(["hard_sigmoid", "hard_swish"], (-3.0, 3.0)),
}
# At −∞ and at ∞: results, then slopes. A sine has no limit, a softmax one only against others.
LIMITS: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "identity": ((-np.inf, np.inf), (1, 1)),
    "sigmoid": ((0, 1), (0, 0)),
    "tanh": ((-1, 1), (0, 0)),
    "relu": ((0, np.inf), (0, 1)),
    "leaky_relu": ((-np.inf, np.inf), (0.1, 1)),
    "prelu": ((-np.inf, np.inf), (0.25, 1)),
    "elu": ((-1, np.inf), (0, 1)),
    "selu": ((-1.7580993408473766, np.inf), (0, 1.0507009873554805)),
    "softplus": ((0, np.inf), (0, 1)),
    "gelu": ((0, np.inf), (0, 1)),
    "silu": ((0, np.inf), (0, 1)),
    "mish": ((0, np.inf), (0, 1)),
    "hard_swish": ((0, np.inf), (0, 1)),
    "hard_sigmoid": ((0, 1), (0, 0)),
    "softsign": ((-1, 1), (0, 0)),
}


class Alone:
    """An activation by itself, on samples of a shape: its result, and what it hands back."""

    def __init__(
        self, activation: Activation, shape: tuple[int, ...], rows: int, dtype: str = "float64"
    ) -> None:
        graph = Graph()
        self.x, self.seed = graph.input("x", shape), graph.input("seed", shape)
        builder = Builder(True, self.x, {}, graph)
        with graph.within(scope="layer"):
            y = builder.apply("copy", activation.apply(builder, self.x))
        self.learned = graph.parameters
        slopes = differentiate(graph, y, self.seed, [self.x, *self.learned])
        outputs = {value.name: builder.apply("copy", slope) for value, slope in slopes.items()}
        self.executor = executor_of(graph, {"y": y, **outputs}, rows, dtype)
        self.starts = {
            value: spec.initializer.draw(spec, 0)
            for value, spec in zip(self.learned, builder.parameters, strict=True)
        }

    def __call__(self, x: Any, seed: Any, **learned: Any) -> dict[str, Any]:
        own = {value: learned.get(value.name, self.starts[value]) for value in self.learned}
        return run(self.executor, {self.x: x, self.seed: seed, **own})


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slopes_are_central_differences_whatever_the_shape_and_the_fields(name: str) -> None:
    for draw in range(20):
        random = np.random.default_rng([draw, *name.encode()])
        shape = SHAPES[random.integers(len(SHAPES))]
        rows = int(random.integers(1, 4))
        alone = Alone(drawn(ACTIVATIONS[name], random, 1), shape, rows)
        x = random.normal(size=(rows, *shape)) * 2.0
        while min((np.abs(x - c).min() for c in CORNERS.get(name, ())), default=1.0) < 1e-3:
            x = random.normal(size=x.shape) * 2.0
        given = {"x": x, "seed": random.normal(size=x.shape)}
        given |= {v.name: random.uniform(-0.5, 0.5, v.shape) for v in alone.learned}
        found = alone(**given)

        def weighed(alone: Alone = alone, given: dict[str, Any] = given) -> float:
            return float((alone(**given)["y"] * given["seed"]).sum())

        assert found["y"].shape == x.shape
        for value in ("x", *(v.name for v in alone.learned)):
            expected = central_differences(weighed, given[value])
            np.testing.assert_allclose(found[value], expected, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_goes_in_finite_comes_out_finite_with_finite_slopes(name: str, dtype: str) -> None:
    for points in (EXTREMES[:, None], EXTREMES[None, :]):
        alone = Alone(ACTIVATIONS[name](), points.shape[1:], len(points), dtype)
        for result in alone(points, np.ones_like(points)).values():
            assert np.isfinite(result).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", LIMITS)
def test_at_infinity_each_is_at_its_limit(name: str, dtype: str) -> None:
    ends = np.array([[-np.inf], [np.inf]])
    found = Alone(ACTIVATIONS[name](), (1,), 2, dtype)(ends, np.ones_like(ends))
    results, slopes = LIMITS[name]
    np.testing.assert_allclose(found["y"][:, 0], results, rtol=1e-6)
    np.testing.assert_allclose(found["x"][:, 0], slopes, rtol=1e-6)


def test_only_a_wave_and_a_share_have_no_limits() -> None:
    assert set(ACTIVATIONS) - set(LIMITS) == {"sine", "softmax"}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gradients_through_two_layers_are_the_slopes_of_the_loss(name: str) -> None:
    dense = {"type": "Dense", "units": 3, "activation": name}
    assert_gradients_are_slopes(chain(dense, dense), head("regression"), "regression")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_is_written_as_its_name_or_with_the_fields_that_differ(name: str) -> None:
    parse = parser(ACTIVATIONS)
    usual = ACTIVATIONS[name]()
    assert usual.dump() == name
    assert parse(name) == usual
    other = ACTIVATIONS[name](**fields_of(usual))
    assert parse(other.dump()) == other
    assert (other == usual) == (not fields_of(usual))


def test_a_curve_is_drawn_by_the_op_that_trains_with_the_fields_it_trains_with() -> None:
    x = np.linspace(-3, 3, 7)
    assert ACTIVATIONS["leaky_relu"](slope=0.5).curve(x).tolist() == [-1.5, -1, -0.5, 0, 1, 2, 3]
    np.testing.assert_allclose(ACTIVATIONS["tanh"]().curve(x), np.tanh(x))
    assert ACTIVATIONS["prelu"]().curve(x).tolist() == [-0.75, -0.5, -0.25, 0, 1, 2, 3]
    exact, likeness = (ACTIVATIONS["gelu"](approximation=a).curve(x) for a in ("none", "tanh"))
    assert 0 < np.abs(exact - likeness).max() < 1e-3


def test_a_softmax_is_drawn_against_one_rival_at_0() -> None:
    x = np.linspace(-3, 3, 7)
    np.testing.assert_allclose(ACTIVATIONS["softmax"]().curve(x), 1 / (1 + np.exp(-x)))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_explained_and_has_an_op_that_exists(name: str) -> None:
    activation = ACTIVATIONS[name]
    assert activation.label
    assert activation.help
    assert activation().formula.startswith(("y = ", "yᵢ = "))
    assert activation.op in OPS or name == "identity"


@pytest.mark.parametrize(
    ("shape", "count"), [((5,), 5), ((4, 3), 3), ((2, 3, 3), 2)], ids=["units", "features", "maps"]
)
def test_a_prelu_learns_a_slope_for_each_unit_feature_or_channel(
    shape: tuple[int, ...], count: int
) -> None:
    alone = Alone(ACTIVATIONS["prelu"](), shape, 1)
    assert [(v.name, v.shape) for v in alone.learned] == [("layer.slope", (count,))]
    slopes = np.arange(1.0, count + 1)
    found = alone(-np.ones((1, *shape)), np.ones((1, *shape)), **{"layer.slope": slopes})
    across = -slopes[:, None, None] if len(shape) == 3 else -slopes
    np.testing.assert_array_equal(found["y"][0], np.broadcast_to(across, shape))
