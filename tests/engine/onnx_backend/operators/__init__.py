"""The ONNX operators that the engine's ops cover, each with its translation, in one explicit list.

A translation applies our ops and nothing else: what NumPy does there is to read axes and sizes, and
to write class numbers as rows of zeros with a one.
"""

from __future__ import annotations

from ..node import Operator
from . import (
    activations,
    arithmetic,
    attention,
    convolutions,
    losses,
    moving,
    normalizations,
    optimizers,
    pooling,
    products,
    recurrent,
    reductions,
)

OPERATORS: dict[str, Operator] = {
    # numbers one by one
    "Add": arithmetic.add,
    "Mul": arithmetic.mul,
    "Dropout": arithmetic.dropout,
    # the same numbers in other places
    "Identity": moving.identity,
    "Reshape": moving.reshape,
    "Flatten": moving.flatten,
    "Transpose": moving.transpose,
    "Concat": moving.concat,
    "Slice": moving.slice_,
    "Gather": moving.gather,
    # activations
    "Relu": activations.relu,
    "LeakyRelu": activations.leaky_relu,
    "PRelu": activations.prelu,
    "Elu": activations.elu,
    "Selu": activations.selu,
    "Gelu": activations.gelu,
    "Swish": activations.swish,
    "Mish": activations.mish,
    "HardSwish": activations.hard_swish,
    "Sigmoid": activations.sigmoid,
    "HardSigmoid": activations.hard_sigmoid,
    "Tanh": activations.tanh,
    "Softplus": activations.softplus,
    "Softsign": activations.softsign,
    "Sin": activations.sin,
    "Exp": activations.exp,
    "Softmax": activations.softmax,
    # weighted sums
    "MatMul": products.matmul,
    "Gemm": products.gemm,
    "Conv": convolutions.conv,
    "ConvTranspose": convolutions.conv_transpose,
    "Attention": attention.attention,
    # windows and whole axes
    "MaxPool": pooling.max_pool,
    "AveragePool": pooling.average_pool,
    "GlobalMaxPool": pooling.global_max_pool,
    "GlobalAveragePool": pooling.global_average_pool,
    "ReduceMean": reductions.reduce_mean,
    "ReduceSum": reductions.reduce_sum,
    # normalisation
    "BatchNormalization": normalizations.batch_normalization,
    "LayerNormalization": normalizations.layer_normalization,
    "LpNormalization": normalizations.lp_normalization,
    # sequences
    "RNN": recurrent.rnn,
    "GRU": recurrent.gru,
    "LSTM": recurrent.lstm,
    # training
    "SoftmaxCrossEntropyLoss": losses.softmax_cross_entropy_loss,
    "NegativeLogLikelihoodLoss": losses.negative_log_likelihood_loss,
    "Momentum": optimizers.momentum,
    "Adagrad": optimizers.adagrad,
    "Adam": optimizers.adam,
}
