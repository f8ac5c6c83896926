"""Layers of sequences beside PyTorch's own, in float64."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from playground.network import edits

from .sequences import SequenceTwin, sequences, session

torch = pytest.importorskip("torch")

TRIED = ["SimpleRNN", "GRU", "LSTM", "SelfAttention"]
FLATTEN = {"id": "flat", "type": "Flatten"}


def drawn(layer: str, random: np.random.Generator) -> dict[str, Any]:
    """A node with random fields, whose input is 6 features wide."""
    whole = bool(random.integers(2))
    units = int(random.integers(1, 9))
    match layer:
        case "SelfAttention":
            return {
                "type": layer,
                "heads": int(random.choice([1, 2, 3])),
                "size": random.choice([None, units]),
                "units": random.choice([None, units]),
                "causal": whole,
                "bias": bool(random.integers(2)),
            }
        case "SimpleRNN":
            more = {"activation": str(random.choice(["tanh", "relu"]))}
        case _:
            more = {}
    return {"type": layer, "units": units, "return_sequences": whole, **more}


def randomised(run: Any, random: np.random.Generator) -> None:
    """All weights, biases too, away from 0."""
    shapes = {name: array.shape for name, array in run.parameters().items()}
    run.load({name: random.uniform(-0.8, 0.8, shape) for name, shape in shapes.items()})


@pytest.mark.parametrize("draw", range(20))
@pytest.mark.parametrize("layer", TRIED)
def test_values_and_gradients_of_a_layer_are_pytorchs(layer: str, draw: int) -> None:
    random = np.random.default_rng([draw, *layer.encode()])
    nodes = [
        {"id": "before", "type": "Dense", "units": 6, "activation": "tanh"},
        {"id": "tried", **drawn(layer, random)},
        FLATTEN,
    ]
    data = sequences(int(random.integers(1, 9)), int(random.integers(1, 4)), 12)
    run = session(nodes, data, device="numpy")
    randomised(run, random)
    twin = SequenceTwin(torch, run)
    np.testing.assert_allclose(
        run.predict(data.features), twin.predict(data.features).detach(), rtol=1e-10, atol=1e-12
    )
    twin.loss(data.features, data.targets).backward()
    for name, gradient in run.gradients(data.features, data.targets).items():
        expected = twin.weights[name].grad
        np.testing.assert_allclose(gradient, expected, rtol=1e-10, atol=1e-12, err_msg=name)


TRAJECTORIES: dict[str, list[dict[str, Any]]] = {
    "lstm": [{"id": "one", "type": "LSTM", "units": 8}],
    "two_lstms": [
        {"id": "one", "type": "LSTM", "units": 6, "return_sequences": True},
        {"id": "two", "type": "LSTM", "units": 5},
    ],
    "gru": [{"id": "one", "type": "GRU", "units": 8}],
    "simple_rnn": [{"id": "one", "type": "SimpleRNN", "units": 8}],
    "attention": [
        {"id": "wide", "type": "Dense", "units": 8, "activation": "tanh"},
        {"id": "one", "type": "SelfAttention", "heads": 2},
        {"id": "bend", "type": "Dense", "units": 6, "activation": "tanh"},
        FLATTEN,
    ],
    "causal_attention": [
        {"id": "one", "type": "SelfAttention", "heads": 2, "size": 3, "units": 5, "causal": True},
        FLATTEN,
    ],
}


@pytest.mark.parametrize("name", TRAJECTORIES)
def test_a_hundred_steps_on_sequences_are_pytorchs(name: str) -> None:
    data = sequences(7, 3, 60)
    run = session(TRAJECTORIES[name], data, {"type": "adam", "learning_rate": 0.01})
    twin = SequenceTwin(torch, run)
    random = np.random.default_rng(0)
    for _ in range(100):
        rows = random.integers(0, 60, 8)
        x, y = data.features[rows], data.targets[rows]
        assert run.step(x, y) == pytest.approx(twin.step(x, y), rel=1e-8)
    for parameter, array in run.parameters().items():
        expected = twin.weights[parameter].detach().numpy()
        # A key's bias moves all scores of a query alike: its gradient is 0 but for rounding.
        scale = 1.0 if parameter.endswith("key_bias") else np.abs(expected).max()
        assert np.abs(array - expected).max() <= 1e-8 * scale, parameter


@pytest.mark.parametrize("layer", TRIED)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_extreme_sequences_give_finite_answers_and_gradients(layer: str, dtype: str) -> None:
    extremes = np.array([0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4])
    x = np.stack([np.tile(extremes[:, None], (1, 3)), np.full((7, 3), 1e4), np.zeros((7, 3))])
    data = sequences(7, 3)
    run = session([{"id": "one", "type": layer}, FLATTEN], data, dtype=dtype)
    assert np.isfinite(run.predict(x)).all()
    gradients = run.gradients(x, np.zeros((3, 2)))
    assert all(np.isfinite(array).all() for array in gradients.values())


def test_a_hundred_steps_on_words_are_pytorchs_and_tell_their_order() -> None:
    random = np.random.default_rng(0)
    words = random.integers(0, 6, (60, 5)).astype(float)
    data = replace(
        sequences(5, 1, 60),
        features=words,
        targets=np.sign(words[:, -1:] - words[:, :1]) * [1.0, 0.5],
    )
    nodes = [
        {"id": "table", "type": "Embedding", "vocabulary": 6, "units": 4},
        {"id": "one", "type": "GRU", "units": 8},
    ]
    run = session(nodes, data, {"type": "adam", "learning_rate": 0.02})
    twin = SequenceTwin(torch, run)
    for _ in range(100):
        assert run.step(data.features, data.targets) == pytest.approx(
            twin.step(data.features, data.targets), rel=1e-8
        )
    assert run.loss("train") < 0.3


def test_a_recurrent_layer_that_grows_keeps_what_each_gate_has_learned() -> None:
    data = sequences(4, 2)
    run = session([{"id": "one", "type": "LSTM", "units": 3}], data)
    run.train(2)
    before = run.parameters()
    network = edits.set_field(run.network, "one", "units", 5)
    run.adopt(network, run.head, run.training, run.prepared)
    after = run.parameters()
    for name in ("weight", "recurrent"):
        old, new = before[f"one.{name}"], after[f"one.{name}"]
        for gate in range(4):
            kept = new[: len(old), 5 * gate : 5 * gate + 3]
            assert np.array_equal(kept, old[:, 3 * gate : 3 * gate + 3])
