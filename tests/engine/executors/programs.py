"""Programs and data that executors are tried on."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.engine.program import Program, Update
from playground.network.compiler import compile_training
from playground.network.heads import HEADS
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec

ADAM = Update("adam", {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8})
MOMENTUM = Update("momentum", {"momentum": 0.9})


def program_of(update: Update, *, batch: int = 8, units: int = 8, dropout: float = 0.0) -> Program:
    """Two dense layers, with dropout between them, on points of two classes."""
    nodes = [
        {"id": "dense_1", "type": "Dense", "units": units},
        {"id": "dropout_1", "type": "Dropout", "rate": dropout},
        {"id": "dense_2", "type": "Dense", "units": units, "activation": "relu"},
    ]
    signature = Signature("points", (2,), "binary", 2)
    network = NetworkSpec(nodes=nodes)
    head = HEADS["binary"]()
    return compile_training(network, head, signature, batch, update, Regularization()).program


def started(executor: Any, seed: int = 0) -> Any:
    """With some weights, at the first step."""
    random = np.random.default_rng(seed)
    executor.parameters[:] = random.normal(size=executor.parameters.size) * 0.5
    executor.set_control(step=0, learning_rate=0.01, seed=5)
    return executor


def points(dtype: str, count: int = 50) -> tuple[tuple[Any, Any], Any]:
    """Features and targets, and an order."""
    random = np.random.default_rng(3)
    x = random.normal(size=(count, 2))
    return (x.astype(dtype), (x[:, :1] * x[:, 1:] > 0).astype(dtype)), random.permutation(count)
