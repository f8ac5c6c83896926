"""A convolution in the Matrices tab of the real window, with real clicks and keys."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.gui.plots.words import number
from playground.gui.topics import topic_of
from playground.training.carry import part
from playground.training.workings import Workings
from tests.mouse import hover


def engines(view):
    """What the engine has for the moment and the sample that are shown."""
    frame = view.picture.job.frame
    of = Workings(frame.network, frame.head, frame.signature, device="numpy")
    rows, prepared = list(view.picture.rows), frame.prepared
    features = prepared.feature_scaler.apply(prepared.dataset.features[rows])
    encoded = frame.head.encode(prepared.dataset.targets[rows], frame.signature)
    return of.of(frame.parameters, features, encoded)


def says_z(view):
    """The sum that is written, and that of the engine for the place looked at."""
    page = view.page
    sums = engines(view).station(view.shown_id).windowed.sums[0]
    written = page.board.scene.word("z").removeprefix("= z ")
    return written, number(float(sums[page.look.place]))


def test_a_convolution_is_looked_into_while_it_trains(open_window, example, qtbot):
    window = open_window(example("digits_cnn"))
    window.centre.show_tab("matrices")
    view = window.views.view("matrices")
    qtbot.waitUntil(lambda: view.picture is not None, timeout=30_000)
    page, board = view.page, view.page.board
    assert view.shown_id == "conv2d_1"
    assert page.isVisible()
    assert not view.board.isVisible()
    assert topic_of(page.faces.button("im2col")) == "im2col"

    place = board.scene.piece("result").grid.cell_box(5, 6).center().toPoint()
    QTest.mouseClick(board, Qt.MouseButton.LeftButton, pos=place)
    assert page.look.place == (0, 5, 6)
    hover(board, place)
    assert "window of conv2d_1" in view.noticed().sights
    written, wanted = says_z(view)
    assert written == wanted
    assert view.caption.text().startswith("8 filters of 3 × 3, 9 weights each")
    # The place and what its window sees stand out among the neurons.
    touched = view.overview.touch.units
    assert ("conv2d_1", 8 * 5 + 6) in touched
    assert {unit for layer, unit in touched if layer == "input"} == {
        8 * i + j for i in (4, 5, 6) for j in (5, 6, 7)
    }
    # And the other way round.
    hover(view.overview, view.overview.place_of("input", 0).toPoint())
    assert page.look.source == (0, 0, 0)
    assert len(board.scene.piece("result").lit) == 4
    hover(view.overview, view.overview.rect().bottomLeft())
    assert page.look.source is None

    # Worked out by hand, with the view's own buttons.
    QTest.mouseClick(view.play_bar.forward_button, Qt.MouseButton.LeftButton)
    assert page.look.by_hand
    for _ in range(9):
        QTest.keyClick(board, Qt.Key.Key_BracketRight)
    assert page.look.done == 9
    assert set(board.scene.piece("result").numbers()) <= {(0, 0)}
    QTest.mouseClick(view.play_bar.all_button, Qt.MouseButton.LeftButton)
    assert not page.look.by_hand

    # The one matrix that it is; the sentence says what was counted.
    QTest.mouseClick(page.faces.button("banded"), Qt.MouseButton.LeftButton)
    assert "64 inputs × 512 outputs = 32,768 entries, of which 3,872 hold a weight" in (
        view.caption.text()
    )
    kernel = board.scene.piece("kernel")
    hover(board, kernel.grid.cell_box(1, 1).center())
    frame = view.picture.job.frame
    weight = part(frame.parameters, frame.layout["conv2d_1.weight"])[0, 0, 1, 1]
    assert view.caption.text() == (
        f"Weight 5 of filter 1, {number(float(weight))}, stands at 64 places of the matrix: "
        "it is shared."
    )
    assert len(board.scene.piece("banded").lit) == 64
    assert "shared weight of conv2d_1" in view.noticed().sights

    # Training goes on, and the numbers with it.
    QTest.mouseClick(page.faces.button("sliding"), Qt.MouseButton.LeftButton)
    before = board.scene.word("z")
    steps = frame.steps
    QTest.keyClick(board, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: view.picture.job.frame.steps > steps, timeout=30_000)
    written, wanted = says_z(view)
    assert written == wanted
    assert board.scene.word("z") != before

    # The next layer, by key; pooling is no matrix.
    QTest.mouseClick(page.faces.button("banded"), Qt.MouseButton.LeftButton)
    QTest.keyClick(board, Qt.Key.Key_PageDown)
    assert view.shown_id == "maxpool_1"
    assert page.faces.current == "sliding"
    assert "no affine map" in view.caption.text()
    sheet = view.sheet()
    shown = {row[1:3]: row[3] for row in sheet.rows if row[0] == "result"}
    values = engines(view).station("maxpool_1").windowed.sums[0, page.look.filter]
    for (row, column), value in np.ndenumerate(values):
        assert shown[row + 1, column + 1] == value
    QTest.keyClick(board, Qt.Key.Key_PageUp)
    assert page.faces.current == "banded"
