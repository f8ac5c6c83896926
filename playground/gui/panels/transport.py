"""The bar on top: run, step, reset, and how the network is trained."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.device_words import device_choices, executor_words, place_of
from playground.gui.document import Document
from playground.gui.frame import Frame
from playground.gui.icons import icon
from playground.gui.panels.head_picker import HeadPicker
from playground.gui.panels.transport_topics import explain
from playground.gui.widgets import two_line
from playground.gui.widgets.counter import Counter
from playground.gui.widgets.pace_picker import PacePicker
from playground.gui.widgets.picker import Picker
from playground.gui.widgets.rate_picker import RatePicker
from playground.gui.widgets.run_button import RunButton
from playground.gui.widgets.step_button import StepButton
from playground.gui.widgets.stop_picker import StopPicker
from playground.gui.widgets.two_line import Density
from playground.network.consequences import of_loss
from playground.network.losses import LOSSES
from playground.training.optimizers import OPTIMIZERS

BATCHES = (1, 2, 4, 8, 10, 16, 32, 64, 128, 256, 512, 1024)
PENALTY_RATES = (0.0001, 0.001, 0.01, 0.1)
# What stands for long names where there is little room.
_SHORT_HEADS = {"Binary, two outputs": "Binary, 2 out", "Bounded regression": "Bounded"}
_SHORT_LOSSES = {
    "Binary cross-entropy": "Binary CE",
    "Mean squared error": "MSE",
    "Root mean squared error": "RMSE",
    "Mean absolute error": "MAE",
}
# The widest that the device comes to: room for it is kept, so that nothing jumps with the pace.
_WIDEST_DEVICE = "CPU · 000.0k steps/s"
# What the bar asks for at most: the window may be as narrow as this.
_MOST_LEAST_PX = 1180
_SPACING = {Density.ROOMY: theme.SPACE_2, Density.SHORT: theme.SPACE_2, Density.TIGHT: 4}


class Transport(QFrame):
    """Controls of the run and of the document's head and training.

    Where the window is narrow, words get shorter and things stand closer together.

    Attributes:
        run_button, reset_button, step_button, export_button, theme_button, menu_button.
        help_button: gone where there is no room for it.
        pace: how fast a run goes. stop: what ends it. epoch_counter: how many epochs are behind.
        head, loss, optimizer, batch, regularization, device: pickers. rate: the learning rate.
        new_start: the entry of the reset button's menu that changes the seed.

    Signals:
        run_requested, pause_requested, step_requested("sample", "batch" or "epoch"),
        pace_chosen(Pace): how fast to go from now on,
        reset_requested(new): False for the same start, True for a new one.
    """

    run_requested = Signal()
    pause_requested = Signal()
    step_requested = Signal(str)
    pace_chosen = Signal(object)
    reset_requested = Signal(bool)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._document = document
        self._running = False
        self._density: Density | None = None
        self.run_button = RunButton()
        self.run_button.clicked.connect(self.toggle)
        self.reset_button = self._make_reset()
        self.step_button = StepButton()
        self.step_button.step_requested.connect(self.step_requested)
        self.pace = PacePicker()
        self.pace.pace_chosen.connect(self.pace_chosen)
        self.epoch_counter = Counter("Epoch")
        self._make_pickers()
        self.export_button = _tool(
            "export", "Export weights, code, results or a report (Ctrl+E)", "Export"
        )
        self.theme_button = _tool("dark", "Light or dark", "Theme")
        self.help_button = _tool(
            "help", "Click this, then what you want explained (Shift+F1)", "What's this?"
        )
        self.menu_button = _tool("more", "File, edit, view and help", "Menu")
        self._arrange()
        explain(self)
        document.changed.connect(self._show_document)
        document.replaced.connect(self._show_document)
        self._show_document()
        self.set_epoch(0)

    # What the window tells

    def show_frame(self, frame: Frame) -> None:
        """Epoch, pace and state of a run."""
        self.set_epoch(frame.epoch)
        self.set_running(frame.running)

    def set_epoch(self, epoch: int) -> None:
        """How many epochs are behind."""
        grouped = f"{epoch:,}" if epoch >= 1_000_000 else f"{epoch // 1000:03},{epoch % 1000:03}"
        self.epoch_counter.set_text(grouped)

    def set_running(self, running: bool) -> None:
        """Whether the training goes on by itself."""
        if running != self._running:
            self._running = running
            self.run_button.set_running(running)

    def set_pace(self, frame: Frame) -> None:
        """What it runs on, and how fast."""
        pace, place = frame.steps_per_second, place_of(frame.executor)
        at_rest = executor_words(frame.executor, " · ")
        self.device.set_text(f"{place} · {_short(pace)} steps/s" if pace else at_rest, place)

    @Slot()
    def toggle(self) -> None:
        """Run, or pause."""
        if not self.run_button.isEnabled():
            return
        (self.pause_requested if self._running else self.run_requested).emit()

    # Inside

    @Slot()
    def _show_document(self) -> None:
        project = self._document.project
        head, training = project.head, project.training
        self.head.set_value(head.name)
        self.loss.set_value(head.loss_part.name)
        self.optimizer.set_value(training.optimizer.name)
        self.batch.set_value(training.batch_size)
        if self.rate.rate != training.optimizer.learning_rate:
            self.rate.set_rate(training.optimizer.learning_rate)
        penalty = training.regularization
        chosen = ("none", 0.0) if penalty.type == "none" else (penalty.type, penalty.rate)
        self.regularization.set_value(chosen)
        if penalty.type != "none":
            self.regularization.set_text(f"{penalty.type.upper()} {penalty.rate:g}")
        self.stop.set_stop(training.stop, self._document.signature.task)
        warnings = [p.message for p in self._document.problems if p.node == "head"]
        self.head.set_warning(warnings[0] if warnings else None)
        errors = self._document.traced.errors
        self.run_button.set_reason(errors[0].message if errors else "")

    def _make_reset(self) -> QToolButton:
        button = _tool("reset", "Reset to the same start (R)", "Reset")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        same = menu.addAction("Same start")
        same.setToolTip("The same first weights and the same order of samples again.")
        same.setShortcut(QKeySequence("R"))
        self.new_start = menu.addAction("New start")
        self.new_start.setToolTip("Other first weights, from the next seed.")
        self.new_start.setShortcut(QKeySequence("Shift+R"))
        same.triggered.connect(self._reset_same)
        self.new_start.triggered.connect(self._reset_new)
        button.setMenu(menu)
        button.clicked.connect(self._reset_same)
        return button

    def step_actions(self) -> list[QAction]:
        """The entries of the step button's menu."""
        return self.step_button.choices.actions()

    def actions_with_keys(self) -> list[QAction]:
        """The menu entries whose shortcuts work everywhere in the window."""
        found = []
        for button in (self.reset_button, self.step_button):
            menu = button.menu()
            if menu is not None:
                found.extend(menu.actions())
        return found

    def _make_pickers(self) -> None:
        document = self._document
        self.head = HeadPicker(document)
        self.head.value_chosen.connect(document.set_head)
        self.head.set_shorts(_SHORT_HEADS)
        self.loss = Picker("Loss")
        self.loss.set_shorts(_SHORT_LOSSES)
        self.loss.set_choices([(each.name, each.label, each.help) for each in LOSSES.values()])
        self.loss.value_chosen.connect(document.set_loss)
        self.loss.menu.aboutToShow.connect(self._remark_on_losses)
        self.optimizer = Picker("Optimizer")
        self.optimizer.set_choices([(o.name, o.label, o.help) for o in OPTIMIZERS.values()])
        self.optimizer.value_chosen.connect(document.set_optimizer)
        self.rate = RatePicker()
        self.rate.rate_changed.connect(document.set_learning_rate)
        self.batch = Picker("Batch")
        self.batch.set_choices(
            [(size, str(size), f"{size} samples before each step") for size in BATCHES]
        )
        self.batch.value_chosen.connect(self._choose_batch)
        self.regularization = Picker("Regularize")
        self.regularization.set_choices(_penalties())
        self.regularization.value_chosen.connect(self._choose_penalty)
        self.stop = StopPicker()
        self.stop.fields_chosen.connect(self._choose_stop)
        self.device = Picker("Device")
        self.device.set_choices(device_choices())
        self.device.set_value("auto")
        self.device.set_text("CPU · NumPy", "CPU")

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_3, theme.SPACE_1, theme.SPACE_3, theme.SPACE_1)
        row.setSpacing(theme.SPACE_2)
        counter = QVBoxLayout()
        counter.setSpacing(0)
        caption = QLabel("epoch")
        caption.setProperty("role", "caption")
        counter.addWidget(self.epoch_counter)
        counter.addWidget(caption)
        for widget in (self.reset_button, self.run_button, self.step_button, self.pace):
            row.addWidget(widget)
        row.addSpacing(theme.SPACE_1)
        row.addLayout(counter)
        row.addWidget(_divider())
        for picker in self._pickers():
            row.addWidget(picker)
        row.addStretch(1)
        row.addWidget(self.device)
        self._row = row
        for button in (self.export_button, self.theme_button, self.help_button, self.menu_button):
            row.addWidget(button)

    # Room

    def minimumSizeHint(self) -> QSize:
        """What it takes at its closest; the longest names of all are cut."""
        least = min(self._needed(Density.TIGHT), _MOST_LEAST_PX)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Words that change may need more room, or leave some."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _pickers(self) -> tuple[HeadPicker | Picker | RatePicker | StopPicker, ...]:
        return (
            self.head,
            self.loss,
            self.optimizer,
            self.rate,
            self.batch,
            self.regularization,
            self.stop,
        )

    def _elastic(self) -> list[HeadPicker | Picker | RatePicker | StopPicker | PacePicker]:
        """What has shorter words to say, as far as it is there."""
        found = [*self._pickers(), self.pace, self.device]
        return [each for each in found if not each.isHidden()]

    def _fit(self) -> None:
        """The roomiest density at which everything is whole."""
        room = self.width()
        density = next((each for each in Density if self._needed(each) <= room), Density.TIGHT)
        helped = self.help_button.sizeHint().width() + _SPACING[density]
        self.help_button.setVisible(self._needed(density) + helped <= room)
        if density is self._density:  # what follows asks for a layout, and so for this again
            return
        self._density = density
        for each in (*self._pickers(), self.pace, self.device):
            each.set_density(density)
        self._row.setSpacing(_SPACING[density])
        roomy = two_line.size_for("Device", _WIDEST_DEVICE, True, False).width()
        self.device.setMinimumWidth(roomy if density is Density.ROOMY else 0)

    def _needed(self, density: Density) -> int:
        """How many px all that is there takes at a density."""
        spacing, elastic = _SPACING[density], self._elastic()
        widths = [each.size_at(density).width() for each in elastic if each is not self.device]
        if not self.device.isHidden():
            roomy = two_line.size_for("Device", _WIDEST_DEVICE, True, False).width()
            device = self.device.size_at(density).width()
            widths.append(roomy if density is Density.ROOMY else device)
        for at in range(self._row.count()):
            item = self._row.itemAt(at)
            if item is None or item.isEmpty():
                continue
            widget = item.widget()
            if not any(widget is each for each in (*elastic, self.help_button)):
                widths.append(item.sizeHint().width())
        margins = self._row.contentsMargins()
        gaps = spacing * (len(widths) - 1) + theme.SPACE_1
        return sum(widths) + gaps + margins.left() + margins.right()

    @Slot()
    def _reset_same(self) -> None:
        self.reset_requested.emit(False)

    @Slot()
    def _reset_new(self) -> None:
        self.reset_requested.emit(True)

    @Slot()
    def _remark_on_losses(self) -> None:
        """Say of each loss whether it fits, and what would come of it."""
        head, signature = self._document.project.head, self._document.signature
        for name in LOSSES:
            found = of_loss(head, name, signature)
            self.loss.set_remark(name, found.mark, found.words)

    @Slot(object)
    def _choose_batch(self, size: int) -> None:
        self._document.set_training(batch_size=size)

    @Slot(object)
    def _choose_stop(self, fields: Mapping[str, object]) -> None:
        self._document.set_stop(**fields)

    @Slot(object)
    def _choose_penalty(self, choice: tuple[str, float]) -> None:
        kind, rate = choice
        if kind == "none":
            self._document.set_regularization(type="none")
        else:
            self._document.set_regularization(type=kind, rate=rate)


def _penalties() -> list[tuple[object, str, str]]:
    words = {
        "l1": "pushes weights that do little to exactly 0",
        "l2": "keeps all weights small",
    }
    choices: list[tuple[object, str, str]] = [(("none", 0.0), "None", "Weights cost nothing.")]
    for kind, what in words.items():
        choices.extend(
            ((kind, rate), f"{kind.upper()} {rate:g}", f"{kind.upper()} {what}; rate {rate:g}.")
            for rate in PENALTY_RATES
        )
    return choices


def _short(number: float) -> str:
    """12,345 as "12.3k", and 0.3 as "0.3"."""
    if number < 10.0:
        return f"{number:.1f}"
    if number >= 99_950:
        return f"{number / 1000:.0f}k"
    return f"{number / 1000:.1f}k" if number >= 1000 else f"{number:.0f}"


def _tool(icon_name: str, help_text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setToolTip(help_text)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _divider() -> QFrame:
    line = QFrame()
    line.setFixedSize(1, 36)
    line.setProperty("role", "divider")
    return line
