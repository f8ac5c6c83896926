"""The fields of a step, each with the editor that its type asks for."""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, Union, get_args, get_origin

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from playground.data.steps import Step

_LEAST, _MOST = -1e9, 1e9
_A_ROW = 3  # switches beside each other


def fields_of(step: Step, changed: Callable[[str, Any], None]) -> QFormLayout:
    """A row a field; `changed` gets its name and the new value."""
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, info in type(step).model_fields.items():
        if name == "type":
            continue
        editor = _editor(info, getattr(step, name), partial(changed, name))
        editor.setAccessibleName(info.title or name)
        editor.setToolTip(info.description or "")
        form.addRow(info.title or name, editor)
    return form


def _editor(info: Any, value: Any, changed: Callable[[Any], None]) -> QWidget:
    kind = info.annotation
    optional = get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)
    if optional:
        kind = next(part for part in get_args(kind) if part is not type(None))
    if kind is bool:
        box = QCheckBox()
        box.setChecked(bool(value))
        box.toggled.connect(changed)
        return box
    if get_origin(kind) is Literal:
        return _choice(get_args(kind), value, changed)
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        if get_origin(inner) is Literal:
            return _several(get_args(inner), value, changed)
        return _words(value, changed)
    if kind is int:
        return _whole(info, value, optional, changed)
    if kind is float:
        return _number(info, value, changed)
    line = QLineEdit(str(value))
    line.editingFinished.connect(lambda: changed(line.text()))
    return line


def _choice(options: tuple[str, ...], value: str, changed: Callable[[Any], None]) -> QComboBox:
    box = QComboBox()
    for option in options:
        box.addItem(option.replace("_", " "), option)
    box.setCurrentIndex(box.findData(value))
    box.activated.connect(lambda place: changed(box.itemData(place)))
    return box


def _several(
    options: tuple[str, ...], value: tuple[str, ...], changed: Callable[[Any], None]
) -> QWidget:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    boxes = {option: QCheckBox(option.replace("_", " ")) for option in options}

    def tell() -> None:
        chosen = tuple(option for option, box in boxes.items() if box.isChecked())
        if chosen:
            changed(chosen)
        else:  # one of them has to stay
            for option, box in boxes.items():
                with QSignalBlocker(box):
                    box.setChecked(option in value)

    for place, (option, box) in enumerate(boxes.items()):
        box.setChecked(option in value)
        box.toggled.connect(tell)
        grid.addWidget(box, place // _A_ROW, place % _A_ROW)
    grid.setColumnStretch(_A_ROW, 1)
    return whole


def _words(value: tuple[str, ...], changed: Callable[[Any], None]) -> QLineEdit:
    line = QLineEdit(", ".join(value))
    line.setPlaceholderText("S, M, L")
    line.editingFinished.connect(
        lambda: changed(tuple(word.strip() for word in line.text().split(",") if word.strip()))
    )
    return line


def _whole(
    info: Any, value: int | None, optional: bool, changed: Callable[[Any], None]
) -> QSpinBox:
    low, high = _limits(info)
    box = QSpinBox()
    least = int(max(low, -(2**31)))
    box.setRange(least - 1 if optional else least, int(min(high, 2**31 - 1)))
    if optional:
        box.setSpecialValueText("as usual")
    box.setValue(least - 1 if value is None else value)
    box.setKeyboardTracking(False)
    box.valueChanged.connect(
        lambda number: changed(None if optional and number < least else number)
    )
    return box


def _number(info: Any, value: float, changed: Callable[[Any], None]) -> QDoubleSpinBox:
    low, high = _limits(info)
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(4)
    box.setValue(value)
    box.setKeyboardTracking(False)
    box.valueChanged.connect(changed)
    return box


def _limits(info: Any) -> tuple[float, float]:
    low, high = _LEAST, _MOST
    for part in info.metadata:
        low = getattr(part, "ge", low) if hasattr(part, "ge") else low
        low = getattr(part, "gt", low) if hasattr(part, "gt") else low
        high = getattr(part, "le", high) if hasattr(part, "le") else high
        high = getattr(part, "lt", high) if hasattr(part, "lt") else high
    return float(low), float(high)
