"""A choice from a list, as a caption above the chosen value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from playground.gui.topics import mark
from playground.gui.widgets.two_line_button import TwoLineButton


class Picker(TwoLineButton):
    """A two-line control that opens a menu of choices.

    Space, Enter and the arrow keys open the menu; the arrow keys move in it and Enter chooses.

    Attributes:
        menu: the menu of choices.

    Signals:
        value_chosen(object): the value that was picked by hand; `set_value` emits nothing.
    """

    value_chosen = Signal(object)

    def __init__(
        self, caption: str, parent: QWidget | None = None, short_caption: str = ""
    ) -> None:
        super().__init__(caption, parent, short_caption)
        self._value: object = None
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._group = QActionGroup(self.menu)
        self._group.triggered.connect(self._choose)

    @property
    def value(self) -> object:
        """The value that is shown as chosen; None before the first."""
        return self._value

    def set_choices(self, choices: Sequence[tuple[object, str, str]]) -> None:
        """Offer (value, label, help) choices; the help is the entry's tool tip."""
        for action in self._group.actions():
            self._group.removeAction(action)
        self.menu.clear()
        for value, label, help_text in choices:
            action = self.menu.addAction(_plain(label))
            action.setData((value, label))
            action.setToolTip(help_text)
            action.setCheckable(True)
            self._group.addAction(action)
        self.set_value(self._value)

    def explain(self, topic: str, kind: str = "") -> None:
        """Say what it is about; `kind` is the family of the glossary that the choices are in."""
        mark(self, topic)
        for action in self._group.actions():
            mark(action, f"{kind}.{action.data()[0]}" if kind else topic)

    def set_remark(self, value: object, remark: str, help_text: str) -> None:
        """Put a word or two beside a choice in the menu, and another tool tip."""
        for action in self._group.actions():
            offered, label = action.data()
            if offered == value:
                # What follows a tab stands in a column on the right.
                action.setText(f"{_plain(label)}\t{_plain(remark)}")
                action.setToolTip(help_text)

    def set_value(self, value: object) -> None:
        """Show the choice whose value this is; one that isn't offered is shown as text."""
        self._value = value
        self._text = "" if value is None else str(value)
        self._help, self._short_text = "", ""
        for action in self._group.actions():
            offered, label = action.data()
            action.setChecked(offered == value)
            if offered == value:
                self._text, self._help = label, action.toolTip()
        self._tell()

    def open_menu(self) -> None:
        """Open the menu beneath, on the chosen entry."""
        self.menu.setMinimumWidth(self.width())
        chosen = self._group.checkedAction()
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        if chosen is not None:
            self.menu.setActiveAction(chosen)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        value, _ = action.data()
        self.set_value(value)
        self.value_chosen.emit(value)


def _plain(text: str) -> str:
    """`text` for a menu, where a single & would be taken for the mark of a shortcut."""
    return text.replace("&", "&&")
