"""The drawing of a face, which is pointed at, dragged, zoomed and walked through."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent

from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.number_grid import Cell
from playground.gui.plots.number_grid.keys import ARROWS, LARGER, SMALLER
from playground.gui.views.convolution.banded_face import (
    Zoom,
    banded_scene,
    scrolled,
    showing,
    zoom_about,
)
from playground.gui.views.convolution.faces import BANDED, IM2COL, SLIDING
from playground.gui.views.convolution.im2col_face import im2col_scene
from playground.gui.views.convolution.look import Look, middle_of
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.painting import ScenePainter
from playground.gui.views.convolution.pointing import dragged, look_at, said
from playground.gui.views.convolution.scene import Piece, Scene
from playground.gui.views.convolution.sliding_face import sliding_scene

_NOTCH = 1.25


class SlidingBoard(HoverPlot):
    """Shows a layer with windows in one of its faces.

    Attributes:
        numbers: of the layer; None before the first. face: one of `FACES`. look: what is looked at.
        scene: what is drawn. pointed: the role of the grid that the mouse is at, or "".

    Signals:
        look_changed: something else is looked at, by hand.
        page_wanted(±1): the next layer, or the one before.
        play_wanted, step_wanted(±1): the keys of the calculation by hand.
    """

    look_changed = Signal()
    page_wanted = Signal(int)
    play_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Convolution")
        self.setAccessibleDescription(
            "Arrow keys go from place to place, + and − zoom the banded matrix, Page up and Page "
            "down choose a layer, Enter plays the calculation, [ and ] step through it."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.numbers: Numbers | None = None
        self.face = SLIDING
        self.look = Look()
        self.zoom = Zoom()
        self.scene = Scene()
        self.pointed = ""
        self._painter = ScenePainter()
        self._held: QPointF | None = None

    def show_numbers(self, numbers: Numbers | None) -> None:
        """Show a layer, or nothing; the place looked at stays, as far as there is such."""
        before = self.numbers
        if numbers is None or before is None or numbers.slid.sliding != before.slid.sliding:
            self.zoom = Zoom()
        self.numbers = numbers
        if numbers is not None:
            if self.look == Look():
                self.look = middle_of(numbers.slid.sliding)
            self.look = self.look.within(numbers.slid.sliding)
        self._lay_out()

    def set_face(self, face: str) -> None:
        """Show another face."""
        self.face = face
        self._lay_out()

    def set_look(self, look: Look) -> None:
        """Look at something else."""
        if look != self.look:
            self.look = look
            self._lay_out()

    def follow(self, look: Look) -> None:
        """Look at something else, and scroll the matrix to where it is seen."""
        if self.numbers is not None and self.face == BANDED and self.zoom != Zoom():
            self.zoom = showing(self.numbers, self._size(), self.zoom, look)
        self.set_look(look)

    def minimumSizeHint(self) -> QSize:
        """So small nothing can be read."""
        return QSize(240, 160)

    def text_at(self, place: QPointF) -> str:
        """What a number is."""
        hit = self.scene.at(place.x(), place.y())
        if hit is None or self.numbers is None:
            return ""
        return said(self.numbers, self.look, *hit)

    def _size(self) -> tuple[float, float]:
        return float(self.width() - 2), float(self.height() - 2)

    def _lay_out(self) -> None:
        numbers, size = self.numbers, self._size()
        if numbers is None:
            self.scene = Scene()
        elif self.face == BANDED:
            self.scene = banded_scene(numbers, self.look, *size, self.zoom)
        elif self.face == IM2COL:
            self.scene = im2col_scene(numbers, self.look, *size)
        else:
            self.scene = sliding_scene(numbers, self.look, *size)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        self._painter.draw(QPainter(self), self.scene)

    # The mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the pointer; drag the window, or the matrix."""
        place = event.position()
        if self._held is not None:
            self._drag(place)
            return
        self._point_at(place)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the window, or of the matrix."""
        if event.button() == Qt.MouseButton.LeftButton and self.numbers is not None:
            self._held = event.position()
            self.readout.hide()
            self._drag(event.position())
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of the matrix again."""
        self.zoom = Zoom()
        self._lay_out()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self.pointed = ""
        self._change(self.look.pointing())
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the matrix about the pointer; go from window to window."""
        notches = event.angleDelta().y() / 120.0
        if self.numbers is None or not notches or self.face == SLIDING:
            event.ignore()
            return
        if self.face == BANDED:
            self._zoom_by(_NOTCH**notches, event.position())
        else:
            self._walk(0, -1 if notches > 0 else 1)
        event.accept()

    def _point_at(self, place: QPointF) -> None:
        hit = self.scene.at(place.x(), place.y())
        if self.numbers is None:
            return
        self.pointed = "" if hit is None else hit[0].role
        look = self.look.pointing()
        if hit is not None:
            look = look_at(self.numbers, self.look, *hit)
        # A calculation by hand is not left because the pointer passes by.
        if not self.look.by_hand or look.by_hand or self._held is not None:
            self._change(look)

    def _drag(self, place: QPointF) -> None:
        assert self.numbers is not None
        assert self._held is not None
        hit = self.scene.at(place.x(), place.y())
        if hit is not None and hit[0].role == "image":
            self._change(dragged(self.numbers, self.look, hit[1]))
        elif self.face == BANDED and self._on_matrix(self._held):
            way, self._held = place - self._held, place
            self.zoom = scrolled(self.numbers, self._size(), self.zoom, -way.x(), -way.y())
            self._lay_out()
        elif hit is not None:
            self._point_at(place)

    def _on_matrix(self, place: QPointF) -> bool:
        piece = self.scene.piece("banded")
        return piece is not None and piece.grid.box.contains(place)

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from place to place; zoom the matrix."""
        key = event.key()
        if self.numbers is None:
            super().keyPressEvent(event)
        elif key in ARROWS:
            self._walk(*ARROWS[Qt.Key(key)])
        elif self.face == BANDED and (key in LARGER or key in SMALLER):
            piece = self.scene.piece("banded")
            assert piece is not None
            column = self.numbers.slid.sliding.leaving.flat(*self.look.place)
            middle = QPointF(piece.grid.across.middle(column), piece.grid.box.center().y())
            self._zoom_by(_NOTCH if key in LARGER else 1.0 / _NOTCH, middle)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.page_wanted.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.play_wanted.emit()
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.step_wanted.emit(1 if key == Qt.Key.Key_BracketRight else -1)
        else:
            super().keyPressEvent(event)

    def _walk(self, down: int, right: int) -> None:
        assert self.numbers is not None
        planes = self.numbers.planes
        rows, columns = planes.result_shape
        row, column = planes.result_cell(self.look.place)
        cell = min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
        place = planes.result_place(cell, self.look)
        look = self.look.at(place, self.numbers.slid.sliding).pointing()
        if look != self.look:
            self.follow(look)
            self.look_changed.emit()
        self.setAccessibleDescription(self._said_of_place())

    def _said_of_place(self) -> str:
        assert self.numbers is not None
        for role in ("result", "sums"):
            piece = self.scene.piece(role)
            if piece is not None:
                return said(self.numbers, self.look, piece, self._cell_of_place(piece))
        return ""

    def _cell_of_place(self, piece: Piece) -> Cell:
        assert self.numbers is not None
        sliding, look = self.numbers.slid.sliding, self.look
        if piece.role == "result":
            return self.numbers.planes.result_cell(look.place)
        filter_ = look.filter - sliding.filters_of(sliding.group_of(look.filter)).start
        return look.row * sliding.leaving.width + look.column, filter_

    # What these have in common

    def _zoom_by(self, factor: float, place: QPointF) -> None:
        assert self.numbers is not None
        self.zoom = zoom_about(self.numbers, self._size(), self.zoom, factor, place)
        self._lay_out()

    def _change(self, look: Look) -> None:
        if look != self.look:
            self.set_look(look)
            self.look_changed.emit()
