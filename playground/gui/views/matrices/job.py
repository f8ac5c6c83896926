"""What the renderer's thread does for the matrices view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.errors import UserError
from playground.gui.frame import Frame
from playground.gui.views.bench import Bench
from playground.gui.views.convolution.faces import BANDED
from playground.gui.views.matrices.case import LOSS
from playground.gui.views.matrices.picture import Picture
from playground.training.workings import Workings

# So many samples of a batch are shown.
MOST_SAMPLES = 64


@dataclass(frozen=True, eq=False)
class MatricesJob:
    """Lets samples run through the network of a moment.

    Attributes:
        frame: the moment.
        row: of the dataset, the sample. batch: the next batch instead, or the first samples.
        chosen: the layer that is shown large, whose colours are worked out here.
        dark: on which ground.
        face: in which face a layer with windows is shown.
    """

    frame: Frame
    row: int
    batch: bool
    chosen: str
    dark: bool
    face: str = ""

    def run(self, bench: Bench) -> Picture:
        """The picture; its message where the network can't be evaluated."""
        frame = self.frame
        try:
            workings = bench.keep(
                "workings",
                frame,
                lambda: Workings(frame.network, frame.head, frame.signature),
            )
        except UserError as error:
            return Picture(str(error), self)
        rows = self._rows(workings.most_rows)
        prepared = frame.prepared
        targets = prepared.dataset.targets[rows]
        if prepared.dataset.task == "regression":
            targets = prepared.target_scaler.apply(targets.astype(np.float64))
        features = prepared.feature_scaler.apply(prepared.dataset.features[rows])
        encoded = frame.head.encode(targets, frame.signature)
        worked = workings.of(frame.parameters, features, encoded)
        picture = Picture("", self, worked, tuple(int(row) for row in rows))
        self._warm(picture)
        return picture

    def _rows(self, most: int) -> list[int]:
        count = len(self.frame.prepared.dataset.features)
        if not self.batch:
            return [min(self.row, count - 1)]
        upcoming = self.frame.upcoming
        rows = range(count) if upcoming is None or len(upcoming) == 0 else upcoming
        return [int(row) for row in rows[: min(most, MOST_SAMPLES)]]

    def _warm(self, picture: Picture) -> None:
        """Work the colours of a large matrix out where nobody waits for them."""
        if self.chosen not in picture.ids or self.chosen == LOSS:
            return
        numbers = picture.numbers(self.chosen)
        if numbers is not None and self.face == BANDED:
            numbers.warm(self.dark)
        case = picture.case(self.chosen)
        product = case.station.product
        if product is not None:
            from playground.gui.views.matrices.exhibits.product_layout import weights_of

            weights_of(case).pixels(self.dark)
