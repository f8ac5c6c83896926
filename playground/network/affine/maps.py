"""Affine maps: a matrix and a bias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Kind
from playground.network.affine.ops import only_moves
from playground.network.affine.running import Known, run
from playground.network.affine.stretches import Stretch

Floats = NDArray[np.float64]
Parameters = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class AffineMap:
    """x · matrix + bias.

    Attributes:
        matrix: (I, O) float64. bias: (O,).
    """

    matrix: Floats
    bias: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """How many numbers go in, and come out."""
        inputs, outputs = self.matrix.shape
        return inputs, outputs

    @property
    def rank(self) -> int:
        """How many numbers really pass: the rank of the matrix; 0 where it is not finite."""
        if not np.isfinite(self.matrix).all():
            return 0
        return int(np.linalg.matrix_rank(self.matrix))

    def apply(self, rows: Floats) -> Floats:
        """(N, I) gives (N, O)."""
        return np.asarray(rows @ self.matrix + self.bias)

    def then(self, other: AffineMap) -> AffineMap:
        """This one, and another of what it gives: (x W₁ + b₁) W₂ + b₂ = x W₁W₂ + b₁W₂ + b₂."""
        with np.errstate(all="ignore"):
            return AffineMap(self.matrix @ other.matrix, self.bias @ other.matrix + other.bias)


def size_of(stretch: Stretch) -> tuple[int, int]:
    """How many numbers of a sample arrive at a stretch, and leave it."""
    return prod(stretch.source.shape), prod(stretch.target.shape)


def map_of(stretch: Stretch, parameters: Parameters) -> AffineMap:
    """What an affine stretch does, found by sending 0 and each unit vector through it.

    Of a plain product the matrix and the bias are taken as they are.

    Args:
        parameters: by name, of whatever float type; taken as float64.
    """
    plain = _dense(stretch, parameters)
    if plain is not None:
        return plain
    inputs, outputs = size_of(stretch)
    sent = np.concatenate([np.zeros((1, inputs)), np.eye(inputs)])
    came = sent_through(stretch, sent, parameters).reshape(inputs + 1, outputs)
    with np.errstate(all="ignore"):
        return AffineMap(came[1:] - came[0], came[0].copy())


def _dense(stretch: Stretch, parameters: Parameters) -> AffineMap | None:
    """x · weight + bias of a vector, to the last digit; None for anything else."""
    nodes = [node for node in stretch.nodes if not only_moves(node)]
    if [node.op for node in nodes] not in (["matmul"], ["matmul", "add_bias"]):
        return None
    x, weight = nodes[0].inputs
    if len(x.shape) != 1 or weight.kind is not Kind.PARAMETER:
        return None
    matrix = np.array(parameters[weight.name], np.float64)
    if len(nodes) == 1:
        return AffineMap(matrix, np.zeros(matrix.shape[1]))
    return AffineMap(matrix, np.array(parameters[nodes[1].inputs[1].name], np.float64))


def sent_through(stretch: Stretch, rows: Floats, parameters: Parameters) -> Floats:
    """(N, …) numbers that arrive at a stretch, of whatever shape, as (N, *shape) they leave it."""
    known = parameters_of(stretch, parameters)
    known[stretch.source] = np.ascontiguousarray(rows.reshape(len(rows), *stretch.source.shape))
    run(stretch.before, known, len(rows))
    run(stretch.nodes, known, len(rows))
    return known[stretch.target]


def parameters_of(stretch: Stretch, parameters: Parameters) -> Known:
    """The parameters that a stretch reads, in float64."""
    read = {v for node in (*stretch.before, *stretch.nodes) for v in node.inputs}
    return {
        value: np.ascontiguousarray(parameters[value.name], np.float64)
        for value in read
        if value.kind is Kind.PARAMETER
    }
