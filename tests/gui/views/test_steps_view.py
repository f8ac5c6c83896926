"""The step debugger in the real window: its numbers are the engine's, and it moves as it should."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.engine.graph import Phase
from playground.gui.panels.centre import BUILD
from playground.gui.plots import words
from playground.gui.plots.number_grid.fitting import fitted
from playground.project.file import Project
from playground.project.session import ProjectSession
from playground.training.stepping.gradient_check import check
from playground.training.stepping.look import look
from playground.training.stepping.objective import Objective
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import upcoming
from tests.mouse import hover

LEFT = Qt.MouseButton.LeftButton
NODES = (
    {"id": "dense_1", "type": "Dense", "units": 4, "activation": "relu"},
    {"id": "dense_2", "type": "Dense", "units": 3, "activation": "tanh"},
)
TRAINING = {"batch_size": 6, "optimizer": {"type": "adam", "learning_rate": 0.02}}


class Steps:
    """The view in a window, and whoever uses it."""

    def __init__(self, window, bot):
        self.window, self.bot = window, bot
        window.resize(1440, 900)
        window.centre.show_tab("steps")
        self.view = window.views.view("steps")
        self.wait(lambda: self.view.stepper is not None)

    def wait(self, condition):
        self.bot.waitUntil(condition, timeout=30_000)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.view.instructions, key, modifier)
        self.settle()

    def settle(self):
        self.wait(lambda: not self.view.driver.busy)

    def row_box(self, number):
        listing = self.view.instructions
        index = listing.instructions.index(listing.instructions.row_of(number))
        listing.scrollTo(index)
        return listing.visualRect(index)

    def click_row(self, number, x):
        box = self.row_box(number)
        QTest.mouseClick(self.view.instructions.viewport(), LEFT, pos=QPoint(x, box.center().y()))
        self.settle()


@pytest.fixture
def steps(open_window, project_of, qtbot):
    window = open_window(project_of(*NODES, training=TRAINING))
    return Steps(window, qtbot)


def engine_of(project_of):
    """The same step by the engine alone."""
    session = ProjectSession(Project(project_of(*NODES, training=TRAINING)), device="numpy")
    return session, Stepper(upcoming(session.moment(), session.current_rate))


def check_screen(view, engine):
    """What is painted is what the engine has, written as numbers are."""
    found = look(engine, view.page.part)
    values = (found.result, *found.operands, *found.also)
    assert len(view.page.panels) == len(values)
    for panel, value in zip(view.page.panels, values, strict=True):
        assert panel.value.name == value.name
        array = value.array.reshape(1, -1) if value.array.ndim < 2 else value.array
        grid = panel.grid.grid
        numbers = [text for text in panel.grid.texts if text.role == "number"]
        for text in numbers:
            assert text.text == fitted(float(array[text.index]), grid.across.cell)
        if grid.with_numbers:
            assert numbers
    lines = view.page.numbers.lines
    result = float(found.result.array[view.page.index])
    assert any(line.result in {words.number(result, n) for n in (2, 3, 4)} for line in lines)


def test_every_number_on_screen_is_the_engines_all_through_a_step_and_back(steps, project_of):
    view = steps.view
    session, engine = engine_of(project_of)
    assert view.bar.place.text().startswith("0 of")
    places = []
    while engine.forward():
        steps.press(Qt.Key.Key_F10)
        assert view.stepper.position == engine.position
        check_screen(view, engine)
        marked = [stop.identity for stop in view.strip.stops if stop.current]
        places.append((view.strip.phase, *marked))
    assert places[0] == (Phase.FORWARD, "dense_1")
    assert (Phase.BACKWARD, "dense_2") in places
    assert places[-1] == (Phase.UPDATE,)
    # Another number is explained where it is pointed at, and what it was made of is framed.
    steps.view.driver.to(1)
    steps.settle()
    engine.go_to(1)
    grid = view.page.panels[0].grid
    grid.grab()
    hover(grid, grid.grid.cell_box(2, 3).center())
    assert view.page.index == (2, 3)
    assert view.page.numbers.texts[0].startswith("y[2, 3] = ")
    assert view.page.panels[1].grid.framed == {(2, 0), (2, 1)}
    assert view.page.panels[2].grid.framed == {(0, 3), (1, 3)}
    # The run takes this step; its weights are those that were stepped to.
    QTest.mouseClick(view.bar.take_button, LEFT)
    steps.wait(lambda: "has taken this step" in view.note.text())
    session.advance(1)
    after = session.moment().parameters
    assert view.stepper.executor.parameters.tobytes() == after.tobytes()
    frame = steps.window.display.frame
    np.testing.assert_allclose(frame.parameters, after, rtol=1e-5, atol=1e-6)
    exact = "to the last bit" if frame.parameters.tobytes() == after.tobytes() else "rounding"
    assert exact in view.note.text()
    assert not view.bar.take_button.isEnabled()
    steps.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert view.stepper.position == len(view.stepper.instructions) - 1
    # From the present step on, by the button that is offered.
    QTest.mouseClick(view.note_button, LEFT)
    steps.wait(lambda: view.stepper.step.number == 2)
    assert view.stepper.position == 0
    assert not view.note_button.isVisible()


def test_it_stops_where_it_is_told_to_and_leads_to_the_canvas(steps):
    view, window = steps.view, steps.window
    steps.click_row(4, 8)  # the margin
    assert view.driver.breakpoints.instructions == {4}
    steps.press(Qt.Key.Key_F5)
    assert view.stepper.position == 5
    assert "breakpoint on instruction 5" in view.note.text()
    steps.press(Qt.Key.Key_F9)
    assert view.driver.breakpoints.instructions == frozenset()
    steps.click_row(2, 80)
    assert view.stepper.position == 3
    box = view.stops.layer_box
    box.setCurrentIndex(box.findData("dense_2"))
    box.activated.emit(box.currentIndex())
    steps.press(Qt.Key.Key_F5)
    assert view.stepper.current.scope == "dense_2"
    steps.press(Qt.Key.Key_F5)
    assert view.stepper.current.phase is Phase.BACKWARD
    assert view.stepper.current.scope == "dense_2"
    mark = window.centre.step_marker.mark
    assert mark.parentItem().id == "dense_2"
    assert mark.phase == "backward"
    stop = next(stop for stop in view.strip.stops if stop.identity == "dense_2")
    QTest.mouseClick(view.strip, LEFT, pos=stop.box.center().toPoint())
    assert window.centre.tabs.current == BUILD
    assert window.canvas.network_scene.cards["dense_2"].isSelected()
    window.centre.show_tab("steps")
    # The run goes on without it, and it without the run.
    position = view.stepper.position
    window.trainer.step_epoch.emit()
    steps.wait(lambda: "the run has taken" in view.note.text())
    assert view.stepper.position == position
    # A number that is none, made on a copy of the run by a rate that is far too large.
    window.document.set_learning_rate(1e20)
    QTest.mouseClick(view.note_button, LEFT)
    steps.wait(lambda: view.stepper.step.rate == 1e20)
    QTest.mouseClick(view.stops.nan_box, LEFT, pos=QPoint(8, view.stops.nan_box.height() // 2))
    assert view.driver.breakpoints.not_finite
    before = window.display.frame.steps
    QTest.mouseClick(view.stops.watch_button, LEFT)
    steps.wait(lambda: "copy of the run" in view.note.text())
    result = view.stepper.array(view.stepper.current.output)
    assert not np.isfinite(result).all()
    assert window.display.frame.steps == before


def test_a_gradient_is_checked_and_a_rate_dragged_on_screen(steps, project_of):
    view, window = steps.view, steps.window
    view.tabs.set_current("check")
    page = view.check_page
    steps.wait(lambda: page.found is not None)
    page.choose("dense_2.weight", (1, 2))
    steps.wait(lambda: page.found is not None and page.found.name == "dense_2.weight")
    session, engine = engine_of(project_of)
    expected = check(session.moment(), Objective(engine.step), "dense_2.weight", (1, 2))
    assert page.found == expected
    for name, digits in (("above", 12), ("below", 12), ("quotient", 8), ("backpropagated", 8)):
        assert page.figures[name].text() == words.number(getattr(expected, name), digits)
    assert page.verdict.text() == expected.verdict
    assert "agree" in expected.verdict
    assert page.plot.found == expected

    # From the instruction that has computed a gradient, the number that is looked at.
    view.tabs.set_current("instruction")
    number = next(i.number for i in engine.instructions if i.op == "matmul_backward_w")
    view.driver.to(number + 1)
    steps.settle()
    # To where one of its operands was cached, and back.
    kept = view.page.panels[1]
    assert "cached in the forward pass" in kept.story.text()
    source = kept.value.source
    QTest.mouseClick(kept.source_button, LEFT)
    steps.settle()
    assert view.stepper.position == source + 1
    view.driver.to(number + 1)
    steps.settle()
    view.page.choose((2, 0))
    QTest.mouseClick(view.page.check_button, LEFT)
    assert view.tabs.current == "check"
    steps.wait(lambda: page.found is not None and page.found.name == "head.weight")
    assert page.found.index == (2, 0)
    assert page.figures["relative"].text() == words.number(page.found.relative)

    view.tabs.set_current("rate")
    rates = view.rate_page
    steps.wait(lambda: rates.line is not None)
    plot = rates.plot
    assert plot.rate == 0.02
    axes = plot._axes(rates.line)
    wanted = QPoint(round(axes.x(rates.line.best)), round(axes.box.center().y()))
    QTest.mousePress(plot, LEFT, pos=wanted)
    QTest.mouseRelease(plot, LEFT, pos=wanted)
    landed = rates.search.landing(plot.rate)
    texts = {text.role: text.text for text in plot.texts}
    assert texts["handle"] == f"rate {words.number(plot.rate)} → {words.number(landed, 4)}"
    assert "Good" in rates.verdict.text()
    stepper = Stepper(upcoming(session.moment(), plot.rate), np.float64)
    stepper.go_to(len(stepper.instructions))
    assert Objective(engine.step).at(stepper.executor.parameters) == pytest.approx(landed)
    QTest.mouseClick(rates.use_button, LEFT)
    assert window.document.project.training.optimizer.learning_rate == float(f"{plot.rate:.3g}")
    window.document.undo_stack.undo()
    assert window.document.project.training.optimizer.learning_rate == 0.02
    # A search over whole steps that finds nothing can be ended.
    QTest.mouseClick(view.stops.nan_box, LEFT, pos=QPoint(8, view.stops.nan_box.height() // 2))
    QTest.mouseClick(view.stops.watch_button, LEFT)
    steps.wait(lambda: "steps)" in view.stops.watch_button.text())
    QTest.mouseClick(view.stops.watch_button, LEFT)
    steps.wait(lambda: view.note.text().startswith("Stopped: nothing in"))
    assert view.stops.watch_button.text() == "Search ahead"
