"""The choice of a run's pace: an icon, and the pace in words while it is not full speed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.gui.widgets.two_line import Density
from playground.training.pace import FULL_SPEED, PACES, Pace

_HELP = {
    "step": "A step of the optimizer at a time, each with a whole batch.",
    "sample": "A sample at a time flows through the network; after a whole batch comes the step.",
}
_FULL_HELP = "As many steps as the device can do."
# Left and right of icon and words, and between them.
_AROUND, _BETWEEN, _SIDE = 18, 4, 36


class PacePicker(QToolButton):
    """Opens a menu of paces; says the one in force, so that nobody wonders why it is slow.

    Attributes:
        choices: the menu.

    Signals:
        pace_chosen(Pace): by hand; `set_pace` emits nothing.
    """

    pace_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pace = FULL_SPEED
        self._density = Density.ROOMY
        self.setIcon(icon("pace"))
        self.setProperty("accented", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.choices = QMenu(self)
        mark(self, "pace")
        mark(self.choices, "pace")
        self.choices.setToolTipsVisible(True)
        self._group = QActionGroup(self.choices)
        self._group.triggered.connect(self._choose)
        for pace in PACES:
            self._add(pace)
        self.setMenu(self.choices)
        self._tell()

    @property
    def pace(self) -> Pace:
        """The pace in force."""
        return self._pace

    def set_pace(self, pace: Pace) -> None:
        """Show `pace`."""
        self._pace = pace
        self._tell()

    def set_density(self, density: Density) -> None:
        """In little room the words stand without the icon."""
        if density is not self._density:
            self._density = density
            self._tell()

    def size_at(self, density: Density) -> QSize:
        """The size in px at a density."""
        if self._pace == FULL_SPEED:
            return QSize(_SIDE, _SIDE)
        words = QFontMetrics(theme.font(12)).horizontalAdvance(self._pace.label)
        with_icon = self.iconSize().width() + _BETWEEN if density is not Density.TIGHT else 0
        return QSize(words + with_icon + _AROUND, _SIDE)

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        return self.size_at(self._density)

    def minimumSizeHint(self) -> QSize:
        """No narrower than what it says."""
        return self.sizeHint()

    def _add(self, pace: Pace) -> None:
        if pace in (PACES[1], next(each for each in PACES if each.unit == "sample")):
            self.choices.addSeparator()
        action = self.choices.addAction(pace.label)
        action.setData(pace)
        action.setCheckable(True)
        action.setToolTip(_FULL_HELP if pace == FULL_SPEED else _HELP[pace.unit])
        self._group.addAction(action)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        pace = action.data()
        if pace != self._pace:
            self.set_pace(pace)
            self.pace_chosen.emit(pace)

    def _tell(self) -> None:
        pace, full = self._pace, self._pace == FULL_SPEED
        for action in self._group.actions():
            action.setChecked(action.data() == pace)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly
        if not full:
            tight = self._density is Density.TIGHT
            style = (
                Qt.ToolButtonStyle.ToolButtonTextOnly
                if tight
                else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            )
        self.setIcon(icon("pace", None if full else "accent"))
        self.setText(pace.label)
        self.setToolButtonStyle(style)
        self.setAccessibleName(f"Pace: {pace.label}")
        words = _FULL_HELP if full else _HELP[pace.unit]
        self.setToolTip(f"Pace: {pace.label}. {words}")
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()
