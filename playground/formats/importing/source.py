"""A file's arrays, as what can go into a network's parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.importing.found import Found

Array = NDArray[Any]

# What the last part of a name says an array is to its layer, by whoever calls it so.
ROLES = {
    "weight": "weight",
    "kernel": "weight",
    "embeddings": "weight",
    "gamma": "weight",
    "bias": "bias",
    "beta": "bias",
    "running_mean": "running_mean",
    "moving_mean": "running_mean",
    "running_var": "running_var",
    "moving_variance": "running_var",
    "recurrent": "recurrent",
    "recurrent_kernel": "recurrent",
    "recurrent_bias": "recurrent_bias",
    "slope": "slope",
    "alpha": "slope",
}
_PARTS = ("query", "key", "value", "output")
ATTENTION = (*_PARTS, *(f"{part}_bias" for part in _PARTS))
_PROJECTIONS = {part: part for part in _PARTS} | {
    "q_proj": "query", "k_proj": "key", "v_proj": "value", "out_proj": "output"
}  # fmt: skip
_LAST = re.compile(r"(?P<layer>.*?)[./]?(?P<own>[^./]+?)(?::\d+)?$")
_TORCH_RECURRENT = re.compile(r"(weight|bias)_(ih|hh)_l(\d+)$")
_KERAS_ONLY = {"kernel", "embeddings", "gamma", "beta", "moving_mean", "moving_variance"}
_TORCH_ONLY = {"num_batches_tracked", "in_proj_weight", "in_proj_bias"}
# Counts that a batch normalization of PyTorch keeps: no weights.
_PASSED_OVER = "num_batches_tracked"


@dataclass(frozen=True, eq=False)
class Source:
    """An array that can become a parameter.

    Attributes:
        name: as the file has it, or what it was made of: "lstm.bias_ih_l0 + lstm.bias_hh_l0".
        array: the numbers.
        layer: the layer it is of, "" for none.
        role: what it is to that layer, as it is called here; "" where nobody knows.
    """

    name: str
    array: Array
    layer: str = ""
    role: str = ""


def sources_of(found: Found) -> tuple[Source, ...]:
    """What the file's arrays are to their layers, in order."""
    if found.trained is not None:
        return tuple(_own(name, array) for name, array in found.trained.parameters.items())
    arrays = found.arrays
    if found.kind.startswith("safetensors"):  # which keeps no order but that of the alphabet
        arrays = dict(sorted(arrays.items(), key=lambda entry: natural(entry[0])))
    return tuple(_read(arrays))


def framework_of(found: Found, sources: tuple[Source, ...]) -> str:
    """Whose conventions the arrays follow: what the file says, or else what names and shapes do.

    Returns:
        "playground" (inputs first), "pytorch" (outputs first), "keras", which flattens images with
        their channels last, "keras-channels-first", "keras-unsure", or "" for not known.
    """
    known = found.framework in ("playground", "pytorch") or found.framework.startswith("keras")
    if known or found.trained is not None:
        return found.framework if found.trained is None else "playground"
    last = {_parted(name)[1] for name in found.arrays}
    if last & _KERAS_ONLY:
        return "keras"
    if last & _TORCH_ONLY or any(_TORCH_RECURRENT.search(name) for name in last):
        return "pytorch"
    return _by_biases(sources)


def _by_biases(sources: tuple[Source, ...]) -> str:
    """A bias is as long as its matrix has outputs, which tells where those stand."""
    biases = {each.layer: each.array.size for each in sources if each.role == "bias"}
    firsts, lasts = 0, 0
    for each in sources:
        if each.role == "weight" and each.array.ndim == 2 and each.layer in biases:
            first, last = (size == biases[each.layer] for size in each.array.shape)
            firsts, lasts = firsts + (first and not last), lasts + (last and not first)
    if firsts and not lasts:
        return "pytorch"
    return "playground" if lasts and not firsts else ""


def _own(name: str, array: Array) -> Source:
    layer, _, role = name.rpartition(".")
    return Source(name, array, layer, role)


