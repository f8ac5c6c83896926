"""Texts and hashed words in ONNX.

The graph takes a text as its words, and a hashed word as its hash. ONNX has no operator from a
string to its letters; the one that makes small letters needs a locale of the machine's, and splits
are made at one separator alone (StringNormalizer 10, StringSplit 20).
"""

from __future__ import annotations

import numpy as np

from playground.data.steps.text import FittedBag, FittedTokenIds
from playground.data.steps.words import FittedHashing, hash_of
from playground.formats.onnx_flow import DOUBLE, Flow, numbers_of
from playground.formats.onnx_pen import Pen


def write_bag(pen: Pen, step: FittedBag, flow: Flow, name: str) -> Flow:
    """A one is added at the place of each word; what is no known word has a place behind them."""
    width = len(step.words)
    known = {word: place for place, word in enumerate(step.words)}
    places = numbers_of(pen, flow.name, known, width, f"{name}.numbers")
    count = pen.add("Shape", [flow.name], f"{name}.count", start=0, end=1)
    room = pen.constant(f"{name}.room", np.array([width + 1]))
    shape = pen.add("Concat", [count, room], f"{name}.shape", axis=0)
    zero, one = (
        pen.constant(f"{name}.{what}", np.array([number]))
        for what, number in (("zero", 0.0), ("one", 1.0))
    )
    empty = pen.add("Expand", [zero, shape], f"{name}.empty")
    all_words = pen.add("Shape", [flow.name], f"{name}.all")
    ones = pen.add("Expand", [one, all_words], f"{name}.ones")
    counted = pen.add(
        "ScatterElements", [empty, places, ones], f"{name}.counted", axis=1, reduction="add"
    )
    counts = _first(pen, counted, width, name)
    if not step.weights:
        return Flow(counts, width)
    weights = pen.constant(f"{name}.weights", np.array(step.weights))
    weighted = pen.add("Mul", [counts, weights], f"{name}.weighted")
    axis = pen.constant(f"{name}.axis", np.array([1]))
    squares = pen.add("Mul", [weighted, weighted], f"{name}.squares")
    square = pen.add("ReduceSum", [squares, axis], f"{name}.square", keepdims=1)
    length = pen.add("Sqrt", [square], f"{name}.length")
    there = pen.add("Greater", [length, zero], f"{name}.there")
    divisor = pen.add("Where", [there, length, one], f"{name}.divisor")
    return Flow(pen.add("Div", [weighted, divisor], f"{name}.tf_idf"), width)


def write_token_ids(pen: Pen, step: FittedTokenIds, flow: Flow, name: str) -> Flow:
    """The number of each word; nothing is put behind, and all is cut at the length."""
    known = {word: place for place, word in enumerate(step.words, 2)}
    numbers = numbers_of(pen, flow.name, known | {"": 0}, 1, f"{name}.numbers")
    count = pen.add("Shape", [flow.name], f"{name}.count", start=0, end=1)
    length = pen.constant(f"{name}.room", np.array([step.length]))
    shape = pen.add("Concat", [count, length], f"{name}.shape", axis=0)
    zero = pen.constant(f"{name}.zero", np.array([0]))
    nothing = pen.add("Expand", [zero, shape], f"{name}.nothing")
    longer = pen.add("Concat", [numbers, nothing], f"{name}.longer", axis=1)
    cut = _first(pen, longer, step.length, name)
    return Flow(pen.add("Cast", [cut], f"{name}.ids", to=DOUBLE), step.length)


def write_hashing(pen: Pen, step: FittedHashing, flow: Flow, name: str) -> Flow:
    """A one at the hash's remainder; none where the word is missing."""
    zero = pen.constant(f"{name}.zero", np.array(0))
    missing = pen.add("Less", [flow.name, zero], f"{name}.missing")
    instead = pen.constant(f"{name}.filling", np.array(hash_of(flow.filling)))
    filled = pen.add("Where", [missing, instead, flow.name], f"{name}.filled")
    buckets = pen.constant(f"{name}.buckets", np.array(step.buckets))
    remainder = pen.add("Mod", [filled, buckets], f"{name}.remainder")
    if not flow.filling:  # whose place there is not
        remainder = pen.add("Where", [missing, buckets, remainder], f"{name}.place")
    axis = pen.constant(f"{name}.axis", np.array([1]))
    column = pen.add("Unsqueeze", [remainder, axis], f"{name}.column")
    every = pen.constant(f"{name}.every", np.arange(step.buckets))
    same = pen.add("Equal", [column, every], f"{name}.same")
    return Flow(pen.add("Cast", [same], f"{name}.hot", to=DOUBLE), step.buckets)


def _first(pen: Pen, rows: str, width: int, name: str) -> str:
    """The first columns."""
    limits = [
        pen.constant(f"{name}.{what}", np.array([number]))
        for what, number in (("start", 0), ("end", width), ("along", 1))
    ]
    return pen.add("Slice", [rows, *limits], f"{name}.first")
