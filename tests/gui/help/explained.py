"""Finds what in a window does not explain itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

from playground.gui.glossary.glossary import glossary
from playground.gui.topics import TOPIC_ROLE, own_topic, topic_of
from playground.gui.views.view import View

STANDARD = (QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractSlider, QLineEdit, QTabBar)
OTHERS = (QAbstractItemView, QPlainTextEdit, QTextEdit)
# So many controls may share the topic of what they stand in; more are no longer one thing.
MOST_TOGETHER = 8


def controls_of(root):
    """What a person can act on: standard controls, and whatever takes the keyboard."""
    return [each for each in root.findChildren(QWidget) if is_control(each)]


def is_control(widget):
    if is_part(widget) or isinstance(widget, QLabel | QMenu | QScrollArea):
        return False
    if isinstance(widget, QHeaderView):
        return False
    return isinstance(widget, STANDARD + OTHERS) or takes_keyboard(widget)


def takes_keyboard(widget):
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def is_part(widget):
    """Whether it is a piece of another control, which Qt has put together."""
    parent = widget.parentWidget()
    if parent is None:
        return False
    if widget.objectName().startswith("qt_") or parent.objectName().startswith("qt_"):
        return True
    if "Private" in parent.metaObject().className():
        return True
    return isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit | QAbstractItemView)


def holder_of(widget):
    """What the topic of a control is written on."""
    while widget is not None and not own_topic(widget):
        widget = widget.parentWidget()
    return widget


def fault_of(control):
    """What is wrong with how a control explains itself, in words; "" for nothing."""
    topic = topic_of(control)
    if not topic:
        return "has no topic"
    if glossary().find(topic) is None:
        return f"has a topic that is not explained: {topic!r}"
    holder = holder_of(control)
    if holder is control or not isinstance(control, STANDARD):
        return ""
    if isinstance(holder, View):
        return f"is explained only by its view ({topic})"
    along = [c for c in controls_of(holder) if isinstance(c, STANDARD) and holder_of(c) is holder]
    if len(along) > MOST_TOGETHER:
        return f"shares {topic!r} with {len(along) - 1} others"
    return ""


def unexplained(root):
    """Every control, heading, column, choice and menu entry beneath `root` with a fault."""
    found = {said(each): fault for each in controls_of(root) if (fault := fault_of(each))}
    for label in root.findChildren(QLabel):
        if label.property("role") in ("heading", "title") and not topic_of(label):
            found[said(label)] = "is a heading without a topic"
    for header in root.findChildren(QHeaderView):
        found |= _in_header(header)
    for box in root.findChildren(QComboBox):
        found |= _in_items(box)
    for menu in root.findChildren(QMenu):
        found |= in_menu(menu)
    return found


def _in_header(header):
    model = header.model()
    if model is None:
        return {}
    topics = [
        str(model.headerData(at, header.orientation(), TOPIC_ROLE) or topic_of(header))
        for at in range(header.count())
    ]
    return _unknown(f"column of {said(header)}", topics)


def _in_items(box):
    topics = [str(box.itemData(at, TOPIC_ROLE) or topic_of(box)) for at in range(box.count())]
    return _unknown(f"choice of {said(box)}", topics)


def in_menu(menu):
    """The entries of a menu that explain nothing."""
    topics = {}
    for action in menu.actions():
        if action.isSeparator():
            continue
        own = own_topic(action) or (own_topic(action.menu()) if action.menu() else "")
        topics[action.text()] = own or topic_of(menu)
    faults = {}
    for text, topic in topics.items():
        faults |= _unknown(f"entry {text!r}", [topic])
    return faults


def _unknown(what, topics):
    wrong = sorted({topic for topic in topics if not topic or glossary().find(topic) is None})
    return {what: f"has no topic, or one that is not explained: {wrong}"} if wrong else {}


def said(widget):
    """A control by its name and where it stands."""
    parts, above = [], widget
    while above is not None and len(parts) < 6:
        parts.append(type(above).__name__)
        above = above.parentWidget()
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{widget.accessibleName() or text!r} in {' < '.join(parts)}"