def _parted(name: str) -> tuple[str, str]:
    matched = _LAST.match(name)
    return (matched["layer"], matched["own"]) if matched else ("", name)


def natural(name: str) -> list[tuple[int, int, str]]:
    """For sorting: numbers by their size, "2" before "10"."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.findall(r"\d{1,18}|\D+|\d+", name)
    ]


def _read(arrays: Mapping[str, Array]) -> Iterator[Source]:
    done: set[str] = set()
    for name, array in arrays.items():
        layer, own = _parted(name)
        if own == _PASSED_OVER or name in done:
            continue
        if _TORCH_RECURRENT.match(own):
            several = list(_torch_recurrent(layer, own, arrays, done))
        elif own == "in_proj_weight":
            several = list(_torch_attention(layer, arrays, done))
        elif own == "bias" and array.ndim == 2 and len(array) == 2:
            # The biases of a GRU of Keras: of what comes in, and of the state.
            several = [
                Source(f"{name}[{row}]", array[row], layer, role)
                for row, role in enumerate(("bias", "recurrent_bias"))
            ]
        elif (attending := _attention_part(layer, own, arrays)) is not None:
            several = [Source(name, array, *attending)]
        else:
            several = [Source(name, array, layer, ROLES.get(own, own if own in ATTENTION else ""))]
        yield from several


def _attention_part(layer: str, own: str, arrays: Mapping[str, Array]) -> tuple[str, str] | None:
    """The layer and the role of what belongs to an attention of four layers, if it does."""
    owner, part = _parted(layer)
    role, end = _PROJECTIONS.get(part, ""), ROLES.get(own, "")
    queries = (f"{owner}{mark}{each}{mark}" for mark in "./" for each in ("query", "q_proj"))
    if not role or end not in ("weight", "bias") or not owner:
        return None
    starts = tuple(queries)
    if not any(name.startswith(starts) for name in arrays):
        return None
    return owner, role if end == "weight" else f"{role}_bias"


def _torch_recurrent(
    layer: str, own: str, arrays: Mapping[str, Array], done: set[str]
) -> Iterator[Source]:
    """The arrays of one layer of an RNN, a GRU or an LSTM, which has two biases."""
    number = own.rpartition("_l")[2]
    names = {
        part: f"{layer}.{part}_l{number}" if layer else f"{part}_l{number}"
        for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    }
    done.update(names.values())
    held = {part: arrays[name] for part, name in names.items() if name in arrays}
    owner = layer if number == "0" else f"{layer} l{number}"
    for part, role in (("weight_ih", "weight"), ("weight_hh", "recurrent")):
        if part in held:
            yield Source(names[part], held[part], owner, role)
    both = held.get("bias_ih"), held.get("bias_hh")
    if both[0] is None or both[1] is None or both[0].shape != both[1].shape:
        return
    state = held.get("weight_hh")
    if state is not None and state.ndim == 2 and len(state) == 3 * state.shape[1]:
        yield Source(names["bias_ih"], both[0], owner, "bias")
        yield Source(names["bias_hh"], both[1], owner, "recurrent_bias")
    else:
        yield Source(f"{names['bias_ih']} + {names['bias_hh']}", both[0] + both[1], owner, "bias")


def _torch_attention(layer: str, arrays: Mapping[str, Array], done: set[str]) -> Iterator[Source]:
    """Queries, keys and values, which lie in one array; and what they are mixed with."""
    start = f"{layer}." if layer else ""
    parts = {"in_proj_weight": "", "in_proj_bias": "_bias"}
    for part, end in parts.items():
        whole = arrays.get(start + part)
        done.add(start + part)
        if whole is None or not whole.ndim or len(whole) % 3:
            continue
        for row, (role, array) in enumerate(
            zip(("query", "key", "value"), np.split(whole, 3), strict=True)
        ):
            yield Source(f"{start}{part}[{row}]", array, layer, role + end)
    for part, role in (("out_proj.weight", "output"), ("out_proj.bias", "output_bias")):
        if start + part in arrays:
            done.add(start + part)
            yield Source(start + part, arrays[start + part], layer, role)
