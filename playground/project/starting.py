"""A sensible network to begin with, for any data: its layers, its head, and how it is trained.

Sizes go by the number of samples: enough to bend, not so much that few samples are learned by
heart. What comes out runs without any problem.
"""

from __future__ import annotations

from math import ceil, log2
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.guessing import is_ratings
from playground.data.tables.steps_named import steps_in
from playground.network.pairs import FITTING_HEADS
from playground.network.spec import HEAD
from playground.project.spec import ProjectSpec

if TYPE_CHECKING:
    from playground.data.dataset import Dataset
    from playground.data.prepare import Prepared
    from playground.data.spec import DataSpec

RARE = 0.1
_STEPS_OF_A_RUN = 5_000
_LONG_TAIL = 6.0
_FEW_FEATURES = 3

Nodes = list[dict[str, Any]]
Links = list[tuple[str, str]]


def starting_project(name: str, data: DataSpec, prepared: Prepared) -> ProjectSpec:
    """A project to begin with.

    Args:
        name: of the project.
        data: its data part.
        prepared: the samples of it.
    """
    dataset, samples = prepared.dataset, len(prepared.split.train)
    links: Links | None = None
    rate = 0.003 if samples < 20_000 else 0.001
    if dataset.coded and not dataset.vocabulary:
        nodes, links = _of_codes(prepared)
        rate = 0.005
    elif dataset.vocabulary:
        nodes, rate = _of_words(len(dataset.vocabulary), samples), 0.005
    elif len(dataset.feature_shape) == 3:
        nodes, rate = _of_images(dataset.feature_shape, samples), 0.002
    elif len(dataset.feature_shape) == 2:
        nodes, rate = _of_sequences(samples), 0.01
    elif steps := steps_in(dataset.feature_names):
        nodes, rate = [_steps(steps), *_of_sequences(samples)], 0.01
    else:
        nodes = _of_tables(dataset.feature_shape[0], samples)
    network = {"nodes": nodes} if links is None else {"nodes": nodes, "links": links}
    batch = batch_for(samples)
    epochs = epochs_for(samples, batch, dataset)
    return ProjectSpec.model_validate(
        {
            "name": name[:200],
            "data": data,
            "network": network,
            "head": _head(data, prepared),
            "training": {
                "optimizer": {"type": "adam", "learning_rate": rate},
                "batch_size": batch,
                "epochs": epochs,
                "seed": 1,
                "regularization": {"type": "l2", "rate": _l2(dataset, samples)},
                "schedule": {"type": "cosine"},
                "stop": {"epochs": epochs},
            },
        }
    )


def batch_for(samples: int) -> int:
    """A power of two: about a hundred steps an epoch, and from 8 to 1,024 samples each."""
    power = max(3, min(10, round(log2(max(1, samples) / 100))))
    wanted = 1 << power
    return min(wanted, max(1, samples))


def epochs_for(samples: int, batch: int, dataset: Dataset) -> int:
    """So many that a run has some thousand steps."""
    share, most = {1: (1.0, 100), 2: (0.75, 60)}.get(len(dataset.feature_shape), (0.5, 40))
    return max(8, min(most, round(share * _STEPS_OF_A_RUN / ceil(samples / batch))))


# Layers


