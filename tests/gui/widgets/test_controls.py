from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.gui import theme
from playground.gui.widgets.gallery_picture import gallery_pixmap
from playground.gui.widgets.labelled_slider import LabelledSlider
from playground.gui.widgets.segmented import Segmented
from playground.gui.widgets.thumbnail import ThumbnailButton
from tests.mouse import hover


def test_a_drag_changes_live_and_finishes_once(qtbot: QtBot) -> None:
    slider = LabelledSlider("Noise", 0.0, 1.0, 0.05, step=0.01)
    qtbot.addWidget(slider)
    slider.resize(220, 24)
    with qtbot.waitExposed(slider):
        slider.show()
    moved: list[float] = []
    finished: list[float] = []
    slider.value_changed.connect(moved.append)
    slider.editing_finished.connect(finished.append)
    groove, middle = slider.slider, slider.slider.height() // 2
    qtbot.mousePress(groove, Qt.MouseButton.LeftButton, pos=QPoint(groove.width() // 2, middle))
    assert moved[-1] == pytest.approx(0.5, abs=0.05)
    assert finished == []
    hover(groove, QPoint(groove.width() - 1, middle), Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(groove, Qt.MouseButton.LeftButton, pos=QPoint(groove.width() - 1, middle))
    assert moved[-1] == 1.0
    assert finished == [1.0]


def test_whole_numbers_stay_whole_and_keys_finish_at_once(qtbot: QtBot) -> None:
    slider = LabelledSlider("Points", 10, 100_000, 500, step=10, logarithmic=True)
    qtbot.addWidget(slider)
    slider.show()
    assert slider.value == 500
    with qtbot.waitSignal(slider.editing_finished) as finished:
        qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    assert isinstance(slider.value, int)
    assert slider.value > 500
    assert finished.args == [slider.value]
    qtbot.keyClick(slider.slider, Qt.Key.Key_End)
    assert slider.value == 100_000


def test_segments_are_chosen_by_mouse_and_arrow_key(qtbot: QtBot) -> None:
    strip = Segmented([("build", "Build", ""), ("neurons", "Neurons", ""), ("m", "Matrices", "")])
    qtbot.addWidget(strip)
    with qtbot.waitActive(strip):
        strip.show()
        strip.activateWindow()
    chosen: list[str] = []
    strip.current_changed.connect(chosen.append)
    qtbot.mouseClick(strip._buttons["neurons"], Qt.MouseButton.LeftButton)
    strip._buttons["neurons"].setFocus()
    qtbot.keyClick(strip._buttons["neurons"], Qt.Key.Key_Right)
    assert chosen == ["neurons", "m"]
    assert strip.current == "m"


def test_a_thumbnail_has_a_ring_while_it_is_chosen(qtbot: QtBot) -> None:
    button = ThumbnailButton("Two spirals", "Two arms that wind around each other")
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()

    def edge() -> object:
        """The colour of the ring's place; a screen of 16 bits rounds it."""
        return button.grab().toImage().pixelColor(1, button.height() // 2).getRgb()

    accent = pytest.approx(QColor(theme.current().accent).getRgb(), abs=8)

    assert edge() != accent
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    button.clearFocus()
    assert edge() == accent
    assert button.accessibleName() == "Two spirals"


@pytest.mark.parametrize("dark", [False, True])
def test_a_gallery_picture_has_each_class_where_its_points_are(dark: bool) -> None:
    points = np.random.default_rng(0).uniform(-1, 1, (200, 2))
    targets = (points[:, 1] > 0).astype(np.int64)
    image = gallery_pixmap(points, targets, "binary", 42, dark).toImage()
    top, bottom = QColor(image.pixel(42, 12)), QColor(image.pixel(42, 72))
    assert top.red() > top.blue() + 40
    assert bottom.blue() > bottom.red() + 40


def test_data_without_points_has_a_glyph_of_its_kind() -> None:
    table = gallery_pixmap(None, None, "multiclass", 42, False).toImage()
    digit = gallery_pixmap(None, None, "multiclass", 42, False, "image").toImage()
    assert table != digit
    assert len({table.pixel(x, y) for x in range(84) for y in range(84)}) > 3
