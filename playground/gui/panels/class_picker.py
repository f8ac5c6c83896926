"""Which classes of the data there are samples of."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from playground.gui import theme
from playground.gui.widgets.tips import plain_tip

_NAME_WIDTH = 64
# Names up to so many letters stand five beside each other, longer ones three.
_SHORT, _SHORT_COLUMNS, _LONG_COLUMNS = 3, 5, 3


class ClassPicker(QWidget):
    """A button for each class, down while its samples are kept.

    Attributes:
        buttons: one each, in the classes' order.

    Signals:
        chosen_changed(object): the numbers of the classes that are kept, as a tuple.
    """

    chosen_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self._name = QLabel("Classes")
        self._name.setProperty("role", "muted")
        self._name.setFixedWidth(_NAME_WIDTH)
        self._name.setContentsMargins(0, theme.SPACE_1, 0, 0)  # level with the first buttons
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._grid, 1)

    def show_classes(self, names: Sequence[str], kept: Collection[int]) -> None:
        """Offer these classes, of which those are kept."""
        if [button.text() for button in self.buttons] != list(names):
            self._rebuild(names)
        for number, button in enumerate(self.buttons):
            button.setChecked(number in kept)

    def _rebuild(self, names: Sequence[str]) -> None:
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        short = max(map(len, names), default=0) <= _SHORT
        columns = _SHORT_COLUMNS if short else _LONG_COLUMNS
        self.buttons = [self._button(name) for name in names]
        for number, button in enumerate(self.buttons):
            self._grid.addWidget(button, number // columns, number % columns)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(name)
        button.setProperty("toggle", True)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setToolTip(plain_tip(f"Keep the samples of class {name}"))
        button.setAccessibleName(f"Keep class {name}")
        button.clicked.connect(self._tell)
        return button

    @Slot()
    def _tell(self) -> None:
        kept = [number for number, button in enumerate(self.buttons) if button.isChecked()]
        self.chosen_changed.emit(tuple(kept))
