"""Which topic of the glossary a control, or a place in it, is about.

Help shows the topic of what is pointed at; lessons point at controls by their topics.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QMenu, QWidget

_PROPERTY = "topic"
# What an item of a list, a table or a box of choices is about; of a header, its section.
TOPIC_ROLE = Qt.ItemDataRole.UserRole + 71


@runtime_checkable
class Explained(Protocol):
    """A widget that draws several things: it says itself what lies where."""

    def topic_at(self, place: QPoint) -> str:
        """What lies at a place in the widget's own coordinates; "" for nothing of its own."""


def mark(widget: QWidget | QAction, topic: str) -> None:
    """Say what a control, and all within it that says nothing else, is about."""
    widget.setProperty(_PROPERTY, topic)


def own_topic(widget: QWidget | QAction) -> str:
    """What a control itself is marked with, "" for nothing."""
    return str(widget.property(_PROPERTY) or "")


def topic_of(widget: QWidget | None) -> str:
    """What a control is about: its own topic, or that of what it stands in; "" for none."""
    while widget is not None:
        topic = own_topic(widget)
        if topic:
            return topic
        widget = widget.parentWidget()
    return ""


def topic_at(widget: QWidget | None, place: QPoint) -> str:
    """What lies at a place of a control: an item in it, itself, or what it stands in.

    Args:
        place: in the coordinates of `widget`.
    """
    while widget is not None:
        topic = _item_topic(widget, place) or own_topic(widget)
        if topic:
            return topic
        if widget.isWindow():  # what lies beneath a popup is not pointed at
            return topic_of(widget.parentWidget())
        place, widget = widget.mapToParent(place), widget.parentWidget()
    return ""


def widgets_of(root: QWidget, topic: str) -> list[QWidget]:
    """The controls within `root` that are marked with this very topic; the seen ones first."""
    marked = [each for each in root.findChildren(QWidget) if each.property(_PROPERTY) == topic]
    return sorted(marked, key=lambda each: not each.isVisible())


def _item_topic(widget: QWidget, place: QPoint) -> str:
    """What the item at a place is about, "" where there is none."""
    if isinstance(widget, Explained):
        return widget.topic_at(place)
    if isinstance(widget, QMenu):
        action = widget.actionAt(place) or widget.activeAction()
        return _topic_of_entry(action) if action is not None else ""
    if isinstance(widget, QHeaderView):
        section = widget.logicalIndexAt(place)
        model = widget.model()
        return str(model.headerData(section, widget.orientation(), TOPIC_ROLE) or "")
    if isinstance(widget, QAbstractItemView):
        index = widget.indexAt(widget.viewport().mapFrom(widget, place))
        return str(index.data(TOPIC_ROLE) or "") if index.isValid() else ""
    if isinstance(widget, QComboBox):
        return str(widget.currentData(TOPIC_ROLE) or "")
    return ""


def _topic_of_entry(action: QAction) -> str:
    """That of an entry of a menu; of one that opens another menu, that menu's."""
    menu = action.menu()
    return own_topic(action) or (own_topic(menu) if isinstance(menu, QMenu) else "")
