from __future__ import annotations

import numpy as np

from playground.gui.plots.polygons import polygon_of


def test_a_polygon_has_the_points_it_was_made_of() -> None:
    points = np.random.default_rng(0).normal(size=(50, 2))
    polygon = polygon_of(points)
    assert [(polygon[i].x(), polygon[i].y()) for i in range(50)] == [tuple(p) for p in points]
    assert polygon_of(np.empty((0, 2))).isEmpty()
