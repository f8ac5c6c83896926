"""A painted matrix says its own numbers, wherever it is zoomed and scrolled to."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import diverging
from playground.gui.plots.number_grid import Axis, Grid, Lights, Matrix, NumberGrid, texts_of
from tests.mouse import hover

RANDOM = np.random.default_rng(3)
SMALL = Matrix("w", "W  2×8", RANDOM.normal(size=(2, 8)), ("x₁", "x₂"))
LARGE = Matrix("w", "W  700×3,000", RANDOM.normal(size=(700, 3000)).astype(np.float32))


@pytest.fixture
def shown(qtbot):
    def show(matrix, size=(560, 160)):
        grid = NumberGrid()
        qtbot.addWidget(grid)
        grid.resize(*size)
        grid.show()
        grid.set_matrix(matrix)
        QApplication.processEvents()
        return grid

    return show


def numbers(texts):
    return {each.index: each.text for each in texts if each.role == "number"}


def turn_wheel(widget, place, notches):
    spot = QPointF(place)
    event = QWheelEvent(
        spot,
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_every_cell_says_its_number_and_rows_and_columns_their_names(shown):
    grid = shown(SMALL)
    written = numbers(grid.texts)
    assert len(written) == SMALL.values.size
    for (row, column), text in written.items():
        assert text == words.number(float(SMALL.values[row, column]))
    names = {each.role: [] for each in grid.texts}
    for each in grid.texts:
        names[each.role].append(each.text)
    assert names["title"] == ["W  2×8"]
    assert names["row"] == ["x₁", "x₂"]
    assert names["column"] == [str(n) for n in range(1, 9)]


def test_no_text_leaves_its_cell_nor_meets_another(shown):
    hard = np.array([[-1.234e-5, 123456.0, -0.00123, np.nan, -np.inf, 0.0]])
    for width in (260, 420, 560):
        texts = shown(Matrix("hard", "", hard), (width, 90)).texts
        for each in texts:
            if each.role == "number":
                assert theme.text_width(each.text, theme.TEXT_SMALL) <= each.box.width()
        for role in ("number", "column", "row"):
            boxes = [each.box for each in texts if each.role == role]
            for place, box in enumerate(boxes):
                inner = box.adjusted(1, 1, -1, -1)
                assert not any(inner.intersects(other) for other in boxes[place + 1 :])


def test_colours_are_the_diverging_map_of_the_values(shown):
    image = shown(SMALL).grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    grid = shown(SMALL).grid
    most = np.abs(SMALL.values).max()
    wanted = diverging(SMALL.values.astype(np.float32), -most, most, False)
    for row in range(2):
        for column in range(8):
            box = grid.cell_box(row, column)
            seen = image.pixelColor(round(box.left()) + 3, round(box.bottom()) - 3)
            # A screen may have 5 bits of a colour.
            assert np.abs(np.array(seen.getRgb()[:3]) - wanted[row, column][:3]).max() <= 8


def test_a_large_matrix_is_a_heat_map_that_the_wheel_makes_readable(shown):
    grid = shown(LARGE, (640, 400))
    assert numbers(grid.texts) == {}
    place = QPoint(400, 200)
    before = grid.grid.cell_at(place.x(), place.y())
    for _ in range(30):
        turn_wheel(grid, place, 1)
    after = grid.grid.cell_at(place.x(), place.y())
    assert abs(after[0] - before[0]) <= 2
    assert abs(after[1] - before[1]) <= 6  # a px was so many columns
    written = numbers(grid.texts)
    assert after in written
    assert len(written) < 300  # no more is written than is seen
    for (row, column), text in written.items():
        assert text == words.number(float(LARGE.values[row, column]))
    edge = grid.grid.down.seen[0], grid.grid.across.seen[0]
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, pos=place)
    hover(grid, place - QPoint(120, 60), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, pos=place - QPoint(120, 60))
    assert edge[0] + 2 <= grid.grid.down.seen[0] <= edge[0] + 3
    assert grid.grid.across.seen[0] > edge[1]
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert grid.grid.across.seen == range(3000)


def test_it_says_what_is_under_the_pointer_and_under_the_keys(shown):
    grid = shown(SMALL)
    heard = []
    grid.aimed.connect(heard.append)
    hover(grid, grid.grid.cell_box(1, 4).center().toPoint())
    said = f"x₂, 5: {words.number(float(SMALL.values[1, 4]), 6)}"
    assert (heard, grid.readout.text()) == ([(1, 4)], said)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Up)
    assert heard[-1] == (0, 5)
    assert grid.accessibleDescription().startswith("x₁, 6: ")
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert heard[-1] is None


def test_what_stands_out_keeps_its_colour_and_all_else_fades(shown):
    grid = shown(SMALL)
    plain = grid.grab().toImage()
    grid.set_lights(Lights(columns=frozenset({2})))
    lit = grid.grab().toImage()

    def at(image, row, column):
        box = grid.grid.cell_box(row, column)
        return image.pixelColor(round(box.left()) + 4, round(box.bottom()) - 4).getRgb()

    for row in range(2):
        for column in range(8):
            assert (at(plain, row, column) == at(lit, row, column)) == (column == 2)


def test_grids_that_share_an_axis_stay_in_line():
    across = Axis.fitted(512, 60.0, 300.0, 54.0).zoomed(100.0, 200.0, 54.0)
    above = Grid(Matrix("w", "", np.zeros((4, 512))), Axis.fitted(4, 20.0, 80.0, 24.0), across)
    below = Grid(Matrix("z", "", np.zeros((1, 512))), Axis.fitted(1, 120.0, 24.0, 24.0), across)
    for column in across.seen:
        assert above.cell_box(0, column).left() == below.cell_box(0, column).left()
    shown = across.showing(500)
    assert shown.place(500) >= 60.0
    assert shown.place(501) <= 360.0 + 1e-9
    whole = {c for c in across.seen if across.place(c) >= 60.0 and across.place(c + 1) <= 360.0}
    assert {each.index[1] for each in texts_of(above) if each.role == "number"} == whole
