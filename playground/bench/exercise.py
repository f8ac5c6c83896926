"""What every competitor is handed: one network with its first weights, data, order and rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.bench.networks import Case, Network
from playground.engine.graph import Shape
from playground.errors import UserError
from playground.network.compiler import Trace, trace
from playground.network.heads import HEADS, Head
from playground.network.layers.dense import Dense
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, INPUT

BATCHES_AN_EPOCH = 32
RATES = {"sgd": 0.01, "adam": 0.001}
SEED = 0
DRAWN_SHARE = 0.1

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Layer:
    """One layer, the head's last one included.

    Attributes:
        node: its type and fields.
        takes, gives: the shape of one sample before and after it.
        start: the first values of what it learns or keeps, by name ("weight", "bias", …).
    """

    node: Any
    takes: Shape
    gives: Shape
    start: dict[str, Array]

    @property
    def kind(self) -> str:
        """The layer type's name."""
        return str(self.node.type)


@dataclass(frozen=True)
class Exercise:
    """One network to train, the same for all: weights, samples, order, loss, rate.

    Attributes:
        network, batch: what is trained, and rows a step.
        optimizer: "sgd" (plain, no momentum) or "adam".
        layers: in order; the last is the head's, whose units are logits.
        features: (N, …) float32, N being `BATCHES_AN_EPOCH` batches.
        classes: (N,) class numbers: what a random linear map of the features makes largest, but
            for a share that is drawn, since a loss that nears 0 brings denormal numbers, which are
            slow.
        order: (N,) the rows of every epoch's batches, one after another.
        parameters: how many numbers are learned.
    """

    network: Network
    batch: int
    optimizer: str
    layers: tuple[Layer, ...]
    features: Array
    classes: NDArray[np.int64]
    order: NDArray[np.int64]
    parameters: int

    @property
    def rate(self) -> float:
        """The learning rate."""
        return RATES[self.optimizer]

    @property
    def binary(self) -> bool:
        """Whether one logit tells two classes apart."""
        return self.network.classes == 2


def head_of(network: Network) -> Head:
    """The head that the data asks for."""
    return HEADS[network.signature.task]()


def make_exercise(case: Case, optimizer: str) -> Exercise:
    """Draw weights, samples and order; the same on every call.

    Raises:
        UserError: the network can't be built, or there is no such optimizer here.
    """
    if optimizer not in RATES:
        raise UserError(
            f"Expected one of the optimizers {', '.join(RATES)}. Received: {optimizer!r}."
        )
    network = case.network
    traced = trace(network.spec, head_of(network), network.signature, training=True)
    if traced.errors:
        raise UserError(f"{network.name}: {traced.errors[0].message}")
    rng = np.random.default_rng(SEED)
    count = BATCHES_AN_EPOCH * case.batch
    features = rng.standard_normal((count, *network.features), np.float32)
    teacher = rng.standard_normal((prod(network.features), network.classes), np.float32)
    true = (features.reshape(count, -1) @ teacher).argmax(1)
    drawn = rng.integers(0, network.classes, count)
    return Exercise(
        network,
        case.batch,
        optimizer,
        _layers(network, traced),
        features,
        np.where(rng.random(count) < DRAWN_SHARE, drawn, true),
        rng.permutation(count),
        sum(prod(each.shape) for each in traced.builder.parameters if each.learned),
    )


def _layers(network: Network, traced: Trace) -> tuple[Layer, ...]:
    start: dict[str, dict[str, Array]] = {}
    for parameter in traced.builder.parameters:
        identity, _, name = parameter.name.rpartition(".")
        first = parameter.initializer.draw(parameter, SEED).astype(np.float32)
        start.setdefault(identity, {})[name] = first
    shapes = traced.shapes()
    last = Dense(id="last", units=prod(shapes[HEAD]), activation="identity")
    named: list[tuple[str, NodeSpec]] = [(n.id, n) for n in network.spec if n.id != INPUT]
    layers, takes = [], network.features
    for identity, node in [*named, (HEAD, last)]:
        layers.append(Layer(node, takes, shapes[identity], start.get(identity, {})))
        takes = shapes[identity]
    return tuple(layers)
