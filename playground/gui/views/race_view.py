"""How fast this machine's executors train, over widths and batches, and why."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import shiboken6
from PySide6.QtCore import QSize, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.heads.paragraphs import Paragraphs
from playground.gui.views.race import words
from playground.gui.views.race.note import Note
from playground.gui.views.race.race_bar import RaceBar
from playground.gui.views.race.race_lines import RaceLines
from playground.gui.views.race.race_map import RaceMap
from playground.gui.views.race.share_bars import ShareBars
from playground.gui.views.race.sheets import sheet_of
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel
from playground.gui.widgets.segmented import Segmented
from playground.lessons.noticed import NOTHING, Noticed
from playground.training.race.contestants import Contestants, contestants
from playground.training.race.course import BATCHES, WIDTHS, Course, Own
from playground.training.race.race import Race
from playground.training.race.results import Results

CELL, OWN = "cell", "own"
_FEW = (4, 32, 256), (1, 16, 128)
# How soon it is looked again whether what was waited for is over.
_LOOK_AGAIN_MS = 250


class RaceView(View):
    """Measures when it is asked to, heat after heat in the background, while nothing else runs.

    Attributes:
        bar: the controls. map: who is ahead. lines: one batch. shares: what a step is made of.
        subject: whether the cell that is chosen or one's own network is looked at. told: why.
        gpu_note: what a GPU would bring, where there is none.
        results: all that was measured; None before the first.
        widths, batches: what is raced over from the next start on.
    """

    key: ClassVar[str] = "race"
    every_ms: ClassVar[int] = 250

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("CPU and GPU")
        self.widths: tuple[int, ...] = WIDTHS
        self.batches: tuple[int, ...] = BATCHES
        self.results: Results | None = None
        self.there: Contestants | None = None
        self._race: Race | None = None
        self._own_of: Own | None = None  # the network that was measured as one's own
        self._measuring = False  # whether it goes on as soon as it can
        self._under_way = False
        self._said = ""
        self.bar = RaceBar()
        self.map = RaceMap()
        self.lines = RaceLines()
        self.shares = ShareBars()
        self.told = Paragraphs()
        self.subject = Segmented(
            [
                (CELL, "Chosen cell", "The width and batch that are chosen above"),
                (OWN, "Yours", "The network of this window, at its batch"),
            ]
        )
        self.subject.setAccessibleName("Whose step is looked at")
        self.gpu_note = Note()
        self.message = MessageLabel(words.INVITATION)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._arrange()
        self._connect()
        self._tell()

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(820, 640)

    def minimumSizeHint(self) -> QSize:
        """The centre of a small window."""
        return QSize(500, 400)

    @property
    def measuring(self) -> bool:
        """Whether more is to come."""
        return self._measuring

    @property
    def at_work(self) -> bool:
        """Whether the race is not over yet."""
        return self._measuring

    def begin_work(self) -> None:
        """Measure a few cells: somebody waits."""
        self.widths, self.batches = _FEW
        self.measure()

    @property
    def says(self) -> str:
        """The sentence that stands in place of the pictures, or ""."""
        return self.message.text() if self._pages.currentIndex() == 0 else ""

    # What views do

    def request(self, shown: Shown) -> None:
        """A run that goes on or rests is a reason to wait, or to go on."""
        self._tell()
        self._go_on()

    def show_result(self, result: Any) -> None:
        """Nothing is asked of the renderer."""

    def sheet(self) -> Sheet | None:
        """A row for each executor in each cell."""
        return None if self.results is None else sheet_of(self.results)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is measured for nobody."""
        self._again.stop()
        if self._race is not None:
            self._race.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what was interrupted."""
        super().showEvent(event)
        self._tell()
        self._go_on()

    def noticed(self) -> Noticed:
        """How far the race is, and who leads at its narrow end."""
        results = self.results
        if results is None:
            return NOTHING
        readings = {
            "heats": float(results.done),
            "executors": float(len(results.course.executors)),
        }
        lead = results.lead((min(results.course.widths), min(results.course.batches)))
        if lead is not None:
            readings["narrow lead"] = lead.times
        return Noticed(readings=readings)

    def part(self, name: str) -> QWidget | None:
        """The part that lessons point at."""
        return self.bar.button

    # Measuring

    @Slot()
    def press(self) -> None:
        """Measure, cancel, or go on."""
        if self._measuring:
            self.cancel()
        else:
            self.measure()

    @Slot()
    def measure(self) -> None:
        """Pause the run, and begin, or go on with what was cancelled."""
        if self._runs():
            self.context.trainer.pause.emit()
        if self.results is not None and self.results.is_done:
            self._race, self.results = None, None
        self._said = ""
        self._measuring = True
        self._tell()
        self._go_on()

    @Slot()
    def cancel(self) -> None:
        """Measure no further; what there is stays."""
        self._measuring = False
        self._again.stop()
        if self._race is not None:
            self._race.stop()
        self._tell()

    def _runs(self) -> bool:
        """Whether the network in the window is being trained."""
        newest = self.context.trainer.trainer.newest
        return newest is not None and newest.running

    @Slot()
    def _go_on(self) -> None:
        """The next turn, unless one is under way or has to wait."""
        if not self._measuring or self._under_way or not self.isVisible():
            return
        if self._runs() or self.context.jobs.busy:
            self._again.start()
            return
        self._under_way = True
        if self._race is None:
            self.context.jobs.start(contestants, self._begin, self._fail)
            return
        self._race.resume()
        take = partial(self._take, self._race)
        self.context.jobs.start(self._race.work, take, self._fail)

    def _begin(self, there: Contestants) -> None:
        if not shiboken6.isValid(self):
            return
        self._under_way = False
        self.there = there
        self._own_of = self._own()
        self._race = Race(Course(self.widths, self.batches, there.executors), self._own_of)
        self._go_on()

    def _own(self) -> Own | None:
        """The project's network, if it can be trained."""
        document = self.context.document
        if any(problem.severity == "error" for problem in document.problems):
            return None
        project = document.project
        return Own(project.network, project.head, project.training, prepare(project.data))

    def _take(self, race: Race, results: Results) -> None:
        if not shiboken6.isValid(self):
            return
        self._under_way = False
        if race is self._race:
            if self._runs():  # it began meanwhile: what was measured beside it does not count
                race.redo()
                results = race.results()
            self.results = results
            self._measuring = self._measuring and not results.is_done
            self.context.trainer.pulse.begin()
            self._show()
        if race.compiling:
            self._again.start()
        else:
            self._go_on()

    def _fail(self, why: str) -> None:
        if not shiboken6.isValid(self):
            return
        self._under_way = self._measuring = False
        self._said = why
        self._tell()

    # Showing

    def _show(self) -> None:
        self.map.set_results(self.results)
        self._show_cell()

    @Slot()
    def _show_cell(self) -> None:
        """What is chosen: its batch, its shares, and why."""
        results = self.results
        own = results.own if results is not None else None
        self.subject.set_available(OWN, own is not None, "The network here has an error.")
        if own is None and self.subject.current == OWN:
            self.subject.set_current(CELL)
        self.lines.set_results(results, self.map.chosen)
        if results is not None and self.map.chosen is not None:
            self._show_shares(results)
        self._tell()

    def _show_shares(self, results: Results) -> None:
        own, cell = results.own, self.map.chosen
        assert cell is not None
        if self.subject.current == OWN and own is not None:
            timings, cost, batch, what = own.times, own.cost, own.batch, words.own_words(own)
            if self._own() != self._own_of:
                what = f"As it was when it was measured, {what[:1].lower()}{what[1:]}"
        else:
            found = {n: times[cell] for n, times in results.times.items() if cell in times}
            if cell not in results.costs:
                self.shares.set_step(None, {}, {})
                self.told.say("", f"{words.cell_words(cell)} is not measured yet.")
                return
            timings, cost, batch = found, results.costs[cell], cell[1]
            what = words.cell_words(cell)
        self.shares.set_step(cost, timings, results.models)
        text = words.why(results, cost, timings, batch, what)
        overtaken = words.crossings(results) if results.is_done or not self._measuring else ""
        whole = " ".join(filter(None, (text, overtaken)))
        self.told.say(words.doubt(results), whole)
        self.gpu_note.say(words.of_gpu(self.there))

    def _tell(self) -> None:
        results = self.results
        shown = results is not None and results.done > 0
        self._pages.setCurrentIndex(int(shown))
        self.subject.setVisible(shown)
        done, total = (results.done, results.total) if results is not None else (0, 0)
        if self._measuring:
            label = "Cancel"
        elif self._runs():
            label = "Pause the run and measure"
        elif results is not None and results.is_done:
            label = "Measure again"
        else:
            label = "Go on" if done else "Measure"
        waiting = self._said or ("Looking for executors…" if self._measuring else words.INVITATION)
        self.message.setText(waiting)
        self.bar.tell(label, self._status(), done, total if self._measuring else 0)

    def _status(self) -> str:
        results = self.results
        if self._said:
            return self._said
        if self._measuring:
            if self._runs():
                return words.HELD
            if self._race is not None and self._race.compiling:
                return words.COMPILING
            return results.doing if results is not None else ""
        if results is None:
            return ""
        heats = f"{results.done:,} of {results.total:,} heats"
        return f"{heats}, medians of short stretches, one thread each"

    # The parts

    def _arrange(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(2, 2, 2, theme.SPACE_2)
        column.setSpacing(0)
        column.addWidget(self.shares)
        column.addWidget(self.gpu_note)
        column.addStretch(1)
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE_2)
        grid.addWidget(self.map, 0, 0)
        grid.addWidget(self.lines, 0, 1)
        grid.addWidget(card, 1, 0)
        grid.addWidget(self.told, 1, 1)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(0, 5)
        grid.setRowStretch(1, 4)
        for widget in (self.map, self.lines):
            mark(widget, "race.cells")
        for part in (card, self.told, self.subject):
            mark(part, "race.shares")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        across = QHBoxLayout()
        across.setSpacing(theme.SPACE_2)
        across.addWidget(self.bar, 1)
        across.addWidget(self.subject)
        rows.addLayout(across)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.message)
        self._pages.addWidget(page)
        rows.addLayout(self._pages, 1)

    def _connect(self) -> None:
        self.bar.button.clicked.connect(self.press)
        self.map.cell_chosen.connect(self._choose_cell)
        self.subject.current_changed.connect(self._show_cell)
        self._again.timeout.connect(self._go_on)
        theme.notifier().theme_changed.connect(self._restyle)

    @Slot()
    def _choose_cell(self) -> None:
        self.subject.set_current(CELL)
        self._show_cell()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._show()
