from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.errors import UserError
from playground.gui import theme
from playground.gui.plots.colours import diverging_lut
from playground.gui.plots.decision_map import DecisionMap
from playground.gui.plots.map_grid import cell_centres
from playground.gui.plots.map_picture import MapPicture
from playground.gui.plots.save_menu import save_picture
from tests.drawings import scaled_pens
from tests.mouse import hover

POINTS = np.array([[-0.8, -0.5], [0.8, 0.5], [-0.8, 0.5], [0.8, -0.5]])


@pytest.fixture
def plot(qtbot: QtBot) -> DecisionMap:
    """Two classes left and right, the map sure of both."""
    result = DecisionMap()
    qtbot.addWidget(result)
    result.resize(345, 375)
    rows = np.array([False, False, True, True])
    result.set_points(
        POINTS, np.array([0, 1, 0, 1]), "binary", ("class 0", "class 1"), rows, ("x", "y")
    )
    show_halves(result)
    with qtbot.waitExposed(result):
        result.show()
    return result


def show_halves(plot: DecisionMap) -> None:
    """The left half is class 0 and the right class 1; the bottom rows are less sure."""
    places = cell_centres(plot.canvas.extent, 40, 40).reshape(40, 40, 2)
    values = np.where(places[..., 0] > 0, 1.0, 0.0)
    values = np.where(places[..., 1] < -0.6, np.where(places[..., 0] > 0, 0.93, 0.07), values)
    plot.set_map(MapPicture(values[..., None].astype(np.float32), plot.look()))


def pixel(plot: DecisionMap, x: float, y: float) -> tuple[int, int, int]:
    place = plot.canvas.place_of(x, y).toPoint()
    red, green, blue, _ = QColor(plot.canvas.grab().toImage().pixel(place)).getRgb()
    return int(red), int(green), int(blue)


def test_a_place_has_the_colour_of_the_value_there(plot: DecisionMap) -> None:
    lut = diverging_lut(False)[:, :3]
    assert pixel(plot, -0.4, 0.1) == tuple(lut[0])
    assert pixel(plot, 0.4, 0.1) == tuple(lut[255])
    assert pixel(plot, 0.4, -0.8) == tuple(lut[round(0.93 * 255)])


def test_points_have_the_full_colour_of_their_class(plot: DecisionMap) -> None:
    assert pixel(plot, *POINTS[1]) == (232, 131, 42)
    assert pixel(plot, *POINTS[0]) == (43, 123, 186)


def test_training_points_have_a_light_ring_and_validation_points_a_dark_one(
    plot: DecisionMap,
) -> None:
    image = plot.canvas.grab().toImage()

    def extremes(row: int) -> tuple[int, int]:
        middle = plot.canvas.place_of(*POINTS[row]).toPoint()
        shades = [
            QColor(image.pixel(middle + QPoint(x, y))).lightness()
            for x in range(-5, 6)
            for y in range(-5, 6)
        ]
        return min(shades), max(shades)

    assert extremes(1)[1] > 220
    assert extremes(3)[0] < 70
    assert extremes(3)[1] < 220


def test_the_extent_is_a_bit_larger_than_the_data(plot: DecisionMap) -> None:
    x0, x1, y0, y1 = plot.canvas.extent
    assert x0 < -0.8 < 0.8 < x1 < 1.2
    assert y1 - y0 == pytest.approx(x1 - x0)


def test_the_pointer_reads_the_prediction_and_the_sample(qtbot: QtBot, plot: DecisionMap) -> None:
    canvas = plot.canvas
    hover(canvas, canvas.place_of(0.4, -0.8).toPoint())
    assert canvas.readout.isVisible()
    coordinates, prediction = canvas.readout.text().split(": ")
    assert prediction == "class 1, 93%"
    assert [part.split()[0] for part in coordinates.split(", ")] == ["x", "y"]
    hover(canvas, canvas.place_of(*POINTS[2]).toPoint())
    assert canvas.readout.text().endswith("validation point: class 0")
    hover(canvas, QPoint(2, canvas.height() - 2))
    assert not canvas.readout.isVisible()


def test_a_new_theme_reaches_the_map_on_screen(qapp: QApplication, plot: DecisionMap) -> None:
    theme.apply_theme(qapp, "dark")
    assert pixel(plot, -0.4, 0.1) == tuple(diverging_lut(True)[0, :3])


def test_a_message_takes_the_place_of_the_map(qtbot: QtBot, plot: DecisionMap) -> None:
    plot.set_message("This data has 4 features, so it can't be drawn on a plane.")
    assert pixel(plot, -0.4, 0.6) == QColor(theme.current().card).getRgb()[:3]
    hover(plot.canvas, plot.canvas.place_of(0.4, -0.8).toPoint())
    assert not plot.canvas.readout.isVisible()
    plot.set_message("")
    assert pixel(plot, -0.4, 0.1) == tuple(diverging_lut(False)[0, :3])


@pytest.mark.parametrize(
    ("task", "targets", "outputs"),
    [
        ("multiclass", np.array([0, 1, 2, 0]), 3),
        ("multilabel", np.array([[0, 0], [1, 0], [1, 1], [0, 1]]), 2),
        ("regression", np.array([[1.0], [2.0], [3.0], [4.0]]), 1),
    ],
)
def test_every_task_is_drawn_even_where_it_is_not_finite(
    plot: DecisionMap, task: str, targets: np.ndarray, outputs: int
) -> None:
    names = ("a", "b", "c")[:outputs]
    rows = np.zeros(4, bool)
    plot.set_points(POINTS, targets, task, names, rows, ("x", "y"))  # type: ignore[arg-type]
    values = np.random.default_rng(0).random((30, 30, outputs)).astype(np.float32)
    values[:15] = np.nan
    plot.set_map(MapPicture(values, plot.look()))
    assert pixel(plot, 0.0, -0.6) == (184, 189, 196)


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_a_saved_picture_shows_the_map(plot: DecisionMap, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"map{suffix}"
    save_picture(plot, path)
    image = QImage(str(path)).scaled(plot.size())
    place = plot.canvas.place_of(0.4, 0.1).toPoint()
    assert QColor(image.pixel(place)).red() > QColor(image.pixel(place)).blue() + 60
    if suffix == ".svg":
        assert not scaled_pens(path.read_text())


def test_a_folder_that_is_not_there_is_named(plot: DecisionMap, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing"):
        save_picture(plot, tmp_path / "missing" / "map.svg")


def test_a_right_click_offers_to_save_and_copies(
    qtbot: QtBot, qapp: QApplication, plot: DecisionMap
) -> None:
    place = QPoint(100, 100)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, plot.canvas.mapToGlobal(place))
    qapp.sendEvent(plot.canvas, event)
    menu = plot.save_menu.menu
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Save as PNG…",
        "Save as SVG…",
        "Copy picture",
    ]
    qtbot.keyClick(menu, Qt.Key.Key_Up)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert qapp.clipboard().image().size() == plot.size() * 2


def test_the_legend_names_what_it_had_to_cut(plot: DecisionMap) -> None:
    names = tuple(f"a class with a very long name, number {index}" for index in range(10))
    plot.set_points(POINTS, np.zeros(4, int), "multiclass", names, np.zeros(4, bool), ("x", "y"))
    plot.set_score("validation accuracy 98.4%")
    for part in (*names, "98.4%"):
        assert part in plot.legend.toolTip()
