"""A slider for each field of a small part of the document, such as an activation's alpha."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.inspector.field import Field, fields_of
from playground.gui.inspector.kinds import Choice, Number
from playground.gui.inspector.limits import Limits, number_text
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider
from playground.network.named import NamedPart

# Where a field that may be of any size begins and ends here, by ratio.
_SMALLEST, _LARGEST = 0.01, 100.0
_WIDE = 50.0


class FieldSliders(QWidget):
    """Shows the fields of a part that are numbers or choices; what else it has stays as it is.

    Attributes:
        part: as it is set. controls: a slider or a list for each field, by its name.

    Signals:
        changed(part): a field was given another value.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part: NamedPart | None = None
        self.controls: dict[str, LabelledSlider | CompactBox] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_1)

    def show_part(self, part: NamedPart) -> None:
        """Show the fields of this one; emits nothing."""
        before, self.part = self.part, part
        if type(before) is not type(part):
            self._make(part)
        for name, control in self.controls.items():
            value = getattr(part, name)
            if isinstance(control, LabelledSlider):
                if control.value != value:
                    control.set_value(value)
            elif control.currentData() != value:
                control.blockSignals(True)
                control.setCurrentIndex(control.findData(value))
                control.blockSignals(False)
        self.setVisible(bool(self.controls))

    def _make(self, part: NamedPart) -> None:
        for control in self.controls.values():
            self._rows.removeWidget(control)
            control.hide()
            control.deleteLater()
        self.controls = {}
        for field in fields_of(part):
            made = self._control(field, part)
            if made is not None:
                self.controls[field.path[0]] = made
                mark(made, field.topic)
                self._rows.addWidget(made)

    def _control(self, field: Field, part: NamedPart) -> LabelledSlider | CompactBox | None:
        name, kind = field.path[0], field.kind
        if isinstance(kind, Choice) and not kind.part:
            box = CompactBox()
            box.setAccessibleName(f"{field.title} of {part.label}")
            box.setToolTip(field.help)
            entries: list[tuple[str, object]] = [
                (f"{field.title}: {option.label}", option.value) for option in kind.options
            ]
            box.set_entries(entries, getattr(part, name))
            box.currentIndexChanged.connect(partial(self._choose, name))
            return box
        if isinstance(kind, Number) and isinstance(getattr(part, name), int | float):
            slider = _slider(field.title, kind.limits, getattr(part, name))
            slider.slider.setAccessibleName(f"{field.title} of {part.label}")
            slider.set_help(field.help)
            slider.value_changed.connect(partial(self._set, name))
            return slider
        return None

    def _choose(self, name: str, row: int) -> None:
        box = self.controls[name]
        assert isinstance(box, CompactBox)
        self._set(name, box.itemData(row))

    def _set(self, name: str, value: Any) -> None:
        if self.part is not None and value != getattr(self.part, name):
            self.part = type(self.part)(**{**self.part.model_dump(), name: value})
            self.changed.emit(self.part)


def _slider(title: str, limits: Limits, value: float) -> LabelledSlider:
    step = min(limits.step, 0.1) if not limits.whole else limits.step
    low = limits.low + step if limits.low_open else limits.low
    high = limits.high - step if limits.high_open else limits.high
    wide = not math.isfinite(limits.high - limits.low) or limits.high - limits.low > _WIDE
    if wide and limits.low >= 0.0 and not limits.whole:
        low, high, step = max(low, _SMALLEST), min(high, _LARGEST), _SMALLEST
    return LabelledSlider(
        title, low, high, value, step=step, logarithmic=wide, text=number_text, name_width=100
    )
