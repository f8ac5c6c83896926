"""An engineer's instruments: what goes on inside a network's layers, at any moment of a run."""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.data.prepare import Prepared
from playground.errors import UserError
from playground.network.compiler import trace
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import HEAD, NetworkSpec
from playground.training.gradient_norms import Norm, length
from playground.training.histogram import Histogram, histogram_of
from playground.training.layer_parts import Layer, layers_of, numbers_a_sample
from playground.training.next_step import NO_SAMPLE
from playground.training.probe import LOGITS, Flow, Probe
from playground.training.unit_states import UnitState, state_of, unit_state

Array = NDArray[Any]
What = Literal["weights", "biases", "statistics", "gradients", "activations"]

MOST_ROWS = 256
_LEAST_ROWS = 32
# Numbers leaving all layers for all samples that are looked at: fewer samples of larger networks.
_MOST_NUMBERS = 100_000
# Of one layer's activations, at most so many are counted, evenly chosen.
_MOST_COUNTED = 16_384


class Instruments:
    """Looks inside one network, always on the same training samples, for one thread.

    All is a function of a moment's parameters. Gradients are those of the mean loss of the samples,
    without penalties, and with the network as it answers (no dropout, running statistics).

    Attributes:
        network, head, signature, prepared: what is looked into, and on what.
        layers: those that have parameters or make new numbers, in network order.
        n_rows: how many samples are looked at.
    """

    def __init__(
        self,
        network: NetworkSpec,
        head: Head,
        signature: Signature,
        prepared: Prepared,
        dtype: DTypeLike = np.float32,
        *,
        device: str = "cpu",
    ) -> None:
        """Raises `UserError` where the network has errors; the first is named."""
        self.network, self.head, self.signature = network, head, signature
        self.prepared = prepared
        self._probe = Probe(network, head, signature, dtype, device=device)
        traced = trace(network, head, signature, training=False)
        self.layers = layers_of(network, traced)
        self._places = {value.name: value.shape for value in traced.builder.graph.parameters}
        sample = _MOST_NUMBERS // max(1, numbers_a_sample(self.layers))
        rows = min(max(sample, _LEAST_ROWS), MOST_ROWS, len(prepared.split.train))
        self.n_rows = rows

    @cached_property
    def sample(self) -> tuple[Array, Array]:
        """The features and encoded targets of the samples that are looked at.

        Raises:
            UserError: there is no training sample.
        """
        train = self.prepared.train
        if not len(train):
            raise UserError(NO_SAMPLE)
        rows = min(self.n_rows, self._probe.most_rows)
        chosen = np.linspace(0, len(train) - 1, rows).astype(np.int64)
        targets = self.head.encode(train.targets[chosen], self.signature)
        return train.features[chosen], targets

    def parameters(self, flat: Array) -> dict[str, Array]:
        """Views of every parameter in a moment's flat buffer, by name."""
        found, at = {}, 0
        for name, shape in self._places.items():
            size = prod(shape)
            found[name] = flat[at : at + size].reshape(shape)
            at += size
        return found

    def flow(self, flat: Array) -> Flow:
        """The samples' way forwards and backwards."""
        return self._probe.flow(flat, *self.sample)

    def numbers(self, what: What, flat: Array) -> dict[str, Array]:
        """The numbers of a kind by layer, of those layers that have some.

        weights, biases, statistics, gradients: (P,), a layer's arrays one after another.
        activations: (N, *shape) what leaves the layer, the head before its final activation.
        """
        if what == "activations":
            values = self._probe.activations(flat, self.sample[0])
            return {
                layer.id: values[LOGITS if layer.id == HEAD else layer.id]
                for layer in self.layers
                if layer.is_new
            }
        arrays = self.flow(flat).gradients if what == "gradients" else self.parameters(flat)
        names = {layer.id: _names(layer, what) for layer in self.layers}
        return {
            identity: np.concatenate([arrays[name].ravel() for name in wanted])
            for identity, wanted in names.items()
            if wanted
        }

    def histograms(self, what: What, flat: Array, *, log: bool = False) -> dict[str, Histogram]:
        """How the numbers of a kind are spread, by layer; `log` for their amounts' logarithms.

        Of more than 16,384 activations of a layer, as many, evenly chosen, are counted.
        """
        found = self.numbers(what, flat)
        if what == "activations":
            found = {identity: _some(values) for identity, values in found.items()}
        return {identity: histogram_of(each, log=log) for identity, each in found.items()}

    def norms(self, flat: Array) -> dict[str, Norm]:
        """How long each layer's gradient is, beside what it learns."""
        gradients, parameters = self.flow(flat).gradients, self.parameters(flat)
        return {
            layer.id: Norm(
                length([gradients[name] for name in layer.learned]),
                length([parameters[name] for name in layer.learned]),
                any(parameters[name].ndim > 1 for name in layer.weights),
            )
            for layer in self.layers
            if layer.learned
        }

    def units(self, flat: Array) -> dict[str, UnitState]:
        """Dead and saturated units by layer, of those whose activation can be judged."""
        judged = [layer for layer in self.layers if state_of(layer.activation) is not None]
        if not judged:
            return {}
        values = self._probe.activations(flat, self.sample[0])
        return {layer.id: unit_state(layer, values[layer.id]) for layer in judged}


def _names(layer: Layer, what: What) -> tuple[str, ...]:
    if what == "gradients":
        return layer.learned
    return {"weights": layer.weights, "biases": layer.biases, "statistics": layer.statistics}[what]


def _some(values: Array) -> Array:
    flat = values.reshape(-1)
    if flat.size <= _MOST_COUNTED:
        return flat
    chosen: Array = flat[np.linspace(0, flat.size - 1, _MOST_COUNTED).astype(np.int64)]
    return chosen
