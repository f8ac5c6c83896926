"""Networks for images beside PyTorch, in float64; running statistics through a run's life."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.project.file import open_project, save_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec

from .images import ImageTwin, images, session

# No bias before a batch norm: it would move nothing, and learn rounding.
IDENTITY, FLATTEN = {"activation": "identity"}, {"id": "flat", "type": "Flatten"}
BEND = {"type": "Activation", "activation": "relu"}
CNN = [
    {"id": "one", "type": "Conv2D", "filters": 4},
    {"id": "two", "type": "MaxPool"},
    {"id": "three", "type": "Conv2D", "filters": 6, "stride": 2, "padding": 1, "groups": 2},
    FLATTEN,
    {"id": "five", "type": "Dense", "units": 8, "activation": "tanh"},
]
BATCH_NORM = [
    {"id": "one", "type": "Conv2D", "filters": 4, "bias": False, **IDENTITY},
    {"id": "norm", "type": "BatchNorm"},
    {"id": "bend", **BEND},
    {"id": "pool", "type": "MaxPool"},
    {"id": "two", "type": "Conv2D", "filters": 6, "padding": "valid", "bias": False, **IDENTITY},
    {"id": "norm_2", "type": "BatchNorm", "momentum": 0.3},
    {"id": "bend_2", **BEND},
    {"id": "mean", "type": "GlobalAveragePool"},
    {"id": "dense", "type": "Dense", "units": 5, "bias": False, **IDENTITY},
    {"id": "norm_3", "type": "BatchNorm"},
    {"id": "bend_3", **BEND},
]
LAYER_NORM = [
    {"id": "one", "type": "Conv2D", "filters": 4, "dilation": 2, **IDENTITY},
    {"id": "norm", "type": "LayerNorm"},
    {"id": "bend", **BEND},
    {"id": "pool", "type": "AveragePool", "size": 3, "stride": 2},
    FLATTEN,
    {"id": "dense", "type": "Dense", "units": 5, **IDENTITY},
    {"id": "norm_2", "type": "LayerNorm"},
]
SEQUENCE = [
    {"id": "one", "type": "Conv1D", "filters": 6, "kernel": 3, "bias": False, **IDENTITY},
    {"id": "norm", "type": "BatchNorm"},
    {"id": "bend", **BEND},
    {"id": "pool", "type": "MaxPool"},
    {"id": "two", "type": "Conv1D", "filters": 4, "stride": 2, "padding": 1, "groups": 2},
    {"id": "norm_2", "type": "LayerNorm"},
    {"id": "mean", "type": "GlobalAveragePool"},
]
NETWORKS: dict[str, tuple[tuple[int, ...], list[dict[str, Any]]]] = {
    "cnn": ((2, 8, 7), CNN),
    "cnn_with_batch_norm": ((1, 9, 8), BATCH_NORM),
    "cnn_with_layer_norm": ((2, 8, 8), LAYER_NORM),
    "convolved_sequence": ((10, 3), SEQUENCE),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_hundred_steps_on_images_are_pytorchs_with_the_running_statistics(name: str) -> None:
    torch = pytest.importorskip("torch")
    shape, nodes = NETWORKS[name]
    data = images(shape, 60)
    run = session(nodes, data, optimizer={"type": "adam", "learning_rate": 0.01})
    twin = ImageTwin(torch, run)
    random = np.random.default_rng(0)
    for _ in range(100):
        rows = random.integers(0, 60, 8)
        x, y = data.features[rows], data.targets[rows]
        assert run.step(x, y) == pytest.approx(twin.step(x, y), rel=1e-8)
    for parameter, array in run.parameters().items():
        expected = twin.weights[parameter].detach().numpy()
        assert np.abs(array - expected).max() <= 1e-8 * np.abs(expected).max(), parameter
    np.testing.assert_allclose(run.predict(data.features), twin.predict(data.features), rtol=1e-8)


def test_evaluation_goes_by_the_running_statistics_and_leaves_them() -> None:
    shape, nodes = NETWORKS["cnn_with_batch_norm"]
    data = images(shape)
    run = session(nodes, data, batch_size=16)
    run.train(3)
    before = run.parameters()
    alone = np.concatenate([run.predict(data.features[n : n + 1]) for n in range(10)])
    np.testing.assert_allclose(alone, run.predict(data.features[:10]), rtol=1e-12)
    run.gradients(data.features, data.targets)
    run.metrics("train")
    for name, array in run.parameters().items():
        assert array.tobytes() == before[name].tobytes(), name


def test_running_statistics_have_no_gradient_and_no_decay_moves_them() -> None:
    shape, nodes = NETWORKS["cnn_with_batch_norm"]
    data = images(shape)
    run = session(nodes, data, optimizer={"type": "adamw", "weight_decay": 0.5})
    gradients = run.gradients(data.features, data.targets)
    assert all((array == 0).all() for name, array in gradients.items() if "running" in name)
    run.load({name: np.zeros_like(array) for name, array in run.parameters().items()})
    run.load({**run.parameters(), "norm.running_mean": np.full(4, 3.0)})
    run.step(data.features, data.targets)
    moved = run.parameters()["norm.running_mean"]  # the batch's own is 0: so are the weights
    np.testing.assert_allclose(moved, 0.9 * 3.0, rtol=1e-12)


def test_resumed_in_mid_epoch_the_running_statistics_go_on_bit_for_bit(tmp_path: Path) -> None:
    nodes = [
        {"id": "conv", "type": "Conv2D", "filters": 3, "bias": False},
        {"id": "norm", "type": "BatchNorm"},
        {"id": "pool", "type": "MaxPool", "size": 4},
        FLATTEN,
    ]
    spec = ProjectSpec.model_validate(
        {
            "data": {"source": "digits", "validation": 0.8},
            "network": {"nodes": nodes},
            "head": {"type": "multiclass"},
            "training": {"batch_size": 32},
        }
    )
    whole, first = ProjectSession(spec), ProjectSession(spec)
    whole.advance(17)
    first.advance(9)
    save_project(tmp_path / "half.playground", spec, first.state())
    resumed = ProjectSession(open_project(tmp_path / "half.playground"))
    resumed.advance(8)
    for name, array in whole.parameters().items():
        assert array.tobytes() == resumed.parameters()[name].tobytes(), name
    assert whole.parameters()["norm.running_var"].min() > 0


def test_a_frozen_batch_norm_answers_as_it_does_and_learns_nothing() -> None:
    nodes = [dict(node) for node in BATCH_NORM]
    data = images((1, 9, 8))
    run = session(nodes, data)
    run.step(data.features, data.targets)
    before, loss = run.parameters(), run.loss("train")
    nodes[1]["frozen"] = nodes[5]["frozen"] = nodes[9]["frozen"] = True
    frozen = session(nodes, data)
    frozen.load(before)
    train = frozen.prepared.train
    assert frozen.step(train.features, train.targets) == pytest.approx(loss, rel=1e-12)
    after = frozen.parameters()
    changed = {name for name in after if not np.array_equal(after[name], before[name])}
    assert changed == {name for name in after if not name.startswith("norm")}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_extreme_and_constant_images_give_finite_answers_and_gradients(
    name: str, dtype: str
) -> None:
    shape, nodes = NETWORKS[name]
    data = images(shape)
    run = session(nodes, data, dtype)
    extremes = [0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4]
    x = np.stack([np.full(shape, number) for number in extremes])
    x[:3] += np.resize(extremes, shape)
    for batch in (x, x[:1], np.zeros((4, *shape)), np.full((4, *shape), 1e4)):
        assert np.isfinite(run.predict(batch)).all()
        gradients = run.gradients(batch, np.zeros(len(batch), int))
        assert all(np.isfinite(array).all() for array in gradients.values())


def test_a_layer_shared_by_two_branches_takes_in_the_statistics_of_both() -> None:
    torch = pytest.importorskip("torch")
    nodes = [
        {"id": "a", "type": "Dense", "units": 3, **IDENTITY},
        {"id": "b", "type": "Dense", "units": 3, **IDENTITY},
        {"id": "norm", "type": "BatchNorm"},
        {"id": "again", "type": "Shared", "layer": "norm"},
        {"id": "sum", "type": "Add"},
    ]
    links = [("input", "a"), ("input", "b"), ("a", "norm"), ("b", "again")]
    links += [("norm", "sum"), ("again", "sum"), ("sum", "head")]
    data = images((4,))
    run = session(nodes, data, links=links)
    before = {name: torch.tensor(array) for name, array in run.parameters().items()}
    run.step(data.features, data.targets)
    layer = torch.nn.BatchNorm1d(3, dtype=torch.float64)
    for branch in ("a", "b"):
        x = torch.tensor(data.features)
        layer(x @ before[f"{branch}.weight"] + before[f"{branch}.bias"])
    for name in ("running_mean", "running_var"):
        found = run.parameters()[f"norm.{name}"]
        np.testing.assert_allclose(found, getattr(layer, name), rtol=1e-12)
