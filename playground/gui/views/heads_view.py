"""The same data under the right head and under the wrong one, trained together."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import shiboken6
from PySide6.QtCore import QSettings, QSize, Qt, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from playground.gui import theme
from playground.gui.editing.heads import take_head, why_not_take
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.gui.turns import Turns
from playground.gui.views.heads import trial, words
from playground.gui.views.heads.arranging import arrange
from playground.gui.views.heads.duel_curves import DuelCurves
from playground.gui.views.heads.frame import Drawing, DuelFrame
from playground.gui.views.heads.lab_bar import EXAMPLE, PROJECT, LabBar
from playground.gui.views.heads.paragraphs import Paragraphs
from playground.gui.views.heads.sheets import sheet_of
from playground.gui.views.heads.side_plot import SidePlot
from playground.gui.views.heads.worker import DuelThread
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.lessons.noticed import NOTHING, Noticed
from playground.training.experiments import EXPERIMENTS, Experiment
from playground.training.experiments.duel import Setup
from playground.training.experiments.experiment import why_wrong
from playground.training.metrics import MAIN

_CHOSEN = "heads/experiment"
_TAKE = "Put this head into the project; undo takes it back."
_REST = "The experiment rests while it can't be seen, and goes on when it is seen again."


class HeadsView(View):
    """Two heads on the same data, side by side; one experiment at a time, in a thread of its own.

    Attributes:
        bar: the controls. question: what is asked.
        sides: the head that does not fit, and the one that does. take_buttons: into the project.
        curves: of both; quantity_box: of what. verdict: what the numbers say.
        frame: what is drawn; None before the first.
    """

    key: ClassVar[str] = "heads"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Head lab")
        self.frame: DuelFrame | None = None
        self._thread: DuelThread | None = None
        self._setup: Setup | None = None
        self._goes_on = False  # whether it runs as soon as it is seen
        self._rested = False
        self._refusal = ""
        self.bar = LabBar()
        self.question = QLabel()
        self.question.setProperty("role", "muted")
        self.question.setWordWrap(True)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.sides = (SidePlot(0), SidePlot(1))
        self.take_buttons = (self._take_button(0), self._take_button(1))
        self.curves = DuelCurves()
        self.quantity_box = CompactBox()
        self.quantity_box.setAccessibleName("What the curves are of")
        self.verdict = Paragraphs()
        self._turns = Turns(self, context.trainer.pulse.begin)
        for widget, topic in ((self.sides[0], "head"), (self.curves, "metric")):
            mark(widget, topic)
        arrange(self)
        self._connect()
        kept = str(QSettings().value(_CHOSEN, ""))
        self.bar.box.setCurrentIndex(max(0, self.bar.box.findData(kept)))

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(820, 640)

    def minimumSizeHint(self) -> QSize:
        """The centre of a small window."""
        return QSize(500, 420)

    @property
    def experiment(self) -> Experiment:
        """The one that is chosen."""
        return EXPERIMENTS[self.bar.experiment]

    @property
    def running(self) -> bool:
        """Whether it goes on by itself, or would if it could be seen."""
        return self._goes_on

    @property
    def says(self) -> str:
        """Why there is no experiment, or ""."""
        return self._refusal

    @property
    def at_work(self) -> bool:
        """Whether an experiment was begun and nothing of it has come yet."""
        return self._setup is not None and self.frame is None and not self._refusal

    # What views do

    def request(self, shown: Shown) -> None:
        """Nothing of the run in the window is drawn here."""

    def show_result(self, result: Any) -> None:
        """Nothing is asked of the renderer."""

    def sheet(self) -> Sheet | None:
        """Both curves and what was answered to the samples."""
        return None if self.frame is None else sheet_of(self.frame)

    def noticed(self) -> Noticed:
        """Which experiment it is, and how both sides score."""
        if self.frame is None:
            return NOTHING
        standing = self.frame.standing
        metric = MAIN[standing.prepared.dataset.task]
        left, right = (side.on_validation(metric) for side in standing.sides)
        readings = {
            "epochs of the lab": float(standing.epoch),
            "left score": left,
            "right score": right,
        }
        return Noticed(readings=readings, choices={"experiment": self.experiment.name})

    def part(self, name: str) -> QWidget | None:
        """The parts that lessons point at."""
        parts = {
            "run of heads": self.bar.run_button,
            "experiment of heads": self.bar.box,
            "verdict of heads": self.verdict,
        }
        return parts.get(name)

    def finish(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.finish()
            self._thread = None

    def showEvent(self, event: QShowEvent) -> None:
        """Begin, or go on with what rested meanwhile."""
        super().showEvent(event)
        if self._thread is None:
            self._thread = DuelThread(self.context.trainer.pulse, self)
            self._thread.worker.told.connect(self._take, Qt.ConnectionType.QueuedConnection)
            self._thread.worker.finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
            self._thread.worker.refused.connect(self._refuse, Qt.ConnectionType.QueuedConnection)
            self.choose_source()
        elif self._goes_on:
            self._rested = True
            self._thread.run.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is trained for nobody."""
        if self._goes_on and self._thread is not None:
            self._thread.pause.emit()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Maps of another size."""
        super().resizeEvent(event)
        self._ask_for_maps()

    # Choosing

    def why_not_mine(self) -> str:
        """Why the experiment can't be tried on the project, or ""."""
        return trial.why_not(self.context.document, self.experiment)

    @Slot()
    def choose_source(self) -> None:
        """The project where it suits, else the example."""
        why = self.why_not_mine()
        self.bar.source.set_available(PROJECT, not why, why)
        self.bar.source.blockSignals(True)
        self.bar.source.set_current(EXAMPLE if why else PROJECT)
        self.bar.source.blockSignals(False)
        self.begin()

    @Slot()
    def begin(self) -> None:
        """The chosen experiment, on what was chosen, at its start."""
        if self._thread is None:
            return
        experiment = self.experiment
        self._setup = (
            trial.on_project(self.context.document, experiment)
            if self.bar.source.current == PROJECT
            else Setup.example(experiment)
        )
        self._goes_on = self._rested = False
        self._refusal = ""
        self.frame = None
        self.question.setText(experiment.question)
        task = self._setup.prepared.dataset.task
        names = [MAIN[task], "loss"] if task != "regression" else ["rmse", "loss", MAIN[task]]
        self.quantity_box.set_entries([(words.named(name), name) for name in names], names[0])
        self.curves.set_quantity(names[0])
        self._thread.begin.emit(self._setup)
        self._ask_for_maps()
        self._show()

    @Slot()
    def _choose_experiment(self) -> None:
        QSettings().setValue(_CHOSEN, self.bar.experiment)
        self.choose_source()

    @Slot()
    def _choose_quantity(self) -> None:
        self.curves.set_quantity(str(self.quantity_box.currentData()))

    # Going on

    @Slot()
    def toggle(self) -> None:
        """Run, or pause."""
        if self._thread is None or self.frame is None:
            return
        self._goes_on = not self._goes_on
        if not self._goes_on:
            self._thread.pause.emit()
        elif self.isVisible():
            self._thread.run.emit()
        self._show()

    @Slot()
    def step(self) -> None:
        """Rest, and take one batch on both sides."""
        if self._thread is not None and self.frame is not None:
            self._goes_on = False
            self._thread.step.emit()

    @Slot()
    def reset(self) -> None:
        """Back to the same start; the project as it is now."""
        why = self.why_not_mine()
        self.bar.source.set_available(PROJECT, not why, why)
        if self.bar.source.current == PROJECT and why:
            self.choose_source()
        elif self.bar.source.current == PROJECT:
            self.begin()
        elif self._thread is not None:
            self._goes_on = self._rested = False
            self._thread.reset.emit()

    @Slot()
    def _take(self) -> None:
        """Draw what there is that is newest."""
        if not shiboken6.isValid(self) or self._thread is None:
            return
        newest = self._thread.worker.newest
        if newest is None or newest.setup is not self._setup:
            self._thread.hear.emit()
            return
        first = self.frame is None
        self.frame = newest
        if newest.running and not first:
            parts = (*self.sides, self.curves)
            self._turns.begin([*(partial(part.set_frame, newest) for part in parts), self._say])
            return
        self.context.trainer.pulse.begin()
        self._thread.hear.emit()
        self._show()
        if first:
            self._ask_for_maps()

    @Slot()
    def _hear(self) -> None:
        """All of what came is drawn: there may be more."""
        if self._thread is not None:
            self._thread.hear.emit()

    @Slot()
    def _finish(self) -> None:
        """The experiment has ended by itself."""
        if shiboken6.isValid(self):
            self._goes_on = False
            self._show()

    @Slot(str)
    def _refuse(self, why: str) -> None:
        self._refusal = why
        self._show()

    # Showing

    def _show(self) -> None:
        self._turns.stop()
        for part in (*self.sides, self.curves):
            part.set_frame(self.frame)
        self._say()

    def _say(self) -> None:
        """What is said in words, and what the buttons can do."""
        frame = self.frame
        self.bar.set_able(frame is not None)
        self.bar.set_running(self._goes_on)
        if frame is None:
            self.verdict.say("", self._refusal or "Making both networks ready…")
            self.bar.say("", _REST)
        else:
            self.verdict.say(self._beneath(frame), words.verdict(frame))
            self.bar.say(self._progress(frame), self._progress_tip())
        self._offer_heads()

    def _progress(self, frame: DuelFrame) -> str:
        epoch, epochs = frame.standing.epoch, frame.setup.experiment.epochs
        return f"epoch {epoch:,} of {epochs:,}"

    def _progress_tip(self) -> str:
        return f"It rested while it could not be seen. {_REST}" if self._rested else _REST

    def _beneath(self, frame: DuelFrame) -> str:
        """Why it is wrong, and that what is tried has changed since."""
        parts = [words.why(frame)]
        if self.bar.source.current == PROJECT and trial.is_stale(
            frame.setup, self.context.document
        ):
            parts.append("The project has changed since: Reset takes it over.")
        return " ".join(filter(None, parts))

    @Slot()
    def _follow_project(self) -> None:
        """The project was edited."""
        why = self.why_not_mine()
        self.bar.source.set_available(PROJECT, not why, why)
        if self.isVisible() and self.frame is not None:
            self._show()

    def _offer_heads(self) -> None:
        for number, button in enumerate(self.take_buttons):
            document, why, warning = self.context.document, "There is no experiment.", ""
            if self.frame is not None:
                head = self.frame.heads[number]
                why = why_not_take(document, head)
                warning = why_wrong(head, document.signature)
            button.setEnabled(not why)
            tip = f"{_TAKE} {warning}".strip()
            button.setToolTip(why or tip)

    @Slot()
    def _take_head(self) -> None:
        if self.frame is not None:
            number = 0 if self.sender() is self.take_buttons[0] else 1
            take_head(self.context.document, self.frame.heads[number])

    def _ask_for_maps(self) -> None:
        if self._thread is None or self._setup is None:
            return
        side = self.sides[0].map_side(on_plane=self._setup.prepared.dataset.on_plane)
        drawing = Drawing(side, self.devicePixelRatioF(), theme.current().dark)
        self._thread.draw.emit(drawing)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._ask_for_maps()

    # The parts

    def _take_button(self, number: int) -> QToolButton:
        button = QToolButton()
        button.setText("Use this")
        button.setProperty("toggle", True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(f"Put the head on the {'right' if number else 'left'} to use")
        button.clicked.connect(self._take_head)
        mark(button, "head")
        return button

    def _connect(self) -> None:
        self.bar.run_pressed.connect(self.toggle)
        self.bar.step_pressed.connect(self.step)
        self.bar.reset_pressed.connect(self.reset)
        self.bar.experiment_chosen.connect(self._choose_experiment)
        self.bar.source_chosen.connect(self.begin)
        self.quantity_box.currentIndexChanged.connect(self._choose_quantity)
        self.context.document.changed.connect(self._follow_project)
        self._turns.done.connect(self._hear)
        theme.notifier().theme_changed.connect(self._restyle)
