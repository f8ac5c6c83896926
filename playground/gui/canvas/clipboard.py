"""Copy, cut, paste and duplicate on the canvas, and blocks put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QCursor, QGuiApplication

from playground.errors import UserError
from playground.gui.canvas.layer_mime import fragment_mime, fragment_of, table_of
from playground.gui.canvas.layout import Link
from playground.gui.canvas.room import laid_out
from playground.gui.document import Position
from playground.gui.editing.clipboard import copied, paste, why_not_add
from playground.network.fragment import Fragment
from playground.network.spec import HEAD

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# How far a duplicate stands from what it is of, in px.
_ASIDE = 32.0


class Clipboard:
    """What is selected, taken along; what was taken along, put in."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def copy(self) -> bool:
        """Put what is selected on the clipboard; whether there was something."""
        fragment = self._chosen()
        if fragment is None:
            return False
        QGuiApplication.clipboard().setMimeData(fragment_mime(fragment))
        count = len(fragment.nodes) + len(fragment.notes)
        self._canvas.notes.tell(f"Copied {count} part{'s' * (count != 1)}. Ctrl+V puts them in.")
        return True

    def cut(self) -> None:
        """Copy what is selected, and take it out."""
        if self.copy():
            self._canvas.remove_selection()

    def paste(self) -> None:
        """Put in what is on the clipboard: at the pointer, or aside where it came from.

        Rows of a table are no layers: the window looks them through.
        """
        data = QGuiApplication.clipboard().mimeData()
        if table := table_of(data):
            self._canvas.table_pasted.emit(table)
            return
        try:
            fragment = fragment_of(data)
        except UserError as error:
            self._canvas.warn(str(error))
            return
        self._take_in(fragment, self._place_for(fragment), "paste")

    def duplicate(self) -> None:
        """Put in another of what is selected, a little aside."""
        fragment = self._chosen()
        if fragment is not None:
            left, top = fragment.corner()
            self._take_in(fragment, (left + _ASIDE, top + _ASIDE), "duplicate")

    def insert(self, fragment: Fragment, link: Link | None, point: QPointF | None) -> None:
        """Put a block in: on a wire, else at a point, else before the head."""
        if point is None:
            before_head = [(a, b) for a, b in self._canvas.document.network.links if b == HEAD]
            link = link or self._canvas.wire_to_insert_on() or next(iter(before_head), None)
        refusal = why_not_add(self._canvas.document, fragment, link) if link else None
        if refusal is not None:
            self._canvas.warn(refusal.message)
            return
        if link or point is None or not fragment.nodes:
            self._take_in(fragment, None, "add", link)
            return
        boxes = self._canvas.network_scene.boxes().values()
        fragment = laid_out(fragment, (point.x(), point.y()), boxes)
        self._take_in(fragment, fragment.corner(), "add")

    def _chosen(self) -> Fragment | None:
        canvas = self._canvas
        try:
            return copied(canvas.document, canvas.chosen(), canvas.network_scene.places())
        except UserError as error:
            canvas.warn(str(error))
            return None

    def _take_in(
        self, fragment: Fragment, at: Position | None, verb: str, link: Link | None = None
    ) -> None:
        canvas = self._canvas
        at = None if at is None else self._beside(fragment, at)
        still = {} if at is None else canvas.stay()
        try:
            names = paste(canvas.document, fragment, at, verb, link, still)
        except UserError as error:
            canvas.warn(str(error))
            return
        canvas.select_new(names)

    def _beside(self, fragment: Fragment, at: Position) -> Position:
        """`at`, moved aside while something would stand right on something else."""
        taken = {(round(x), round(y)) for x, y in self._canvas.network_scene.places().values()}
        left, top = fragment.corner()
        own = [(x - left, y - top) for x, y in fragment.places()]
        while any((round(at[0] + x), round(at[1] + y)) in taken for x, y in own):
            at = at[0] + _ASIDE, at[1] + _ASIDE
        return at

    def _place_for(self, fragment: Fragment) -> Position:
        """At the pointer, if it is over the canvas, else aside of where it was cut out."""
        canvas = self._canvas
        under = canvas.viewport().mapFromGlobal(QCursor.pos())
        if canvas.viewport().rect().contains(under) and canvas.viewport().underMouse():
            point = canvas.mapToScene(under)
            return point.x(), point.y()
        left, top = fragment.corner()
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        if seen.contains(QPointF(left + _ASIDE, top + _ASIDE)):
            return left + _ASIDE, top + _ASIDE
        return seen.center().x() - 100.0, seen.center().y() - 40.0
