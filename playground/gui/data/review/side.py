"""Beside the table: what the file is, what is told from it, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.data.tables.spec import Reading
from playground.gui import theme
from playground.gui.data.review.findings_list import FindingsList
from playground.gui.data.review.state import Known
from playground.gui.topics import mark

WIDTH_PX = 312
_BAR_PX = 16  # the scroll bar, and its edge
TASKS = (
    ("binary", "Binary: one of two"),
    ("multiclass", "Multi-class: one of several"),
    ("multilabel", "Multi-label: any of several"),
    ("regression", "Regression: a number"),
)
_SEPARATORS = ((",", "Comma ,"), (";", "Semicolon ;"), ("\t", "Tab"), ("|", "Bar |"), ("::", "::"))
_DECIMALS = ((".", "Point 1.5"), (",", "Comma 1,5"))
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp1250", "cp1251", "shift_jis")
_DATES = (("ymd", "Year, month, day"), ("dmy", "Day, month, year"), ("mdy", "Month, day, year"))
_TEXT_LAYOUTS = ("separated", "csv")
_MOST_TROUBLES = 200


class ReviewSide(QScrollArea):
    """What can be changed of a file as a whole.

    Attributes:
        title, facts: what it is. target, task, why: what is told from it.
        separator, decimal, encoding, dates, header, sheet: how it is read.
        findings: what is wrong. troubles: rows that could not be read.

    Signals:
        target_chosen(name), task_chosen(task), reading_chosen(Reading).
        trouble_chosen(row, column): of the file.
    """

    target_chosen = Signal(str)
    task_chosen = Signal(str)
    reading_chosen = Signal(object)
    trouble_chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH_PX)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reading = Reading()
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = _muted()
        self.target, self.task = _box("Target"), _box("Task")
        for task, label in TASKS:
            self.task.addItem(label, task)
        self.why = _muted()
        self.separator, self.decimal = _box("Separator"), _box("Decimal sign")
        self.encoding, self.dates, self.sheet = _box("Encoding"), _box("Dates"), _box("Sheet")
        for value, label in _SEPARATORS:
            self.separator.addItem(label, value)
        for value, label in _DECIMALS:
            self.decimal.addItem(label, value)
        for value in _ENCODINGS:
            self.encoding.addItem(value, value)
        for value, label in _DATES:
            self.dates.addItem(label, value)
        self.header = QCheckBox("First row has names")
        self.findings = FindingsList(WIDTH_PX - 2 * theme.SPACE_3 - _BAR_PX)
        self.none = _muted("Nothing stands out.")
        self.troubles = QListWidget()
        self.troubles.setAccessibleName("Rows that could not be read as they should")
        self.troubles.setWordWrap(True)
        self.troubles.setMaximumHeight(180)
        self._troubles_title = _caption("")
        self._arrange()
        self._connect()

    # Showing

    def parts(self, known: Known) -> list[Callable[[], None]]:
        """What shows what is known of a file, part by part."""
        shows = (
            self._show_title,
            self._show_target,
            self._show_reading,
            self._show_findings,
            self._show_troubles,
        )
        return [partial(show, known) for show in shows]

    def _show_title(self, known: Known) -> None:
        self.title.setText(known.name)
        self.title.setToolTip(known.path)
        self.facts.setText(_facts(known))

    def _show_findings(self, known: Known) -> None:
        self.findings.show_findings(known.findings)
        self.findings.setVisible(bool(known.findings))
        self.none.setVisible(known.whole and not known.findings)

    def _show_target(self, known: Known) -> None:
        chosen = [column.name for column in known.file.targets]
        names = [c.name for c in known.file.columns if c.kind != "picture"]
        first = [name for each in known.targets for name in each.names if len(each.names) == 1]
        order = [*dict.fromkeys([*chosen, *(n for n in first if n in names), *names])]
        with QSignalBlocker(self.target):
            self.target.clear()
            self.target.addItems(order)
            if len(chosen) > 1:
                self.target.insertItem(0, ", ".join(chosen))
                self.target.setCurrentIndex(0)
            elif chosen:
                self.target.setCurrentIndex(order.index(chosen[0]))
            else:
                self.target.setCurrentIndex(-1)
        with QSignalBlocker(self.task):
            self.task.setCurrentIndex(self.task.findData(known.file.task))
        self.why.setText(known.why[:1].upper() + known.why[1:])
        self.why.setVisible(bool(known.why))
        for box in (self.target, self.task):
            box.setEnabled(known.whole)

    def _show_reading(self, known: Known) -> None:
        reading = known.file.reading
        self._reading = reading
        text = reading.layout in _TEXT_LAYOUTS or bool(known.text)
        for row, wanted in (
            (self.separator, text),
            (self.decimal, text),
            (self.encoding, text and not known.text),
            (self.dates, text),
            (self.header, text),
        ):
            self._form.setRowVisible(row, wanted)
        sheets = known.glimpse.sheets if known.glimpse is not None else ()
        self._form.setRowVisible(self.sheet, len(sheets) > 1)
        self._reading_title.setVisible(text or len(sheets) > 1)
        for box, value in (
            (self.separator, reading.separator),
            (self.decimal, reading.decimal),
            (self.encoding, reading.encoding),
            (self.dates, reading.dates),
        ):
            with QSignalBlocker(box):
                if box.findData(value) < 0:
                    box.addItem(value, value)
                box.setCurrentIndex(box.findData(value))
        with QSignalBlocker(self.sheet):
            self.sheet.clear()
            for name in sheets:
                self.sheet.addItem(name, name)
            self.sheet.setCurrentIndex(max(0, self.sheet.findData(reading.sheet)))
        with QSignalBlocker(self.header):
            self.header.setChecked(reading.header)

    def _show_troubles(self, known: Known) -> None:
        table = known.table
        troubles = table.troubles[:_MOST_TROUBLES]
        if not known.whole and known.glimpse is not None:
            troubles = known.glimpse.troubles[:_MOST_TROUBLES]
        count = max(table.n_troubles, len(troubles))
        self._troubles_title.setText(f"Problem rows ({count:,})")
        self._troubles_title.setVisible(bool(troubles))
        self.troubles.setVisible(bool(troubles))
        self.troubles.clear()
        for trouble in troubles:
            where = f"row {trouble.row:,}" if trouble.row else "file"
            column = f", {trouble.column}" if trouble.column else ""
            self.troubles.addItem(f"{where}{column}: {trouble.what}")
            item = self.troubles.item(self.troubles.count() - 1)
            item.setData(Qt.ItemDataRole.UserRole, (trouble.row, trouble.column))

    # Choosing

    @Slot(int)
    def _choose_target(self, place: int) -> None:
        text = self.target.itemText(place)
        if text:
            self.target_chosen.emit(text)

    @Slot(int)
    def _choose_task(self, place: int) -> None:
        self.task_chosen.emit(str(self.task.itemData(place)))

    @Slot()
    def _choose_reading(self) -> None:
        fields: dict[str, Any] = {
            "separator": self.separator.currentData(),
            "decimal": self.decimal.currentData(),
            "encoding": self.encoding.currentData(),
            "dates": self.dates.currentData(),
            "header": self.header.isChecked(),
        }
        if self.sheet.count():
            fields["sheet"] = self.sheet.currentData()
        chosen = self._reading.model_copy(update=fields)
        if chosen != self._reading:
            self.reading_chosen.emit(chosen)

    @Slot()
    def _choose_trouble(self) -> None:
        item = self.troubles.currentItem()
        if item is not None:
            row, column = item.data(Qt.ItemDataRole.UserRole)
            self.trouble_chosen.emit(row, column)

    # Building

    def _arrange(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(*(theme.SPACE_3,) * 4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.title)
        rows.addWidget(self.facts)
        told = _form()
        told.addRow("Target", self.target)
        told.addRow("Task", self.task)
        rows.addLayout(told)
        rows.addWidget(self.why)
        rows.addWidget(_caption("What stands out"))
        rows.addWidget(self.findings)
        rows.addWidget(self.none)
        rows.addWidget(self._troubles_title)
        rows.addWidget(self.troubles)
        self._reading_title = _caption("How it is read")
        rows.addWidget(self._reading_title)
        self._form = _form()
        for label, box in (
            ("Separator", self.separator),
            ("Decimals", self.decimal),
            ("Encoding", self.encoding),
            ("Dates", self.dates),
            ("Sheet", self.sheet),
        ):
            self._form.addRow(label, box)
        self._form.addRow(self.header)
        rows.addLayout(self._form)
        rows.addStretch(1)
        self.setWidget(inside)
        mark(self, "data.table")
        mark(self.target, "data.target")
        mark(self.task, "data.task")
        mark(self.troubles, "data.troubles")
        for box in (self.separator, self.decimal, self.encoding, self.dates, self.sheet):
            mark(box, "data.reading")
        mark(self.header, "data.reading")

    def _connect(self) -> None:
        self.target.activated.connect(self._choose_target)
        self.task.activated.connect(self._choose_task)
        for box in (self.separator, self.decimal, self.encoding, self.dates, self.sheet):
            box.activated.connect(self._choose_reading)
        self.header.clicked.connect(self._choose_reading)
        self.troubles.currentRowChanged.connect(self._choose_trouble)


def _facts(known: Known) -> str:
    """ "1,200 rows, 6 columns, 64 kB"."""
    glimpse = known.glimpse
    rows = len(known.table)
    about = ""
    if not known.whole and glimpse is not None:
        rows, about = glimpse.n_rows, "" if glimpse.counted else "about "
    said = [f"{about}{rows:,} rows", f"{len(known.table.columns):,} columns"]
    size = glimpse.n_bytes if glimpse is not None else known.file.size
    if size:
        said.append(_size(size))
    if known.whole and known.table.n_left_out:
        said.append(f"{known.table.n_left_out:,} rows left out")
    return ", ".join(said)


def _size(count: int) -> str:
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= step:
            return f"{count / step:.3g} {unit}"
    return f"{count} bytes"


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setSpacing(theme.SPACE_2)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _muted(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "caption")
    return label