def _of_tables(features: int, samples: int) -> Nodes:
    sizes: tuple[int, ...]
    if features <= _FEW_FEATURES:
        sizes = (32, 32)
    elif samples < 500:
        sizes = (16,)
    elif samples < 5_000:
        sizes = (32, 16)
    else:
        sizes = (64, 32)
    nodes: Nodes = []
    if features > max(200, samples // 4):
        nodes.append({"id": "dropout_1", "type": "Dropout", "rate": 0.3})
    for number, units in enumerate(sizes, 1):
        nodes.append(_dense(f"dense_{number}", units))
    return nodes


def _dense(name: str, units: int) -> dict[str, Any]:
    return {
        "id": name,
        "type": "Dense",
        "units": units,
        "activation": "relu",
        "initializer": "he",
    }


def _of_images(shape: tuple[int, ...], samples: int) -> Nodes:
    """Convolutions that halve the image until it is about 8 × 8, then dense layers."""
    filters = 8 if samples < 500 else 16
    smallest = min(shape[1:])
    nodes: Nodes = []
    for number in range(1, 5):
        nodes.append(
            {
                "id": f"conv2d_{number}",
                "type": "Conv2D",
                "filters": filters,
                "kernel": 3,
                "padding": "same",
                "activation": "relu",
                "initializer": "he",
            }
        )
        if smallest >= 8:
            nodes.append({"id": f"max_pool_{number}", "type": "MaxPool"})
            smallest //= 2
        filters = min(64, 2 * filters)
        if smallest < 8 and number > 1:
            break
    return [
        *nodes,
        {"id": "flatten_1", "type": "Flatten"},
        {"id": "dropout_1", "type": "Dropout", "rate": 0.3},
        _dense("dense_1", 32 if samples < 1_000 else 64),
    ]


def _of_words(vocabulary: int, samples: int) -> Nodes:
    """A vector a word and their average."""
    return [
        {
            "id": "embedding_1",
            "type": "Embedding",
            "vocabulary": vocabulary,
            "units": 16 if samples < 5_000 else 32,
        },
        {"id": "global_average_pool_1", "type": "GlobalAveragePool"},
        {"id": "dropout_1", "type": "Dropout", "rate": 0.2},
        _dense("dense_1", 16),
    ]


def _of_sequences(samples: int) -> Nodes:
    """A memory that reads step by step; on short series a GRU learns more evenly than an LSTM."""
    return [{"id": "gru_1", "type": "GRU", "units": 16 if samples < 5_000 else 32}]


def _steps(shape: tuple[int, int]) -> dict[str, Any]:
    """Columns that are the steps of a series, step by step."""
    return {"id": "reshape_1", "type": "Reshape", "shape": shape}


def _of_codes(prepared: Prepared) -> tuple[Nodes, Links]:
    """A vector for each user, item or word, column by column.

    Two columns meet in a product, as tastes and traits do, with a number of each one's own beside
    it; more are put side by side.
    """
    ratings = prepared.spec.file is not None and is_ratings(prepared.spec.file)
    ratings = ratings or prepared.dataset.feature_shape == (2,)
    nodes: Nodes = []
    links: Links = []
    vectors, biases = [], []
    samples = len(prepared.split.train)
    for place, size in enumerate(_vocabularies(prepared), 1):
        source = "input" if place == 1 else f"input_{place}"
        nodes.append({"id": source, "type": "Input", "columns": str(place - 1)})
        units = max(2, min(16, samples // (8 * size) if ratings else ceil(size**0.5)))
        vectors.append(_vector(nodes, links, source, f"{place}", size, units))
        if ratings:
            biases.append(_vector(nodes, links, source, f"{place}_alone", size, 1))
    if ratings:
        smaller = min(node["units"] for node in nodes if node.get("units", 1) > 1)
        nodes = [{**n, "units": smaller} if n.get("units", 1) > 1 else n for n in nodes]
        nodes += [{"id": "dot_1", "type": "Dot"}, {"id": "add_1", "type": "Add"}]
        links += [(each, "dot_1") for each in vectors]
        links += [(each, "add_1") for each in ("dot_1", *biases)]
        return nodes, [*links, ("add_1", HEAD)]
    last = vectors[0]
    if len(vectors) > 1:
        last = "concatenate_1"
        nodes.append({"id": last, "type": "Concatenate"})
        links += [(each, last) for each in vectors]
    nodes.append(_dense("dense_1", 32))
    return nodes, [*links, (last, "dense_1"), ("dense_1", HEAD)]


def _vector(nodes: Nodes, links: Links, source: str, name: str, size: int, units: int) -> str:
    """Puts an embedding and what makes a plain vector of it behind an input; the latter's name."""
    table, flat = f"embedding_{name}", f"flatten_{name}"
    nodes.append({"id": table, "type": "Embedding", "vocabulary": size, "units": units})
    nodes.append({"id": flat, "type": "Flatten"})
    links += [(source, table), (table, flat)]
    return flat


def _vocabularies(prepared: Prepared) -> list[int]:
    """How many numbers each column has, with one for what is unknown."""
    return [int(most) + 1 for most in prepared.dataset.features.max(axis=0)]


# Head and training


def _head(data: DataSpec, prepared: Prepared) -> dict[str, Any]:
    dataset = prepared.dataset
    kind = FITTING_HEADS[dataset.task]
    if dataset.task == "regression":
        if data.file is not None and is_ratings(data.file):
            return {"type": "bounded_regression", "loss": "mse"}
        return {"type": kind, "loss": "huber" if _has_long_tail(prepared) else "mse"}
    counts = prepared.class_counts
    if dataset.task == "binary":
        weight = counts[0] / max(1, counts[1])
        loss: Any = "binary_cross_entropy"
        if has_rare_class(counts):
            loss = {"type": loss, "positive_weight": float(f"{min(100.0, max(0.01, weight)):.2g}")}
        return {"type": kind, "loss": loss}
    if dataset.task == "multiclass":
        loss = "cross_entropy"
        if has_rare_class(counts):
            loss = {"type": loss, "class_weights": "balanced"}
        return {"type": kind, "loss": loss}
    return {"type": kind, "loss": "binary_cross_entropy"}


def has_rare_class(counts: tuple[int, ...]) -> bool:
    """Whether a class has less than a tenth of the samples that the largest one has."""
    return len(counts) > 1 and min(counts) < RARE * max(counts)


def _has_long_tail(prepared: Prepared) -> bool:
    """Whether some targets lie so far out that their squares would rule the loss."""
    values = prepared.dataset.targets[prepared.split.train[:100_000]].astype(np.float64)
    lower, middle, upper = np.quantile(values, (0.25, 0.5, 0.75), axis=0)
    spread = np.where(upper > lower, upper - lower, np.inf)
    return bool((np.abs(values - middle).max(axis=0) > 4 * _LONG_TAIL * spread).any())


def _l2(dataset: Dataset, samples: int) -> float:
    """Few samples want weights that are held small; a million hold them by themselves.

    With very few features there is little to learn by heart, and bends that need large weights.
    """
    if dataset.coded:
        return 0.0001
    rate = min(0.01, 3.0 / samples)
    if len(dataset.feature_shape) > 1 or dataset.feature_shape[0] <= _FEW_FEATURES:
        rate /= 20.0
    return float(f"{max(rate, 0.00001):.1g}")
