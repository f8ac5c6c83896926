"""The losses side by side at one answer: what each makes of it, and what it sends back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QLabel, QToolButton, QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.topics import mark
from playground.gui.views.losses.colours import loss_colour
from playground.network.losses import LOSSES
from playground.network.mistakes import Judged

_HEADS = ("", "loss", "L", "∂L/∂ŷ", "∂L/∂z")
_NUMBERS = ("loss", "by_prediction", "by_sum")
_ROW, _NUMBER_PX = 22, 56


class LossTable(QWidget):
    """A row a loss: whether it is drawn, its name, and three numbers.

    Attributes:
        boxes: whether each is drawn, by name. names: buttons that look at one.
        numbers: labels by (name, "loss" | "by_prediction" | "by_sum").

    Signals:
        looked(name): one is to be looked at. drawn: others are to be drawn.
    """

    looked = Signal(str)
    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Losses of this answer")
        self.boxes: dict[str, QCheckBox] = {}
        self.names: dict[str, QToolButton] = {}
        self.numbers: dict[tuple[str, str], QLabel] = {}
        self._own = ""
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_1)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        for column, text in enumerate(_HEADS):
            head = QLabel(text)
            head.setProperty("role", "caption")
            head.setFixedHeight(16)
            if column > 1:
                head.setAlignment(Qt.AlignmentFlag.AlignRight)
                head.setFixedWidth(_NUMBER_PX)
            self._grid.addWidget(head, 0, column)
        mark(self, "loss")
        theme.notifier().theme_changed.connect(self._recolour)

    @property
    def drawn_names(self) -> tuple[str, ...]:
        """Those that are drawn."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def show_losses(self, names: Sequence[str], own: str, looked: str) -> None:
        """List these; the one in force is marked, the one looked at chosen. Emits nothing."""
        if tuple(names) != tuple(self.boxes):
            self._make(names, own)
        if own != self._own:
            self._own = own
            for name, button in self.names.items():
                font = button.font()
                weight = QFont.Weight.DemiBold if name == own else QFont.Weight.Normal
                font.setWeight(weight)
                button.setFont(font)
                button.setToolTip(LOSSES[name].help + (" In force." if name == own else ""))
                in_force = ", in force" if name == own else ""
                button.setAccessibleName(f"Look at {LOSSES[name].label}{in_force}")
        button = self.names[looked]
        if not button.isChecked():
            button.setChecked(True)
        self.boxes[looked].setChecked(True)

    def show_numbers(self, judged: dict[str, Judged]) -> None:
        """What each makes of one answer."""
        for name, found in judged.items():
            by = found.by_predictions
            values = {
                "loss": words.number(float(found.losses[0])),
                "by_prediction": "–" if by is None else words.number(float(by[0, 0])),
                "by_sum": words.number(float(found.by_logits[0, 0])),
            }
            for what, text in values.items():
                self.numbers[name, what].setText(text)

    def _make(self, names: Sequence[str], own: str) -> None:
        for widget in (*self.boxes.values(), *self.names.values(), *self.numbers.values()):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.boxes, self.names, self.numbers, self._own = {}, {}, {}, ""
        first = {own, *names[:2]}
        for row, name in enumerate(names, 1):
            self._add(row, name, drawn=name in first)
        self._grid.setRowStretch(len(names) + 1, 1)
        self._recolour(theme.current())

    def _add(self, row: int, name: str, *, drawn: bool) -> None:
        label = LOSSES[name].label
        box = QCheckBox()
        box.setChecked(drawn)
        box.setAccessibleName(f"Draw {label}")
        box.setToolTip(f"Draw {label}")
        box.toggled.connect(self.drawn)
        button = QToolButton()
        button.setText(label)
        button.setCheckable(True)
        button.setProperty("toggle", True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFixedHeight(_ROW)
        button.clicked.connect(partial(self._look, name))
        self._group.addButton(button)
        self.boxes[name], self.names[name] = box, button
        for control in (box, button):
            mark(control, f"loss.{name}")
        self._grid.addWidget(box, row, 0)
        self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
        for column, what in enumerate(_NUMBERS, 2):
            number = QLabel()
            number.setProperty("role", "amount")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            number.setFixedSize(_NUMBER_PX, _ROW)
            self.numbers[name, what] = number
            self._grid.addWidget(number, row, column)

    def _look(self, name: str) -> None:
        self.boxes[name].setChecked(True)
        self.looked.emit(name)

    @Slot(object)
    def _recolour(self, palette: theme.Palette) -> None:
        for name, button in self.names.items():
            button.setIcon(_dot(loss_colour(name, palette)))


def _dot(colour: str) -> QPixmap:
    """A dot of one colour, as a picture."""
    image = QPixmap(20, 20)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(4, 4, 12, 12)
    painter.end()
    return image
