"""Graphs that are no chains, beside PyTorch's: gradients, and a hundred steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.spec import DataSpec
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec

Dense = Callable[[str, Any], Any]


@dataclass(frozen=True)
class Graph:
    """A network as a file has it, and the same in PyTorch up to the head.

    `forward(torch, x, dense)`: `dense(name, x)` is the product and the bias of a layer.
    """

    nodes: list[dict[str, Any]]
    links: str
    forward: Callable[[Any, Any, Dense], Any]

    def session(self) -> Session:
        """A session on four features and two targets, in float64."""
        links = [pair.split(">") for pair in self.links.split()]
        network = NetworkSpec.model_validate({"nodes": self.nodes, "links": links})
        random = np.random.default_rng(3)
        features = random.normal(size=(60, 4))
        targets = np.stack([np.sin(features.sum(1)), features[:, 0] * features[:, 3]], 1)
        data = Dataset(features, targets, "regression", tuple("abcd"), tuple("uv"))
        prepared = prepare_dataset(DataSpec(source="own"), data)
        training = TrainingSpec(optimizer="adam", seed=2)
        return Session(network, HEADS["regression"](), training, prepared, dtype="float64")


def layer(name: str, units: int, activation: str = "tanh") -> dict[str, Any]:
    return {"id": name, "type": "Dense", "units": units, "activation": activation}


def residual_and_concatenated(torch: Any, x: Any, dense: Dense) -> Any:
    first = torch.tanh(dense("first", x))
    inner = torch.sigmoid(dense("inner", torch.tanh(dense("outer", first))))
    bent = torch.nn.functional.softplus(inner + first)
    gate = dense("cut", bent) * torch.tanh(dense("beside", x))
    return torch.cat([bent, x, gate], 1)


def towers(torch: Any, x: Any, dense: Dense) -> Any:
    def tower(part: Any) -> Any:
        return torch.tanh(dense("tower", part))

    left, right = tower(x[:, [0, 1]]), tower(x[:, [3, 2]])
    both = tower(x[:, [0, 1]] + x[:, [3, 2]])
    return torch.cat([left, (left * right).sum(1, keepdim=True), both], 1)


def cosine(torch: Any, x: Any, dense: Dense) -> Any:
    left, right = dense("left", x), torch.tanh(dense("right", x))
    return torch.nn.functional.cosine_similarity(left, right, dim=1)[:, None]


def polynomials(torch: Any, x: Any, dense: Dense) -> Any:
    few = torch.tanh(dense("few", x))
    first, second = torch.triu_indices(3, 3, 1)
    return torch.cat([few, few**2, few[:, first] * few[:, second], torch.sin(few)], 1)


def turned(torch: Any, x: Any, dense: Dense) -> Any:
    image = dense("wide", x).reshape(-1, 2, 3, 4)
    other = dense("other", x).reshape(-1, 1, 3, 4)
    both = torch.cat([image, other], 1).permute(0, 2, 3, 1)
    return torch.tanh(dense("last", both.reshape(len(x), -1)))


GRAPHS = {
    "residual and concatenated": Graph(
        [
            layer("first", 4),
            layer("outer", 5),
            layer("inner", 4, "sigmoid"),
            {"id": "sum", "type": "Add"},
            {"id": "bent", "type": "Activation", "activation": "softplus"},
            layer("beside", 3),
            layer("cut", 3, "identity"),
            {"id": "gate", "type": "Multiply"},
            {"id": "all", "type": "Concatenate"},
        ],
        "input>first first>outer outer>inner inner>sum first>sum sum>bent input>beside bent>cut "
        "cut>gate beside>gate bent>all input>all gate>all all>head",
        residual_and_concatenated,
    ),
    "towers that share a layer": Graph(
        [
            {"id": "left", "type": "Input", "columns": "0-1"},
            {"id": "right", "type": "Input", "columns": "3, 2"},
            {"id": "sum", "type": "Add"},
            # Built before the layer that it repeats.
            {"id": "again", "type": "Shared", "layer": "tower"},
            {"id": "both", "type": "Shared", "layer": "tower"},
            {"id": "dot", "type": "Dot"},
            {"id": "all", "type": "Concatenate"},
            layer("tower", 5),
        ],
        "left>sum right>sum right>again sum>both left>tower tower>dot again>dot tower>all dot>all "
        "both>all all>head",
        towers,
    ),
    "cosine": Graph(
        [layer("left", 5, "identity"), layer("right", 5), {"id": "dot", "type": "Dot"}],
        "input>left input>right left>dot right>dot dot>head",
        cosine,
    ),
    "polynomial features": Graph(
        [layer("few", 3), {"id": "more", "type": "PolynomialFeatures"}],
        "input>few few>more more>head",
        polynomials,
    ),
    "images turned": Graph(
        [
            layer("wide", 24, "identity"),
            layer("other", 12, "identity"),
            {"id": "image", "type": "Reshape", "shape": [2, 3, 4]},
            {"id": "third", "type": "Reshape", "shape": [-1, 3, 4]},
            {"id": "both", "type": "Concatenate"},
            {"id": "turned", "type": "Permute", "order": [1, 2, 0]},
            {"id": "flat", "type": "Flatten"},
            layer("last", 3),
        ],
        "input>wide input>other wide>image other>third image>both third>both both>turned "
        "turned>flat flat>last last>head",
        turned,
    ),
}
GRAPHS["cosine"].nodes[2]["normalize"] = True


class TorchGraph:
    """The network in PyTorch, with the weights that a session has now."""

    def __init__(self, torch: Any, graph: Graph, session: Session) -> None:
        self._torch = torch
        self._graph = graph
        self.weights = {
            name: torch.tensor(array, dtype=torch.float64, requires_grad=True)
            for name, array in session.parameters().items()
        }

    def loss(self, x: Any, y: Any) -> Any:
        """The mean squared error of a batch."""
        torch = self._torch
        last = self._graph.forward(torch, torch.tensor(x), self._dense)
        return torch.nn.functional.mse_loss(self._dense("head", last), torch.tensor(y))

    def _dense(self, name: str, x: Any) -> Any:
        return x @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def batch(random: np.random.Generator) -> tuple[Any, Any]:
    return random.normal(size=(7, 4)), random.normal(size=(7, 2))


@pytest.mark.parametrize("name", GRAPHS)
def test_gradients_are_pytorchs(name: str) -> None:
    torch = pytest.importorskip("torch")
    ours = GRAPHS[name].session()
    twin = TorchGraph(torch, GRAPHS[name], ours)
    x, y = batch(np.random.default_rng(0))
    twin.loss(x, y).backward()
    found = ours.gradients(x, y)
    assert set(found) == set(twin.weights)
    for key, weight in twin.weights.items():
        np.testing.assert_allclose(found[key], weight.grad.numpy(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_hundred_steps_are_pytorchs(name: str) -> None:
    torch = pytest.importorskip("torch")
    ours = GRAPHS[name].session()
    twin = TorchGraph(torch, GRAPHS[name], ours)
    rate = ours.training.optimizer.learning_rate
    optimizer = torch.optim.Adam(list(twin.weights.values()), lr=rate, eps=1e-8)
    random = np.random.default_rng(1)
    for _ in range(100):
        x, y = batch(random)
        optimizer.zero_grad()
        loss = twin.loss(x, y)
        loss.backward()
        optimizer.step()
        assert ours.step(x, y) == pytest.approx(loss.item(), rel=1e-8)
    for key, weight in twin.weights.items():
        np.testing.assert_allclose(
            ours.parameters()[key], weight.detach().numpy(), rtol=1e-8, atol=1e-10
        )
