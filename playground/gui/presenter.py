"""Shows any view of a window on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QCursor, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from playground.gui.views.presentation import Presentation
from playground.gui.views.slot import ViewSlot
from playground.gui.views.view import View

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow


class Presenter(QObject):
    """Takes a view out of its place and puts it back afterwards.

    Attributes:
        presentation: what is shown now, or None.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.presentation: Presentation | None = None
        self._slots: list[ViewSlot] = [
            window.output.answers,
            window.output.curves,
            window.workspace.instruments,
            *window.centre.slots.values(),
        ]
        for slot in self._slots:
            slot.present_requested.connect(self.present)
        window.views.present_requested.connect(self.present)
        shortcut = QShortcut(QKeySequence("F11"), window)
        shortcut.activated.connect(self.present_what_is_pointed_at)
        self._run = QAction("Run or pause", self)
        self._run.setShortcut(QKeySequence("Space"))
        self._run.triggered.connect(window.transport.toggle)

    @Slot(str)
    def present(self, name: str) -> None:
        """Show this view, which is in one of the window's places, full screen."""
        self.finish()
        view = self._window.views.made(name)
        if view is None or not view.isVisible():
            return
        actions = [self._run, *self._window.transport.actions_with_keys()]
        self.presentation = Presentation(view, actions, self._window)
        self.presentation.closed.connect(self._take_back, Qt.ConnectionType.DirectConnection)
        self.presentation.showFullScreen()
        self.presentation.setFocus()

    @Slot()
    def present_what_is_pointed_at(self) -> None:
        """The view under the pointer, else the one with the focus, else the upper answer."""
        places = (QApplication.widgetAt(QCursor.pos()), self._window.focusWidget())
        found = next((view for view in map(_view_around, places) if view is not None), None)
        view = found if found is not None else self._window.output.answers.view
        if view is not None:
            self.present(view.key)

    def finish(self) -> None:
        """End what is shown."""
        if self.presentation is not None:
            self.presentation.close()

    @Slot(object)
    def _take_back(self, view: View) -> None:
        self.presentation = None
        for slot in self._slots:
            if slot.holds(view.key):
                slot.leave(view)
                return
        view.deleteLater()


def _view_around(widget: QWidget | None) -> View | None:
    while widget is not None and not isinstance(widget, View):
        widget = widget.parentWidget()
    return widget
