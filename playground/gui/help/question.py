"""A small "?" that explains what it stands beside."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from playground.gui.help.helper import helper_of
from playground.gui.icons import icon
from playground.gui.topics import mark, topic_of


class Question(QToolButton):
    """Opens the card of a topic beside itself.

    Its topic can be marked anew at any time.
    """

    def __init__(self, topic: str, what: str, parent: QWidget | None = None) -> None:
        """Args:
        what: what it explains, for those who can't see where it stands.
        """
        super().__init__(parent)
        mark(self, topic)
        self.setIcon(icon("help", "muted"))
        self.setIconSize(QSize(14, 14))
        self.setProperty("flat", True)
        self.setToolTip("What is this? (F1)")
        self.setAccessibleName(f"Help on {what}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._explain)

    @Slot()
    def _explain(self) -> None:
        helper = helper_of(self)
        if helper is not None:
            helper.explain_widget(self, topic_of(self))
