"""What parameters start as."""

from __future__ import annotations

import numpy as np
import pytest

from playground.network.builder import ParameterSpec
from playground.network.initializers import INITIALIZERS, Uniform, Zeros
from playground.network.named import parser

from .small import fields_of


def weight(name: str = "dense_1.weight", shape: tuple[int, int] = (200, 300)) -> ParameterSpec:
    return ParameterSpec(name, shape, Zeros(), *shape, True)


@pytest.mark.parametrize(
    ("name", "deviation"),
    [
        # A uniform spread of ±a has deviation a/√3.
        ("zeros", 0.0),
        ("uniform", np.sqrt(1 / 200 / 3)),
        ("xavier", np.sqrt(2 / 500)),
        ("he", np.sqrt(2 / 200)),
        ("orthogonal", np.sqrt(1 / 300)),
    ],
)
def test_the_spread_is_that_of_the_paper(name: str, deviation: float) -> None:
    drawn = INITIALIZERS[name]().draw(weight(), 1)
    assert drawn.std() == pytest.approx(deviation, rel=0.02)
    assert abs(drawn.mean()) <= 4 * deviation / np.sqrt(drawn.size)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_draw_depends_on_seed_and_name_alone(name: str) -> None:
    draw = INITIALIZERS[name]().draw
    first = draw(weight(), 1)
    assert np.array_equal(first, draw(weight(), 1))
    if name not in ("zeros", "identity"):
        assert not np.array_equal(first, draw(weight(), 2))
        assert not np.array_equal(first, draw(weight("dense_2.weight"), 1))


def test_a_limit_of_ones_own_bounds_the_draw() -> None:
    drawn = Uniform(limit=0.25).draw(weight(), 1)
    assert 0.24 < np.abs(drawn).max() <= 0.25


@pytest.mark.parametrize("name", INITIALIZERS)
def test_an_initializer_is_written_as_its_name_or_with_the_fields_that_differ(name: str) -> None:
    usual = INITIALIZERS[name]()
    assert parser(INITIALIZERS)(usual.dump()) == usual
    other = INITIALIZERS[name](**fields_of(usual))
    assert parser(INITIALIZERS)(other.dump()) == other


@pytest.mark.parametrize("shape", [(5, 5), (3, 7), (7, 3), (4, 3, 2, 2)])
def test_orthogonal_rows_or_columns_stand_at_right_angles(shape: tuple[int, ...]) -> None:
    drawn = INITIALIZERS["orthogonal"]().draw(ParameterSpec("w", shape, Zeros(), 1, 1, True), 3)
    matrix = drawn.reshape(shape[0], -1)
    narrow = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    np.testing.assert_allclose(narrow @ narrow.T, np.eye(len(narrow)), atol=1e-12)


def test_orthogonal_gates_are_drawn_one_by_one() -> None:
    parameter = ParameterSpec("w", (4, 12), Zeros(), 4, 4, True, gates=3)
    gates = np.split(INITIALIZERS["orthogonal"]().draw(parameter, 3), 3, axis=1)
    for gate in gates:
        np.testing.assert_allclose(gate @ gate.T, np.eye(4), atol=1e-12)
    assert not np.allclose(gates[0], gates[1])


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_deviation_is_that_of_what_is_drawn(name: str) -> None:
    initializer = INITIALIZERS[name]()
    parameter = ParameterSpec("w", (80, 120), initializer, 80, 120, True)
    drawn = initializer.draw(parameter, 3)
    assert initializer.deviation(parameter) == pytest.approx(
        np.sqrt(np.mean(np.square(drawn))), rel=0.02
    )


def test_the_identity_passes_on_what_comes_in_by_matrix_gate_and_filter() -> None:
    identity = INITIALIZERS["identity"]()
    square = identity.draw(ParameterSpec("w", (4, 4), Zeros(), 4, 4, True), 0)
    assert np.array_equal(square, np.eye(4))
    gates = identity.draw(ParameterSpec("w", (3, 12), Zeros(), 3, 3, True, gates=4), 0)
    for gate in np.split(gates, 4, axis=1):
        assert np.array_equal(gate, np.eye(3))
    filters = identity.draw(ParameterSpec("w", (5, 2, 3, 3), Zeros(), 18, 5, True), 0)
    assert filters.sum(axis=(1, 2, 3)).tolist() == [1.0] * 5
    assert all(filters[number, number % 2, 1, 1] == 1.0 for number in range(5))


@pytest.mark.parametrize("shape", [(5, 9), (9, 5), (6, 2, 3, 3)])
def test_the_deviation_of_the_identity_is_known_without_drawing_it(shape: tuple[int, ...]) -> None:
    identity = INITIALIZERS["identity"]()
    parameter = ParameterSpec("w", shape, identity, 1, 1, True)
    drawn = identity.draw(parameter, 0)
    assert identity.deviation(parameter) == pytest.approx(np.sqrt(np.mean(np.square(drawn))))
    # A matrix of this size has no room in memory.
    vast = ParameterSpec("w", (10**6, 10**6), identity, 1, 1, True)
    assert identity.deviation(vast) == pytest.approx(1e-3)
