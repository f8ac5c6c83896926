"""A slider with its name on the left and its value on the right."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from playground.gui import theme

# How many places a logarithmic slider has.
_LOG_PLACES = 200
_VALUE_WIDTH = 44


class LabelledSlider(QWidget):
    """Name, slider, value.

    Attributes:
        slider: the slider.

    Signals:
        value_changed(object): the new value, int or float, while it is dragged.
        editing_finished(object): the value at which the handle was let go, or where a key or the
            wheel left it.
    """

    value_changed = Signal(object)
    editing_finished = Signal(object)

    def __init__(
        self,
        name: str,
        minimum: float,
        maximum: float,
        value: float,
        *,
        step: float = 1,
        logarithmic: bool = False,
        text: Callable[[float], str] | None = None,
        name_width: int = 64,
        parent: QWidget | None = None,
    ) -> None:
        """Whole numbers if `minimum`, `maximum` and `step` are ints, otherwise floats.

        Args:
            step: the distance between two values.
            logarithmic: places the values by their ratios; `minimum` must be above 0.
            text: how a value is written; by default with the decimals of `step`.
            name_width: px for the name, so that sliders stand in a column.
        """
        super().__init__(parent)
        self._whole = all(isinstance(number, int) for number in (minimum, maximum, step))
        self._minimum, self._maximum, self._step = minimum, maximum, step
        self._logarithmic = logarithmic
        self._text = text or self._plain_text
        self._value = value
        self._name = QLabel(name)
        self._name.setProperty("role", "muted")
        self._name.setFixedWidth(name_width)
        self._value_label = QLabel()
        self._value_label.setProperty("role", "amount")
        self._value_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider = _JumpSlider()
        self.slider.setRange(0, self._place_of(maximum))
        self.slider.setPageStep(max(1, self.slider.maximum() // 10))
        self.slider.setAccessibleName(name)
        self._arrange()
        self.set_value(value)
        self.slider.valueChanged.connect(self._move)
        self.slider.sliderReleased.connect(self._finish)

    @property
    def value(self) -> float:
        """The value; an int where they are whole numbers."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show `value`, as it is even if it lies between two places; emits nothing."""
        self._value = int(value) if self._whole else float(value)
        self.slider.blockSignals(True)
        self.slider.setValue(self._place_of(value))
        self.slider.blockSignals(False)
        self._tell()

    def set_name(self, name: str) -> None:
        """Call it otherwise."""
        self._name.setText(name)
        self.slider.setAccessibleName(name)

    def set_help(self, text: str) -> None:
        """The tool tip."""
        self.setToolTip(text)
        self.slider.setAccessibleDescription(text)

    @Slot(int)
    def _move(self, place: int) -> None:
        value = self._value_at(place)
        if value == self._value:
            return
        self._value = value
        self._tell()
        self.value_changed.emit(value)
        if not self.slider.isSliderDown():
            self._finish()

    @Slot()
    def _finish(self) -> None:
        self.editing_finished.emit(self._value)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._name)
        row.addWidget(self.slider, 1)
        row.addWidget(self._value_label)
        self._value_label.setMinimumWidth(_VALUE_WIDTH)

    def _tell(self) -> None:
        self._value_label.setText(self._text(self._value))

    def _place_of(self, value: float) -> int:
        if not self._logarithmic:
            return round((value - self._minimum) / self._step)
        share = math.log(value / self._minimum) / math.log(self._maximum / self._minimum)
        return round(share * _LOG_PLACES)

    def _value_at(self, place: int) -> float:
        if self._logarithmic:
            exact = self._minimum * (self._maximum / self._minimum) ** (place / _LOG_PLACES)
            value = max(self._step, round(exact / self._step) * self._step)
        else:
            value = self._minimum + place * self._step
        value = min(max(value, self._minimum), self._maximum)
        return int(value) if self._whole else round(value, 10)

    def _plain_text(self, value: float) -> str:
        if self._whole:
            return f"{value:,.0f}"
        return f"{value:.{max(0, math.ceil(-math.log10(self._step) - 1e-9))}f}"


class _JumpSlider(QSlider):
    """A slider whose handle comes to where the groove is pressed, and is dragged on from there."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle under the pointer, then let the drag begin."""
        if event.button() == Qt.MouseButton.LeftButton and not self._handle_at(event):
            self.setSliderDown(True)
            self.setSliderPosition(self._place_at(event.position().x()))
        super().mousePressEvent(event)

    def _handle_at(self, event: QMouseEvent) -> bool:
        handle = self._part(QStyle.SubControl.SC_SliderHandle)
        return bool(handle.contains(event.position().toPoint()))

    def _place_at(self, x: float) -> int:
        groove = self._part(QStyle.SubControl.SC_SliderGroove)
        handle = self._part(QStyle.SubControl.SC_SliderHandle)
        span = groove.width() - handle.width()
        offset = round(x - groove.left() - handle.width() / 2.0)
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), offset, span)

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)
