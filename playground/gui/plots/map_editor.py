"""Hands that change the samples of a map: a click, a brush, an eraser, the keyboard."""

from __future__ import annotations

import weakref
from itertools import count
from time import monotonic

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent

from playground.data.edits import Added
from playground.data.prepare import Prepared
from playground.gui.document import Document
from playground.gui.plots.map_canvas import REACH, MapCanvas
from playground.gui.plots.map_tools import BRUSH, ERASER, POINT, POINTER, MapTools

# While a stroke goes on the document takes its points this often, and the brush dabs this often.
EDIT_EVERY_MS = 100
DAB_EVERY_MS = 50
# Between two dabs of a brush that is dragged, in shares of its reach.
_SPACING = 0.5
_KEY_STEP = 0.02
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class MapEditor(QObject):
    """Turns what mouse and keys do on a map into edits of the document.

    A stroke, from a button's press to its release, is one entry of the undo stack; the document
    takes what it has come to every 100 ms.
    """

    def __init__(self, canvas: MapCanvas, tools: MapTools, document: Document) -> None:
        super().__init__(canvas)
        self._canvas, self._tools = canvas, tools
        self._document = weakref.ref(document)
        self._prepared: Prepared | None = None
        self._numbers = count(1)
        self._stroke = ""
        self._points: list[Added] = []
        self._rows: set[int] = set()
        self._at = QPointF()  # where the pointer or the keyboard's place is
        self._dabbed_at = QPointF()
        self._took_at = 0.0
        self._random = np.random.default_rng()
        self._took_right = False
        self._timer = QTimer(self)
        self._timer.setInterval(DAB_EVERY_MS)
        self._timer.timeout.connect(self._go_on)
        canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        canvas.installEventFilter(self)
        tools.tool_changed.connect(self._show_reach)

    def set_data(self, prepared: Prepared) -> None:
        """The samples that the map shows."""
        self._prepared = prepared
        self._rows.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is meant for the tool in hand; the rest goes its way."""
        if self._tools.tool == POINTER or self._tools.isHidden():
            return False
        kind = event.type()
        if isinstance(event, QContextMenuEvent):
            # The press has been a removal, so that it opens no menu.
            taken, self._took_right = self._took_right, False
            return taken
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if kind == QEvent.Type.FocusOut:
            self._end()
        return False

    # The mouse

    def _mouse(self, event: QMouseEvent) -> bool:
        place = event.position()
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                return self._press(event.button(), place)
            case QEvent.Type.MouseMove:
                self._at = place
                self._show_reach()
                if self._stroke:
                    self._drag(place)
            case QEvent.Type.MouseButtonRelease if event.button() == _LEFT and self._stroke:
                self._end()
                return True
        return False

    def _press(self, button: Qt.MouseButton, place: QPointF) -> bool:
        self._at = place
        if not self._canvas.area.box.contains(place):
            return False
        if button == _RIGHT:
            near = self._canvas.rows_near(place)
            self._took_right = len(near) > 0
            if self._took_right:
                self._remove([int(near[0])])
            return self._took_right
        if button != _LEFT:
            return False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._tools.tool == POINT:
            self._add(place)
            return True
        self._stroke = str(next(self._numbers))
        self._took_at = 0.0
        self._dab(place)
        self._take()
        self._timer.start()
        return True

    def _drag(self, place: QPointF) -> None:
        way = place - self._dabbed_at
        apart = max(_SPACING * float(self._tools.radius.value), 2.0)
        if self._tools.tool == ERASER or np.hypot(way.x(), way.y()) >= apart:
            self._dab(place)

    @Slot()
    def _go_on(self) -> None:
        """While the button is held: dab where the brush rests, and give the document its part."""
        if self._tools.tool == BRUSH and self._canvas.area.box.contains(self._at):
            self._dab(self._at)
        self._take()

    def _dab(self, place: QPointF) -> None:
        """Some points around a place, evenly likely in the brush's disc; or those there, to go."""
        self._dabbed_at = QPointF(place)
        reach = float(self._tools.radius.value)
        if self._tools.tool == ERASER:
            self._rows.update(self._canvas.rows_near(place, reach).tolist())
            return
        number = int(self._tools.density.value)
        angle = self._random.uniform(0.0, 2.0 * np.pi, number)
        away = reach * np.sqrt(self._random.uniform(0.0, 1.0, number))
        for x, y in zip(away * np.cos(angle), away * np.sin(angle), strict=True):
            spot = QPointF(place.x() + x, place.y() + y)
            if self._canvas.area.box.contains(spot):
                self._points.append(self._point(spot))

    def _take(self, *, at_once: bool = False) -> None:
        """Give the document what the stroke has come to, if it is time."""
        now = monotonic()
        if not at_once and (now - self._took_at) * 1000.0 < EDIT_EVERY_MS:
            return
        document = self._document()
        points, rows = self._points, self._rows
        self._points, self._rows = [], set()
        if document is None or not (points or rows):
            return
        self._took_at = now
        before = document.project
        if points:
            document.add_points(points, self._stroke)
        elif self._is_shown(document):
            document.remove_samples(self._in_whole(sorted(rows)), self._stroke)
        if document.project is before:
            # Refused, in words; the rest of the stroke would be too.
            self._stop()

    def _end(self) -> None:
        if self._stroke:
            self._take(at_once=True)
        self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._stroke = ""
        self._points, self._rows = [], set()

    # Single points

    def _add(self, place: QPointF) -> None:
        document = self._document()
        if document is not None:
            document.add_points([self._point(place)])

    def _remove(self, rows: list[int]) -> None:
        document = self._document()
        if document is not None and self._is_shown(document):
            document.remove_samples(self._in_whole(rows))

    def _in_whole(self, rows: list[int]) -> list[int]:
        """What samples that are shown are in the whole of the data."""
        assert self._prepared is not None
        return [int(number) for number in self._prepared.numbers_of(np.array(rows, np.int64))]

    def _point(self, place: QPointF) -> Added:
        x, y = self._canvas.area.to_data(place)
        return (x, y, *self._tools.targets)

    def _is_shown(self, document: Document) -> bool:
        """Whether rows on the map are rows of the document's data."""
        return self._prepared is not None and self._prepared.spec == document.project.data

    # Wheel and keys

    def _wheel(self, event: QWheelEvent) -> bool:
        if self._tools.tool == POINT:
            return False
        self._tools.widen(1 if event.angleDelta().y() > 0 else -1)
        self._show_reach()
        return True

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        box = self._canvas.area.box
        if not box.contains(self._at):
            self._at = box.center()
        if key in _WAYS:
            step = _KEY_STEP * box.width() * (5 if event.modifiers() else 1)
            x = np.clip(self._at.x() + step * _WAYS[key][0], box.left() + 1, box.right() - 1)
            y = np.clip(self._at.y() + step * _WAYS[key][1], box.top() + 1, box.bottom() - 1)
            self._at = QPointF(float(x), float(y))
            self._show_reach()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._use_by_key()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(self._canvas.rows_near(self._at, self._reach)[:1].tolist())
        else:
            return False
        return True

    def _use_by_key(self) -> None:
        """What a click would do."""
        if self._tools.tool == POINT:
            self._add(self._at)
            return
        self._stroke = str(next(self._numbers))
        self._dab(self._at)
        self._end()

    @property
    def _reach(self) -> float:
        wide = self._tools.tool in (BRUSH, ERASER)
        return float(self._tools.radius.value) if wide else REACH

    @Slot()
    def _show_reach(self) -> None:
        self._canvas.set_brush(None if self._tools.tool == POINTER else self._at, self._reach)
