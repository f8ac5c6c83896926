"""Setting one weight or bias by hand."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots import words
from playground.gui.topics import mark
from playground.gui.views.neurons.aim import Number
from playground.gui.widgets.labelled_slider import LabelledSlider

_WIDTH = 232
_TITLE_WIDTH = _WIDTH - 2 * theme.SPACE_3 - 20 - theme.SPACE_2
_PLACES = 200
# Beyond this a float32 holds nothing.
_MOST = 3.4e38


class NumberEditor(QFrame):
    """A slider, a field, and a way back to the number there was when it opened.

    Enter takes what was typed, Escape closes; a slider's number holds at once.

    Attributes:
        field: what is typed. back_button: the number from before. number: what is set.

    Signals:
        number_set(value): it is to be this from now on.
        closed: it is no longer shown.
    """

    number_set = Signal(float)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Set a number by hand")
        mark(self, "neurons.number")
        self.number: Number | None = None
        self.slider: LabelledSlider | None = None
        self._before = 0.0
        self._title, self._now = QLabel(), QLabel()
        self._title.setProperty("role", "value")
        self._title.setWordWrap(True)
        self._now.setProperty("role", "caption")
        self.field = QLineEdit()
        self.field.setProperty("field", True)
        self.field.setAccessibleName("Number")
        self.field.setToolTip("Type a number and press Enter")
        self.back_button = QToolButton()
        self.back_button.setText("Put back")
        self.back_button.setProperty("toggle", True)
        self.back_button.setAccessibleName("Put back")
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close", "muted"))
        self.close_button.setProperty("tiny", True)
        self.close_button.setFixedSize(20, 20)
        self.close_button.setToolTip("Close (Esc)")
        self.close_button.setAccessibleName("Close")
        self._arrange()
        self.field.returnPressed.connect(self._take_typed)
        self.back_button.clicked.connect(self._put_back)
        self.close_button.clicked.connect(self.leave)
        self.setFixedWidth(_WIDTH)
        self.hide()

    def open(
        self, number: Number, title: str, largest: float, place: QPoint, within: QRect
    ) -> None:
        """Open beside a place of the parent.

        Args:
            largest: the largest amount in the layer; the slider goes a little beyond.
        """
        self.number, self._before = number, number.value
        self._title.setText(title)
        self._title.setToolTip(title)
        self._title.setFixedHeight(self._title.heightForWidth(_TITLE_WIDTH))
        self._make_slider(number.value, largest)
        self.field.setText(_plain(number.value))
        self.back_button.setToolTip(f"Put back to {words.number(number.value)}, as it was")
        self._tell(number.value)
        self._rows.activate()  # before it is shown, a new height is not yet known
        self.adjustSize()
        left = place.x() + 14
        if left + self.width() > within.right():
            left = place.x() - 14 - self.width()
        left = max(within.left() + 4, min(left, within.right() - self.width() - 4))
        top = place.y() - self.height() // 2
        top = max(within.top() + 4, min(top, within.bottom() - self.height() - 4))
        self.move(left, top)
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()

    def follow(self, value: float) -> None:
        """What the number is now, as training moves it."""
        self._tell(value)

    @Slot()
    def leave(self) -> None:
        """Close."""
        if not self.isHidden():
            self.hide()
            self.number = None
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        self._title.setFixedWidth(_TITLE_WIDTH)
        top.addWidget(self._title, 1)
        top.addWidget(self.close_button)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.SPACE_2)
        bottom.addWidget(self.field, 1)
        bottom.addWidget(self.back_button)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        self._rows.setSpacing(theme.SPACE_1)
        self._rows.addLayout(top)
        self._rows.addLayout(bottom)
        self._rows.addWidget(self._now)

    def _make_slider(self, value: float, largest: float) -> None:
        if self.slider is not None:
            self._rows.removeWidget(self.slider)
            self.slider.deleteLater()
        most = slider_end(value, largest)
        start = min(max(value, -most), most) if isfinite(value) else 0.0
        step = 2.0 * most / _PLACES
        text = words.number
        self.slider = LabelledSlider("", -most, most, start, step=step, text=text, name_width=0)
        self.slider.slider.setAccessibleName("Number")
        self.slider.set_help(f"From {words.number(-most)} to {words.number(most)}")
        self.slider.value_changed.connect(self._take_slid)
        self._rows.insertWidget(1, self.slider)

    def _tell(self, value: float) -> None:
        self._now.setText(f"now {words.number(value, 4)} · Enter sets it, Esc closes")

    @Slot(object)
    def _take_slid(self, value: float) -> None:
        self.field.setText(_plain(value))
        self.number_set.emit(float(value))

    @Slot()
    def _take_typed(self) -> None:
        value = parse(self.field.text())
        if value is None:
            self._now.setText(f"{self.field.text().strip() or 'Nothing'} is no number.")
            self.field.selectAll()
            return
        self._show(value)
        self.number_set.emit(value)

    @Slot()
    def _put_back(self) -> None:
        if isfinite(self._before):
            self.field.setText(_plain(self._before))
            self._show(self._before)
            self.number_set.emit(self._before)

    def _show(self, value: float) -> None:
        if self.slider is not None:
            self.slider.set_value(value)


def slider_end(value: float, largest: float) -> float:
    """How far a slider goes to both sides: beyond every number there is, and at least to 2."""
    known = [abs(x) for x in (value, largest) if isfinite(x)]
    return min(max(2.0, 1.5 * max(known, default=0.0)), 1e6)


def parse(text: str) -> float | None:
    """The number that was typed; None if it is none that a weight can be."""
    try:
        value = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) <= _MOST else None


def _plain(value: float) -> str:
    return f"{value:.6g}".replace("-", "−")
