"""A strip of tabs of which one is chosen: Build, Neurons, Matrices, Compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from playground.gui.topics import mark


class Segmented(QFrame):
    """Buttons side by side on a card; the left and right arrow keys move the choice.

    Signals:
        current_changed(str): the key of the segment chosen by hand or by `set_current`.
    """

    current_changed = Signal(str)

    def __init__(
        self, segments: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """`segments` are (key, label, help); the first is chosen."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for key, label, help_text in segments:
            button = self._make(label, help_text)
            self._buttons[key] = button
            row.addWidget(button)
        self._group.buttonToggled.connect(self._announce)

    @property
    def current(self) -> str:
        """The key of the chosen segment."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_current(self, key: str) -> None:
        """Choose a segment."""
        self._buttons[key].setChecked(True)

    def set_compact(self, compact: bool) -> None:
        """Let the segments stand closer, or as they do elsewhere."""
        for button in self._buttons.values():
            if bool(button.property("compact")) != compact:
                button.setProperty("compact", compact)
                button.style().unpolish(button)
                button.style().polish(button)
                button.updateGeometry()

    def button(self, key: str) -> QToolButton:
        """The button of a segment."""
        return self._buttons[key]

    def explain(self, topics: Mapping[str, str]) -> None:
        """Give segments their topics of the glossary."""
        for key, topic in topics.items():
            mark(self._buttons[key], topic)

    def set_available(self, key: str, available: bool, reason: str = "") -> None:
        """Enable or disable a segment; the reason is its tool tip while it is disabled."""
        button = self._buttons[key]
        button.setEnabled(available)
        button.setToolTip(button.accessibleDescription() if available else reason)

    def _make(self, label: str, help_text: str) -> QToolButton:
        button = QToolButton()
        button.setText(label)
        button.setProperty("segment", True)
        button.setCheckable(True)
        button.setChecked(not self._buttons)
        button.setToolTip(help_text)
        button.setAccessibleName(label)
        button.setAccessibleDescription(help_text)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.addButton(button)
        return button

    @Slot(QAbstractButton, bool)
    def _announce(self, button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.current_changed.emit(self.current)
