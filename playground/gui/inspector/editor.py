"""What every editor of a field does."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent


class Editor(Protocol):
    """A widget that shows a field's value and says what the person wants it to be.

    Signals:
        chosen(object): the value that is wanted.
        refused(str): what was typed can't be; how it has to be, to follow "must be".
        touched(): the person is about to change it.
    """

    chosen: SignalInstance
    refused: SignalInstance
    touched: SignalInstance

    def show_value(self, value: Any) -> None:
        """Show a value, or MIXED; what is being typed stays."""

    def reject(self) -> None:
        """What was chosen can't be: let it be corrected, or go back."""

    def forget(self) -> None:
        """Drop what is being typed: something else is shown from here on."""


def keeps_key(event: QEvent) -> bool:
    """Whether a key that the window has a shortcut for belongs to the control with the focus.

    Space, letters and digits do: they open, choose and type; with Ctrl or Alt they are the
    window's.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.text().isprintable() and event.text()) and not event.modifiers() & commands
