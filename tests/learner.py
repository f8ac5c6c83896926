"""A person who goes through a lesson: does what its steps ask for, by mouse and keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.gui.lessons.pointing import find_target, view_target
from playground.gui.plots.compact_box import CompactBox
from playground.lessons.conditions import Compared, Stated, Trend
from playground.lessons.parts import PARTS
from playground.lessons.readings import READINGS
from playground.network.activations import ACTIVATIONS
from tests.hands import MouseHands
from tests.mouse import hover
from tests.sights import SIGHTS_AT

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
# What training brings about, given time.
TRAINED = (
    "training ",
    "validation ",
    "new epochs",
    "new steps",
    "epoch",
    "steps",
    "mean weight",
    "largest weight",
    *(f"{metric} gap" for metric in ("loss", "accuracy")),
)
# What the labs bring about by themselves once their Run is pressed.
OF_LABS = {
    "executors": "race",
    "narrow lead": "race",
    "epochs of the lab": "heads",
    "left score": "heads",
    "right score": "heads",
}
MOST_PRESSES = 30


class Learner:
    """Goes through the lesson that the window's guide is in."""

    def __init__(self, window, user):
        self.window, self.user = window, user
        self.guide, self.strip = window.guide, window.workspace.lesson
        self.hands = MouseHands(window, user)

    def go_through(self):
        """Every step, from where the lesson is to its end."""
        lesson = self.guide.lesson
        for place, step in enumerate(lesson.steps[self.guide.at :], self.guide.at):
            self.user.wait(lambda place=place: self.guide.at == place)
            self.take(step)
            if step.moves_on:
                self.user.wait(lambda place=place: self.guide.at != place)
            else:
                assert self.strip.next.property("primary") is True
                self.user.click(self.strip.next)

    def take(self, step):
        """Look where it points, and do what it asks for."""
        place = self.guide.at
        self.check_pointing(step)
        if any(each.text.startswith("epoch =") for each in step.done):
            self.user.click(self.window.transport.reset_button)
            self.user.wait(lambda: self.user.frame.epoch == 0)
        waiting = sorted(step.done, key=self._is_training)
        for condition in waiting:
            if not self._met(condition):
                self.act(condition)
        self.user.wait(lambda: self.guide.at != place or self.guide.is_done)
        if step.done and self.guide.at == place:
            assert self.strip.task.text, "nothing is said of what was done"

    def check_pointing(self, step):
        """Everything that it points at is there, and the ring is around one of it."""
        if step.view and view_target(self.window, step.view).widget is not self._view(step.view):
            self.user.click(self.strip.show_me)
            self.user.wait(lambda: self._view(step.view) is not None)
        for point in step.points:
            target = find_target(self.window, point)
            assert target is not None, f"there is nothing to point at called {point.text!r}"
            if target.within(self.window).isEmpty():
                self.user.click(self.strip.show_me)
            self.user.wait(lambda point=point: not self._place(point).isEmpty())
        if step.points:
            ring = self.guide.ring
            self.user.wait(
                lambda: (
                    ring.isVisible() and ring.place in [self._place(each) for each in step.points]
                )
            )

    def _place(self, point):
        """Where in the window it is; empty where it can't be seen."""
        return find_target(self.window, point).within(self.window)

    def _view(self, name):
        view = self.window.views.made(name)
        return view if view is not None and view.isVisible() else None

    # Doing

    def _met(self, condition):
        self.guide.look()
        return condition.met(self.guide._watch.now(), self.guide._since)

    def _is_training(self, condition):
        if isinstance(condition, Stated):
            return 2 if condition.text == "paused" else condition.text in ("diverged",)
        amount = condition.left if isinstance(condition, Compared) else condition.amount
        return amount.text.startswith(TRAINED) or amount.text in OF_LABS

    def act(self, condition):
        """Bring one condition about."""
        points = self.guide.step.points
        view = PARTS[points[0].kind.name].view if points and points[0].kind.name in PARTS else ""
        if view in ("steps", "collapse"):
            self.press_ring(view, condition)
            return
        if isinstance(condition, Stated):
            name = condition.state.name
            if name.startswith("seen "):
                self.look_at(condition)
            else:
                getattr(self, STATED[name])(**condition.args)
            return
        amount = condition.amount if isinstance(condition, Trend) else condition.left
        if amount.text in OF_LABS:
            self.run_lab(OF_LABS[amount.text], condition)
        elif amount.text.startswith(TRAINED):
            self.train_until(condition)
        elif amount.text == "threshold":
            self.lower_threshold()
        elif amount.text in READINGS:
            self.user.wait(lambda: self._met(condition))
        else:
            getattr(self, SET[amount.quantity.name])(condition.right, **amount.args)

    def train_until(self, condition):
        """Press Run, again where it came to rest before; each time in sight of the step's words."""
        place = self.guide.at
        for _ in range(MOST_PRESSES):
            if self._rests():
                steps = self.user.frame.steps
                self.user.press_run()
                self.user.wait(lambda steps=steps: self.user.frame.steps != steps)
            self.user.wait(
                lambda: (
                    self.guide.at != place
                    or self.guide.is_done
                    or self._met(condition)
                    or self._rests()
                )
            )
            step = self.guide.step
            if step is not None and any(each.text == "paused" for each in step.done):
                self.user.wait(lambda: self.guide.at != place or self._rests())
            if self.guide.at != place or self.guide.is_done or self._met(condition):
                return
        raise AssertionError(f"{condition.text!r} was not reached in {MOST_PRESSES} runs")

    def _rests(self):
        return not self.user.frame.running and not self.window.transport._running

    def look_at(self, condition):
        """Move the mouse to where the thing is in its view."""
        name = condition.state.name.removeprefix("seen ").partition(" of {")[0]
        widget, place = SIGHTS_AT[name](self.window, self.user, **condition.args)
        hover(widget, place + QPoint(1, 0))
        hover(widget, place)

    def run(self):
        self.user.press_run()

    def rest(self):
        """It rests by itself; one that doesn't is paused."""
        if self.window.document.project.training.stop:
            self.user.wait(lambda: not self.user.frame.running)
        else:
            self.user.pause()

    def open_view(self, view):
        """Click what leads there, as the ring shows it."""
        for _ in range(3):
            if self._view(view) is not None:
                return
            way = view_target(self.window, view).widget
            if isinstance(way, CompactBox):
                self._pick(way, view)
            else:
                self.user.click(way)
            self.user.bot.wait(30)
        assert self._view(view) is not None

    def _pick(self, box, name):
        """Open a box of views and go down to this one by keys."""
        box.setFocus(Qt.FocusReason.MouseFocusReason)
        row = next(at for at in range(box.count()) if box.itemData(at) == name)
        while box.currentIndex() != row:
            before = box.currentIndex()
            self.user.press(Qt.Key.Key_Down if row > before else Qt.Key.Key_Up, widget=box)
            assert box.currentIndex() != before

    def open_tab(self, tab):
        from playground.gui.lessons.naming import window_names
        from playground.lessons.places import parse_place

        place = parse_place(f"tab {tab}", window_names())
        self.user.click(find_target(self.window, place).widget)

    def select(self, layer):
        self.hands.select(layer)

    def choose_activation(self, layer, activation):
        self.hands.choose(layer, "activation", ACTIVATIONS[activation].label)

    def choose_any_activation(self, layer, activation):
        other = next(name for name in ("tanh", "relu") if name != activation)
        self.choose_activation(layer, other)

    def choose_loss(self, loss):
        self.user.pick(self.window.transport.loss, loss)

    def choose_head(self, head):
        self.user.pick(self.window.transport.head, head)

    def choose_optimizer(self, optimizer):
        self.user.pick(self.window.transport.optimizer, optimizer)

    def choose_device(self, device):
        self.user.pick(self.window.transport.device, device)

    def choose_data(self, source):
        self.hands.choose_data(source)

    def put_in(self, type):
        self.hands.add(type)

    def take_out(self, type):
        node = next(node for node in self.window.document.network if node.type == type)
        self.hands.select(node.id)
        self.user.press(Qt.Key.Key_Delete, widget=self.window.canvas)

    def lock(self, layer):
        self.hands.select(layer)
        self.user.press(Qt.Key.Key_L, widget=self.window.canvas)

    def look_back(self):
        """Click on the timeline, once it knows the moments of the run."""
        self.user.settle()
        track = self.window.timeline.track
        place = QPoint(track.width() // 3, track.height() // 2)
        QTest.mouseClick(track, LEFT, NO_MODIFIER, place)

    def type_rate(self, rate):
        field = self.window.transport.rate.field
        self.user.click(field)
        field.selectAll()
        QTest.keyClicks(field, f"{rate:g}")
        self.user.press(Qt.Key.Key_Return, widget=field)

    def choose_batch(self, size):
        self.user.pick(self.window.transport.batch, int(size))

    def change_units(self, count, layer):
        now = self.window.document.network[layer].units
        part = "plus" if count > now else "minus"
        for _ in range(abs(int(count) - now)):
            self.user.click_canvas(self.window.canvas.control_rect(layer, part).center())

    def pin(self, count):
        while len(self.window.runs.all) < count:
            self.user.press(Qt.Key.Key_P, widget=self.window)

    def lower_threshold(self):
        """Choose the tab, and take the slider to its low end."""
        view = self.window.views.view("losses")
        self.user.click(view.page_tabs.button("threshold"))
        self.user.wait(lambda: "threshold" in view.noticed().readings)
        slider = view.thresholds.sliders[0].slider
        self.user.press(Qt.Key.Key_Home, widget=slider)
        for _ in range(5):
            self.user.press(Qt.Key.Key_Right, widget=slider)

    def press_ring(self, view, condition):
        """Click what the ring is around until it is so."""
        for _ in range(MOST_PRESSES):
            self.user.wait(lambda: view != "steps" or not self._view("steps").driver.busy)
            button = find_target(self.window, self.guide.step.points[0]).widget
            self.user.wait(button.isEnabled)
            self.user.click(button)
            self.user.settle()
            if self._met(condition) or self.guide.is_done:
                return
        raise AssertionError(f"{condition.text!r} did not come of {MOST_PRESSES} presses")

    def run_lab(self, name, condition):
        """Press the lab's own Run, once it has something to run."""
        bar = self.window.views.view(name).bar
        button = bar.button if name == "race" else bar.run_button
        self.user.wait(button.isEnabled)
        if button.accessibleName().startswith(("Run", "Measure")):
            self.user.click(button)
        self.user.wait(lambda: self._met(condition) or self.guide.is_done)

    def choose_face(self, face):
        page = self.window.views.view("matrices").page
        self.user.wait(page.isVisible)
        self.user.click(page.faces.button(face))

    def choose_experiment(self, experiment):
        box = self.window.views.view("heads").bar.box
        self._pick(box, experiment)

    def choose_penalty(self, penalty):
        rate = 0.0 if penalty == "none" else 0.01
        self.user.pick(self.window.transport.regularization, (penalty, rate))


STATED = {
    "running": "run",
    "paused": "rest",
    "looking back": "look_back",
    "view {view}": "open_view",
    "tab {tab}": "open_tab",
    "selected {layer}": "select",
    "activation of {layer} is {activation}": "choose_activation",
    "activation of {layer} is not {activation}": "choose_any_activation",
    "loss is {loss}": "choose_loss",
    "head is {head}": "choose_head",
    "optimizer is {optimizer}": "choose_optimizer",
    "regularization is {penalty}": "choose_penalty",
    "device is {device}": "choose_device",
    "data is {source}": "choose_data",
    "has {type}": "put_in",
    "no {type}": "take_out",
    "frozen {layer}": "lock",
    "free {layer}": "lock",
    "face {face}": "choose_face",
    "experiment is {experiment}": "choose_experiment",
}
SET = {
    "learning rate": "type_rate",
    "batch size": "choose_batch",
    "units of {layer}": "change_units",
    "pinned runs": "pin",
}
