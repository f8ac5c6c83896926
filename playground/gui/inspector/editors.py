"""The editor of each kind of field."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QWidget

from playground.gui.inspector.choice_editor import ChoiceEditor
from playground.gui.inspector.editor import Editor
from playground.gui.inspector.field import Field
from playground.gui.inspector.kinds import Choice, Number, Shown, Switch
from playground.gui.inspector.line_editor import LineEditor
from playground.gui.inspector.notation import Notation
from playground.gui.inspector.number_editor import NumberEditor
from playground.gui.inspector.switch_editor import SwitchEditor
from playground.gui.inspector.words_editor import WordsEditor

_EMPTY = re.compile(r"\bempty(?: for|:) ([^.]+)", re.IGNORECASE)


def editor_of(field: Field, parent: QWidget) -> Editor:
    """A new editor for a field."""
    empty = meaning_of_empty(field.help)
    match field.kind:
        case Switch():
            return SwitchEditor(parent)
        case Choice():
            return ChoiceEditor(field.kind, parent)
        case Number():
            return NumberEditor(field.kind, empty, parent)
        case Notation() if field.kind.words:
            return WordsEditor(field.kind, empty, parent)
        case Notation() if field.kind.number:
            return NumberEditor(field.kind, empty, parent)
        case Shown():
            shown = LineEditor(field.kind, empty, parent)
            shown.setReadOnly(True)
            return shown
        case _:
            return LineEditor(field.kind, empty, parent)


def meaning_of_empty(help_line: str) -> str:
    """What a field means that is left empty, by its help: "… Empty for all." is "all"."""
    found = _EMPTY.search(help_line)
    return found[1] if found else ""
