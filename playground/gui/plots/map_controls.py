"""The controls of a decision map, above it, beside it, or for a part in a card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots.decision_map import DecisionMap
from playground.gui.plots.map_options import MapOptions
from playground.gui.plots.map_tools import MapTools
from playground.gui.plots.plane_picker import PlanePicker
from playground.gui.topics import mark
from playground.gui.widgets.popup_place import place_by_right

_BESIDE, _UNBOUND = 330, 16_777_215


class MapControls(QWidget):
    """Tools or the plane, what is shown, and where the other features are held.

    Attributes:
        tools: to edit samples, on data of the plane. picker: the plane, for data of more features.
        options: what is shown. more_button: opens them where there is no room for them.
        caption: where the other features are held.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools, self.picker, self.options = MapTools(), PlanePicker(), MapOptions()
        self.caption = QLabel()
        self.caption.setProperty("role", "caption")
        self.caption.setWordWrap(True)
        self.caption.setToolTip(
            "The map is of this plane alone. Samples off it are drawn where they fall on it, so "
            "that their colour may differ from the map around them."
        )
        self.more_button = QToolButton()
        self.more_button.setProperty("flat", True)
        self.more_button.setIcon(icon("inspector", "muted"))
        self.more_button.setAccessibleName("What the map shows")
        mark(self.more_button, "map.options")
        self.more_button.setToolTip("What the map shows, and what its signs mean")
        self.more_button.clicked.connect(self._open_card)
        self.more_button.hide()
        self._card = QFrame(self, Qt.WindowType.Popup)
        self._card.setProperty("role", "card")
        self._card.setAccessibleName("What the map shows")
        mark(self._card, "map.options")
        self._in_card = QVBoxLayout(self._card)
        self._in_card.setContentsMargins(*[theme.SPACE_3] * 4)
        self._in_card.setSpacing(theme.SPACE_2)
        self._column = QVBoxLayout(self)
        self._placed: tuple[bool, bool, bool] | None = None
        self._arrange()

    def say_held(self, note: str) -> None:
        """Say where the other features are held; "" where there are none."""
        self.caption.setText(f"Held still: {note}" if note else "")
        self.caption.setVisible(bool(note))

    def place(self, shown: DecisionMap, *, wide: bool, low: bool, lowest: bool) -> None:
        """Be beside the map where it is `wide`, its legend too; where it is `low` be one row.

        Args:
            lowest: whether the key of the signs goes into the card as well.
        """
        if (wide, low, lowest) == self._placed:
            return
        self._placed = wide, low, lowest
        self.setMinimumWidth(_BESIDE if wide else 0)
        self.setMaximumWidth(_BESIDE if wide else _UNBOUND)
        vertical = QSizePolicy.Policy.Preferred if wide else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        shown.place_legend(self._column if wide else None, self._in_card if lowest else None)
        self.more_button.setVisible(low)
        if low:
            self._in_card.insertWidget(0, self.options)
        else:
            self._column.insertWidget(1, self.options)
        self.options.show()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(0)
        for each in (self.tools, self.picker):
            top.addWidget(each, 1)
        top.addStretch(0)
        top.addWidget(self.more_button)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_1)
        self._column.addLayout(top)
        self._column.addWidget(self.options)
        self._column.addWidget(self.caption)
        self._column.addStretch(1)

    @Slot()
    def _open_card(self) -> None:
        self._card.adjustSize()
        place_by_right(self._card, self.more_button)
        self._card.show()
