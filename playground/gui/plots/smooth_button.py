"""How strongly curves are smoothed: a toggle, and a menu of strengths beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.gui.plots.smoothing import STRENGTHS

_OFF = "off"


class SmoothButton(QToolButton):
    """A click smooths or no longer does; the arrow, or the key Down, opens the strengths.

    Attributes:
        menu: the strengths.

    Signals:
        strength_changed: there is another strength.
    """

    strength_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        help_text = "Draw moving averages; the raw curves stay, faintly"
        self.setText("smooth")
        self.setToolTip(f"{help_text}. The arrow says how strongly.")
        self.setAccessibleName(help_text)
        self.setProperty("toggle", True)
        self.setCheckable(True)
        self.setChecked(True)
        self._strength = "medium"
        self._strengths = QMenu(self)
        self._group = QActionGroup(self._strengths)
        for name in STRENGTHS:
            action = self._strengths.addAction(name.capitalize())
            action.setData(name)
            action.setCheckable(True)
            self._group.addAction(action)
        self.setMenu(self._strengths)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._group.triggered.connect(self._choose)
        self.toggled.connect(self._tell)
        self._mark()

    @property
    def share(self) -> float:
        """How much of a curve each average is of; 0 where it isn't smoothed."""
        return STRENGTHS[self._strength] if self.isChecked() else 0.0

    def set_strength(self, name: str) -> None:
        """One of `STRENGTHS`."""
        before = self.share
        self._strength = name if name != _OFF else self._strength
        self.blockSignals(True)
        self.setChecked(name != _OFF)
        self.blockSignals(False)
        self._mark()
        if self.share != before:
            self.strength_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the strengths."""
        if event.key() == Qt.Key.Key_Down:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.set_strength(str(action.data()))

    @Slot(bool)
    def _tell(self, checked: bool) -> None:
        self._mark()
        self.strength_changed.emit()

    def _mark(self) -> None:
        chosen = self._strength if self.isChecked() else _OFF
        for action in self._group.actions():
            action.setChecked(action.data() == chosen)
