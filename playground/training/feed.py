"""What the programs of a session are given: samples, targets, and what leaves its frozen part."""

from __future__ import annotations

from collections.abc import Mapping
from operator import is_
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.data.prepare import Rows
from playground.engine.executors.runner import Runner
from playground.engine.memory import available_bytes
from playground.engine.program import Buffer, Program
from playground.network.compiler import FEATURES, TARGET, compile_part, trace
from playground.network.frozen_part import frozen_part
from playground.training.moment import Stage

Array = NDArray[Any]
Side = Literal["train", "validation", "test"]

# What is kept takes no more than this, and no more than a share of what is free.
MOST_BYTES = 512_000_000
_SHARE_OF_FREE = 0.25
_ROWS = 1024
_MOST_WORKSPACE = 256_000_000


class Feed:
    """Samples as programs take them.

    Where a part of the network is frozen, makes no draws and costs more than its outputs, those are
    computed once for every sample and kept; the programs begin behind it. They are computed anew
    after `forget`, so whoever changes a weight calls that.

    For one thread.

    Attributes:
        ends: the nodes whose outputs are kept; () where none are.

    Args:
        stage: what is trained.
        dtype: of all arrays.
        device: computes the outputs.
    """

    def __init__(self, stage: Stage, dtype: DTypeLike, device: str) -> None:
        self._stage = stage
        self._dtype = np.dtype(dtype)
        self._device = device
        self.ends = _ends(stage, self._dtype.itemsize)
        self._runner: Runner | None = None
        self._encoded: dict[str, dict[str, Array]] = {}
        self._outputs: dict[str, dict[str, Array]] = {}
        self._training: tuple[Array, ...] | None = None
        self._epoch_of = (-1, -1)
        self._pictures: Array = np.zeros(0)

    def split(self, side: Side, parameters: Array) -> Mapping[str, Array]:
        """All inputs of the programs for one side of the split, by name.

        Args:
            side: "train", "validation" or "test".
            parameters: the flat buffer.
        """
        encoded = self._encoded.get(side)
        if encoded is None:
            encoded = self._encoded[side] = self._encode(getattr(self._stage.prepared, side))
        if not self.ends:
            return encoded
        if side not in self._outputs:
            self._outputs[side] = {**encoded, **self._computed(encoded[FEATURES], parameters)}
        return self._outputs[side]

    @property
    def changing(self) -> bool:
        """Whether the training side is another in every epoch."""
        return augments(self._stage)

    def training(
        self, parameters: Array, program: Program, seed: int = 0, epoch: int = 0
    ) -> tuple[Array, ...]:
        """The training side in the order in which a program has its inputs.

        The same tuple until something is computed anew: executors know data by it.

        Args:
            seed, epoch: of the run, where pictures are changed in every epoch.
        """
        inputs = self.split("train", parameters)
        if self.changing:
            inputs = {**inputs, FEATURES: self._augmented(inputs[FEATURES], seed, epoch)}
        found = tuple(inputs[name] for name in program.inputs)
        if self._training is None or not all(map(is_, found, self._training)):
            self._training = found
        return self._training

    def _augmented(self, features: Array, seed: int, epoch: int) -> Array:
        """All training pictures as they are in an epoch; those of the last one are kept."""
        if self._epoch_of != (seed, epoch):
            self._pictures = self._stage.prepared.spec.augment.apply(features, seed, epoch)
            self._epoch_of = (seed, epoch)
        return self._pictures

    def batch(self, features: Array, targets: Array, parameters: Array) -> Mapping[str, Array]:
        """The same for samples of one's own, of this dtype."""
        given = {FEATURES: features, TARGET: targets}
        return {**given, **self._computed(features, parameters)} if self.ends else given

    def forget(self) -> None:
        """A weight was changed, and not by training."""
        self._outputs.clear()

    def _encode(self, rows: Rows) -> dict[str, Array]:
        targets = self._stage.head.encode(rows.targets, self._stage.signature)
        return {
            FEATURES: rows.features_as(self._dtype),
            TARGET: np.ascontiguousarray(targets, self._dtype),
        }

    def _computed(self, features: Array, parameters: Array) -> dict[str, Array]:
        if self._runner is None:
            self._runner = self._made()
        np.copyto(self._runner.parameters, parameters)
        rows = self._runner.program.batch
        parts = [
            {n: a.copy() for n, a in self._runner.run(features=features[at : at + rows]).items()}
            for at in range(0, len(features), rows)
        ]
        if not parts:  # there may be no validation sample
            shapes = self._runner.program.outputs
            return {n: np.zeros((0, *place.shape), self._dtype) for n, place in shapes.items()}
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _made(self) -> Runner:
        stage = self._stage
        parts = (stage.in_force, stage.head, stage.signature)
        program = compile_part(*parts, _ROWS, self.ends).program
        wanted = program.sizes[Buffer.WORKSPACE] * self._dtype.itemsize
        if wanted > _MOST_WORKSPACE:
            rows = max(1, _ROWS * _MOST_WORKSPACE // wanted)
            program = compile_part(*parts, rows, self.ends).program
        return Runner(self._device, program, self._dtype)


def as_trained(stage: Stage, features: Array, seed: int, epoch: int, rows: Array) -> Array:
    """Some training samples as an epoch has them: changed, where pictures are.

    Args:
        features: (n, …) of these samples, as the network sees them.
        rows: (n,) their numbers among the training rows.
    """
    if not augments(stage):
        return features
    return np.asarray(stage.prepared.spec.augment.apply(features, seed, epoch, rows))


def augments(stage: Stage) -> bool:
    """Whether the samples are pictures that are changed in every epoch."""
    prepared = stage.prepared
    return bool(prepared.spec.augment) and len(prepared.dataset.feature_shape) == 3


def _ends(stage: Stage, item_size: int) -> tuple[str, ...]:
    """The nodes whose outputs are worth being kept, if there is room for them."""
    if augments(stage) or not any(node.frozen for node in stage.in_force):
        return ()
    network = stage.in_force
    traced = trace(network, stage.head, stage.signature, training=True)
    part = frozen_part(network, traced)
    if part is None or not part.saves:
        return ()
    samples = len(stage.prepared.dataset.features)
    free = available_bytes()
    most = MOST_BYTES if free is None else min(MOST_BYTES, _SHARE_OF_FREE * free)
    return part.ends if samples * part.numbers * item_size <= most else ()
