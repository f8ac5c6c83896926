from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from playground.gui.plots.number_axis import NumberAxis


@pytest.fixture
def drawn(qtbot):
    """What an axis writes: places from above in px, and texts."""
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(picture)

    def numbers(axis):
        for _ in range(2):  # the first makes room for the longest number
            _, _, found = axis.generateDrawSpecs(painter)
            QApplication.processEvents()
        return [rect.center().y() for rect, _, _ in found], [text for _, _, text in found]

    yield numbers
    painter.end()


@pytest.mark.parametrize("grid", [False, True])
@pytest.mark.parametrize("height", [70, 110, 160, 320])
def test_a_log_axis_of_any_length_writes_two_numbers_or_more(qtbot, drawn, height, grid) -> None:
    axis = NumberAxis("left")
    axis.logarithmic = True
    plot = pg.PlotWidget(axisItems={"left": axis})
    qtbot.addWidget(plot)
    plot.showGrid(x=grid, y=grid)
    plot.resize(300, height)
    with qtbot.waitExposed(plot):
        plot.show()
    # Powers of ten at either end, and a rounding beyond it.
    ends = [(low, low + span) for low in (-3.0, -2.3, -0.7) for span in (0.7, 1.0, 2.0, 3.0, 5.0)]
    ends += [(low + 1e-10, high - 1e-10) for low, high in ends]
    for low, high in ends:
        plot.setYRange(low, high, padding=0)
        places, texts = drawn(axis)
        assert len(texts) >= 2, (low, high, texts)
        assert np.all(np.diff(places) < -8), (low, high, texts)
