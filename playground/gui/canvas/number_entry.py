"""Typing a number on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Slot

from playground.gui.canvas.number_editor import NumberEditor

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class NumberEntry(QObject):
    """Opens a field over a card's number and gives the document what is typed.

    Attributes:
        editor: the open field, or None.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.editor: NumberEditor | None = None
        self._canvas = canvas
        self._identity = ""
        self._field = ""

    def open(self, identity: str) -> None:
        """Type the number of this card, if it has one."""
        card = self._canvas.network_scene.cards[identity]
        stepper = card.face.stepper
        if stepper is None:
            return
        self._identity, self._field = identity, stepper.field.name
        box = self._canvas.mapFromScene(card.part_rect(self._field)).boundingRect()
        self.editor = NumberEditor(stepper, box.adjusted(-16, -3, 16, 3), self._canvas.viewport())
        self.editor.entered.connect(self._take)
        self.editor.refused.connect(self._explain)
        self.editor.closed.connect(self._close)

    @Slot(object)
    def _take(self, value: float) -> None:
        if self._identity in self._canvas.document.network:
            self._canvas.document.set_node_field(self._identity, self._field, value)

    @Slot(str)
    def _explain(self, reason: str) -> None:
        box = self._canvas.control_rect(self._identity, self._field)
        self._canvas.explain(reason, box.bottomLeft())

    @Slot()
    def _close(self) -> None:
        self.editor = None
        self._canvas.explain(None, QPointF())
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
