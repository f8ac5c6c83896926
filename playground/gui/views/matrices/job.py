"""What the renderer's thread does for the matrices view."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QSize

from playground.errors import UserError
from playground.gui.frame import Frame
from playground.gui.views.bench import Bench
from playground.gui.views.convolution.faces import BANDED
from playground.gui.views.matrices.case import LOSS
from playground.gui.views.matrices.exhibits.product_parts import weights_of
from playground.gui.views.matrices.overview_layout import lay_out_overview
from playground.gui.views.matrices.overview_painter import network_image
from playground.gui.views.matrices.picture import Drawn, Picture
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
        dark: on which ground. size: of the overview, in px. ratio: pixels to a px.
        face: in which face a layer with windows is shown.
    """

    frame: Frame
    row: int
    batch: bool
    chosen: str
    dark: bool
    size: QSize
    ratio: float
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
        # What is worked out ahead is kept by the picture itself, so by the last one that is made.
        picture = replace(picture, drawn=self._drawn(picture))
        self._warm(picture)
        return picture

    def _drawn(self, picture: Picture) -> Drawn:
        layout = lay_out_overview(picture, float(self.size.width()), float(self.size.height()))
        image = network_image(picture, layout, self.ratio, self.dark)
        return Drawn(self.size, self.dark, self.ratio, layout, image)

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
            weights_of(case).pixels(self.dark)
