"""What a map's read-out says of a place and of a sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.gui.plots import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset, Task
    from playground.data.extent import Extent
    from playground.data.plane import Plane

# Of more features than this only the first are named.
_MOST_FEATURES = 4
_LONGEST = 24


@dataclass(frozen=True, eq=False)
class MapWords:
    """The names of things on a map.

    Attributes:
        task: what the targets mean.
        axis_names: of the two axes. target_names: of classes, labels or targets.
        features: (N, F) of the samples, in their own units. feature_names: theirs.
        targets: as in `Dataset`.
    """

    task: Task
    axis_names: tuple[str, str]
    target_names: tuple[str, ...]
    features: NDArray[np.float64]
    feature_names: tuple[str, ...]
    targets: NDArray[np.generic]

    @classmethod
    def of(cls, dataset: Dataset, plane: Plane) -> MapWords:
        """Those of a data set on a plane."""
        return cls(
            dataset.task,
            plane.axis_names,
            dataset.target_names,
            dataset.features.reshape(len(dataset.features), -1),
            dataset.feature_names,
            dataset.targets,
        )

    def place(
        self, x: float, y: float, extent: Extent, outputs: NDArray[np.floating] | None
    ) -> str:
        """The coordinates, and what is predicted there."""
        x0, x1, y0, y1 = extent
        text = (
            f"{_short(self.axis_names[0])} {words.coordinate(x, x1 - x0)}, "
            f"{_short(self.axis_names[1])} {words.coordinate(y, y1 - y0)}"
        )
        if outputs is None:
            return text
        return f"{text}: {words.prediction(outputs, self.task, self.target_names)}"

    def sample(self, row: int, aside: bool, outputs: NDArray[np.floating] | None) -> str:
        """A sample's features, its truth, and what is predicted for it; a line each."""
        split = "validation" if aside else "training"
        truth = words.target(np.asarray(self.targets[row]), self.task, self.target_names)
        lines = [*self._features(row), f"{split} point: {truth}"]
        if outputs is not None:
            said = words.prediction(outputs, self.task, self.target_names)
            lines.append(f"predicted: {said}")
        return "\n".join(lines)

    def _features(self, row: int) -> list[str]:
        values = self.features[row]
        shown = [
            f"{_short(words.name_of(self.feature_names, index, 'feature'))} {words.number(value)}"
            for index, value in enumerate(values[:_MOST_FEATURES].tolist())
        ]
        if not self.feature_names:
            return []
        if len(values) == len(shown) == 2:
            return [", ".join(shown)]
        more = len(values) - len(shown)
        return shown + [f"… and {more} more features"] * (more > 0)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
