"""A convolution in three faces: every number is the engine's, and what belongs together is lit."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.assets_path import examples_path
from playground.gui.plots.words import number
from playground.gui.views.convolution.banded_matrix import BandedMatrix
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.page import ConvolutionPage
from playground.network.sliding.banded import Banded
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.training.probe import Probe
from playground.training.workings import Workings
from playground.training.workings.windowed import Windowed
from tests.mouse import hover
from tests.network.sliding.built import Built

SAMPLE = 1


@pytest.fixture(scope="module")
def trained():
    """The session, and what its workings and its probe say of a sample."""
    project = open_project(examples_path() / "digits_cnn.json")
    session = ProjectSession(project, device="numpy")
    session.advance(5)
    of = Workings(session.network, session.head, session.signature, device="numpy")
    train, parameters = session.prepared.train, session.snapshot().parameters
    encoded = session.head.encode(train.targets[:2], session.signature)
    worked = of.of(parameters, train.features[:2], encoded)
    probe = Probe(session.network, session.head, session.signature, device="numpy")
    return session, worked, probe.activations(parameters, train.features[:2])


@pytest.fixture
def shown(qtbot, trained):
    """Makes a page that shows a layer in a face."""

    def show(layer, face="sliding", size=(1100, 720), place=(2, 3, 4)):
        page = ConvolutionPage()
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.show_numbers(Numbers(layer, "", trained[1].station(layer).windowed.of(SAMPLE)))
        page.faces.set_current(face)
        QApplication.processEvents()
        page.board.set_look(page.board.look.at(place, page.numbers.slid.sliding))
        return page

    return show


def middle(page, role, cell):
    return page.board.scene.piece(role).grid.cell_box(*cell).center()


def centres(rects):
    return {(round(box.center().x()), round(box.center().y())) for box in rects}


def cells_of(page, role, cells):
    """Where the middles of these cells are."""
    return {(round(m.x()), round(m.y())) for m in (middle(page, role, cell) for cell in cells)}


def turn_wheel(widget, place, notches):
    event = QWheelEvent(
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def assert_writes(piece, values, least):
    """Every number that a grid writes is this one, with as many digits as there was room for."""
    written = piece.numbers()
    assert len(written) >= least, piece.role
    for cell, text in written.items():
        assert text in {number(float(values[cell]), digits) for digits in (3, 2, 1)}, piece.role


def test_every_number_of_the_sliding_window_is_the_engines(shown, trained):
    session, worked, seen = trained
    learned, image = session.parameters(), session.prepared.train.features[SAMPLE]
    padded = np.pad(image[0], 1)
    page = shown("conv2d_1")
    scene = page.board.scene
    w, b = learned["conv2d_1.weight"], learned["conv2d_1.bias"]
    sums = worked.station("conv2d_1").windowed.sums[SAMPLE]
    window = padded[3:6, 4:7]
    assert_writes(scene.piece("image"), padded, 100)
    assert_writes(scene.piece("result"), sums[2], 64)
    assert_writes(scene.piece("window"), window, 9)
    assert_writes(scene.piece("kernel"), w[2, 0], 9)
    assert_writes(scene.piece("products"), window * w[2, 0] + 0, 9)
    total = float((window.astype(float) * w[2, 0]).sum())
    assert total + b[2] == pytest.approx(sums[2, 3, 4], abs=1e-5)
    assert scene.word("bias") == f"+ bias {number(float(b[2]))}"
    assert scene.word("z") == f"= z {number(float(sums[2, 3, 4]))}"
    answer = seen["conv2d_1"][SAMPLE, 2, 3, 4]
    assert scene.word("y") == f"→ ReLU {number(float(answer))}"


def test_every_number_of_both_products_is_the_engines(shown, trained):
    session, worked, seen = trained
    learned, x = session.parameters(), seen["maxpool_1"][SAMPLE]
    w = learned["conv2d_2.weight"]
    sums = worked.station("conv2d_2").windowed.sums[SAMPLE]
    page = shown("conv2d_2", "im2col", (1400, 1300))
    scene = page.board.scene
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
    windows = [padded[:, i : i + 3, j : j + 3].reshape(-1) for i in range(4) for j in range(4)]
    values = {
        "rows": np.array(windows),
        "kernels": w.reshape(16, -1).T,
        "sums": sums.reshape(16, -1).T,
        "biases": learned["conv2d_2.bias"][None],
    }
    for role, expected in values.items():
        piece = scene.piece(role)
        np.testing.assert_array_equal(piece.grid.matrix.values, expected)
        if piece.grid.with_numbers:
            assert_writes(piece, expected, 4)
    assert scene.piece("sums").grid.with_numbers
    page.faces.set_current("banded")
    scene = page.board.scene
    strips = {
        "input": x.reshape(-1, 1),
        "output": sums.reshape(1, -1),
        "bias": np.repeat(learned["conv2d_2.bias"], 16)[None],
    }
    for role, expected in strips.items():
        np.testing.assert_array_equal(scene.piece(role).grid.matrix.values, expected)
    assert page.says.startswith("128 inputs × 256 outputs = 32,768 entries, of which 12,800 hold")
    assert "only 1,152 different weights, and 16 biases" in page.says


def test_the_wheel_makes_the_entries_of_the_banded_matrix_readable(shown, trained):
    session, *_ = trained
    page = shown("conv2d_1", "banded")
    board = page.board
    piece = board.scene.piece("banded")
    assert piece.numbers() == {}
    place = middle(page, "banded", (27, 2 * 64 + 28)).toPoint()
    for _ in range(20):
        turn_wheel(board, place, 1)
    piece = board.scene.piece("banded")
    banded = page.numbers.slid.banded
    w = session.parameters()["conv2d_1.weight"]
    found = piece.numbers()
    assert found
    for (row, column), text in found.items():
        weight = np.unravel_index(banded.weight_at(row, column), w.shape)
        assert text in {number(float(w[weight]), digits) for digits in (3, 2, 1)}
    zeros = [each for each in piece.texts if each.role == "zero"]
    assert zeros
    assert all(e.text == "0" and banded.weight_at(*e.index) == -1 for e in zeros)
    edge = piece.grid.across.seen[0]
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=place)
    hover(board, place - QPoint(140, 0), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=place - QPoint(140, 0))
    assert board.scene.piece("banded").grid.across.seen[0] > edge
    QTest.mouseDClick(board, Qt.MouseButton.LeftButton, pos=place)
    assert board.scene.piece("banded").grid.across.seen == range(512)


def test_pointing_at_a_result_shows_its_window_and_at_a_number_all_that_see_it(shown, trained):
    session, *_ = trained
    page = shown("conv2d_1")
    board = page.board
    hover(board, middle(page, "result", (5, 6)))
    assert board.look.place == (2, 5, 6)
    (frame,) = board.scene.piece("image").framed
    assert frame.contains(middle(page, "image", (5, 6)))
    assert frame.contains(middle(page, "image", (7, 8)))
    assert not frame.contains(middle(page, "image", (8, 8)))
    # A number of the image is changed, and the engine says which results change with it.
    hover(board, middle(page, "image", (1, 1)))
    assert board.look.source == (0, 0, 0)
    changed = session.prepared.train.features[: SAMPLE + 1].copy()
    changed[SAMPLE, 0, 0, 0] += 1.0
    of = Workings(session.network, session.head, session.signature, device="numpy")
    encoded = session.head.encode(session.prepared.train.targets[:2], session.signature)
    after = of.of(session.snapshot().parameters, changed, encoded).station("conv2d_1").windowed
    moved = np.argwhere(after.sums[SAMPLE, 2] != page.numbers.slid.sums[2])
    assert centres(board.scene.piece("result").lit) == cells_of(page, "result", map(tuple, moved))
    assert "seen by 32 of the result" in board.readout.text()  # 4 places of each of 8 filters
    hover(board, QPointF(2.0, board.height() - 2.0))
    assert board.look.source is None
    # Dragged by hand, the window follows.
    start = middle(page, "image", (1, 1)).toPoint()
    QTest.mousePress(board, Qt.MouseButton.LeftButton, pos=start)
    hover(board, middle(page, "image", (7, 3)), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(board, Qt.MouseButton.LeftButton, pos=start)
    assert board.look.place == (2, 6, 2)
    QTest.keyClick(board, Qt.Key.Key_Down)
    QTest.keyClick(board, Qt.Key.Key_Left)
    assert board.look.place == (2, 7, 1)
    z = page.numbers.slid.sums[2, 7, 1]
    assert board.accessibleDescription() == f"z, filter 3, row 8, column 2: {number(float(z), 6)}"


def test_a_weight_lights_all_its_places_in_the_banded_matrix(shown, trained):
    page = shown("conv2d_1", "banded")
    board = page.board
    hover(board, middle(page, "kernel", (1, 1)))
    lit = board.scene.piece("banded").lit
    at = [(8 * i + j, 2 * 64 + 8 * i + j) for i in range(8) for j in range(8)]
    assert centres(lit) == cells_of(page, "banded", at)
    value = number(float(trained[0].parameters()["conv2d_1.weight"][2, 0, 1, 1]))
    assert page.says == (
        f"Weight 5 of filter 3, {value}, stands at 64 places of the matrix: it is shared."
    )
    hover(board, middle(page, "kernel", (0, 0)))
    assert len(board.scene.piece("banded").lit) == 49
    hover(board, middle(page, "result", (4, 4)))
    (column,) = board.scene.piece("banded").framed
    assert round(column.center().x()) == round(middle(page, "banded", (0, 2 * 64 + 36)).x())
    hover(board, middle(page, "input", (10, 0)))
    (row,) = board.scene.piece("banded").framed
    assert round(row.center().y()) == round(middle(page, "banded", (10, 0)).y())
    assert len(board.scene.piece("output").lit) == 9 * 8


def test_by_hand_the_sum_grows_and_then_the_result_fills(shown):
    page = shown("conv2d_1")
    slid = page.numbers.slid
    assert page.length == 10 + 63
    products = slid.products(2, 0, 0).reshape(-1).astype(float)
    for beat in range(10):
        page.show_beat(beat)
        scene = page.board.scene
        if beat < 9:
            partial = number(float(products[:beat].sum()))
            assert scene.word("partial") == f"{beat} of 9 added up: {partial}"
            assert scene.piece("result").numbers() == {}
            growing = [e.text for e in scene.piece("result").texts if e.role == "partial"]
            assert growing == ([partial] if beat else [])
            assert len(scene.piece("products").numbers()) == beat
    assert scene.word("z") == f"= z {number(float(slid.sums[2, 0, 0]))}"
    assert set(scene.piece("result").numbers()) == {(0, 0)}
    page.show_beat(10 + 20)
    assert page.board.look.place == (2, 2, 5)
    assert len(page.board.scene.piece("result").numbers()) == 22
    page.faces.set_current("im2col")
    board = page.board
    assert (22, 2) not in board.scene.piece("sums").numbers()
    assert (21, 2) in board.scene.piece("sums").numbers()
    page.faces.set_current("banded")
    (veil,) = board.scene.piece("output").veiled
    assert veil.contains(middle(page, "output", (0, 2 * 64 + 22)))
    assert not veil.contains(middle(page, "output", (0, 2 * 64 + 21)))
    place = middle(page, "banded", (0, 2 * 64)).toPoint()
    for _ in range(20):
        turn_wheel(board, place, 1)
    page.show_beat(10 + 40)  # zoomed in, it follows
    assert 2 * 64 + 41 in board.scene.piece("banded").grid.across.seen
    page.faces.set_current("sliding")
    page.show_beat(-1)
    assert len(page.board.scene.piece("result").numbers()) == 64


def test_the_largest_of_a_window_is_marked_and_no_matrix_is_claimed(shown, trained):
    page = shown("maxpool_1", place=(1, 2, 3))
    seen = trained[2]
    x, y = seen["conv2d_1"][SAMPLE, 1], seen["maxpool_1"][SAMPLE, 1]
    scene = page.board.scene
    assert_writes(scene.piece("result"), y, 16)
    window = x[4:6, 6:8]
    winner = np.unravel_index(window.argmax(), (2, 2))
    assert centres(scene.piece("window").framed) == cells_of(page, "window", [winner])
    assert scene.word("z") == f"The largest of them leaves: {number(float(y[2, 3]))}"
    assert "max pooling is no affine map" in page.says
    assert page.length == 0
    assert not page.faces.button("banded").isEnabled()
    assert "no matrix" in page.faces.button("im2col").toolTip()


def test_choosing_filter_and_channel_shows_them(shown, trained):
    session, _, seen = trained
    page = shown("conv2d_2")
    page.filter_box.setValue(7)
    page.channel_box.setValue(5)
    scene = page.board.scene
    assert_writes(scene.piece("image"), np.pad(seen["maxpool_1"][SAMPLE, 4], 1), 36)
    assert_writes(scene.piece("kernel"), session.parameters()["conv2d_2.weight"][6, 4], 9)
    products = page.numbers.slid.products(6, 3, 3).astype(float)
    assert scene.word("part") == f"Channel 5 brings {number(float(products[4].sum()))},"
    assert scene.word("total") == f"all 8 together {number(float(products.sum()))}"


def test_a_run_that_diverged_is_shown_without_a_claim(shown):
    page = shown("conv2d_1")
    slid = page.numbers.slid
    lost = np.full_like(slid.weights, np.nan)
    diverged = replace(slid, weights=lost, sums=slid.sums * np.nan)
    page.show_numbers(Numbers("conv2d_1", "input", diverged))
    assert page.board.scene.word("z") == "= z not a number"
    page.faces.set_current("banded")
    assert "is the engine's result" not in page.says
    assert not page.grab().isNull()


def test_the_picture_of_a_large_matrix_takes_little_memory():
    built = Built({"type": "Conv2D", "filters": 32}, (16, 28, 28))
    weights = built.sliding.weights(built.parameters).astype(np.float32)
    matrix = BandedMatrix("banded", "", weights, banded=Banded(built.sliding, weights))
    tracemalloc.start()
    picture = matrix.stretch(range(12_544), range(25_088), (400, 600), dark=False)
    part = matrix.stretch(range(3000, 3300), range(9000, 9800), (200, 400), dark=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000  # laid out, it would be 1.3 GB
    blank = matrix.colours(np.array([0]), np.array([25_087]), dark=False)[0, 0]
    assert picture.shape == (1024, 1024, 4)
    assert part.shape == (200, 400, 4)
    for each in (picture, part):
        assert 0.0 < (each != blank).any(axis=-1).mean() < 0.5  # bands, and mostly nothing


def test_a_sequence_is_shown_whole_and_walked_through_in_steps_and_filters(qtbot):
    built = Built({"type": "Conv1D", "filters": 4, "stride": 2, "activation": "identity"}, (12, 3))
    sums = np.ascontiguousarray(built.y.T)[None]
    at_work = Windowed(built.sliding, built.x[None], sums, built.y[None], built.parameters, None)
    page = ConvolutionPage()
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.show_numbers(Numbers("n0", "input", at_work.of(0)))
    board = page.board
    assert board.look.place == (0, 0, 3)  # the middle comes first
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
        QTest.keyClick(board, key)
    assert board.look.place == (1, 0, 2)
    assert page.filter_box.value() == 2
    assert "filter 2, step 3" in board.accessibleDescription()
    scene = board.scene
    padded = np.pad(built.x, ((built.sliding.windows.width.before, 0), (0, 0))).T
    assert_writes(scene.piece("window"), padded[:, 4:7], 9)
    assert_writes(scene.piece("kernel"), built.parameters["n0.weight"][1], 9)
    assert_writes(scene.piece("result"), built.y.T, 24)
    page.faces.set_current("banded")
    matrix = board.scene.piece("banded").grid.matrix
    whole = matrix.part(range(36), range(24))
    found = built.x.reshape(-1) @ whole + np.tile(built.parameters["n0.bias"], 6)
    np.testing.assert_allclose(found, built.y.reshape(-1), rtol=1e-12, atol=1e-12)
    rows = page.sheet().rows
    assert [row[3] for row in rows if row[0] == "banded"] == whole.reshape(-1).tolist()
