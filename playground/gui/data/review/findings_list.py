"""What is wrong with the data, each with buttons that do something about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.data.guessing.finding import Finding
from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark

_MARKS = {"error": ("error", "error"), "warning": ("warning", "warning"), "note": ("info", "muted")}
_MOST, _MOST_REMEDIES = 30, 4
_MARK_PX = 16


class FindingsList(QWidget):
    """A row a finding: a mark, a sentence, and its remedies.

    Attributes:
        findings: what is shown.
        buttons: of all remedies, in order.

    Signals:
        remedy_chosen(Remedy), column_chosen(name).
    """

    remedy_chosen = Signal(object)
    column_chosen = Signal(str)

    def __init__(self, room_px: int, parent: QWidget | None = None) -> None:
        """`room_px` is how wide it may be."""
        super().__init__(parent)
        self._room_px = room_px - _MARK_PX - theme.SPACE_2
        self.findings: tuple[Finding, ...] = ()
        self.buttons: list[QPushButton] = []
        mark(self, "data.findings")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_3)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these."""
        if tuple(findings) == self.findings:
            return
        self.findings = tuple(findings)
        self.buttons = []
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for finding in self.findings[:_MOST]:
            self._rows.addWidget(self._row(finding))

    def _lines_of_buttons(self, finding: Finding) -> list[QHBoxLayout]:
        """As many beside each other as there is room for."""
        lines: list[QHBoxLayout] = []
        left = 0
        for remedy in finding.remedies[:_MOST_REMEDIES]:
            button = QPushButton(remedy.label)
            button.setProperty("small", True)
            button.setToolTip(remedy.help)
            button.setAccessibleDescription(f"{finding.words} {remedy.help}")
            button.clicked.connect(partial(self.remedy_chosen.emit, remedy))
            self.buttons.append(button)
            wide = button.sizeHint().width() + theme.SPACE_1
            if not lines or wide > left:
                lines.append(QHBoxLayout())
                lines[-1].setSpacing(theme.SPACE_1)
                left = self._room_px
            left -= wide
            lines[-1].addWidget(button)
        for line in lines:
            line.addStretch(1)
        return lines

    def _row(self, finding: Finding) -> QWidget:
        name, colour = _MARKS[finding.severity]
        if finding.settled:
            name, colour = "ok", "good"
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_2)
        picture = QLabel()
        picture.setPixmap(icon(name, colour).pixmap(14, 14))
        picture.setFixedWidth(_MARK_PX)
        picture.setAccessibleName("dealt with" if finding.settled else finding.severity)
        text = QLabel(finding.words)
        text.setWordWrap(True)
        if finding.settled or finding.severity == "note":
            text.setProperty("role", "muted")
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_1)
        column.addWidget(text)
        for buttons in self._lines_of_buttons(finding):
            column.addLayout(buttons)
        line.addWidget(picture)
        line.addLayout(column, 1)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        return row
