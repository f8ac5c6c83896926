"""What must hold for every layer type, and that a new one is a class and a line in the list."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import Field

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.spec import DataSpec
from playground.engine.graph import Value
from playground.network.builder import Builder
from playground.network.compiler import trace
from playground.network.initializers import Uniform
from playground.network.layers import LAYERS, LayerRegistry
from playground.network.node import Catalogue, NodeSpec
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec

from ..small import assert_gradients_are_slopes, chain, head, predict, signature
from .case import Case
from .cases import cases_of

DRAWS = range(20)


def drawn(layer: str, draw: int) -> Case:
    """The same case for the same number, on every machine."""
    return cases_of(layer)(np.random.default_rng([draw, *layer.encode()]))


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("layer", LAYERS)
def test_gradients_through_the_layer_are_slopes(layer: str, draw: int) -> None:
    case = drawn(layer, draw)
    assert_gradients_are_slopes(
        case.network, head("regression"), "regression", features=case.features, rows=2
    )


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("layer", LAYERS)
def test_the_layer_goes_through_json_and_gives_the_shape_it_says(layer: str, draw: int) -> None:
    case = drawn(layer, draw)
    network = case.network
    assert NetworkSpec.model_validate_json(network.model_dump_json()) == network
    described = signature("regression", case.features)
    for training in (True, False):
        traced = trace(network, head("regression"), described, training=training)
        assert traced.errors == []
        assert case.shape in (None, traced.shapes()["layer"])


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_is_offered_with_label_family_icon_and_help(layer: str) -> None:
    catalogue = LAYERS[layer].catalogue
    assert catalogue.label
    assert catalogue.family
    assert catalogue.icon
    assert catalogue.help.endswith(".")
    for name, field in LAYERS[layer].model_fields.items():
        assert field.title, name
        assert field.description, name


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_looked_at_twice_gives_the_same_answers(layer: str) -> None:
    case = drawn(layer, 0)
    features = np.random.default_rng(0).normal(size=(5, *case.features))
    first, second = (
        predict(case.network, head("regression"), "regression", 0.3, features) for _ in range(2)
    )
    assert np.array_equal(first, second)


def test_dropout_does_nothing_when_a_network_is_only_looked_at() -> None:
    features = np.random.default_rng(0).normal(size=(5, 2))
    with_dropout = chain({"type": "Dense"}, {"type": "Dropout", "rate": 0.9})
    without = chain({"type": "Dense"})
    assert np.array_equal(
        predict(with_dropout, head("binary"), "binary", 0.3, features),
        predict(without, head("binary"), "binary", 0.3, features),
    )


def test_a_layer_type_listed_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        LayerRegistry([LAYERS["Dense"], LAYERS["Dense"]])


class Gate(NodeSpec):
    """A layer type nobody has heard of: each number times itself and a learned one."""

    catalogue = Catalogue("Gate", "Basic", "gate", "Numbers times themselves.")

    strength: float = Field(1.0, gt=0.0, le=10.0, title="Strength", description="How much.")

    def build(self, builder: Builder, x: Value) -> Value:
        (width,) = x.shape
        gain = builder.parameter("gain", (width, width), Uniform(), fan_in=width, penalised=True)
        gated = builder.apply("multiply", x, builder.apply("matmul", x, gain))
        return builder.apply("affine", gated, scale=self.strength, shift=0.0)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line in the list."""
    monkeypatch.setitem(LAYERS._entries, "Gate", Gate)


@pytest.mark.usefixtures("listed")
def test_a_new_layer_type_is_one_class_and_one_line_in_the_list() -> None:
    given = {"id": "gate_1", "type": "Gate", "strength": 2.0}
    network = NetworkSpec(nodes=[given, {"id": "dense_1", "type": "Dense", "units": 3}])
    assert NetworkSpec.model_validate_json(network.model_dump_json()) == network
    assert isinstance(network["gate_1"], Gate)

    assert_gradients_are_slopes(network, head("binary"), "binary")

    random = np.random.default_rng(0)
    features = random.normal(size=(80, 2))
    inside = (np.square(features).sum(1) < 1.0).astype(np.int64)
    samples = Dataset(features, inside, "binary", ("a", "b"), ("out", "in"))
    prepared = prepare_dataset(DataSpec(source="circle"), samples)
    session = Session(network, head("binary"), TrainingSpec(), prepared)
    before = session.loss("train")
    gain = session.parameters()["gate_1.gain"]
    session.train(30)
    assert session.loss("train") < 0.8 * before
    assert not np.array_equal(session.parameters()["gate_1.gain"], gain)
    assert session.gradients(features, inside)["gate_1.gain"].shape == (2, 2)


def test_without_the_line_the_same_file_gives_a_placeholder() -> None:
    assert NetworkSpec(nodes=[{"id": "gate_1", "type": "Gate"}])["gate_1"].type == "Gate"
    assert not isinstance(NetworkSpec(nodes=[{"id": "g", "type": "Gate"}])["g"], Gate)
