"""What ops do, in a few words."""

from __future__ import annotations

_TITLES = {
    "matmul": "Inputs times weights",
    "matmul_backward_x": "Gradient back through the weights, to the inputs",
    "matmul_backward_w": "Gradient of the weights",
    "add_bias": "Plus the bias",
    "sum_rows": "Gradient of the bias: summed over the batch",
    "sum_channels": "Gradient of the bias: summed over each channel",
    "add": "Added up",
    "multiply": "Multiplied, number by number",
    "affine": "Scaled and shifted",
    "fill": "The derivative of the loss by itself",
    "copy": "Copied",
    "concatenate": "Put side by side",
    "slice": "Some of the columns",
    "slice_backward": "Gradient of those columns",
    "conv2d": "Convolution",
    "conv2d_bias": "Convolution, plus the bias",
    "conv2d_backward_x": "Gradient back through the convolution, to its input",
    "conv2d_backward_w": "Gradient of the convolution's filters",
    "max_pool": "The largest of each window",
    "max_pool_backward": "Gradient back to each window's largest",
    "dropout_mask": "Dropout's draw",
    "batch_mean": "Mean of each channel over the batch",
    "batch_variance": "Variance of each channel over the batch",
    "running_mean": "The running mean, moved on",
    "running_variance": "The running variance, moved on",
    "l1_penalty": "The price of the weights (L1)",
    "l2_penalty": "The price of the weights (L2)",
    "l1_penalty_backward": "Gradient of the price (L1)",
    "l2_penalty_backward": "Gradient of the price (L2)",
    "clip_value": "Gradient limited, number by number",
    "clip_norm": "Gradient limited in length",
    "mse": "Loss: mean squared error",
    "rmse": "Loss: root of the mean squared error",
    "mae": "Loss: mean absolute error",
    "sigmoid_cross_entropy": "Loss: binary cross-entropy",
    "binary_cross_entropy": "Loss: binary cross-entropy",
    "softmax_cross_entropy": "Loss: cross-entropy",
    "cross_entropy": "Loss: cross-entropy",
    "sigmoid_cross_entropy_backward": "Gradient of the loss by the outputs",
    "softmax_cross_entropy_backward": "Gradient of the loss by the outputs",
    "sgd": "Update: a step downhill",
    "momentum": "Update: a step with momentum",
    "nesterov": "Update: a step with Nesterov's momentum",
    "adam": "Update: a step of Adam",
    "adamw": "Update: a step of AdamW",
    "nadam": "Update: a step of NAdam",
    "adagrad": "Update: a step of Adagrad",
    "rmsprop": "Update: a step of RMSprop",
    "adadelta": "Update: a step of Adadelta",
    "lion": "Update: a step of Lion",
}
_ACRONYMS = {"relu": "ReLU", "elu": "ELU", "selu": "SELU", "gelu": "GELU", "lstm": "LSTM"}
_ACRONYMS |= {"gru": "GRU", "prelu": "PReLU", "silu": "SiLU", "rnn": "RNN"}


def told(number: int) -> int:
    """What people call an instruction: they count from 1."""
    return number + 1


_SHORT = {
    "matmul": "x · w",
    "add_bias": "x + b",
    "matmul_backward_x": "∂L/∂x",
    "matmul_backward_w": "∂L/∂w",
    "sum_rows": "∂L/∂b",
    "sum_channels": "∂L/∂b",
    "fill": "∂L/∂L = 1",
    "conv2d_bias": "Convolution + b",
    "conv2d_backward_x": "∂L/∂x",
    "conv2d_backward_w": "∂L/∂w",
    "max_pool": "Max pool",
    "max_pool_backward": "∂L/∂x, max pool",
    "batch_mean": "Mean",
    "batch_variance": "Variance",
    "multiply": "a ⊙ b",
    "add": "a + b",
}


def short_of(op: str) -> str:
    """An op in a word or two, as a list has room for."""
    if op in _SHORT:
        return _SHORT[op]
    title = title_of(op)
    for long, short in (
        ("Gradient of the loss by the outputs", "∂L/∂z"),
        ("Gradient back through ", "∂L/∂x, "),
        ("Gradient of the price", "∂L/∂w, price"),
        ("Update: a step of ", "Step of "),
        ("Update: a step ", "Step "),
    ):
        title = title.replace(long, short)
    return "L" if title.startswith("Loss: ") else title


def title_of(op: str) -> str:
    """An op in words: "Gradient back through ReLU"."""
    if op in _TITLES:
        return _TITLES[op]
    base, backward, rest = op.partition("_backward")
    words = " ".join(_ACRONYMS.get(word, word) for word in base.split("_"))
    if backward:
        of = rest.replace("_", " ").strip()
        return f"Gradient back through {words}" + (f" ({of})" if of else "")
    return words[:1].upper() + words[1:]
