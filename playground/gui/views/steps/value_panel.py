"""One operand or result: what it is, where it came from, and its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots import words
from playground.gui.plots.number_grid.lights import Cell
from playground.gui.plots.number_grid.matrix import Matrix
from playground.gui.views.steps.hues import hue
from playground.gui.views.steps.value_grid import ValueGrid
from playground.gui.widgets.elided_label import ElidedLabel
from playground.training.stepping.look import Value, shape_words
from playground.training.stepping.op_words import told

Index = tuple[int, ...]
_TOP, _FOOT, _MOST_ROWS = 34, 4, 16
# The grid leaves room for a title of its own, which stands over it here.
_TITLE_ROOM = 16
_LEAST_CELL, _NAMES = 30, 30


class ValuePanel(QWidget):
    """A value as a grid; of more than two axes, one slice at a time.

    Attributes:
        value: what is shown. grid: its numbers. title, story: what is said over it.

    Signals:
        aimed(object): an element is pointed at, as an index, or none.
        chosen(object): an element was chosen.
        source_wanted(int): the instruction that computed it is to be gone to.
    """

    aimed = Signal(object)
    chosen = Signal(object)
    source_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value: Value | None = None
        self._lead: Index = ()
        self._read: frozenset[Index] = frozenset()
        self._looked_at: Index | None = None
        self.title, self.story = ElidedLabel(), ElidedLabel()
        for label in (self.title, self.story):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.title.setFont(theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold))
        self.story.setProperty("role", "caption")
        self.grid = ValueGrid("Numbers")
        self._slice = QLabel()
        self._slice.setProperty("role", "caption")
        self.source_button = QToolButton()
        self.source_button.setProperty("flat", True)
        self.source_button.setToolTip("Go to the instruction that computed it")
        self.source_button.setFixedHeight(20)
        self.source_button.hide()
        self.source_button.clicked.connect(self._want_source)
        self._before = _arrow("one_back", "Previous slice")
        self._after = _arrow("caret_right", "Next slice")
        self._lay_out()
        self.grid.aimed.connect(self._aim)
        self.grid.chosen.connect(self._choose)
        self._before.clicked.connect(self._to_previous)
        self._after.clicked.connect(self._to_next)
        theme.notifier().theme_changed.connect(self._restyle)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.SPACE_1)
        head.addWidget(self.title, 1)
        for each in (self._before, self._slice, self._after, self.source_button):
            head.addWidget(each)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self.story)
        rows.addSpacing(-_TITLE_ROOM)
        rows.addWidget(self.grid)
        for label in (self.title, self.story):
            label.raise_()

    @property
    def wanted_width(self) -> int:
        """px at which two digits of every number of a row can be read."""
        if self.value is None:
            return _NAMES
        shown = self.shown
        some = shown.ravel()[:: max(1, shown.size // 64)]
        widest = max(
            (theme.text_width(words.number(float(v), 2), theme.TEXT_SMALL) for v in some), default=0
        )
        return _NAMES + int(shown.shape[1]) * max(_LEAST_CELL, round(widest) + 6)

    def set_value(self, value: Value) -> None:
        """Show it."""
        self.value = value
        shape = value.array.shape
        leading = shape[:-2] if len(shape) > 2 else ()
        if len(self._lead) != len(leading) or any(
            a >= b for a, b in zip(self._lead, leading, strict=True)
        ):
            self._lead = tuple(0 for _ in leading)
        self._write()

    def show_elements(self, read: Iterable[Index], looked_at: Index | None = None) -> None:
        """Frame the elements that are read, and the one that is looked at."""
        self._read, self._looked_at = frozenset(read), looked_at
        wanted = looked_at if looked_at is not None else min(self._read, default=None)
        assert self.value is not None
        if len(self.value.array.shape) > 2 and wanted is not None and wanted[:-2] != self._lead:
            self._lead = wanted[:-2]
            self._write()
        else:
            self._frame()

    @property
    def shown(self) -> NDArray[Any]:
        """(R, C) what the grid shows."""
        assert self.value is not None
        array = self.value.array
        if array.ndim <= 1:
            return array.reshape(1, -1)
        return array[self._lead] if array.ndim > 2 else array

    def index_of(self, cell: Cell) -> Index:
        """The element that a cell of the grid is."""
        assert self.value is not None
        ndim = self.value.array.ndim
        return (*self._lead, *cell)[-ndim:] if ndim else ()

    def _cell_of(self, index: Index) -> Cell | None:
        """The cell that an element has, if it is in the slice that is shown."""
        if len(index) > 2 and index[:-2] != self._lead:
            return None
        padded = (0, 0, *index)[-2:]
        return padded[0], padded[1]

    def _write(self) -> None:
        value = self.value
        assert value is not None
        named = f"{value.symbol}:  {value.name}" if value.name != value.symbol else value.symbol
        shape, flat = shape_words(value.array), value.array.ndim <= 2
        self.title.setText(f"{named}   {shape}" if flat else named)
        self.title.setToolTip(f"{value.name}\n{value.place}")
        parts = ("" if flat else shape, value.story, value.place)
        story = " · ".join(part for part in parts if part)
        self.story.setText(story)
        self.story.setToolTip(story)
        self.grid.setAccessibleName(f"{value.symbol}, {value.name}: {value.story}")
        shown = self.shown
        rows = tuple(str(n) for n in range(len(shown))) if value.array.ndim > 1 else ("",)
        columns = tuple(str(n) for n in range(shown.shape[1])) if value.array.ndim else ("",)
        self.grid.set_matrix(Matrix(value.name, "", np.ascontiguousarray(shown), rows, columns))
        count = min(len(shown), _MOST_ROWS)
        self.grid.setFixedHeight(_TOP + _FOOT + count * (22 if count < 9 else 17))
        self.source_button.setVisible(value.source is not None)
        if value.source is not None:
            self.source_button.setText(f"go to {told(value.source)}")
            self.source_button.setAccessibleName(f"Go to instruction {told(value.source)}")
        several = value.array.ndim > 2
        for each in (self._before, self._slice, self._after):
            each.setVisible(several)
        if several:
            self._slice.setText(f"[{', '.join(map(str, self._lead))}, ·, ·]")
        self._restyle()

    def _frame(self) -> None:
        assert self.value is not None
        cells = {c for index in self._read if (c := self._cell_of(index)) is not None}
        looked = None if self._looked_at is None else self._cell_of(self._looked_at)
        self.grid.set_frames(cells, hue(self.value.operand), looked)

    @Slot()
    def _restyle(self) -> None:
        if self.value is not None:
            self.title.setStyleSheet(f"color: {hue(self.value.operand)}")
            accent = theme.current().accent
            self.source_button.setStyleSheet(f"color: {accent}; padding: 0 4px; font-size: 11px;")
            self._frame()

    @Slot(object)
    def _aim(self, cell: Cell | None) -> None:
        self.aimed.emit(None if cell is None else self.index_of(cell))

    @Slot(object)
    def _choose(self, cell: Cell) -> None:
        self.chosen.emit(self.index_of(cell))

    @Slot()
    def _want_source(self) -> None:
        if self.value is not None and self.value.source is not None:
            self.source_wanted.emit(self.value.source)

    @Slot()
    def _to_previous(self) -> None:
        self._turn(-1)

    @Slot()
    def _to_next(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        assert self.value is not None
        leading = self.value.array.shape[:-2]
        flat = int(np.ravel_multi_index(self._lead, leading)) + by
        place = np.unravel_index(flat % prod(leading), leading)
        self._lead = tuple(int(each) for each in place)
        self._write()


def _arrow(name: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, "muted"))
    button.setProperty("flat", True)
    button.setToolTip(help_text)
    button.setAccessibleName(help_text)
    return button
