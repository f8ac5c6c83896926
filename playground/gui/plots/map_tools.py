"""The row of tools with which samples are put in and taken out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.data.dataset import Dataset
from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots import words
from playground.gui.plots.class_chips import ClassChips
from playground.gui.plots.colours import class_colour
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider
from playground.gui.widgets.popup_place import place_by_left

POINTER, POINT, BRUSH, ERASER = "pointer", "point", "brush", "eraser"
_TOOLS = (
    (POINTER, "pointer", "Pointer", "Read the map; nothing is changed"),
    (POINT, "add", "Add a point", "Click to add a point; right-click one to remove it"),
    (BRUSH, "brush", "Brush", "Drag to paint points; the wheel changes how wide"),
    (ERASER, "denoise", "Eraser", "Drag to remove points; the wheel changes how wide"),
)
SMALLEST, WIDEST = 4, 80
_STEPS = 100


class MapTools(QWidget):
    """Pointer, point, brush and eraser; what a new point is; how wide and dense the brush is.

    Attributes:
        buttons: by the tool's name. chips: the class or labels of new points. value: the target of
            new points, of a regression. width_button: opens `radius` and `density`.

    Signals:
        tool_changed(name): another tool was taken up.
    """

    tool_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Tools to change the data")
        mark(self, "map.tools")
        self._dataset: Dataset | None = None
        self._output = 0
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self.chips = ClassChips()
        self._value_place = QHBoxLayout()
        self._value_place.setContentsMargins(0, 0, 0, 0)
        self.value: LabelledSlider | None = None
        self.radius = LabelledSlider("Reach", SMALLEST, WIDEST, 16, text=lambda px: f"{px:.0f} px")
        self.radius.set_help("How far the brush and the eraser reach from the pointer.")
        self.density = LabelledSlider("Density", 1, 20, 4, text=lambda count: f"{count:.0f}")
        self.density.set_help("How many points each dab of the brush adds; about 20 dabs a second.")
        self.width_button = _tool("layer_norm", "Brush", "How wide and how dense the brush paints")
        self._card = QFrame(self, Qt.WindowType.Popup)
        mark(self.width_button, "map.brush")
        mark(self._card, "map.brush")
        self._arrange()
        self._group.buttonClicked.connect(self._take_up)
        self.width_button.clicked.connect(self._open)
        self._show_parts()

    @property
    def tool(self) -> str:
        """The tool in hand."""
        checked = self._group.checkedButton()
        return next((name for name, button in self.buttons.items() if button is checked), POINTER)

    @property
    def targets(self) -> tuple[float, ...]:
        """The target of a new point, as `DataEdits.added` has it behind the features."""
        dataset = self._dataset
        if dataset is None:
            return ()
        if dataset.task == "regression":
            values = [float(v) for v in dataset.targets.mean(axis=0)]
            values[self._output] = float(self.value.value) if self.value is not None else 0.0
            return tuple(values)
        chosen = self.chips.chosen
        if dataset.task == "multilabel":
            return tuple(float(n in chosen) for n in range(len(dataset.target_names)))
        return (float(chosen[0] if chosen else 0),)

    def set_data(self, dataset: Dataset, output: int = 0) -> None:
        """Offer what samples of this data can be; `output`: the target that the map is of."""
        known = self._dataset
        same = known is not None and (known.task, known.target_names) == (
            dataset.task,
            dataset.target_names,
        )
        same = same and output == self._output
        self._dataset, self._output = dataset, output
        if dataset.task == "regression":
            if not same or self.value is None:
                self._make_value(dataset, output)
        else:
            kind = "label" if dataset.task == "multilabel" else "class"
            names = dataset.target_names
            self.chips.set_choices(
                [
                    (words.name_of(names, index, kind), class_colour(dataset.task, index))
                    for index in range(len(names))
                ],
                several=dataset.task == "multilabel",
            )
        self._show_parts()

    def take_up(self, name: str) -> None:
        """Take up a tool, as by hand."""
        self.buttons[name].setChecked(True)
        self._take_up(self.buttons[name])

    def widen(self, steps: int) -> None:
        """Make brush and eraser wider, or with fewer than 0 steps narrower."""
        reach = round(float(self.radius.value) * 1.2**steps) + (1 if steps > 0 else -1)
        self.radius.set_value(int(np.clip(reach, SMALLEST, WIDEST)))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, picture, label, help_text in _TOOLS:
            button = _tool(picture, label, help_text)
            button.setCheckable(True)
            button.setChecked(name == POINTER)
            self.buttons[name] = button
            self._group.addButton(button)
            row.addWidget(button)
        row.addSpacing(theme.SPACE_2)
        row.addWidget(self.chips)
        row.addLayout(self._value_place, 1)
        row.addWidget(self.width_button)
        row.addStretch(0)
        self._card.setProperty("role", "card")
        self._card.setAccessibleName("Brush")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(*[theme.SPACE_3] * 4)
        column.setSpacing(theme.SPACE_1)
        column.addWidget(self.radius)
        column.addWidget(self.density)
        self._card.setFixedWidth(280)

    def _make_value(self, dataset: Dataset, output: int) -> None:
        if self.value is not None:
            self._value_place.removeWidget(self.value)
            self.value.deleteLater()
        values = dataset.targets[:, output]
        low, high = float(values.min()), float(values.max())
        span = high - low
        name = words.name_of(dataset.target_names, output, "target")
        self.value = LabelledSlider(
            "Value",
            low,
            high if span > 0.0 else low + 1.0,
            (low + high) / 2.0,
            step=span / _STEPS if span > 0.0 else 0.01,
            text=lambda value: words.coordinate(value, span),
            name_width=36,
        )
        self.value.set_help(f"The {name} of new points")
        self._value_place.addWidget(self.value)

    def _show_parts(self) -> None:
        adding = self.tool in (POINT, BRUSH)
        regression = self._dataset is not None and self._dataset.task == "regression"
        self.chips.setVisible(adding and not regression)
        if self.value is not None:
            self.value.setVisible(adding and regression)
        self.width_button.setVisible(self.tool in (BRUSH, ERASER))
        self.density.setVisible(self.tool == BRUSH)

    @Slot(QAbstractButton)
    def _take_up(self, button: QAbstractButton) -> None:
        self._show_parts()
        self.tool_changed.emit(self.tool)

    @Slot()
    def _open(self) -> None:
        self._card.adjustSize()
        place_by_left(self._card, self.width_button)
        self._card.show()


def _tool(picture: str, name: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("toggle", True)
    button.setIcon(icon(picture, "muted"))
    button.setAccessibleName(name)
    button.setToolTip(help_text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
