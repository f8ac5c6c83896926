"""An entry of a menu, with its keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from playground.gui.icons import icon
from playground.gui.menu_topics import topic_of_entry
from playground.gui.topics import mark


def add_entry(
    menu: QMenu, window: QWidget, text: str, icon_name: str | None, keys: Any, slot: Any
) -> QAction:
    """Add an entry that calls `slot`; its keys hold in the whole of `window`."""
    action = menu.addAction(text)
    mark(action, topic_of_entry(text))
    if icon_name is not None:
        action.setIcon(icon(icon_name))
    if keys is not None:
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        window.addAction(action)
    action.triggered.connect(slot)
    return action
