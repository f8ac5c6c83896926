"""Pictures of the glossary are drawn, in both themes, from the engine's own numbers."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from playground.data.sources import SOURCES
from playground.gui import theme
from playground.gui.glossary.glossary import glossary
from playground.gui.help.pictures import catalogue, draw, is_known
from playground.gui.help.pictures.walk import START, walked
from playground.training.optimizers import OPTIMIZERS

SIZE = (326, 132)


def drawn(name):
    """The share of px that a picture covers, and whether it keeps to its box."""
    image = QImage(SIZE[0] + 40, SIZE[1] + 40, QImage.Format.Format_RGB32)
    ground = QColor(theme.current().canvas)
    image.fill(ground)
    painter = QPainter(image)
    draw(name, painter, QRectF(20, 20, *SIZE))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    other = (pixels & 0xFFFFFF) != (ground.rgb() & 0xFFFFFF)
    within = other[16:-16, 16:-16].sum()
    return within / other.size, other.sum() == within


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_picture_is_drawn_and_keeps_to_its_box(name):
    theme.apply_theme(QApplication.instance(), name)
    wanted = {entry.picture for entry in glossary().values() if is_known(entry.picture)}
    empty, beyond = [], []
    for picture in sorted(wanted):
        share, inside = drawn(picture)
        empty += [picture] if share < 0.01 else []
        beyond += [] if inside else [picture]
    assert (empty, beyond) == ([], [])
    theme.apply_theme(QApplication.instance(), "light")


def test_every_picture_that_an_entry_names_is_there_and_none_is_drawn_for_nobody():
    named = {entry.picture for entry in glossary().values() if entry.picture}
    missing = {p for p in named if not is_known(p)}
    assert missing == {f"data.{s.name}" for s in SOURCES.values() if s.icon}  # not on the plane
    assert set(catalogue._IDEAS) <= named


def test_ways_down_the_valley_are_taken_by_the_optimizers_rule():
    way = walked("sgd", 0.05, 6)  # each step takes the rate's share of the slope, w and 10 w
    ks = np.arange(7)
    assert np.allclose(way.x, START[0] * 0.95**ks)
    assert np.allclose(way.y, START[1] * 0.5**ks)
    assert all(np.isfinite(walked(name).x).all() for name in OPTIMIZERS)
