"""Parts drawn at random: their fields, within what each field takes."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

import numpy as np

# Where a field takes any number, however large, it is drawn below this.
HIGHEST = 4.0


def drawn(kind: Any, random: np.random.Generator, columns: int) -> Any:
    """One of this kind, each field drawn; of class weights there is one for each of `columns`."""
    fields = {}
    for name, field in kind.model_fields.items():
        if name == "class_weights":
            weights = tuple(random.uniform(0.3, 3.0, columns).tolist())
            fields[name] = weights if random.integers(2) else None
        elif get_origin(field.annotation) is Literal:
            choices = get_args(field.annotation)
            fields[name] = choices[random.integers(len(choices))]
        else:
            fields[name] = _number(field.metadata, random)
    return kind(**fields)


def _number(bounds: list[Any], random: np.random.Generator) -> float:
    def bound(*names: str) -> float | None:
        return next(
            (getattr(each, name) for each in bounds for name in names if hasattr(each, name)), None
        )

    low, high = bound("ge", "gt"), bound("le", "lt")
    assert low is not None
    return float(random.uniform(low, min(HIGHEST, HIGHEST if high is None else high)))
