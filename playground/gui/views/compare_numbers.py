"""The numbers of compared runs, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.compare_rows import RunRow, differences_of, warnings_of
from playground.gui.views.compare_table import CompareTable
from playground.gui.views.split_switch import SplitSwitch
from playground.gui.widgets.ground import show_ground

_WORDS_PX = 34


class CompareNumbers(QWidget):
    """A table of the runs; above, what doesn't compare and what they differ in.

    Attributes:
        split_switch: whether the numbers are of validation or of training. table: the numbers.
        warning: why some of them don't compare. differences: what each run is that the first is
            not.
    """

    def __init__(self, button: QWidget, parent: QWidget | None = None) -> None:
        """`button` stands at the right of the header."""
        super().__init__(parent)
        self.split_switch = SplitSwitch()
        self.table = CompareTable()
        mark(self.table, "compare.numbers")
        self.warning = _label("warning")
        self.differences = _label("muted")
        header = QHBoxLayout()
        header.setSpacing(theme.SPACE_2)
        header.addWidget(self.split_switch)
        header.addWidget(self._make_words(), 1)
        header.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(header)
        rows.addWidget(self.table)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these runs."""
        self.table.set_rows(rows, self.split_switch.split)
        warnings = warnings_of(rows)
        self.warning.setText(" ".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.differences.setText("\n".join(differences_of(rows)))

    def _make_words(self) -> QScrollArea:
        words = QWidget()
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_1)
        inner.addWidget(self.warning)
        inner.addWidget(self.differences)
        scroll = QScrollArea()
        scroll.setWidget(words)
        show_ground(scroll)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFixedHeight(_WORDS_PX)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("What the runs differ in")
        mark(scroll, "compare.differences")
        return scroll


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
