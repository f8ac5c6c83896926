"""The networks that are timed, as the document has them. Every competitor is derived from these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.engine.graph import Shape
from playground.errors import UserError
from playground.network.layers import LAYERS
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.registry import Registry

BATCHES = (1, 10, 32, 128)
USUAL_BATCH = 32
MOST_ROWS = 4096

Nodes = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Network:
    """A network to time.

    Attributes:
        name: for people and for --networks.
        features: the shape of one sample; images are (channels, height, width), sequences
            (length, features).
        classes: how many; two are told apart by one sigmoid, more by a softmax.
        nodes: the layers before the head, as a project file has them, in a chain.
        usual: batches it is timed at when none are asked for.
        named: batches of its own that --full adds to `BATCHES`.
    """

    name: str
    features: Shape
    classes: int
    nodes: Nodes = field(hash=False)
    usual: tuple[int, ...] = (USUAL_BATCH,)
    named: tuple[int, ...] = ()

    @property
    def spec(self) -> NetworkSpec:
        """The document's network."""
        return NetworkSpec.model_validate({"nodes": list(self.nodes)})

    @property
    def signature(self) -> Signature:
        """What it knows of its data."""
        task = "binary" if self.classes == 2 else "multiclass"
        return Signature("random samples", self.features, task, self.classes)  # type: ignore[arg-type]

    @property
    def missing(self) -> list[str]:
        """Layer types it has that this version does not."""
        return sorted({node["type"] for node in self.nodes} - set(LAYERS))


@dataclass(frozen=True)
class Case:
    """A network at a batch size."""

    network: Network
    batch: int


def choose(names: Sequence[str], batches: Sequence[int], *, full: bool) -> tuple[Case, ...]:
    """The cases asked for.

    Args:
        names: of networks; none means all.
        batches: rows a step; none means each network's usual ones, or with `full` all of them.
        full: whether to take every batch.

    Raises:
        UserError: there is no such network, or a batch is out of range.
    """
    for batch in batches:
        if not 1 <= batch <= MOST_ROWS:
            raise UserError(f"Expected batches from 1 to {MOST_ROWS:,} rows. Received: {batch}.")
    networks = [NETWORKS.find(name) for name in dict.fromkeys(names)] or list(NETWORKS.values())
    return tuple(
        Case(network, batch)
        for network in networks
        for batch in sorted({*batches} or {*((BATCHES + network.named) if full else network.usual)})
    )


def _dense(*widths: int, name: str = "", **batches: tuple[int, ...]) -> Network:
    """Widths from features to outputs, with tanh between."""
    first, *hidden, outputs = widths
    nodes = tuple(
        {"id": f"dense_{number}", "type": "Dense", "units": units, "activation": "tanh"}
        for number, units in enumerate(hidden, 1)
    )
    written = name or "-".join(map(str, widths))
    return Network(written, (first,), max(outputs, 2), nodes, **batches)


def _convolution(number: int, filters: int, padding: str, activation: str = "relu") -> Nodes:
    return (
        {
            "id": f"conv_{number}",
            "type": "Conv2D",
            "filters": filters,
            "kernel": 3,
            "padding": padding,
            "activation": activation,
        },
    )


def _pool(number: int) -> Nodes:
    return ({"id": f"pool_{number}", "type": "MaxPool", "size": 2},)


def _normalized(number: int) -> Nodes:
    return (
        {"id": f"norm_{number}", "type": "BatchNorm"},
        {"id": f"relu_{number}", "type": "Activation", "activation": "relu"},
    )


def _flat(units: int) -> Nodes:
    return (
        {"id": "flatten", "type": "Flatten"},
        {"id": "dense_1", "type": "Dense", "units": units, "activation": "relu"},
    )


NETWORKS: Registry[Network] = Registry(
    "network to time",
    [
        _dense(2, 8, 8, 1, usual=(10, 32)),
        _dense(2, 8, 8, 8, 8, 8, 8, 1, name="2-8x6-1", usual=(10, 32)),
        _dense(2, 64, 64, 1, usual=(32, 64), named=(64,)),
        _dense(2, 256, 256, 1, usual=(32, 64), named=(64,)),
        _dense(64, 256, 256, 10),
        _dense(784, 512, 512, 10, usual=(32, 128)),
        _dense(784, 1024, 1024, 10),
        Network(
            "digits-cnn",
            (1, 8, 8),
            10,
            (
                *_convolution(1, 8, "same"),
                *_pool(1),
                *_convolution(2, 16, "same"),
                *_pool(2),
                *_flat(32),
            ),
        ),
        Network(
            "mnist-cnn",
            (1, 28, 28),
            10,
            (
                *_convolution(1, 16, "valid"),
                *_pool(1),
                *_convolution(2, 32, "valid"),
                *_pool(2),
                *_flat(64),
            ),
        ),
        Network(
            "cifar-cnn",
            (3, 32, 32),
            10,
            (
                *_convolution(1, 16, "same", "identity"),
                *_normalized(1),
                *_pool(1),
                *_convolution(2, 32, "same", "identity"),
                *_normalized(2),
                *_pool(2),
                *_flat(64),
            ),
        ),
        Network(
            "lstm",
            (32, 16),
            10,
            ({"id": "lstm_1", "type": "LSTM", "units": 64, "return_sequences": False},),
        ),
    ],
)
