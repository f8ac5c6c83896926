"""What units are called: features, polynomials of them, words of a sample, classes."""

from __future__ import annotations

from math import prod

import numpy as np

from playground.engine.graph import Shape
from playground.gui.frame import Frame
from playground.network.layers.input import Input
from playground.network.layers.polynomial_features import PolynomialFeatures
from playground.network.spec import HEAD


def names_of(frame: Frame, name: str, shapes: dict[str, Shape]) -> tuple[str, ...]:
    """What the units of an input, of what is made of features, and of the head are called."""
    if len(shapes[name]) != 1:
        return ()
    if name == HEAD:
        return _answer_names(frame, prod(shapes[name]))
    node, features = frame.network[name], feature_names(frame)
    if isinstance(node, Input):
        if node.columns is None:
            return features
        return tuple(features[c] for c in node.columns if c < len(features))
    if isinstance(node, PolynomialFeatures):
        (source,) = frame.network.sources(name)[:1] or [""]
        if source in frame.network and isinstance(frame.network[source], Input):
            return tuple(node.names(names_of(frame, source, shapes)))
    return ()


def feature_names(frame: Frame) -> tuple[str, ...]:
    dataset = frame.prepared.dataset
    count = prod(dataset.feature_shape)
    given = dataset.feature_names
    word = "word" if dataset.vocabulary else "feature"
    return tuple(given[k] if k < len(given) else f"{word} {k + 1}" for k in range(count))


def _answer_names(frame: Frame, units: int) -> tuple[str, ...]:
    names = frame.prepared.dataset.target_names
    if units == 1 and len(names) == 2:
        return (names[1],)
    return names if len(names) == units else ()


def words_of(frame: Frame, name: str, row: int) -> tuple[str, ...]:
    """The words, or the items, of one sample that an input takes."""
    dataset = frame.prepared.dataset
    codes = np.ravel(dataset.features[row]).astype(int)
    words = [
        dataset.vocabulary[code] if 0 <= code < len(dataset.vocabulary) else f"{kind} {code}"
        for kind, code in zip(feature_names(frame), codes, strict=True)
    ]
    node = frame.network[name]
    columns = node.columns if isinstance(node, Input) else None
    return tuple(words if columns is None else (words[c] for c in columns))
