"""Layer types in NumPy: a function a type, which gives the statements that apply it."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.columns import columns_of
from playground.formats.code.geometry import Windows, windows_of
from playground.formats.code.numpy.activations import bent
from playground.formats.code.plan import Step
from playground.network.layers.concatenate import place_of

Statements = list[str]


def _kept(step: Step, expression: str) -> Statements:
    return [f"{step.output} = {expression}"] if expression != step.output else []


def _w(step: Step, part: str) -> str:
    return f'w["{step.weight(part)}"]'


def _input(step: Step) -> Statements:
    columns = step.node.columns
    return [] if columns is None else _kept(step, f"x[:, {columns_of(columns)}]")


def _dense(step: Step) -> Statements:
    total = f"{step.x} @ {_w(step, 'weight')}"
    total += f" + {_w(step, 'bias')}" if step.node.bias else ""
    return _kept(step, bent(step.node.activation, step, total, len(step.shape)))


def _activation(step: Step) -> Statements:
    return _kept(step, bent(step.node.activation, step, step.x, step.rank))


def _polynomial(step: Step) -> Statements:
    node, x, width = step.node, step.x, step.given[0]
    products = node.products and width > 1
    parts = [x] if node.features else []
    parts += [f"{x}**2"] if node.squares else []
    parts += [f"{x}[:, first] * {x}[:, second]"] if products else []
    parts += [f"np.sin({x})"] if node.sines else []
    value = f"np.concatenate([{', '.join(parts)}], axis=1)" if len(parts) > 1 else parts[0]
    pairs = [f"first, second = np.triu_indices({width}, 1)"] if products else []
    return [*pairs, *_kept(step, value)]


def _batch_norm(step: Step) -> Statements:
    names = ("running_mean", "running_var", "weight", "bias")
    parts = [_w(step, name) for name in names]
    if step.rank == 3:
        parts = [f"{part}[:, None, None]" for part in parts]
    return _kept(step, f"batch_norm({step.x}, {', '.join(parts)}, {step.node.epsilon})")


def _layer_norm(step: Step) -> Statements:
    parts = f"{_w(step, 'weight')}, {_w(step, 'bias')}"
    return _kept(step, f"layer_norm({step.x}, {parts}, {step.node.epsilon})")


def _dropout(step: Step) -> Statements:
    idle = f"# {step.id}: dropout does nothing when a network answers"
    return [idle, *_kept(step, step.x)]


def _flatten(step: Step) -> Statements:
    return _kept(step, f"{step.x}.reshape(len({step.x}), -1)")


def _reshape(step: Step) -> Statements:
    extents = ", ".join(str(extent) for extent in step.shape)
    return _kept(step, f"{step.x}.reshape(-1, {extents})")


def _permute(step: Step) -> Statements:
    axes = ", ".join(str(axis + 1) for axis in step.node.order)
    return _kept(step, f"{step.x}.transpose(0, {axes})")


def _add(step: Step) -> Statements:
    return _kept(step, " + ".join(step.inputs))


def _multiply(step: Step) -> Statements:
    return _kept(step, " * ".join(step.inputs))


def _concatenate(step: Step) -> Statements:
    if len(step.inputs) == 1:
        return _kept(step, step.x)
    axis = (place_of(step.node.axis, step.rank) or 0) + 1
    return _kept(step, f"np.concatenate([{', '.join(step.inputs)}], axis={axis})")


def _dot(step: Step) -> Statements:
    pair = step.inputs
    if step.node.normalize:
        pair = tuple(f"normalized({x})" for x in pair)
    return _kept(step, f"({pair[0]} * {pair[1]}).sum(1, keepdims=True)")


# Windows


def _as_image(step: Step) -> str:
    return step.x if step.rank == 3 else f"as_image({step.x})"


def _as_it_came(step: Step, image: str) -> str:
    return image if step.rank == 3 else f"as_sequence({image})"


def _padded(x: str, windows: Windows, value: str = "") -> str:
    """What arrives, with its padding, as an image."""
    if not windows.padded:
        return x
    rows, columns = ((0, 0), *windows.padding)[-2:]
    return f"padded({x}, {rows}, {columns}{value})"


def _both(numbers: tuple[int, ...]) -> tuple[int, int]:
    """Numbers for height and width; a sequence is one row high."""
    return (1, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])


def _convolution(step: Step) -> Statements:
    node, windows = step.node, windows_of(step)
    weight = _w(step, "weight") if step.rank == 3 else f"{_w(step, 'weight')}[:, :, None]"
    settings = ""
    if set(windows.stride) != {1}:
        settings += f", stride={_both(windows.stride)}"
    if set(windows.dilation) != {1}:
        settings += f", dilation={_both(windows.dilation)}"
    if node.groups > 1:
        settings += f", groups={node.groups}"
    sums = f"convolution({_padded(_as_image(step), windows)}, {weight}{settings})"
    statements = [f"{step.output} = {_as_it_came(step, sums)}"]
    total = step.output
    if node.bias:
        total += f" + {_w(step, 'bias')}" + ("[:, None, None]" if step.rank == 3 else "")
    return [*statements, *_kept(step, bent(node.activation, step, total, step.rank))]


def _pool(step: Step, reduced: str, value: str) -> Statements:
    windows = windows_of(step)
    x = _padded(_as_image(step), windows, f", {value}")
    cells = f"pool({x}, {_both(windows.size)}, {_both(windows.stride)})"
    return _kept(step, _as_it_came(step, reduced.format(cells=cells)))


def _max_pool(step: Step) -> Statements:
    return _pool(step, "{cells}.max(-1)", "-np.inf")


def _average_pool(step: Step) -> Statements:
    if windows_of(step).padded:
        return _pool(step, "np.nanmean({cells}, -1)", "np.nan")
    return _pool(step, "{cells}.mean(-1)", "")


def _global_average_pool(step: Step) -> Statements:
    return _kept(step, f"{step.x}.mean({'(2, 3)' if step.rank == 3 else '1'})")


# Sequences


def _recurrent(step: Step) -> Statements:
    node = step.node
    kind = {"SimpleRNN": "simple_rnn", "GRU": "gru", "LSTM": "lstm"}[node.type]
    names = ["weight", "recurrent", "bias", *(["recurrent_bias"] if kind == "gru" else [])]
    parts = [_w(step, name) for name in names]
    if kind == "simple_rnn":
        parts.append("np.tanh" if node.activation == "tanh" else "relu")
    states = f"{kind}({step.x}, {', '.join(parts)})"
    return _kept(step, states if node.return_sequences else f"{states}[:, -1]")


def _self_attention(step: Step) -> Statements:
    node = step.node

    def product(x: str, part: str) -> str:
        bias = f" + {_w(step, f'{part}_bias')}" if node.bias else ""
        return f"{x} @ {_w(step, part)}{bias}"

    three = [f"{part} = {product(step.x, part)}" for part in ("query", "key", "value")]
    causal = ", causal=True" if node.causal else ""
    mixed = f"mixed = attention(query, key, value, {node.heads}{causal})"
    return [*three, mixed, *_kept(step, product("mixed", "output"))]


def _embedding(step: Step) -> Statements:
    words = f"nearest_word({step.x}, {step.node.vocabulary})"
    return _kept(step, f"{_w(step, 'weight')}[{words}]")


LAYERS: dict[str, Callable[[Step], Statements]] = {
    "Input": _input,
    "Dense": _dense,
    "Activation": _activation,
    "PolynomialFeatures": _polynomial,
    "Conv2D": _convolution,
    "Conv1D": _convolution,
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "GlobalAveragePool": _global_average_pool,
    "BatchNorm": _batch_norm,
    "LayerNorm": _layer_norm,
    "Embedding": _embedding,
    "SimpleRNN": _recurrent,
    "GRU": _recurrent,
    "LSTM": _recurrent,
    "SelfAttention": _self_attention,
    "Dropout": _dropout,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Permute": _permute,
    "Add": _add,
    "Multiply": _multiply,
    "Concatenate": _concatenate,
    "Dot": _dot,
}
