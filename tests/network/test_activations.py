"""Every activation in a network."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.ops import OPS
from playground.network.activations import ACTIVATIONS
from playground.network.named import parser

from .small import assert_gradients_are_slopes, chain, fields_of, head


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


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_explained_and_has_an_op_that_exists(name: str) -> None:
    activation = ACTIVATIONS[name]
    assert activation.label
    assert activation.help
    assert activation().formula.startswith("y = ")
    assert activation.op in OPS or name == "identity"
