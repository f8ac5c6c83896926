"""Which topic of the glossary a control is about.

Help shows the topic of what is pointed at; lessons point at controls by their topics.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_PROPERTY = "topic"


def mark(widget: QWidget, topic: str) -> None:
    """Say what a control, and all within it that says nothing else, is about."""
    widget.setProperty(_PROPERTY, topic)


def topic_of(widget: QWidget | None) -> str:
    """What a control is about: its own topic, or that of what it stands in; "" for none."""
    while widget is not None:
        topic = widget.property(_PROPERTY)
        if topic:
            return str(topic)
        widget = widget.parentWidget()
    return ""


def widgets_of(root: QWidget, topic: str) -> list[QWidget]:
    """The controls within `root` that are marked with this very topic; the seen ones first."""
    marked = [each for each in root.findChildren(QWidget) if each.property(_PROPERTY) == topic]
    return sorted(marked, key=lambda each: not each.isVisible())
