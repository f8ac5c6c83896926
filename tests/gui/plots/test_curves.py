from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.gui import theme
from playground.gui.plots.curves import CurvesPlot
from playground.gui.plots.quantities import best_row
from playground.gui.plots.save_menu import save_picture
from playground.gui.views.shown import RunCurves
from tests.drawings import scaled_pens
from tests.mouse import hover

EPOCHS = np.arange(101)
TRAIN = 0.5 * np.exp(-EPOCHS / 30) + 0.01
VALIDATION = TRAIN + 0.02 + 1e-6 * (EPOCHS - 80) ** 2
SERIES = {"loss": (TRAIN, VALIDATION), "accuracy": (1 - TRAIN, 1 - VALIDATION)}


@pytest.fixture
def plot(qtbot: QtBot) -> CurvesPlot:
    result = CurvesPlot()
    qtbot.addWidget(result)
    result.resize(345, 290)
    with qtbot.waitExposed(result):
        result.show()
    return result


def curves_of(epochs: Any, series: Any) -> RunCurves:
    """A run of 10 steps and 0.5 s an epoch."""
    counted = np.asarray(epochs, float)
    return RunCurves(counted, 10.0 * counted, 0.5 * counted, series)


def draw(plot: CurvesPlot, epochs: Any, series: Any) -> None:
    plot.set_curves(curves_of(epochs, series))
    plot.redraw()


def count(plot: CurvesPlot, colour: str) -> int:
    """How many pixels of the drawing are nearly `colour`."""
    image = plot.view.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)[:, :3].astype(int)
    wanted = QColor(colour).getRgb()[:3]
    return int((np.abs(pixels - wanted) < 24).all(axis=1).sum())


def test_it_invites_to_run_until_there_is_a_curve(plot: CurvesPlot) -> None:
    assert "Press Run" in plot._message.text()
    assert plot._message.isVisible()
    draw(plot, EPOCHS, SERIES)
    assert not plot._message.isVisible()
    plot.clear()
    assert plot._message.isVisible()
    assert "0.0" not in plot.legend.accessibleName()


def test_both_curves_are_drawn_and_follow_the_theme(qapp: QApplication, plot: CurvesPlot) -> None:
    draw(plot, EPOCHS, SERIES)
    for palette in (theme.LIGHT, theme.DARK):
        theme.apply_theme(qapp, palette.name)  # type: ignore[arg-type]
        assert count(plot, palette.train) > 80
        assert count(plot, palette.validation) > 80
        assert count(plot, palette.card) > 5000


def test_the_legend_says_the_newest_values_and_the_best_epoch(plot: CurvesPlot) -> None:
    draw(plot, EPOCHS, SERIES)
    best = int(VALIDATION.argmin())
    assert plot.legend.accessibleName() == (
        f"train {TRAIN[-1]:.3g}, validation {VALIDATION[-1]:.3g}, best epoch {best}"
    )


def test_the_quantity_is_chosen_by_keyboard_and_kept(qtbot: QtBot, plot: CurvesPlot) -> None:
    draw(plot, EPOCHS, SERIES)
    plot.quantity_box.setFocus()
    qtbot.keyClick(plot.quantity_box, Qt.Key.Key_Down)
    assert plot.quantity_box.currentText() == "Accuracy"
    assert not plot.log_y_button.isChecked()
    drawn = plot.view.raw_lines["train"].line.y
    np.testing.assert_allclose(drawn, 1 - TRAIN)
    draw(plot, EPOCHS, {"loss": SERIES["loss"], "f1": SERIES["loss"], **SERIES})
    assert plot.quantity_box.currentText() == "Accuracy"


def test_the_raw_curve_stays_beneath_the_smooth_one(qtbot: QtBot, plot: CurvesPlot) -> None:
    ragged = TRAIN * np.where(EPOCHS % 2, 1.5, 1.0)
    draw(plot, EPOCHS, {"loss": (ragged, VALIDATION)})
    raw, drawn = plot.view.raw_lines["train"], plot.view.lines["train"]
    assert raw.isVisible()
    np.testing.assert_allclose(raw.line.y, np.log10(ragged))
    assert np.abs(np.diff(drawn.line.y[5:-5])).max() < 0.1
    qtbot.mouseClick(plot.smooth_button, Qt.MouseButton.LeftButton)
    assert not raw.isVisible()
    np.testing.assert_allclose(drawn.line.y, np.log10(ragged))


