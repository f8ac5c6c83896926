"""Where in a view the things are that a lesson asks to be pointed at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui.views.matrices.aim import Aim as MatrixAim
from playground.gui.views.neurons.aim import Aim, incoming, place_of
from playground.gui.views.neurons.strips import smooth


def neuron(window, user, layer=None):
    board = _board(window, user)
    stand = board.picture.board.stand(layer or "dense_1")
    box = stand.box(0)
    return board, _point(board, box.left + box.width / 2, box.top + box.height / 2)


def wire(window, user, layer=None):
    """The middle of the strongest wire into a layer, where no other lies on it."""
    board = _board(window, user)
    strip = next(s for s in board.picture.strips if s.wiring.target == (layer or "dense_1"))
    strongest = int(abs(strip.shares).argmax())
    share = 0.15
    start, end = strip.starts[strongest], strip.ends[strongest]
    place = strip.left + share * strip.width, start + (end - start) * smooth(share)
    return board, _point(board, *place)


def bias(window, user, layer=None):
    board = _board(window, user)
    dot = next(a for a in incoming(board.picture, layer or "dense_1", 0) if a.kind == "bias")
    return board, _point(board, *place_of(board.picture, Aim("bias", dot.layer, dot.unit)))


def _board(window, user):
    board = window.views.view("neurons").board
    user.wait(lambda: board.picture is not None and board.picture.board is not None)
    return board


def _point(board, x, y):
    return QPoint(round(x), round(y)) - board.offset


def window(window, user, layer=None):
    return _of_convolution(window, user, layer, "sliding", "result")


def pixel(window, user, layer=None):
    return _of_convolution(window, user, layer, "sliding", "image")


def shared_weight(window, user, layer=None):
    return _of_convolution(window, user, layer, "banded", "kernel")


def _of_convolution(window, user, layer, face, role):
    """The middle of a grid of a convolution, in one of its faces."""
    view = window.views.view("matrices")
    user.wait(lambda: view.picture is not None)
    layer = layer or next(s.id for s in view.picture.worked.stations if s.windowed is not None)
    if view.shown_id != layer:
        card = view.overview.layout_.by_id[layer].card.center().toPoint()
        QTest.mouseClick(view.overview, Qt.MouseButton.LeftButton, pos=card)
    user.wait(lambda: view.shown_id == layer)
    user.click(view.page.faces.button(face))
    board = view.page.board
    return board, board.scene.piece(role).grid.box.center().toPoint()


def matrix_column(window, user, layer=None):
    """A neuron above the matrices."""
    view = _matrices(window, user, layer)
    return view.overview, view.overview.place_of(layer or view.shown_id, 0).toPoint()


def matrix_entry(window, user, layer=None):
    """A weight in the matrix."""
    view = _matrices(window, user, layer)
    QApplication.sendEvent(view.overview, QEvent(QEvent.Type.Leave))
    return view.board, view.board.cell_box(MatrixAim("w", (0, 1))).center().toPoint()


def calculation(window, user, layer=None):
    """Play is pressed, and its result watched."""
    view = _matrices(window, user, layer)
    user.click(view.play_bar.play_button)
    return view.board, view.board.rect().bottomRight()


def _matrices(window, user, layer):
    view = window.views.view("matrices")
    user.wait(lambda: view.picture is not None and view.overview.layout_ is not None)
    if layer is not None and view.shown_id != layer:
        card = view.overview.layout_.by_id[layer].card.center().toPoint()
        QTest.mouseClick(view.overview, Qt.MouseButton.LeftButton, pos=card)
        user.wait(lambda: view.shown_id == layer)
    return view


SIGHTS_AT = {
    "matrix column": matrix_column,
    "matrix entry": matrix_entry,
    "calculation": calculation,
    "neuron": neuron,
    "wire": wire,
    "bias": bias,
    "window": window,
    "pixel": pixel,
    "shared weight": shared_weight,
}
