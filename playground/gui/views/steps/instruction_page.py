"""The current instruction: its formula, the numbers in it, and everything it read and wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.engine.graph import Phase
from playground.gui import theme
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.gui.views.steps.formula_label import FormulaLabel
from playground.gui.views.steps.value_panel import Index, ValuePanel
from playground.training.stepping.look import Look, Value, element
from playground.training.stepping.op_words import told

_TWO_COLUMNS = 480
_BEFORE = (
    "Nothing has run yet. The batch that is next waits in memory, beside the weights and what the "
    "optimizer remembers. Press Next (F10) to run the first instruction."
)
_ALONE = (
    "This formula goes over more numbers than a line can hold. What it read and what it wrote is "
    "below."
)


class InstructionPage(QScrollArea):
    """Scrolls down where it is longer than its place.

    Attributes:
        title, formula, numbers, settings: what is said. part_box: of an update, the parameter.
        panels: the operands, then the result, then what else was changed.
        look: what is shown; None before the first instruction.

    Signals:
        layer_wanted(str): the layer's card is to be seen.
        part_wanted: another parameter of an update is to be shown.
        source_wanted(int): another instruction is to be gone to.
        check_wanted(str, object): the gradient of this number of a parameter is to be checked.
    """

    layer_wanted = Signal(str)
    part_wanted = Signal()
    source_wanted = Signal(int)
    check_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The instruction")
        mark(self, "instruction")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.look: Look | None = None
        self.panels: list[ValuePanel] = []
        self._spare: list[ValuePanel] = []
        self._index: Index = (0, 0)
        self._shown_index: Index = ()
        self._build()

    def _build(self) -> None:
        self.title, self.formula, self.settings = QLabel(), QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.formula.setProperty("role", "formula")
        self.formula.setAccessibleName("The formula")
        mark(self.formula, "instruction")
        self.formula.setWordWrap(True)
        self.settings.setProperty("role", "caption")
        for label in (self.title, self.formula, self.settings):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.layer_button = QPushButton()
        self.layer_button.setToolTip("Show this layer on the canvas")
        self.layer_button.clicked.connect(self._want_layer)
        self.check_button = QPushButton("Check this gradient")
        self.check_button.setToolTip("Nudge this weight, and compare the slope with the gradient")
        self.check_button.clicked.connect(self._want_check)
        mark(self.check_button, "gradient_check")
        self.part_box = CompactBox()
        self.part_box.setAccessibleName("Parameter of the update")
        self.part_box.activated.connect(self._want_part)
        self.numbers = FormulaLabel()
        mark(self.numbers, "instruction")
        self._hint = QLabel(
            "Point at a number of the result to see how it came about; click to keep it."
        )
        self._hint.setProperty("role", "caption")
        self._hint.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.part_box)
        head.addWidget(self.check_button)
        head.addWidget(self.layer_button)
        content = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_3)
        self._grid.setVerticalSpacing(theme.SPACE_3)
        rows = QVBoxLayout(content)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_3)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(head)
        rows.addWidget(self.formula)
        rows.addWidget(self.numbers)
        rows.addWidget(self.settings)
        rows.addWidget(self._hint)
        rows.addLayout(self._grid)
        rows.addStretch(1)
        self.setWidget(content)

    @property
    def index(self) -> Index:
        """The element of the result that is looked at."""
        return self._shown_index

    def set_beginning(self, batch: Sequence[Value]) -> None:
        """Show what the step begins with."""
        self.set_look(None)
        self._show_values(batch)

    def set_look(self, look: Look | None) -> None:
        """Show an instruction, the element nearest to the one looked at before."""
        self.look = look
        self.settings.setVisible(look is not None and bool(look.settings))
        self.part_box.setVisible(look is not None and bool(look.parts))
        self.layer_button.setVisible(look is not None and bool(look.instruction.scope))
        self.check_button.setVisible(look is not None and bool(look.parameter))
        self.formula.setVisible(look is not None)
        self._hint.setVisible(look is not None)
        if look is None:
            self.title.setText("At the beginning of the step")
            self._set_panels(0)
            self.numbers.set_lines((), _BEFORE)
            return
        instruction = look.instruction
        self.title.setText(f"{told(instruction.number)} · {look.title}")
        self.formula.setText(look.formula)
        self.settings.setText(look.settings)
        self.layer_button.setText(instruction.scope)
        self.layer_button.setAccessibleName(f"Show {instruction.scope} on the canvas")
        if look.parts:
            self.part_box.set_entries([(part, part) for part in look.parts], look.part)
        # In the order of the formula: what comes of it stands first.
        self._show_values((look.result, *look.operands, *look.also))
        self._explain(element(look.result.array, self._index))

    @property
    def part(self) -> str:
        """Of an update, the parameter that is chosen."""
        return str(self.part_box.currentData() or "")

    def choose(self, index: Index) -> None:
        """Look at an element of the result, and keep to it."""
        self._index = index
        if self.look is not None:
            self._explain(element(self.look.result.array, index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns of values where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _show_values(self, values: Sequence[Value]) -> None:
        self._set_panels(len(values))
        for panel, value in zip(self.panels, values, strict=True):
            panel.set_value(value)
        self._arrange()

    def _set_panels(self, count: int) -> None:
        while len(self.panels) < count:
            self.panels.append(self._spare.pop() if self._spare else self._new_panel())
        while len(self.panels) > count:
            panel = self.panels.pop()
            self._grid.removeWidget(panel)
            panel.hide()
            self._spare.append(panel)

    def _new_panel(self) -> ValuePanel:
        panel = ValuePanel(self.widget())
        panel.aimed.connect(self._aim)
        panel.chosen.connect(self._choose)
        panel.source_wanted.connect(self.source_wanted)
        return panel

    def _arrange(self) -> None:
        room = self.viewport().width() - 2 * theme.SPACE_3
        half = (room - self._grid.horizontalSpacing()) // 2
        row = column = 0
        for panel in self.panels:
            # Alone in its row where that is what it takes for its numbers to be read.
            whole = room < _TWO_COLUMNS or half < panel.wanted_width <= room
            if whole and column:
                row, column = row + 1, 0
            span = 2 if whole else 1
            self._grid.addWidget(panel, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            panel.show()
            row, column = (row + 1, 0) if whole or column else (row, 1)
        for each in range(2):
            self._grid.setColumnStretch(each, 1)

    def _explain(self, index: Index) -> None:
        look = self.look
        assert look is not None
        self._shown_index = index
        row = index[0] if look.instruction.output.batched and index else self._row()
        lines, cells = look.lines(index, row)
        self.numbers.set_lines(lines, _ALONE)
        for panel in self.panels:
            value = panel.value
            assert value is not None
            if value.operand is not None:
                panel.show_elements(cells.get(value.operand, ()))
            else:
                panel.show_elements(
                    (), index if value.array.shape == look.result.array.shape else None
                )

    def _row(self) -> int:
        return self._index[0] if self._index else 0

    def _of_result(self) -> bool:
        """Whether the panel that has just spoken shows the result, or what is of its shape."""
        panel = cast(ValuePanel, self.sender())
        return panel.value is not None and self._fits(panel)

    def _fits(self, panel: ValuePanel) -> bool:
        look, value = self.look, panel.value
        assert look is not None
        assert value is not None
        same = value.array.shape == look.result.array.shape
        return (value.operand is None and same) or (look.instruction.phase is Phase.UPDATE and same)

    @Slot(object)
    def _aim(self, index: Index | None) -> None:
        if self.look is None or not self._of_result():
            return
        wanted = self._index if index is None else index
        self._explain(element(self.look.result.array, wanted))

    @Slot(object)
    def _choose(self, index: Index) -> None:
        if self.look is not None and self._of_result():
            self.choose(index)

    @Slot()
    def _want_layer(self) -> None:
        if self.look is not None:
            self.layer_wanted.emit(self.look.instruction.scope)

    @Slot()
    def _want_check(self) -> None:
        if self.look is not None:
            self.check_wanted.emit(self.look.parameter, self._shown_index)

    @Slot()
    def _want_part(self) -> None:
        self.part_wanted.emit()
