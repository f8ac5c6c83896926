"""What several arrays with names are: features, targets, and on which side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.sides import SIDE_WORDS
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEATURES = ("x", "data", "images", "image", "features", "inputs", "samples", "input")
_TARGETS = ("y", "target", "targets", "labels", "label", "outputs", "classes", "t")
_SIDES = ("train", "validation", "test")


@dataclass(frozen=True)
class Sorted:
    """Arrays of one length.

    Attributes:
        features: by name. targets: None where none is called so. sides: of each row; () if none.
    """

    features: Mapping[str, NDArray[Any]]
    targets: NDArray[Any] | None
    target_name: str
    sides: Sequence[str]

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.features.values())))

    def first(self, most: int) -> Sorted:
        """The first rows."""
        features = {name: array[:most] for name, array in self.features.items()}
        targets = None if self.targets is None else self.targets[:most]
        return Sorted(features, targets, self.target_name, self.sides[:most])


def sorted_out(arrays: Mapping[str, NDArray[Any]], path: Path) -> Sorted:
    """Find out by their names what the arrays are.

    `x` and `y`, `images` and `labels` and the like, also with the side before or behind:
    `x_train`, `test_labels`. Any others of one length stand side by side.

    Raises:
        UserError: they are not of one length.
    """
    several = {name: array for name, array in arrays.items() if array.ndim}
    if not several:
        raise UserError(f"{path.name} holds single numbers only. Save an array with rows.")
    sided = _sided(several)
    if sided:
        return _joined(sided, path)
    by_lower = {name.lower(): name for name in several}
    x = next((by_lower[each] for each in _FEATURES if each in by_lower), None)
    y = next(
        (by_lower[each] for each in _TARGETS if each in by_lower and by_lower[each] != x), None
    )
    if x is not None and y is not None:
        _refuse_lengths({x: several[x], y: several[y]}, path)
        return Sorted({x: several[x]}, several[y], y, ())
    _refuse_lengths(several, path)
    return Sorted(several, None, "", ())


def _sided(arrays: Mapping[str, NDArray[Any]]) -> dict[str, dict[str, tuple[str, NDArray[Any]]]]:
    """Features and targets of each side, if the names say it."""
    found: dict[str, dict[str, tuple[str, NDArray[Any]]]] = {}
    for name, array in arrays.items():
        words = [word for word in re.split(r"[_\-. ]+", name.lower()) if word]
        sides = [word for word in words if word in SIDE_WORDS]
        rest = [word for word in words if word not in SIDE_WORDS]
        if len(sides) != 1 or len(rest) != 1:
            continue
        what = "x" if rest[0] in _FEATURES else "y" if rest[0] in _TARGETS else ""
        if what:
            side = _SIDES[SIDE_WORDS[sides[0]]]
            found.setdefault(side, {})[what] = (rest[0], array)
    whole = {side: found[side] for side in _SIDES if len(found.get(side, ())) == 2}
    return whole if "train" in whole else {}


def _joined(sided: dict[str, dict[str, tuple[str, NDArray[Any]]]], path: Path) -> Sorted:
    x_name, first = sided["train"]["x"]
    y_name = sided["train"]["y"][0]
    sides: list[str] = []
    for side, both in sided.items():
        x, y = both["x"][1], both["y"][1]
        _refuse_lengths({f"{x_name} of {side}": x, f"{y_name} of {side}": y}, path)
        if x.shape[1:] != first.shape[1:]:
            raise UserError(
                f"In {path.name} the samples of {side} have the shape {x.shape[1:]}, those of "
                f"train {first.shape[1:]}. Bring them to one."
            )
        sides += [side] * len(x)
    features = np.concatenate([both["x"][1] for both in sided.values()])
    targets = np.concatenate([both["y"][1] for both in sided.values()])
    return Sorted({x_name: features}, targets, y_name, sides)


def _refuse_lengths(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"“{name}” {length:,}" for name, length in list(lengths.items())[:8])
        raise UserError(
            f"The arrays in {path.name} have different numbers of rows: {said}. Save those that "
            "belong together, with a row for each sample."
        )
    if not all(lengths.values()):
        raise UserError(f"The arrays in {path.name} have no rows. Choose a file that has some.")