def test_a_diverged_run_is_drawn_up_to_where_it_diverged(qtbot: QtBot, plot: CurvesPlot) -> None:
    train = TRAIN.copy()
    train[50:], train[20], train[21] = np.nan, np.inf, -1.0
    draw(plot, EPOCHS, {"loss": (train, np.full(101, np.nan))})
    assert count(plot, theme.LIGHT.train) > 40
    assert "not a number" in plot.legend.accessibleName()
    qtbot.mouseClick(plot.log_x_button, Qt.MouseButton.LeftButton)
    assert count(plot, theme.LIGHT.train) > 40


def test_a_log_axis_with_nothing_above_0_says_so(qtbot: QtBot, plot: CurvesPlot) -> None:
    draw(plot, EPOCHS, {"loss": (-TRAIN, -VALIDATION)})
    assert "log y" in plot._message.text()
    qtbot.mouseClick(plot.log_y_button, Qt.MouseButton.LeftButton)
    assert not plot._message.isVisible()
    assert count(plot, theme.LIGHT.train) > 40


def test_the_pointer_reads_the_values_of_an_epoch(qtbot: QtBot, plot: CurvesPlot) -> None:
    draw(plot, EPOCHS, SERIES)
    QApplication.processEvents()
    view = plot.view.getViewBox()
    place = view.mapViewToScene(view.viewRect().center())
    hover(plot.view.viewport(), QPoint(round(place.x()), round(place.y())))
    lines = plot.view.readout.text().split("\n")
    epoch = int(lines[0].removeprefix("epoch "))
    assert 48 <= epoch <= 52
    assert lines[1:] == [f"train {TRAIN[epoch]:.3g}", f"validation {VALIDATION[epoch]:.3g}"]


def test_what_comes_while_it_is_hidden_is_drawn_when_it_is_shown(plot: CurvesPlot) -> None:
    plot.hide()
    draw(plot, EPOCHS, SERIES)
    assert plot._view is None
    plot.show()
    assert count(plot, theme.LIGHT.train) > 80


def test_the_best_epoch_is_the_lowest_loss_and_the_highest_accuracy() -> None:
    values = np.array([np.nan, 3.0, 1.0, 2.0])
    assert best_row("loss", values) == 2
    assert best_row("rmse", values) == 2
    assert best_row("accuracy", values) == 1
    assert best_row("loss", np.full(3, np.nan)) is None


def test_curves_that_were_laid_out_for_something_else_are_not_drawn(
    qtbot: QtBot, plot: CurvesPlot
) -> None:
    plot.set_curves(curves_of(EPOCHS, SERIES))
    late = plot.request()
    assert late is not None
    plot.clear()
    plot.show_picture(late.draw())
    assert plot._message.isVisible()

    plot.set_curves(curves_of(EPOCHS, SERIES))
    late = plot.request()
    assert late is not None
    qtbot.mouseClick(plot.log_y_button, Qt.MouseButton.LeftButton)
    plot.show_picture(late.draw())
    line = plot.view.raw_lines["train"].line
    assert line is not None
    np.testing.assert_allclose(line.y, TRAIN)


def test_the_axes_are_fitted_again_only_when_their_room_is_used_up(plot: CurvesPlot) -> None:
    def right_after(epochs: int) -> float:
        draw(plot, EPOCHS[:epochs], {"loss": (TRAIN[:epochs], VALIDATION[:epochs])})
        return float(plot.view.getViewBox().viewRange()[0][1])

    first = right_after(50)
    assert right_after(51) > first  # the first fit leaves no room
    roomy = right_after(51)
    assert right_after(53) == roomy
    assert right_after(101) >= 100.0


def test_only_epoch_0_on_a_log_axis_says_so(qtbot: QtBot, plot: CurvesPlot) -> None:
    draw(plot, EPOCHS[:1], {"loss": (TRAIN[:1], VALIDATION[:1])})
    qtbot.mouseClick(plot.log_x_button, Qt.MouseButton.LeftButton)
    assert "log x" in plot._message.text()
    assert plot._message.isVisible()
    qtbot.mouseClick(plot.log_x_button, Qt.MouseButton.LeftButton)
    assert not plot._message.isVisible()


def test_values_at_the_edge_of_what_a_float_holds_are_left_out(plot: CurvesPlot) -> None:
    train = TRAIN.copy()
    train[3], train[4] = 1.7e308, -1.7e308
    plot.log_y_button.setChecked(False)
    draw(plot, EPOCHS, {"loss": (train, VALIDATION)})
    assert count(plot, theme.LIGHT.train) > 40


def test_a_saved_drawing_looks_alike_in_every_reader(plot: CurvesPlot, tmp_path: Path) -> None:
    draw(plot, EPOCHS, SERIES)
    save_picture(plot, tmp_path / "curves.svg")
    drawing = (tmp_path / "curves.svg").read_text()
    assert drawing.count(theme.LIGHT.train) >= 2  # the curve, and the dot beside its name
    assert not scaled_pens(drawing)
