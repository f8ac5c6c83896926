"""Numbers and predictions in words, as read-outs and legends say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.written import significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.data.dataset import Task


def number(value: float, digits: int = 3) -> str:
    """`value` with `digits` significant digits and a true minus sign."""
    return significant(value, digits)


def shortest(value: float) -> str:
    """One digit of `value`, written as a power of ten where that is shorter: "3e−4", "0.02"."""
    if not np.isfinite(value):
        return number(value)
    mantissa, exponent = f"{value:.0e}".split("e")
    return min(number(value, 1), f"{mantissa}e{int(exponent)}".replace("-", "−"), key=len)


def fixed(value: float, decimals: int = 2) -> str:
    """`value` with so many decimals and a true minus sign, which no 0 has."""
    if not np.isfinite(value):
        return number(value)
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def coordinate(value: float, span: float) -> str:
    """`value` with as many decimals as tell it apart on an axis of length `span`."""
    if not np.isfinite(value) or not span > 0.0:
        return number(value)
    decimals = int(np.clip(np.ceil(2.0 - np.log10(span)), 0, 8))
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def percent(share: float) -> str:
    """A share from 0 to 1 as whole per cent, with a decimal where that would say 0 or 100."""
    rounded = f"{100 * share:.0f}%"
    if rounded in {"0%", "100%"} and 0.0 < share < 1.0:
        near = f"{100 * share:.1f}%"
        return {"0.0%": "<0.1%", "100.0%": ">99.9%"}.get(near, near)
    return rounded


def name_of(names: Sequence[str], index: int, kind: str = "class") -> str:
    """The name of class or label `index`."""
    return names[index] if 0 <= index < len(names) else f"{kind} {index}"


def prediction(outputs: NDArray[np.floating], task: Task, names: Sequence[str]) -> str:
    """What the (outputs,) predictions of one sample say: "class 1, 93%"."""
    if not np.isfinite(outputs).all():
        return "not a number"
    if task == "regression":
        return ", ".join(
            f"{name_of(names, index, 'target')} {number(float(value))}"
            for index, value in enumerate(outputs)
        )
    if task == "multilabel":
        chosen = [
            f"{name_of(names, index, 'label')} {percent(float(share))}"
            for index, share in enumerate(outputs)
            if share >= 0.5
        ]
        return ", ".join(chosen) or "no label"
    shares = np.array([1.0 - outputs[0], outputs[0]]) if len(outputs) == 1 else outputs
    best = int(shares.argmax())
    return f"{name_of(names, best)}, {percent(float(shares[best]))}"


def target(value: NDArray[np.generic], task: Task, names: Sequence[str]) -> str:
    """What the true target of one sample says, in the words of `prediction`."""
    values = np.atleast_1d(value).astype(float)
    if task == "regression":
        return prediction(values, task, names)
    if task == "multilabel":
        chosen = [name_of(names, int(index), "label") for index in np.flatnonzero(values)]
        return " and ".join(chosen) or "no label"
    return name_of(names, int(values[0]))
