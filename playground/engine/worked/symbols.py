"""What an op's formula calls its operands and its result."""

from __future__ import annotations

from playground.engine.ops import OPS

_LOSS_INPUT = {
    "binary_cross_entropy": "p",
    "cross_entropy": "p",
    "weighted_cross_entropy": "p",
    "weighted_binary_cross_entropy": "p",
    "focal": "p",
    "mse": "p",
    "rmse": "p",
    "mae": "p",
    "huber": "p",
    "log_cosh": "p",
    "poisson": "p",
    "sigmoid_cross_entropy": "z",
    "softmax_cross_entropy": "z",
    "weighted_softmax_cross_entropy": "z",
    "weighted_sigmoid_cross_entropy": "z",
    "sigmoid_focal": "z",
    "softmax_focal": "z",
    "hinge": "z",
    "multiclass_hinge": "z",
    "log_poisson": "z",
}
# Activations whose derivative is a function of their result; of all others it is of the operand.
_FROM_RESULT = ("sigmoid", "tanh", "relu", "elu", "selu", "hard_sigmoid")
_FROM_OPERAND = (
    "softplus",
    "softsign",
    "sine",
    "exponential",
    "leaky_relu",
    "hard_swish",
    "silu",
    "gelu",
    "gelu_tanh",
    "mish",
)
_STATES = {
    "sgd": (),
    "momentum": ("v",),
    "nesterov": ("v",),
    "adam": ("m", "v"),
    "adamw": ("m", "v"),
    "nadam": ("m", "v"),
    "adagrad": ("s",),
    "rmsprop": ("s", "v"),
    "adadelta": ("s", "u"),
    "lion": ("m",),
}
_DX, _DY, _DW = "∂L/∂x", "∂L/∂y", "∂L/∂w"
_OTHERS: dict[str, tuple[tuple[str, ...], str]] = {
    "matmul": (("x", "w"), "y"),
    "matmul_backward_x": ((_DY, "w"), _DX),
    "matmul_backward_w": (("x", _DY), _DW),
    "add_bias": (("x", "b"), "y"),
    "sum_rows": ((_DY,), "∂L/∂b"),
    "sum_channels": ((_DY,), "∂L/∂b"),
    "add": (("a", "b"), "y"),
    "multiply": (("a", "b"), "y"),
    "fill": ((), "∂L/∂L"),
    "concatenate": (("a", "b"), "y"),
    "slice_backward": ((_DY,), _DX),
    "row_dot": (("a", "b"), "y"),
    "scale_rows": (("x", "s"), "y"),
    "normalize_rows_backward": ((_DY, "x", "y"), _DX),
    "pair_products_backward": ((_DY, "x"), _DX),
    "conv2d": (("x", "w"), "y"),
    "conv2d_bias": (("x", "w", "b"), "y"),
    "conv2d_backward_x": ((_DY, "w"), _DX),
    "conv2d_backward_w": (("x", _DY), _DW),
    "recurrent_backward_w": (("h", "g"), "∂L/∂U"),
    "attention_scores": (("q", "k"), "y"),
    "attention_mix": (("a", "v"), "y"),
    "attention_mix_back": (("a", "g"), "y"),
    "embedding": (("x", "table"), "y"),
    "embedding_backward": (("x", _DY), "∂L/∂table"),
    "max_pool_backward": ((_DY, "x", "y"), _DX),
    "average_pool_backward": ((_DY,), _DX),
    "global_average_backward": ((_DY,), _DX),
    "batch_mean": (("x",), "μ"),
    "batch_variance": (("x", "μ"), "σ²"),
    "batch_norm": (("x", "μ", "σ²", "w", "b"), "y"),
    "batch_norm_inference": (("x", "μ", "σ²", "w", "b"), "y"),
    "batch_norm_backward_weight": ((_DY, "x", "μ", "σ²"), _DW),
    "batch_norm_backward_x": ((_DY, "x", "μ", "σ²", "w", _DW, "∂L/∂b"), _DX),
    "batch_norm_inference_backward_x": ((_DY, "σ²", "w"), _DX),
    "running_mean": (("μ̄", "μ"), "μ̄ after"),
    "running_variance": (("σ̄²", "σ²", "x"), "σ̄² after"),
    "layer_norm": (("x", "w", "b"), "y"),
    "layer_norm_backward_x": ((_DY, "x", "w"), _DX),
    "layer_norm_backward_weight": ((_DY, "x"), _DW),
    "prelu": (("x", "slope"), "y"),
    "prelu_backward_x": ((_DY, "x", "slope"), _DX),
    "prelu_backward_slope": ((_DY, "x", "slope"), "∂L/∂slope"),
    "softmax_backward": ((_DY, "y"), _DX),
    "dropout_mask": (("x", "control"), "m"),
    "rmse_backward": (("∂L/∂L", "p", "t", "L"), "∂L/∂p"),
    "l1_penalty": (("w",), "L"),
    "l2_penalty": (("w",), "L"),
    "l1_penalty_backward": (("∂L/∂L", "w"), _DW),
    "l2_penalty_backward": (("∂L/∂L", "w"), _DW),
    "clip_value": (("g", "control"), "g after"),
    "clip_norm": (("g", "control"), "g after"),
    "lstm": (("x · W", "U", "b"), "h"),
    "simple_rnn": (("x · W", "U", "b"), "h"),
    "gru": (("x · W", "U", "b", "c"), "h"),
}


def symbols(op: str, operands: int) -> tuple[tuple[str, ...], str]:
    """What the operands are called, one name each, and the result."""
    inputs, result = _symbols(op)
    if len(inputs) > operands:
        inputs = inputs[:operands]
    rest = (f"operand {n + 1}" for n in range(len(inputs), operands))
    return (*inputs, *rest), result


def _symbols(op: str) -> tuple[tuple[str, ...], str]:
    if op in _OTHERS:
        return _OTHERS[op]
    if op in _STATES:
        return ("g", *_STATES[op], "control"), "w"
    base = op.removesuffix("_backward")
    if base in _LOSS_INPUT:
        of = _LOSS_INPUT[base]
        return ((of, "t"), "L") if base == op else (("∂L/∂L", of, "t"), f"∂L/∂{of}")
    if base != op and base in _FROM_RESULT:
        return (_DY, "y"), _DX
    if base != op and base in _FROM_OPERAND:
        return (_DY, "x"), _DX
    if OPS[op].formula.startswith("∂L/∂x"):
        return (_DY, "x"), _DX
    return ("x",), "y"
