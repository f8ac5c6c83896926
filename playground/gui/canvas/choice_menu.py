"""A menu that chooses one of several named things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from playground.gui.topics import mark


@dataclass(frozen=True)
class Choice:
    """One line of the menu."""

    name: str
    label: str
    help: str = ""
    icon: QIcon | None = None
    topic: str = ""


class ChoiceMenu(QMenu):
    """Offers choices, the one in force ticked, and calls back with the name of the chosen one."""

    def __init__(
        self,
        title: str,
        choices: list[Choice],
        current: str,
        chosen: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent)
        self._chosen = chosen
        self.setToolTipsVisible(True)
        for choice in choices:
            action = QAction(choice.label, self)
            action.setData(choice.name)
            action.setToolTip(choice.help)
            mark(action, choice.topic)
            if choice.icon:
                action.setIcon(choice.icon)
            if choice.name == current:
                font = action.font()
                font.setBold(True)
                action.setFont(font)
                self.setActiveAction(action)
            self.addAction(action)
            if choice.name == current:
                self.setActiveAction(action)
        self.triggered.connect(self._choose)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self._chosen(action.data())
