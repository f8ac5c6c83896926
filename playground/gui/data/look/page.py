"""The page on which data is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.data import looking
from playground.data.looking import Correlations, Facts, Spread
from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.data.look.plots import (
    CloudPlot,
    CorrelationPlot,
    SidesPlot,
    SpreadPlot,
    scrolled,
)
from playground.gui.data.look.samples import SamplesPlot
from playground.gui.data.look.work import Cloud, Looked
from playground.gui.data.pages import DataPage, Surroundings
from playground.gui.plots import words
from playground.gui.plots.class_key import ClassKey
from playground.gui.run_words import glance_words
from playground.gui.topics import mark
from playground.gui.widgets.segmented import Segmented

COLUMNS, TOGETHER, SCATTER, MAP, SAMPLES, SIDES = (
    "columns",
    "together",
    "scatter",
    "map",
    "samples",
    "sides",
)
_PAGES = (
    (COLUMNS, "Columns", "How the values of each column are spread"),
    (TOGETHER, "Correlation", "How columns of numbers go together"),
    (SCATTER, "Scatter", "Any two columns against each other"),
    (MAP, "Map", "All samples on their first two principal components"),
    (SAMPLES, "Samples", "Some samples of each class"),
    (SIDES, "Sides", "How many of each class there are, before and after the split"),
)


class LookPage(DataPage):
    """Six looks at the data in use, each worked out in the background when it is first seen.

    Attributes:
        pages: which look is shown.
        list: the columns. spread: the bars of the one chosen; facts: what is said of it.
        correlations, scatter, map, samples, sides: the drawings.
        across, up: the columns of the scatter plot.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = surroundings.jobs
        self._prepared: Prepared | None = None
        self._looked: Looked | None = None
        self._fresh: set[str] = set()  # the looks that show the data in use
        self._number = 0  # of the data; what was asked for another is dropped
        self.pages = Segmented(_PAGES)
        self.pages.explain({key: f"look.{key}" for key, _, _ in _PAGES})
        self.list = QListWidget()
        self.list.setAccessibleName("Columns")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.spread = SpreadPlot()
        self.facts = QLabel()
        self.facts.setProperty("role", "muted")
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.correlations = _Pairs()
        self.scatter = CloudPlot("Scatter of two columns")
        self.map = CloudPlot("Map of the samples")
        self.samples = SamplesPlot()
        self.sides = SidesPlot()
        self.across, self.up = QComboBox(), QComboBox()
        self.across.setAccessibleName("Column across")
        self.up.setAccessibleName("Column up")
        self.key = ClassKey()
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self._stack = QStackedWidget()
        self._arrange()
        self._connect()

    def set_data(self, prepared: Prepared) -> None:
        """Look at other data, as soon as the page is seen."""
        if prepared is self._prepared:
            return
        self._prepared, self._looked = prepared, None
        self._fresh.clear()
        self._number += 1
        if self.isVisible():
            self._look()

    def tell(self, message: str) -> None:
        self.note.setText(message)

    def showEvent(self, event: QShowEvent) -> None:
        """What is seen is worked out."""
        super().showEvent(event)
        self._look()

    # Working out

    def _look(self) -> None:
        if self._prepared is None:
            return
        if self._looked is None:
            self._ask(partial(Looked.of, self._prepared), self._take_columns)
            return
        page, looked = self.pages.current, self._looked
        if page in self._fresh:
            return
        self._fresh.add(page)
        if page == COLUMNS:
            self._look_at_column()
        elif page == TOGETHER:
            self._ask(looked.correlations, self._show_correlations)
        elif page == SCATTER:
            self._look_at_pair()
        elif page == MAP:
            self._ask(looked.components, self._show_map)
        elif page == SAMPLES:
            self._ask(looked.samples, partial(self._show_samples, looked))
        else:
            self._ask(looked.sides, self._show_sides)

    def _ask(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        """Work something out for the data in use, and show it if it still is."""
        number = self._number
        self.note.setText("looking…")

        def taken(found: Any) -> None:
            if number == self._number:
                self.note.setText(self._of_how_many())
                show(found)

        self._jobs.start(work, taken, self.note.setText)

    def _of_how_many(self) -> str:
        """What is looked at, where that is not all samples; the sides are always those of all."""
        if self._prepared is None or self.pages.current == SIDES:
            return ""
        return glance_words(self._prepared)

    def _take_columns(self, looked: Looked) -> None:
        self._looked = looked
        names = list(looked.columns)
        for box in (self.list, self.across, self.up):
            before = _current(box)
            box.blockSignals(True)
            box.clear()
            box.addItems(names)
            place = names.index(before) if before in names else 0
            if box is self.up and before not in names:
                place = min(1, len(names) - 1)
            if isinstance(box, QListWidget):
                box.setCurrentRow(place)
            else:
                box.setCurrentIndex(place)
            box.blockSignals(False)
        numbers = sum(looking.as_numbers(column) is not None for column in looked.columns.values())
        for page, enough in ((TOGETHER, numbers > 1), (SCATTER, len(names) > 1)):
            self.pages.set_available(page, enough, "This data has not two columns to compare")
            if not enough and self.pages.current == page:
                self.pages.set_current(COLUMNS)
        dataset = looked.prepared.dataset
        self.key.set_classes(
            dataset.target_names if dataset.task != "regression" else (), dataset.task
        )
        self._look()

    @Slot()
    def _look_at_column(self) -> None:
        name = _current(self.list)
        if self._looked is not None and name:
            self._ask(partial(self._looked.spread, name), self._show_spread)

    @Slot()
    def _look_at_pair(self) -> None:
        if self._looked is not None and self.across.currentText():
            names = self.across.currentText(), self.up.currentText()
            self._ask(partial(self._looked.scatter, *names), self._show_scatter)

    # Showing

    def _show_spread(self, found: tuple[str, Spread, Facts]) -> None:
        name, spread, facts = found
        if name != _current(self.list) or self._looked is None:
            return
        task = self._looked.prepared.dataset.task
        classes = self._looked.class_names if len(spread.counts) > 1 else ()
        self.spread.show_spread(name, spread, task, classes)
        self.facts.setText(facts_in_words(facts, spread))

    def _show_correlations(self, found: Correlations) -> None:
        self.correlations.show_correlations(found)
        self.note.setText(_of_rows(found))

    def _show_scatter(self, cloud: Cloud) -> None:
        if cloud.names == (self.across.currentText(), self.up.currentText()):
            self._show_cloud(self.scatter, cloud)

    def _show_map(self, cloud: Cloud) -> None:
        self._show_cloud(self.map, cloud)

    def _show_cloud(self, plot: CloudPlot, cloud: Cloud) -> None:
        assert self._looked is not None
        plot.show_cloud(cloud, self._looked.prepared.dataset.target_names)
        shown = len(cloud.places)
        some = f"{shown:,} of {cloud.of:,} samples, drawn by chance. " if shown < cloud.of else ""
        self.note.setText((some + cloud.note).strip() if shown else "")

    def _show_samples(self, looked: Looked, groups: list[Any]) -> None:
        self.samples.show_samples(looked.prepared, groups)

    def _show_sides(self, found: tuple[Any, Any]) -> None:
        self.sides.show_sides(*found)

    @Slot(str)
    def _turn(self, page: str) -> None:
        self._stack.setCurrentIndex([key for key, _, _ in _PAGES].index(page))
        self.key.setVisible(page in (COLUMNS, SCATTER, MAP) and self.key.any)
        self.note.clear()
        self._fresh.discard(page)
        self._look()

    @Slot(str, str)
    def _open_pair(self, first: str, second: str) -> None:
        """A cell of the correlations opens the two columns' scatter plot."""
        self.across.setCurrentText(first)
        self.up.setCurrentText(second)
        self.pages.set_current(SCATTER)

    # Building

    def _arrange(self) -> None:
        mark(self, "look")
        mark(self.list, "look.columns")
        mark(self.spread, "look.columns")
        mark(self.facts, "look.columns")
        mark(self.correlations, "look.together")
        for box in (self.scatter, self.across, self.up):
            mark(box, "look.scatter")
        mark(self.map, "look.map")
        mark(self.samples, "look.samples")
        mark(self.sides, "look.sides")
        mark(self.key, "class")
        columns = QWidget()
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        self.list.setFixedWidth(180)
        row.addWidget(self.list)
        right = QVBoxLayout()
        right.addWidget(self.spread, 1)
        right.addWidget(self.facts)
        row.addLayout(right, 1)
        scatter = QWidget()
        column = QVBoxLayout(scatter)
        column.setContentsMargins(0, 0, 0, 0)
        boxes = QHBoxLayout()
        for label, box in (("Across", self.across), ("Up", self.up)):
            name = QLabel(label)
            name.setProperty("role", "muted")
            boxes.addWidget(name)
            boxes.addWidget(box, 1)
        column.addLayout(boxes)
        column.addWidget(self.scatter, 1)
        for page in (
            columns,
            self.correlations,
            scatter,
            self.map,
            scrolled(self.samples),
            scrolled(self.sides),
        ):
            self._stack.addWidget(page)
        foot = QHBoxLayout()
        foot.addWidget(self.key)
        foot.addStretch(1)
        foot.addWidget(self.note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_3)
        rows.addWidget(self.pages)
        rows.addWidget(self._stack, 1)
        rows.addLayout(foot)

    def _connect(self) -> None:
        self.pages.current_changed.connect(self._turn)
        self.list.currentRowChanged.connect(self._look_at_column)
        self.across.currentIndexChanged.connect(self._look_at_pair)
        self.up.currentIndexChanged.connect(self._look_at_pair)
        self.correlations.pair_chosen.connect(self._open_pair)


class _Pairs(CorrelationPlot):
    """Correlations whose cells can be opened."""

    pair_chosen = Signal(str, str)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the two columns of a cell."""
        pair = self.pair_at(event.position())
        if pair is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pair_chosen.emit(*pair)


def facts_in_words(facts: Facts, spread: Spread) -> str:
    """ "500 rows, 7 missing, 493 distinct. Least 0.1, quartiles …"."""
    missing = f"{facts.missing:,} missing" if facts.missing else "none missing"
    said = [f"{facts.rows:,} rows, {missing}, {facts.distinct:,} distinct values."]
    if facts.numbers is not None:
        least, lower, median, upper, most, mean, deviation = map(words.number, facts.numbers)
        said.append(
            f"From {least} to {most}; quartiles {lower}, {median}, {upper}; "
            f"mean {mean}, deviation {deviation}."
        )
    if spread.others:
        said.append(f"{spread.others:,} rows have other words than these.")
    return " ".join(said)


def _of_rows(found: Correlations) -> str:
    said = [f"of {found.rows:,} rows"]
    if found.left_out:
        said.append(f"{found.left_out:,} more columns are not shown")
    return "; ".join(said)


def _current(box: QListWidget | QComboBox) -> str:
    if isinstance(box, QComboBox):
        return box.currentText()
    item = box.currentItem()
    return item.text() if item is not None else ""
