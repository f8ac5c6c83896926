"""One field: its name, its editor, and the way back to its default."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from playground.errors import UserError
from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.inspector.choice_editor import ChoiceEditor
from playground.gui.inspector.columns import Row
from playground.gui.inspector.editor import keeps_key
from playground.gui.inspector.editors import editor_of
from playground.gui.inspector.field import Field
from playground.gui.inspector.kinds import Choice, Kind, Number, Switch
from playground.gui.inspector.notation import Notation
from playground.gui.inspector.number_editor import NumberEditor
from playground.gui.inspector.scrub_label import ScrubLabel
from playground.gui.inspector.subject import MIXED, NO_DEFAULT, Subject
from playground.gui.topics import mark

_LEAST_NAME, _AIR = 56, 8
_HEIGHT, _INDENT, _NAME_TEXT = 24, 10, 12


class FieldRow(Row):
    """Label left, control right; what can't be is said beneath.

    Attributes:
        field: what it shows.
        editor: the control. reset_button: visible where the value is not the default.
        error: the words beneath.

    Signals:
        height_changed(): words came or went.
    """

    height_changed = Signal()

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self._subject: Subject | None = None
        self._default: Any = NO_DEFAULT
        self.editor: Any = editor_of(field, self)
        self.label = self._label()
        self.reset_button = _ResetButton(self)
        mark(self, field.topic)
        if isinstance(self.editor, ChoiceEditor):
            self.editor.explain(field.topic)
        mark(self.reset_button, "reset_field")
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        self.clings = self._is_within()
        self.name_width = max(_LEAST_NAME, self._wanted_name_width())
        self._name()
        self._arrange()
        self.editor.chosen.connect(self._change)
        self.editor.refused.connect(self._refuse)
        self.editor.touched.connect(self._forgive)
        self.reset_button.clicked.connect(self._reset)

    def show_of(self, subject: Subject) -> None:
        """Show the field of a subject as it is now."""
        self._subject = subject
        self.editor.show_value(subject.value(self.field))
        default = subject.default(self.field)
        if default != self._default:
            self._default = default
            self.reset_button.say(self.field.title, self._in_words(default))
        self.reset_button.setVisible(not subject.is_usual(self.field))

    def forget(self) -> None:
        """Drop what is being typed and what was said of it."""
        self.editor.forget()
        self._forgive()

    def align(self, name_width: int) -> None:
        self.label.setFixedWidth(name_width)

    @Slot(object)
    def _change(self, value: Any) -> None:
        if self._subject is None:
            return
        try:
            self._subject.change(self.field, value)
        except UserError as error:
            self.editor.reject()
            self._say(str(error))
        else:
            self._forgive()

    @Slot(str)
    def _refuse(self, wish: str) -> None:
        self._say(f"{self.field.title} must be {wish}.")

    @Slot()
    def _reset(self) -> None:
        if self._subject is not None:
            self.editor.forget()
            self._subject.reset(self.field)
            self._forgive()
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _forgive(self) -> None:
        self._say("")

    def _say(self, words: str) -> None:
        if words != self.error.text():
            self.error.setText(words)
            self.error.setVisible(bool(words))
            self.editor.setAccessibleDescription(words or self._help())
            self.height_changed.emit()

    def _label(self) -> QLabel:
        if isinstance(self.editor, NumberEditor):
            label: QLabel = ScrubLabel(self.field.title, self)
            label.scrubbed.connect(self.editor.step)  # type: ignore[attr-defined]
        else:
            label = QLabel(self.field.title, self)
        label.setProperty("role", "field")
        label.setContentsMargins(_INDENT if self._is_within() else 0, 0, 0, 0)
        label.setBuddy(self.editor)
        return label

    def _name(self) -> None:
        name = self.field.title
        if self._is_within():
            name = f"{name} of the {self.field.path[0]}"
        self.editor.setAccessibleName(name)
        self.editor.setAccessibleDescription(self._help())
        self.label.setToolTip(self._help())
        if not isinstance(self.editor, ChoiceEditor):
            self.editor.setToolTip(self._help())

    def _wanted_name_width(self) -> int:
        advance = QFontMetrics(theme.font(_NAME_TEXT)).horizontalAdvance(self.field.title)
        return advance + _AIR + (_INDENT if self._is_within() else 0)

    def _is_within(self) -> bool:
        """Whether the field is of a part that another row has chosen."""
        return len(self.field.path) > 1 and self.field.path[-1] != "type"

    def _help(self) -> str:
        return "\n".join(part for part in (self.field.help, _range(self.field.kind)) if part)

    def _in_words(self, value: Any) -> str:
        kind = self.field.kind
        if value is MIXED:
            return "each layer's own default"
        if isinstance(kind, Switch):
            return "on" if value else "off"
        if isinstance(kind, Choice):
            return kind.label(value)
        return kind.write(value) or "empty"

    def _arrange(self) -> None:
        self.editor.setFixedHeight(_HEIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, theme.SPACE_1)
        grid.setHorizontalSpacing(theme.SPACE_1)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self.reset_button, 0, 2)
        grid.addWidget(self.error, 1, 0, 1, 3)
        grid.setColumnStretch(1, 1)


class _ResetButton(QToolButton):
    """Back to the default; it keeps its place while it is away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("tiny", True)
        self.setIcon(icon("reset", "muted"))
        self.setIconSize(QSize(12, 12))
        self.setFixedSize(20, 20)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def say(self, title: str, default: str) -> None:
        """Tell what the default is."""
        self.setToolTip(f"Back to {default}")
        self.setAccessibleName(f"Reset {title} to {default}")

    def event(self, event: QEvent) -> bool:
        """Space presses it, whatever else it does elsewhere."""
        if keeps_key(event):
            event.accept()
            return True
        return super().event(event)


def _range(kind: Kind) -> str:
    """What a field may be, as a line of its own."""
    if isinstance(kind, Number):
        return f"{kind.limits.range[:1].upper()}{kind.limits.range[1:]}." * bool(kind.limits.range)
    if isinstance(kind, Notation):
        return f"{kind.wish[:1].upper()}{kind.wish[1:]}."
    return ""
