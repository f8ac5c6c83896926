"""Wires drawn by arithmetic: where their ink lies, how much of it, and in what colour."""

from __future__ import annotations

import numpy as np
import pytest

from playground.gui.plots.colours import NEGATIVE, POSITIVE
from playground.gui.views.neurons.strips import opacity_of, smooth, strip, width_of


def channels(packed):
    """(H, W) premultiplied ARGB as (H, W, 4) of alpha, red, green, blue."""
    return np.stack([packed >> shift & 255 for shift in (24, 16, 8, 0)], axis=-1).astype(float)


def one(start, end, share, width=80, height=60, ratio=1.0):
    parts = (np.array([start]), np.array([end]), np.array([share]))
    return channels(strip(width, height, *parts, ratio))


@pytest.mark.parametrize("share", [-1.0, -0.4, 0.25, 1.0])
def test_a_level_wire_has_as_much_ink_as_its_width_and_opacity(share):
    ink = one(30.0, 30.0, share)[..., 0] / 255.0
    wished = width_of(abs(share)) * opacity_of(abs(share))
    assert ink.sum(axis=0) == pytest.approx(np.full(80, wished), rel=0.2)
    assert ink.max() <= opacity_of(abs(share)) + 0.01


def test_ink_follows_the_curve_from_start_to_end():
    ink = one(8.0, 50.0, 0.8)[..., 0]
    middle = (ink * (np.arange(60)[:, None] + 0.5)).sum(axis=0) / ink.sum(axis=0)
    u = (np.arange(80) + 0.5) / 80
    assert middle == pytest.approx(8.0 + 42.0 * smooth(u), abs=0.35)


@pytest.mark.parametrize(("share", "colour"), [(-0.7, NEGATIVE), (0.7, POSITIVE)])
def test_the_sign_gives_the_colour(share, colour):
    pixel = one(30.0, 30.0, share)[30, 40]
    assert pixel[1:] / pixel[0] * 255.0 == pytest.approx(np.array(colour, float), abs=3.0)


def test_on_a_fine_screen_the_same_wire_has_as_many_times_the_pixels():
    ink = one(60.0, 60.0, 0.5, 160, 120, 2.0)[..., 0] / 255.0
    plain = one(30.0, 30.0, 0.5)[..., 0] / 255.0
    assert ink.sum() == pytest.approx(4.0 * plain.sum(), rel=0.1)


def test_what_is_no_number_leaves_no_ink():
    assert not one(30.0, 30.0, np.nan).any()
    assert not strip(10, 10, np.empty(0), np.empty(0), np.empty(0)).any()


def test_a_wire_beyond_the_edge_stays_inside():
    ink = one(-30.0, 90.0, 1.0)[..., 0]
    assert ink.shape == (60, 80)
    assert ink[:, 40].any()
    assert not ink[5:, 0].any()
