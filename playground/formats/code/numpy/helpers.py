"""Functions that a program in NumPy brings along where it needs them, or one of them does."""

from __future__ import annotations

import re

HELPERS = {
    "sigmoid": """
def sigmoid(x):
    return (1 + np.tanh(x / 2)) / 2
""",
    "relu": """
def relu(x):
    return np.maximum(x, 0)
""",
    "softmax": '''
def softmax(x):
    """Shares of 1 along the last axis."""
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
''',
    "leaky_relu": """
def leaky_relu(x, slope):
    return np.where(x > 0, x, slope * x)
""",
    "elu": """
def elu(x, alpha):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
""",
    "selu": """
def selu(x):
    below = 1.6732632423543772 * np.expm1(np.minimum(x, 0))
    return 1.0507009873554805 * np.where(x > 0, x, below)
""",
    "softplus": """
def softplus(x):
    return np.logaddexp(x, 0)
""",
    "softsign": """
def softsign(x):
    return x / (1 + np.abs(x))
""",
    "silu": """
def silu(x):
    return x * (1 + np.tanh(x / 2)) / 2
""",
    "mish": """
def mish(x):
    return x * np.tanh(np.logaddexp(x, 0))
""",
    "hard_sigmoid": """
def hard_sigmoid(x):
    return np.clip(x / 6 + 0.5, 0, 1)
""",
    "hard_swish": """
def hard_swish(x):
    return x * np.clip(x / 6 + 0.5, 0, 1)
""",
    "gelu": """
def gelu(x):
    errors = np.vectorize(math.erf, otypes=[np.float32])(x / math.sqrt(2))
    return x * (1 + errors) / 2
""",
    "gelu_tanh": """
def gelu_tanh(x):
    return x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2
""",
    "nearest_word": '''
def nearest_word(x, vocabulary):
    """The word that each number of x stands for: the nearest there is."""
    return np.clip(np.floor(x + 0.5), 0, vocabulary - 1).astype(int)
''',
    "batch_norm": '''
def batch_norm(x, mean, variance, weight, bias, epsilon):
    """By the running statistics; channels are the last axis."""
    return (x - mean) / np.sqrt(variance + epsilon) * weight + bias
''',
    "layer_norm": '''
def layer_norm(x, weight, bias, epsilon):
    """Each sample by its own statistics, over the axes that the weight has."""
    axes = tuple(range(-weight.ndim, 0))
    mean, variance = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * weight + bias
''',
    "normalized": '''
def normalized(x):
    """Each row divided by its length."""
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)
''',
    "convolution": '''
def convolution(x, weight, stride=(1, 1), dilation=(1, 1), groups=1):
    """Images x (N, C, H, W), padded, seen by weight (filters, C / groups, h, w)."""
    rows = dilation[0] * (weight.shape[2] - 1) + 1
    columns = dilation[1] * (weight.shape[3] - 1) + 1
    windows = sliding_window_view(x, (rows, columns), axis=(2, 3))
    windows = windows[:, :, :: stride[0], :: stride[1], :: dilation[0], :: dilation[1]]
    pairs = zip(np.split(windows, groups, 1), np.split(weight, groups), strict=True)
    sums = [np.einsum("nchwij,fcij->nfhw", part, w, optimize=True) for part, w in pairs]
    return np.concatenate(sums, axis=1)
''',
    "pool": '''
def pool(x, size, stride):
    """The windows of x (N, C, H, W), padded: (N, C, H', W', cells)."""
    windows = sliding_window_view(x, size, axis=(2, 3))[:, :, :: stride[0], :: stride[1]]
    return windows.reshape(*windows.shape[:4], -1)
''',
    "padded": '''
def padded(x, rows, columns, value=0.0):
    """Cells of one value round each image of x (N, C, H, W)."""
    return np.pad(x, ((0, 0), (0, 0), rows, columns), constant_values=value)
''',
    "as_image": '''
def as_image(x):
    """A sequence (N, T, F) as an image one row high: (N, F, 1, T)."""
    return x.transpose(0, 2, 1)[:, :, None]
''',
    "as_sequence": '''
def as_sequence(x):
    """An image one row high (N, F, 1, T) as a sequence: (N, T, F)."""
    return x[:, :, 0].transpose(0, 2, 1)
''',
    "simple_rnn": '''
def simple_rnn(x, weight, recurrent, bias, activation):
    """The state after each step: (N, T, F) to (N, T, units)."""
    state, states = np.zeros((len(x), len(recurrent)), x.dtype), []
    for step in (x @ weight + bias).swapaxes(0, 1):
        state = activation(step + state @ recurrent)
        states.append(state)
    return np.stack(states, axis=1)
''',
    "gru": '''
def gru(x, weight, recurrent, bias, recurrent_bias):
    """The state after each step: (N, T, F) to (N, T, units)."""
    state, states = np.zeros((len(x), len(recurrent)), x.dtype), []
    for step in (x @ weight + bias).swapaxes(0, 1):
        reset, update, candidate = np.split(step, 3, axis=1)
        past = np.split(state @ recurrent + recurrent_bias, 3, axis=1)
        reset, update = sigmoid(reset + past[0]), sigmoid(update + past[1])
        candidate = np.tanh(candidate + reset * past[2])
        state = (1 - update) * candidate + update * state
        states.append(state)
    return np.stack(states, axis=1)
''',
    "lstm": '''
def lstm(x, weight, recurrent, bias):
    """The state after each step: (N, T, F) to (N, T, units)."""
    state, states = np.zeros((len(x), len(recurrent)), x.dtype), []
    memory = np.zeros_like(state)
    for step in (x @ weight + bias).swapaxes(0, 1):
        gates = np.split(step + state @ recurrent, 4, axis=1)
        taken, kept, candidate, shown = gates
        memory = sigmoid(kept) * memory + sigmoid(taken) * np.tanh(candidate)
        state = sigmoid(shown) * np.tanh(memory)
        states.append(state)
    return np.stack(states, axis=1)
''',
    "attention": '''
def attention(query, key, value, heads, causal=False):
    """Each step's mixture of all values (N, T, heads * size), in every head."""
    query, key, value = (
        part.reshape(*part.shape[:2], heads, -1).swapaxes(1, 2)
        for part in (query, key, value)
    )
    scores = query @ key.swapaxes(2, 3) / math.sqrt(query.shape[3])
    if causal:
        scores = np.where(np.tri(scores.shape[2], dtype=bool), scores, -np.inf)
    mixed = softmax(scores) @ value
    return mixed.swapaxes(1, 2).reshape(len(mixed), mixed.shape[2], -1)
''',
}


def needed(text: str) -> list[str]:
    """The helpers that a program calls, and those that they call, in the order above."""
    found: set[str] = set()
    while True:
        everything = text + "".join(HELPERS[name] for name in found)
        more = {name for name in HELPERS if _named(name, everything)} - found
        if not more:
            return [HELPERS[name] for name in HELPERS if name in found]
        found |= more


def _named(name: str, text: str) -> bool:
    """Whether a function stands in the text, called or handed on, other than where it is made."""
    return re.search(rf"(?<!def )(?<![\w.]){name}[(,)]", text) is not None
