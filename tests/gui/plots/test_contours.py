from __future__ import annotations

import numpy as np

from playground.gui.plots.contours import contour_segments


def disc(size: int) -> np.ndarray:
    places = np.linspace(-1, 1, size)
    return np.hypot(*np.meshgrid(places, places))


def test_the_contour_of_a_disc_lies_on_its_circle_and_is_closed() -> None:
    segments = contour_segments(disc(60), 0.5)
    radii = np.hypot(*(segments.reshape(-1, 2) / 59 * 2 - 1).T)
    np.testing.assert_allclose(radii, 0.5, atol=2e-3)
    # Every point is the end of exactly two segments.
    _, counts = np.unique(segments.reshape(-1, 2), axis=0, return_counts=True)
    assert (counts == 2).all()


def test_a_flat_field_has_no_contour() -> None:
    assert contour_segments(np.full((5, 5), 0.5), 0.5).shape == (0, 2, 2)


def test_cells_that_are_not_finite_have_no_contour() -> None:
    field = disc(20)
    field[:10] = np.nan
    field[0, 0] = np.inf
    assert np.isfinite(contour_segments(field, 0.5)).all()
    assert contour_segments(field, 0.5)[..., 1].min() >= 10


def test_saddles_are_joined_by_their_middle() -> None:
    high_middle = contour_segments(np.array([[1.0, 0.0], [0.0, 1.5]]), 0.5)
    low_middle = contour_segments(np.array([[1.0, 0.0], [0.0, 0.6]]), 0.5)
    assert len(high_middle) == len(low_middle) == 2
    # A line around the top right corner touches the top and the right edge.
    around_top_right = [
        any((segment[:, 1] == 0).any() and (segment[:, 0] == 1).any() for segment in segments)
        for segments in (high_middle, low_middle)
    ]
    assert around_top_right == [True, False]
