"""Sessions on sequences, and their twins in PyTorch, built of PyTorch's own layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.spec import DataSpec
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec

from .samples import Twin

RECURRENT = {"SimpleRNN": "RNN", "GRU": "GRU", "LSTM": "LSTM"}


def sequences(steps: int, features: int, samples: int = 40, scale: float = 1.0) -> Dataset:
    """Sequences with two targets that depend on their order."""
    random = np.random.default_rng(steps)
    x = scale * random.normal(size=(samples, steps, features))
    weights = np.linspace(-1.0, 1.0, steps) if steps > 1 else np.ones(1)
    sums = np.einsum("ntf,t->n", x, weights)
    return Dataset(
        x, np.stack([np.sin(sums), np.cos(sums)], 1), "regression", (), ("sine", "cosine")
    )


def session(
    nodes: Any, data: Dataset, optimizer: Any = "adam", dtype: str = "float64", **more: Any
) -> Session:
    """A session that ends in two values."""
    return Session(
        NetworkSpec(nodes=nodes),
        HEADS["regression"](),
        TrainingSpec.model_validate({"optimizer": optimizer, "batch_size": 6}),
        prepare_dataset(DataSpec(source="own", standardise=False), data),
        dtype=dtype,
        **more,
    )


class SequenceTwin(Twin):
    """The same network of sequence layers in PyTorch, starting from the session's weights."""

    def loss(self, x: Any, y: Any) -> Any:
        return self.torch.nn.functional.mse_loss(self.predict(x), self.torch.tensor(y))

    def predict(self, x: Any) -> Any:
        value = self.torch.tensor(np.asarray(x))
        for node in self.of.network.nodes[1:]:
            prefix = f"{node.id}."
            own = {
                name.removeprefix(prefix): weight
                for name, weight in self.weights.items()
                if name.startswith(prefix)
            }
            value = self._layer(node, own, value)
        return value @ self.weights["head.weight"] + self.weights["head.bias"]

    def _layer(self, node: Any, own: dict[str, Any], x: Any) -> Any:
        if node.type in RECURRENT:
            states = self._recurrent(node, own, x)
            return states if node.return_sequences else states[:, -1]
        match node.type:
            case "Dense":
                bend = getattr(self.torch, node.activation.name)
                return bend(x @ own["weight"] + own["bias"])
            case "SelfAttention":
                return self._attention(node, own, x)
            case "Embedding":
                return self.torch.nn.functional.embedding(x.long(), own["weight"])
            case "Flatten":
                return x.flatten(1)
        raise AssertionError(node.type)

    def _recurrent(self, node: Any, own: dict[str, Any], x: Any) -> Any:
        nn = self.torch.nn
        settings = {"nonlinearity": node.activation} if node.type == "SimpleRNN" else {}
        module = getattr(nn, RECURRENT[node.type])(
            x.shape[2], node.units, batch_first=True, dtype=self.torch.float64, **settings
        )
        weights = {
            "weight_ih_l0": own["weight"].T,
            "weight_hh_l0": own["recurrent"].T,
            "bias_ih_l0": own["bias"],
            "bias_hh_l0": own.get("recurrent_bias", self.torch.zeros_like(own["bias"])),
        }
        states, _ = self.torch.func.functional_call(module, weights, (x,))
        return states

    def _attention(self, node: Any, own: dict[str, Any], x: Any) -> Any:
        def product(name: str, given: Any) -> Any:
            found = given @ own[name]
            return found + own[f"{name}_bias"] if node.bias else found

        def by_head(given: Any) -> Any:
            return given.unflatten(2, (node.heads, -1)).transpose(1, 2)

        query, key, value = (by_head(product(name, x)) for name in ("query", "key", "value"))
        mixed = self.torch.nn.functional.scaled_dot_product_attention(
            query, key, value, is_causal=node.causal
        )
        return product("output", mixed.transpose(1, 2).flatten(2))
