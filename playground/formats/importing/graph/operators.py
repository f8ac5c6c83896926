"""Every operator that can become a part of a network, in one explicit list."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.importing.graph import (
    arithmetic,
    pools,
    products,
    recurrent,
    shapes,
)
from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.step import Step

OPERATORS: dict[str, Callable[[Step], Flow]] = {
    "Gemm": products.gemm,
    "MatMul": products.matmul,
    "Conv": products.convolution,
    "BatchNormalization": products.batch_norm,
    "LayerNormalization": products.layer_norm,
    "MaxPool": pools.max_pool,
    "AveragePool": pools.average_pool,
    "GlobalAveragePool": pools.global_average,
    "GlobalMaxPool": pools.global_max,
    "ReduceMean": pools.reduce_mean,
    "Identity": shapes.same,
    "Dropout": shapes.same,
    "Cast": shapes.cast,
    "Flatten": shapes.flatten,
    "Reshape": shapes.reshape,
    "Squeeze": shapes.squeeze,
    "Unsqueeze": shapes.unsqueeze,
    "Transpose": shapes.transpose,
    "Concat": shapes.concat,
    "Pad": shapes.pad,
    "Gather": shapes.gather,
    "Slice": shapes.slice_,
    "Add": arithmetic.add,
    "Sum": arithmetic.add,
    "Sub": arithmetic.subtract,
    "Mul": arithmetic.multiply,
    "Div": arithmetic.divide,
    "Softmax": arithmetic.softmax,
    "PRelu": arithmetic.prelu,
    "LSTM": recurrent.recurrent,
    "GRU": recurrent.recurrent,
    "RNN": recurrent.recurrent,
}
