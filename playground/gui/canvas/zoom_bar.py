"""How large the network is seen, and buttons to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from playground.gui.icons import icon
from playground.gui.topics import mark

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

_EDGE = 12
_STEP = 1.25


class ZoomBar(QFrame):
    """−, the zoom in percent, +, fit, tidy: at the right foot of the canvas.

    Attributes:
        out_button, percent_button, in_button, fit_button, tidy_button.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self.setProperty("role", "card")
        self.setAccessibleName("Zoom")
        mark(self, "zoom")
        self.out_button = self._button("minus", "Zoom out", "Zoom out (Ctrl −)")
        self.percent_button = self._button("", "Zoom to 100%", "Zoom to 100% (Ctrl 0)")
        self.percent_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.percent_button.setFixedWidth(60)
        self.in_button = self._button("plus", "Zoom in", "Zoom in (Ctrl +)")
        self.fit_button = self._button("fit", "Fit", "Show the whole network (F)")
        self.tidy_button = self._button("tidy", "Tidy", "Lay the cards out anew (Ctrl L)")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for button in (
            self.out_button,
            self.percent_button,
            self.in_button,
            self.fit_button,
            self.tidy_button,
        ):
            row.addWidget(button)
        self.out_button.clicked.connect(self.zoom_out)
        self.in_button.clicked.connect(self.zoom_in)
        self.percent_button.clicked.connect(canvas.zoom_to_full)
        self.fit_button.clicked.connect(canvas.fit)
        self.tidy_button.clicked.connect(canvas.tidy)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @Slot()
    def zoom_in(self) -> None:
        """A step larger, about the middle."""
        self._canvas.zoom_by(_STEP, self._canvas.middle())

    @Slot()
    def zoom_out(self) -> None:
        """A step smaller, about the middle."""
        self._canvas.zoom_by(1 / _STEP, self._canvas.middle())

    @Slot()
    def follow(self) -> None:
        """The view has zoomed or changed its size."""
        self.percent_button.setText(f"{self._canvas.zoom:.0%}")
        self.adjustSize()
        port = self._canvas.viewport().size()
        self.move(port.width() - self.width() - _EDGE, port.height() - self.height() - _EDGE)
        self.raise_()

    def _button(self, icon_name: str, name: str, help_text: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("flat", True)
        if icon_name:
            button.setIcon(icon(icon_name, "muted"))
        button.setAccessibleName(name)
        button.setToolTip(help_text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button
