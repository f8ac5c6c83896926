"""What is inside an export, as short lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.formats.material import Material
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from playground.data.pipeline import Pipeline

_NAMES_SHOWN = 4
_NOUNS = {
    "binary": "class names",
    "multiclass": "class names",
    "multilabel": "label names",
    "regression": "target names",
}


def weights_line(material: Material) -> str:
    """ "6 arrays of weights, 4,321 numbers, float32"."""
    count = len(material.trained.parameters)
    arrays = f"{count} array{'s' if count > 1 else ''} of weights"
    return f"{arrays}, {material.numbers:,} numbers, float32"


def scaling_lines(material: Material) -> tuple[str, ...]:
    """Whether features and targets are standardised."""
    one = material.trained
    count = int(np.prod(one.signature.features))
    scaled = not one.feature_scaler.is_identity
    found = [
        f"standardisation of {count:,} feature{'s' if count > 1 else ''}"
        if scaled
        else "no standardisation: features go in as they are"
    ]
    if not one.target_scaler.is_identity:
        found.append("answers in the targets' own units")
    return tuple(found)


def names_line(material: Material) -> str:
    """ "class names: out, in"."""
    names = material.trained.target_names
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return f"{_NOUNS[material.trained.signature.task]}: {shown}{more}"


def columns_line(pipeline: Pipeline) -> str:
    """ "takes 12 columns as they stand in the file: age, city, … and prepares them"."""
    names = [column.name for column in pipeline.columns]
    shown = ", ".join(names[:_NAMES_SHOWN])
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    count = f"{len(names)} columns" if len(names) > 1 else "a column"
    return f"takes {count} as in the file, and prepares what is in them: {shown}{more}"


def features_first_line(material: Material, why: str) -> str:
    """That rows have to be prepared before, and why."""
    shape = material.trained.signature.features
    given = f"the {in_words(shape)} prepared features"
    if len(shape) == 3:
        given = f"their pixels, from 0 to 1, at {in_words(shape)}"
    return f"does NOT prepare rows of the file, since {why}: give it {given}"


def answering_lines(material: Material, *, takes: str = "") -> tuple[str, ...]:
    """Everything that a file needs to answer raw features, weights first.

    Args:
        takes: what it is given of a table's rows, where it prepares them itself.
    """
    pipeline = material.trained.pipeline
    if pipeline is not None and not takes:
        takes = (
            f"takes {in_words(pipeline.shape)} prepared features, not rows of the file, which "
            "exports to ONNX, NumPy and PyTorch prepare"
        )
    return (
        *([takes] if takes else ()),
        weights_line(material),
        *scaling_lines(material),
        names_line(material),
        material.decision.words,
    )
