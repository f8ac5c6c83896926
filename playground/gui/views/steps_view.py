"""The step debugger: the run's next step, one instruction at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from playground.engine.graph import Phase
from playground.gui.frame import Frame
from playground.gui.topics import mark
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.steps.desk import CHECK, RATE, Desk
from playground.gui.views.steps.driver import NO_RUN, Driver
from playground.gui.views.steps.rows import layers_of
from playground.gui.views.steps.standing import Expected, Standing
from playground.gui.views.view import Context, View
from playground.lessons.noticed import NOTHING, Noticed
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.look import look, look_at_batch
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import Present, upcoming


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
        self._expected: Expected | None = None
        self._taking = False
        self._said = ""
        self._failure = ""
        self._failed_at: Frame | None = None
        self._wanted = False
        self.driver = Driver(context, self)
        self.desk = desk = Desk(context)
        self.bar, self.stops, self.strip = desk.bar, desk.stops, desk.strip
        self.instructions, self.tabs = desk.instructions, desk.tabs
        self.page, self.check_page, self.rate_page = desk.page, desk.check_page, desk.rate_page
        self.note, self.note_button, self.message = desk.note, desk.note_button, desk.message
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(desk)
        self.setFocusProxy(self.instructions)
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
        return self.driver.busy or self.driver.watching or self._wanted

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
        """Run the first instruction, so that there is something to see."""
        self._wanted = True
        if self.stepper is not None:
            self._begin_wanted()

    def _begin_wanted(self) -> None:
        if self._wanted and self.stepper is not None and not self.stepper.position:
            self._wanted = False
            self.driver.next()

    # What it shows of the run

    def request(self, shown: Shown) -> None:
        """Follow the run while nothing is stepped; else say where it has gone."""
        self._shown = shown
        self._compare(shown.frame)
        stepper = self.stepper
        if self._failed_at is not shown.frame and not self.driver.busy:
            standing = self._standing
            moved = standing is not None and not shown.frame.running and not standing.here
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
                self.driver.begin_at(Present(moment, upcoming(moment).rate, rate))
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

    # By hand

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
        self.page.check_wanted.connect(self._check)
        self.page.source_wanted.connect(self._go_to)
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

    @Slot(int)
    def _go_to(self, number: int) -> None:
        self.driver.to(number + 1)

    @Slot(str, object)
    def _check(self, name: str, index: tuple[int, ...]) -> None:
        self.check_page.choose(name, index)
        self.tabs.set_current(CHECK)

    # Showing

    @Slot()
    def _begin_showing(self) -> None:
        stepper = self.stepper
        self.instructions.set_stepper(stepper)
        self._set_breakpoints(self.driver.breakpoints)
        layers = [] if stepper is None else layers_of(stepper)
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
        self.desk.show_whole(stepper is not None)
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
            done = set(layers_of(stepper))
        self.strip.show_place(scope, phase, frozenset(done))
        self.instructions.show_position()
        self._show_look()
        self.place_shown.emit(scope, "" if phase is None else phase.value)
        self._tell()

    @Slot()
    def _show_look(self) -> None:
        stepper = self.stepper
        if stepper is not None:
            if stepper.current is None:
                self.page.set_beginning(look_at_batch(stepper))
            else:
                self.page.set_look(look(stepper, self.page.part))

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
        standing = self._standing
        if standing is not None and not standing.why_not_take:
            self._taking = True
            self.driver.end()

    @Slot()
    def _arrive(self) -> None:
        stepper = self.stepper
        if self._wanted:
            self._begin_wanted()
            return
        if not self._taking or stepper is None or not stepper.finished:
            return
        self._taking = False
        if stepper.refusal:
            self._hear(stepper.refusal)
            return
        parameters = stepper.executor.parameters.copy()
        self._expected = Expected(stepper.step.moment.steps + 1, parameters)
        self.context.trainer.step_batch.emit()

    def _compare(self, frame: Frame) -> None:
        """Say whether the run has come to where this step has."""
        expected = self._expected
        if expected is None or frame.steps != expected.steps:
            return
        self._expected = None
        self._said = expected.words(frame)

    @property
    def _standing(self) -> Standing | None:
        """The run beside this step; None before both are known."""
        stepper, shown = self.stepper, self._shown
        if stepper is None or shown is None:
            return None
        rate = self.context.document.project.training.optimizer.learning_rate
        return Standing(stepper, self.driver.present, shown, rate)

    def _tell(self) -> None:
        """What there is to say beneath, and what can be done."""
        stepper, standing = self.stepper, self._standing
        if stepper is None:
            return
        texts = [self._said or stepper.refusal]
        if standing is None:
            self.bar.set_taking("There is no run.")
        else:
            self.bar.set_taking(standing.why_not_take)
            texts.append(standing.words)
        text = " ".join(each for each in texts if each)
        self.desk.say(text, offer=standing is not None and not standing.here)

    @Slot()
    def _follow_document(self) -> None:
        self.stale.emit()
