"""What help is wanted for: under the pointer, or where the keyboard is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from playground.gui.topics import topic_at, topic_of

_SPOT = 12  # px about a place in a widget that draws several things


@dataclass(frozen=True)
class Pointed:
    """A topic and the part of the screen that it is about."""

    topic: str
    where: QRect


class Pointer(QObject):
    """Knows whether the mouse or the keyboard was used last.

    The keyboard counts while the mouse has not moved since the focus did.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._at_focus: QPoint | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._note)

    def pointed(self) -> Pointed | None:
        """What help is asked for; None where nothing has a topic."""
        ways = (_focused, _under) if QCursor.pos() == self._at_focus else (_under, _focused)
        for way in ways:
            found = way()
            if found is not None:
                return found
        return None

    @Slot(QWidget, QWidget)
    def _note(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self._at_focus = QCursor.pos()


def at(place: QPoint) -> Pointed | None:
    """What lies at a place of the screen."""
    widget = QApplication.widgetAt(place)
    if widget is None:
        return None
    topic = topic_at(widget, widget.mapFromGlobal(place))
    return Pointed(topic, _around(widget, place)) if topic else None


def _under() -> Pointed | None:
    return at(QCursor.pos())


def _focused() -> Pointed | None:
    widget = QApplication.focusWidget()
    popup = QApplication.activePopupWidget()
    if popup is not None and (widget is None or widget.window() is not popup):
        widget = popup.focusWidget() or popup
    if widget is None:
        return None
    where = getattr(widget, "topic_in_focus", None)
    topic = where() if where is not None else topic_at(widget, widget.rect().center())
    topic = topic or topic_of(widget)
    if not topic:
        return None
    return Pointed(topic, QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size()))


def _around(widget: QWidget, place: QPoint) -> QRect:
    """The widget; of one that is large, the spot."""
    if widget.width() <= 320 and widget.height() <= 120:
        return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    return QRect(place - QPoint(_SPOT, _SPOT), place + QPoint(_SPOT, _SPOT))
