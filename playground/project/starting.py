"""A sensible network to begin with, for any data."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.data.prepare import Prepared
from playground.data.spec import DataSpec
from playground.project.spec import ProjectSpec

# A dense layer of 64 units or so learns most tables; more rows carry more units.
_SMALL, _MIDDLING = 2_000, 50_000
_FEWEST_STEPS = 30
_BATCHES = (8, 16, 32, 64, 128, 256, 512, 1024)
_LEARNING_RATE = {"table": 0.003, "pictures": 0.002, "words": 0.01, "ratings": 0.01, "series": 0.01}
# Steps of the optimizer that are enough for a first good answer, at the least.
_STEPS = 4_000
_MOST_SAMPLES = 2_000_000
_LARGE_PICTURE = 16
_TASTES = 4


def starting_project(name: str, data: DataSpec, prepared: Prepared) -> ProjectSpec:
    """A project on this data with a network that suits it.

    Tables get dense layers, more of them where there are many rows; pictures convolutions; texts
    as word numbers an embedding and the mean of its words; who rates what the dot product of two
    embeddings; series an LSTM.

    Args:
        name: of the project.
        prepared: what `data` comes to.
    """
    kind = kind_of(prepared)
    rows = len(prepared.train)
    batch = batch_for(rows)
    epochs = epochs_for(rows, batch)
    if kind == "pictures":  # each costs far more
        epochs = max(5, min(epochs, 40))
    return ProjectSpec.model_validate(
        {
            "name": name[:200],
            "data": data,
            "network": network_for(prepared),
            "head": head_for(prepared),
            "training": {
                "optimizer": {"type": "adam", "learning_rate": _LEARNING_RATE[kind]},
                "batch_size": batch,
                "epochs": epochs,
                "seed": 1,
                **_penalty(kind, rows),
            },
        }
    )


def kind_of(prepared: Prepared) -> str:
    """Which of "table", "pictures", "words", "ratings", "series" the samples are."""
    dataset = prepared.dataset
    if len(dataset.feature_shape) == 3:
        return "pictures"
    if len(dataset.feature_shape) == 2:
        return "series"
    if dataset.coded and dataset.vocabulary:
        return "words"
    if dataset.coded and dataset.feature_shape == (2,):
        return "ratings"
    return "table"


def batch_for(rows: int) -> int:
    """A batch that leaves an epoch `_FEWEST_STEPS` steps at least, from 8 to 1024."""
    fitting = [size for size in _BATCHES if rows / size >= _FEWEST_STEPS]
    size = fitting[-1] if fitting else _BATCHES[0]
    usual = 32 if rows < _MIDDLING else 1024
    return max(1, min(size, usual, rows))


def epochs_for(rows: int, batch: int) -> int:
    """How often to go through the samples: some thousand steps, but no more samples than needed."""
    steps = max(1, -(-rows // batch))
    return int(np.clip(_STEPS // steps, 3, min(200, max(3, _MOST_SAMPLES // max(1, rows)))))


def head_for(prepared: Prepared) -> dict[str, Any]:
    """The head that the task asks for; ratings are kept within their range."""
    task = prepared.dataset.task
    if task == "regression" and kind_of(prepared) == "ratings":
        targets = prepared.dataset.targets
        low, high = float(targets.min()), float(targets.max())
        return {"type": "bounded_regression", "loss": "mse", "low": low, "high": high}
    return {"type": task}


def network_for(prepared: Prepared) -> dict[str, Any]:
    """The nodes, and the links where they are no chain."""
    match kind_of(prepared):
        case "pictures":
            return {"nodes": _convolutions(prepared)}
        case "words":
            return {"nodes": _mean_of_words(prepared)}
        case "ratings":
            return _two_embeddings(prepared)
        case "series":
            return {"nodes": [{"id": "lstm_1", "type": "LSTM", "units": 24}]}
        case _:
            return {"nodes": _dense(prepared)}


def _dense(prepared: Prepared) -> list[dict[str, Any]]:
    rows, width = len(prepared.train), prepared.dataset.feature_shape[0]
    units = 16 if rows < 500 else 32 if rows < _SMALL else 64
    if prepared.dataset.coded:
        units = max(units, 32)
    layers = [{"id": f"dense_{k}", "type": "Dense", "units": units} for k in (1, 2)]
    for layer in layers:
        layer |= {"activation": "relu", "initializer": "he"}
    if width > 4 * units or (rows < _SMALL and width > 30):
        drop = {"id": "dropout_1", "type": "Dropout", "rate": 0.3}
        return [layers[0], drop, layers[1]]
    return layers


def _convolutions(prepared: Prepared) -> list[dict[str, Any]]:
    _, height, width = prepared.dataset.feature_shape
    first = 8 if min(height, width) < _LARGE_PICTURE else 16
    nodes: list[dict[str, Any]] = []
    size, filters, number = min(height, width), first, 0
    while size >= 6 and number < 4:
        number += 1
        nodes.append(
            {
                "id": f"conv2d_{number}",
                "type": "Conv2D",
                "filters": filters,
                "kernel": 3,
                "padding": "same",
                "activation": "relu",
            }
        )
        nodes.append({"id": f"maxpool_{number}", "type": "MaxPool"})
        size, filters = size // 2, min(64, 2 * filters)
    nodes.append({"id": "flatten_1", "type": "Flatten"})
    if len(prepared.train) < _SMALL:
        nodes.append({"id": "dropout_1", "type": "Dropout", "rate": 0.3})
    nodes.append(
        {"id": "dense_1", "type": "Dense", "units": 64, "activation": "relu", "initializer": "he"}
    )
    return nodes


def _mean_of_words(prepared: Prepared) -> list[dict[str, Any]]:
    return [
        {
            "id": "embedding_1",
            "type": "Embedding",
            "vocabulary": len(prepared.dataset.vocabulary),
            "units": 16,
        },
        {"id": "global_average_pool_1", "type": "GlobalAveragePool"},
        {"id": "dense_1", "type": "Dense", "units": 16, "activation": "relu", "initializer": "he"},
    ]


def _two_embeddings(prepared: Prepared) -> dict[str, Any]:
    users, items = (int(most) + 1 for most in prepared.dataset.features.max(axis=0))
    return {
        "nodes": [
            {"id": "input", "type": "Input", "columns": "0"},
            {"id": "item", "type": "Input", "columns": "1"},
            {"id": "user_tastes", "type": "Embedding", "vocabulary": users, "units": _TASTES},
            {"id": "item_traits", "type": "Embedding", "vocabulary": items, "units": _TASTES},
            {"id": "flatten_1", "type": "Flatten"},
            {"id": "flatten_2", "type": "Flatten"},
            {"id": "dot_1", "type": "Dot"},
        ],
        "links": [
            ["input", "user_tastes"],
            ["item", "item_traits"],
            ["user_tastes", "flatten_1"],
            ["item_traits", "flatten_2"],
            ["flatten_1", "dot_1"],
            ["flatten_2", "dot_1"],
            ["dot_1", "head"],
        ],
    }


def _penalty(kind: str, rows: int) -> dict[str, Any]:
    """A little weight decay where there are few samples for many weights."""
    if kind == "ratings":
        return {"regularization": {"type": "l2", "rate": 0.001}}
    if kind == "table" and rows < _SMALL:
        return {"regularization": {"type": "l2", "rate": 0.001}}
    return {}
