"""The step debugger: the run's next step, one instruction at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.engine.graph import Phase
from playground.gui import theme
from playground.gui.frame import Frame
from playground.gui.plots import words
from playground.gui.topics import mark
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.steps.bar import Bar
from playground.gui.views.steps.check_page import CheckPage
from playground.gui.views.steps.driver import NO_RUN, Driver
from playground.gui.views.steps.instruction_page import InstructionPage
from playground.gui.views.steps.listing import InstructionList
from playground.gui.views.steps.rate_page import RatePage
from playground.gui.views.steps.stops_row import StopsRow
from playground.gui.views.steps.strip import NetworkStrip
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel
from playground.gui.widgets.segmented import Segmented
from playground.lessons.noticed import NOTHING, Noticed
from playground.network.spec import HEAD
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.look import look
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import Present

INSTRUCTION, CHECK, RATE = "instruction", "check", "rate"
_PAGES = [
    (INSTRUCTION, "Instruction", "The current instruction with its numbers"),
    (CHECK, "Check a gradient", "Nudge a weight and compare the slope with backpropagation"),
    (RATE, "Learning rate", "Where this step would land at another rate"),
]


@dataclass(frozen=True, eq=False)
class _Expected:
    """What a step that the run was asked to take is to come to."""

    steps: int
    parameters: NDArray[Any]


class StepsView(View):
    """Instructions on the left; on the right the present one, a gradient check, the rate.

    Attributes:
        driver: what moves. bar, stops, strip, instructions, page, check_page, rate_page: the parts.
        note: what there is to say; note_button: what can be done about it.
    """

    key: ClassVar[str] = "steps"
    every_ms: ClassVar[int] = 250

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Steps view")
        mark(self, "view.steps")
        self._shown: Shown | None = None
        self._expected: _Expected | None = None
        self._taking = False
        self._said = ""
        self._failure = ""
        self._failed_at: Frame | None = None
        self.driver = Driver(context, self)
        self._build()
        self._connect()
        self._show_all()

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(820, 640)

    def minimumSizeHint(self) -> QSize:
        """A list beside one column of values."""
        return QSize(420, 260)

    @property
    def stepper(self) -> Stepper | None:
        """The step that is stepped through."""
        return self.driver.stepper

    @property
    def says(self) -> str:
        """The sentence that stands in place of everything, or ""."""
        return "" if self.stepper is not None else self.message.text()

    @property
    def at_work(self) -> bool:
        """Whether it is on its way."""
        return self.driver.busy or self.driver.watching

    def noticed(self) -> Noticed:
        """Where in the step it is, and what a gradient check has found."""
        stepper, found = self.stepper, self.check_page.found
        if stepper is None:
            return NOTHING
        readings = {"instruction": float(stepper.position)}
        loss = stepper.loss
        if loss is not None:
            readings["loss of the batch"] = loss
        if found is not None and self.check_page.isVisible():
            readings["gradient by backpropagation"] = found.backpropagated
            readings["gradient by nudging"] = found.quotient
            readings["gradient error"] = found.relative
        current = stepper.current
        choices = {"page": self.tabs.current}
        if current is not None:
            choices["phase"] = current.phase.value
        return Noticed(readings=readings, choices=choices)

    def part(self, name: str) -> QWidget | None:
        """The parts that lessons point at."""
        parts: dict[str, QWidget] = {
            "next of steps": self.bar.buttons["next"],
            "phase of steps": self.bar.buttons["next_phase"],
            "formula of steps": self.page,
            "check of steps": self.tabs.button(CHECK),
            "rate of steps": self.tabs.button(RATE),
            "take of steps": self.bar.take_button,
        }
        return parts.get(name)

    def begin_work(self) -> None:
        """Run the forward pass, so that there is something to see."""
        if self.stepper is not None and not self.stepper.position:
            self.driver.next_phase()

    # What it shows of the run

    def request(self, shown: Shown) -> None:
        """Follow the run while nothing is stepped; else say where it has gone."""
        self._shown = shown
        self._compare(shown.frame)
        stepper = self.stepper
        if self._failed_at is not shown.frame and not self.driver.busy:
            moved = not shown.frame.running and not self._stands_here()
            if stepper is None or (not stepper.position and moved):
                self.begin()
        self._tell()

    def show_result(self, result: Any) -> None:
        """Nothing is evaluated elsewhere."""

    @Slot()
    def clear(self) -> None:
        """The run is gone."""
        self._shown = None
        self._failure = NO_RUN
        self.driver.forget()
        self._show_all()
        self._failure = ""

    @Slot()
    def begin(self) -> None:
        """Step through the step that is next now: of the moment that is shown."""
        self._said, self._failure = "", ""
        self._expected, self._failed_at, self._taking = None, None, False
        shown = self._shown
        if shown is not None and not shown.live:
            moment = next(
                (m for m in shown.moments if m.parameters is shown.frame.parameters), None
            )
            if moment is not None:
                rate = moment.stage.training.optimizer.learning_rate
                self.driver.begin_at(Present(moment, rate, rate))
                return
        self.driver.begin()

    def finish(self) -> None:
        """The window closes."""
        self.driver.stop()
        self.driver.stop_watch()

    def sheet(self) -> Sheet | None:
        """Every number that the current instruction has read and written."""
        found = self.page.look
        if found is None:
            return None

        def rows() -> Iterable[tuple[object, ...]]:
            for value in (*found.operands, found.result, *found.also):
                for index in np.ndindex(value.array.shape):
                    place = " ".join(map(str, index))
                    yield value.symbol, value.name, place, float(value.array[index])

        return Sheet(("symbol", "name", "index", "value"), rows())

    # The parts

    def _build(self) -> None:
        self.bar, self.stops, self.strip = Bar(), StopsRow(), NetworkStrip()
        self.instructions = InstructionList()
        mark(self.instructions, "instruction")
        self.page = InstructionPage()
        self.check_page = CheckPage(self.context.jobs)
        self.rate_page = RatePage(self.context.document, self.context.jobs)
        self.tabs = Segmented(_PAGES)
        self.tabs.setAccessibleName("What to look at")
        self.tabs.explain(
            {INSTRUCTION: "instruction", CHECK: "gradient_check", RATE: "learning_rate"}
        )
        self._stack = QStackedWidget()
        self._pages = {INSTRUCTION: self.page, CHECK: self.check_page, RATE: self.rate_page}
        for each in self._pages.values():
            self._stack.addWidget(each)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.SPACE_2, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.tabs)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        column.addWidget(card, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.instructions)
        self._split.addWidget(right)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([180, 640])
        self.note, self.note_button = QLabel(), QPushButton()
        mark(self.note_button, "step_debugger")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setAccessibleName("What there is to say")
        self.note.setProperty("role", "muted")
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.note_button)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        self._foot.setFixedHeight(38)
        self._foot.hide()
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.bar)
        rows.addWidget(self.strip)
        rows.addWidget(self._split, 1)
        rows.addWidget(self.stops)
        rows.addWidget(self._foot)
        self.message = MessageLabel("Getting ready…")
        self._whole = QStackedWidget()
        self._whole.addWidget(self.message)
        self._whole.addWidget(whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)
        self.setFocusProxy(self.instructions)

    def _connect(self) -> None:
        driver = self.driver
        driver.begun.connect(self._begin_showing)
        driver.moved.connect(self._show_place)
        driver.arrived.connect(self._arrive)
        driver.told.connect(self._hear)
        driver.failed.connect(self._fail)
        driver.watched.connect(self.stops.show_watch)
        self.bar.wanted.connect(self._move)
        self.bar.take_wanted.connect(self.take)
        self.instructions.position_wanted.connect(driver.to)
        self.instructions.breakpoint_toggled.connect(self._toggle)
        self.stops.changed.connect(self._set_breakpoints)
        self.stops.watch_wanted.connect(self._watch)
        self.strip.layer_chosen.connect(self.card_wanted)
        self.page.layer_wanted.connect(self.card_wanted)
        self.page.part_wanted.connect(self._show_look)
        self.tabs.current_changed.connect(self._turn_to)
        self.note_button.clicked.connect(self.begin)
        self.context.document.changed.connect(self._follow_document)
        for keys, call in (
            ("F10", driver.next),
            ("Shift+F10", driver.back),
            ("F5", driver.run),
            ("F9", self._toggle_here),
            ("Ctrl+F10", driver.next_layer),
            ("Ctrl+Shift+F10", driver.next_phase),
            ("Ctrl+Shift+F5", driver.restart),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    @Slot(str)
    def _turn_to(self, page: str) -> None:
        self._stack.setCurrentWidget(self._pages[page])

    @Slot(str)
    def _move(self, way: str) -> None:
        getattr(self.driver, way)()

    # Breakpoints

    @Slot(int)
    def _toggle(self, number: int) -> None:
        self._set_breakpoints(self.driver.breakpoints.toggled(number))

    @Slot()
    def _toggle_here(self) -> None:
        stepper = self.stepper
        if stepper is not None and stepper.position:
            self._toggle(stepper.position - 1)

    @Slot(object)
    def _set_breakpoints(self, breakpoints: Breakpoints) -> None:
        self.driver.breakpoints = breakpoints
        self.stops.set_breakpoints(breakpoints)
        self.instructions.set_breakpoints(breakpoints)

    @Slot(bool)
    def _watch(self, begin: bool) -> None:
        if begin:
            self.driver.watch()
        else:
            self.driver.stop_watch()

    # Showing

    @Slot()
    def _begin_showing(self) -> None:
        stepper = self.stepper
        self.instructions.set_stepper(stepper)
        self._set_breakpoints(self.driver.breakpoints)
        layers = [] if stepper is None else _layers(stepper)
        self.strip.set_layers(layers)
        self.stops.set_layers(layers)
        self.check_page.set_step(None if stepper is None else stepper.step)
        present = self.driver.present
        self.rate_page.set_step(None if stepper is None else stepper.step, present)
        self._show_all()

    @Slot()
    def _show_place(self) -> None:
        self._said = ""
        self._show_all()

    def _show_all(self) -> None:
        stepper = self.stepper
        self._whole.setCurrentIndex(0 if stepper is None else 1)
        self.bar.show_place(stepper)
        if stepper is None:
            self.message.setText(self._failure or "Getting ready…")
            self.place_shown.emit("", "")
            return
        current = stepper.current
        phase = None if current is None else current.phase
        scope = "" if current is None else current.scope
        done = {
            each.scope for each in stepper.instructions[: stepper.position] if each.phase is phase
        }
        if phase is Phase.UPDATE:
            done = set(_layers(stepper))
        self.strip.show_place(scope, phase, frozenset(done))
        self.instructions.show_position()
        self._show_look()
        self.place_shown.emit(scope, "" if phase is None else phase.value)
        self._tell()

    @Slot()
    def _show_look(self) -> None:
        stepper = self.stepper
        if stepper is not None:
            found = None if stepper.current is None else look(stepper, self.page.part)
            self.page.set_look(found)

    @Slot(str)
    def _hear(self, reason: str) -> None:
        if reason:
            self._said = reason
            self._tell()

    @Slot(str)
    def _fail(self, message: str) -> None:
        self._failure = message
        self._failed_at = None if self._shown is None else self._shown.frame
        if self.stepper is None:
            self.message.setText(message)
        else:
            self._hear(message)

    # The run

    @Slot()
    def take(self) -> None:
        """Let the run take this very step, once it is stepped to its end here."""
        if not self._why_not_take():
            self._taking = True
            self.driver.end()

    @Slot()
    def _arrive(self) -> None:
        stepper = self.stepper
        if not self._taking or stepper is None or not stepper.finished:
            return
        self._taking = False
        if stepper.refusal:
            self._hear(stepper.refusal)
            return
        parameters = stepper.executor.parameters.copy()
        self._expected = _Expected(stepper.step.moment.steps + 1, parameters)
        self.context.trainer.step_batch.emit()

    def _compare(self, frame: Frame) -> None:
        """Say whether the run has come to where this step has."""
        expected = self._expected
        if expected is None or frame.steps != expected.steps:
            return
        self._expected = None
        count = len(expected.parameters)
        if frame.parameters.tobytes() == expected.parameters.tobytes():
            self._said = (
                f"The run has taken this step: all {count:,} weights are equal to those here, "
                "to the last bit."
            )
            return
        apart = float(np.abs(frame.parameters - expected.parameters).max(initial=0.0))
        self._said = (
            f"The run has taken this step on its {frame.executor} executor: all {count:,} weights "
            f"are equal to those here within rounding, at most {words.number(apart, 2)} apart."
        )

    def _stands_here(self) -> bool:
        """Whether the run stands where this step begins."""
        stepper, shown = self.stepper, self._shown
        if stepper is None or shown is None:
            return False
        moment, frame = stepper.step.moment, shown.frame
        if frame.steps != moment.steps or frame.version != moment.stage.version:
            return False
        present = self.driver.present
        rate = self.context.document.project.training.optimizer.learning_rate
        if present is not None and shown.live and present.learning_rate != rate:
            return False
        return frame.parameters.tobytes() == moment.parameters.tobytes()

    def _why_not_take(self) -> str:
        shown = self._shown
        if self.stepper is None or shown is None:
            return "There is no run."
        if shown.frame.running:
            return "The run goes on. Pause it first."
        if not shown.live:
            return "This is an earlier moment. Go back to the newest first."
        if not self._stands_here():
            return "The run stands elsewhere by now. Begin at its present step."
        return ""

    def _tell(self) -> None:
        """What there is to say beneath, and what can be done."""
        stepper, shown = self.stepper, self._shown
        if stepper is None:
            return
        self.bar.set_taking(self._why_not_take())
        here = shown is None or self._stands_here()
        texts = [self._said or stepper.refusal]
        if not here and shown is not None:
            number, steps = stepper.step.number, shown.frame.steps
            if shown.frame.version != stepper.step.moment.stage.version:
                texts.append(f"The network was edited since; this is step {number:,} of before.")
            elif steps == stepper.step.moment.steps:
                texts.append("The run's weights or its rate were changed since.")
            else:
                texts.append(f"This is step {number:,}; the run has taken {steps:,}.")
        text = " ".join(each for each in texts if each)
        self.note.setText(text)
        self._foot.setVisible(bool(text))
        self.note_button.setText("Begin at the present step")
        self.note_button.setVisible(not here)

    @Slot()
    def _follow_document(self) -> None:
        self.stale.emit()


def _layers(stepper: Stepper) -> list[str]:
    """The layers of a step, in the order in which the forward pass goes through them."""
    scopes = [each.scope for each in stepper.instructions if each.phase is Phase.FORWARD]
    found = list(dict.fromkeys(scope for scope in scopes if scope))
    return found if HEAD in found else [*found, HEAD]
