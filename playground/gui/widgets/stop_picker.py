"""The choice of what ends a run: a control of the bar that opens a card of conditions."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from playground.gui import theme
from playground.gui.help.question import Question
from playground.gui.topics import TOPIC_ROLE, mark
from playground.gui.widgets.popup_place import place_by_left
from playground.gui.widgets.stop_row import StopRow, real_field, whole_field
from playground.gui.widgets.stop_words import (
    in_a_word,
    in_full,
    in_short,
    is_share,
    metric_label,
    sign_of,
    targets_of,
)
from playground.gui.widgets.two_line_button import TwoLineButton
from playground.network.signature import Task
from playground.training.stopping import StopSpec

_WIDTH = 428
_MOST = 10_000_000
# Where a condition begins when it is ticked first.
_EPOCHS, _MINUTES, _PATIENCE = 200, 5.0, 50
_TARGETS = {"r2": 0.9, "loss": 0.1, "mae": 0.1, "rmse": 0.1}
_SHARE = 0.95


class StopPicker(TwoLineButton):
    """Shows the conditions in few words; opens the card that changes them.

    Attributes:
        card: the popup.

    Signals:
        fields_chosen(dict): fields of `StopSpec` by name, chosen by hand; None is off.
    """

    fields_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Stop", parent)
        self.card = StopCard(self)
        self.card.fields_chosen.connect(self.fields_chosen)
        self.set_stop(StopSpec(), "binary")

    def set_stop(self, stop: StopSpec, task: Task) -> None:
        """Show these conditions, for data of this task."""
        self._text, self._help = in_short(stop), in_full(stop)
        self._short_text = in_a_word(stop)
        self.card.set_stop(stop, task)
        self.set_warning(_never_met(stop, task))

    def open_menu(self) -> None:
        """Open the card beneath, with the keyboard on the first condition."""
        self.card.adjustSize()
        place_by_left(self.card, self)
        self.card.show()
        self.card.epochs.box.setFocus(Qt.FocusReason.PopupFocusReason)


class StopCard(QFrame):
    """A popup with one row a condition; each change counts at once, Escape closes.

    Attributes:
        epochs, minutes, target, patience: the rows. metrics: what the target is of.

    Signals:
        fields_chosen(dict): see `StopPicker`.
    """

    fields_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("What ends a run")
        mark(self, "stop")
        self.setFixedWidth(_WIDTH)
        self.epochs = StopRow(
            "Epochs",
            whole_field(_MOST, _EPOCHS, ""),
            "Stop after so many; a pause does not begin the count anew.",
            self,
        )
        self.minutes = StopRow(
            "Minutes",
            real_field(0.1, 100_000.0, _MINUTES, 1),
            "Stop after so many minutes of training; pauses don't count.",
            self,
        )
        self._goal = real_field(0.0, 100.0, 95.0, 1)
        self.target = StopRow("Target", self._goal, "", self)
        self.patience = StopRow(
            "No improvement",
            whole_field(_MOST, _PATIENCE, " epochs"),
            "Stop when the validation loss has not fallen below its best for so many epochs.",
            self,
        )
        self.metrics = QComboBox()
        self.metrics.setAccessibleName("Metric of the target")
        self.metrics.setToolTip("What is measured on the validation samples.")
        self._sign = QLabel()
        topics = {
            self.epochs: "field.stop.epochs",
            self.minutes: "field.minutes",
            self.target: "field.target",
            self.patience: "field.stop.patience",
        }
        for row, topic in topics.items():
            mark(row.box, topic)
            mark(row.field, topic)
        mark(self.metrics, "field.metric")
        self._arrange()
        self._connect()

    def set_stop(self, stop: StopSpec, task: Task) -> None:
        """Show these conditions."""
        self.epochs.set_value(stop.epochs)
        self.minutes.set_value(stop.minutes)
        self.patience.set_value(stop.patience)
        self._offer(targets_of(task), stop.metric)
        is_on = stop.metric is not None and stop.target is not None
        self._fit_target(stop.target if is_on else None)

    # Inside

    @property
    def _metric(self) -> str:
        return str(self.metrics.currentData())

    def _offer(self, names: tuple[str, ...], chosen: str | None) -> None:
        """List the metrics that fit the task, and the chosen one if it is another."""
        chosen = chosen or (self._metric if self._metric in names else names[0])
        offered = names if chosen in names else (*names, chosen)
        with QSignalBlocker(self.metrics):
            if [self.metrics.itemData(i) for i in range(self.metrics.count())] != list(offered):
                self.metrics.clear()
                for name in offered:
                    self.metrics.addItem(metric_label(name), name)
                    topic = name if name == "loss" else f"metric.{name}"
                    self.metrics.setItemData(self.metrics.count() - 1, topic, TOPIC_ROLE)
            self.metrics.setCurrentIndex(offered.index(chosen))

    def _fit_target(self, target: float | None) -> None:
        """Make the number suit the metric: shares in percent; None: off, the number stays."""
        metric, field = self._metric, self._goal
        share = is_share(metric)
        kept = (field.property("metric"), field.value())
        with QSignalBlocker(field):
            field.setDecimals(1 if share else 4)
            field.setRange(0.0 if share else -1e9, 100.0 if share else 1e9)
            field.setSuffix(" %" if share else "")
            if target is None and kept[0] != metric:
                usual = _usual(metric)
                field.setValue(100.0 * usual if share else usual)
        field.setProperty("metric", metric)
        self.target.set_value(100.0 * target if share and target is not None else target)
        sign = sign_of(metric)
        self._sign.setText(sign)
        side = "at most" if sign == "≤" else "at least"
        self.target.set_help(
            f"Stop when the validation {metric_label(metric)} is {side} this. One that is met "
            "already when Run is pressed is passed over."
        )

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.SPACE_3] * 4)
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_1)
        grid.setColumnStretch(1, 1)
        title = QLabel("What ends a run?")
        title.setProperty("role", "title")
        grid.addWidget(title, 0, 0, 1, 2)
        question = Question("stop", "what ends a run")
        grid.addWidget(question, 0, 2, Qt.AlignmentFlag.AlignRight)
        of = QWidget()
        line = QHBoxLayout(of)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_2)
        line.addWidget(self.metrics)
        line.addWidget(self._sign)
        rows = (self.epochs, self.minutes, self.target, self.patience)
        for place, row in enumerate(rows):
            row.put(grid, 1 + 2 * place, of if row is self.target else None)
        after = QLabel("The best weights of a run are kept; the timeline marks them.")
        after.setProperty("role", "muted")
        after.setWordWrap(True)
        grid.addWidget(after, 10, 0, 1, 3)
        grid.setRowMinimumHeight(9, theme.SPACE_1)

    def _connect(self) -> None:
        self.epochs.changed.connect(self._change_epochs)
        self.minutes.changed.connect(self._change_minutes)
        self.patience.changed.connect(self._change_patience)
        self.target.changed.connect(self._change_target)
        self.metrics.currentIndexChanged.connect(self._change_metric)

    @Slot(object)
    def _change_epochs(self, value: int | None) -> None:
        self.fields_chosen.emit({"epochs": value})

    @Slot(object)
    def _change_minutes(self, value: float | None) -> None:
        self.fields_chosen.emit({"minutes": value})

    @Slot(object)
    def _change_patience(self, value: int | None) -> None:
        self.fields_chosen.emit({"patience": value})

    @Slot(object)
    def _change_target(self, value: float | None) -> None:
        if value is None:
            self.fields_chosen.emit({"metric": None, "target": None})
            return
        target = round(value / 100.0, 6) if is_share(self._metric) else value
        self.fields_chosen.emit({"metric": self._metric, "target": target})

    @Slot()
    def _change_metric(self) -> None:
        """Another metric has another usual target; whether it is in force stays."""
        is_on = self.target.box.isChecked()
        self._fit_target(_usual(self._metric))
        self.target.box.blockSignals(True)
        self.target.box.setChecked(is_on)
        self.target.box.blockSignals(False)
        if is_on:
            self._change_target(self.target.value)


def _usual(metric: str) -> float:
    return _SHARE if is_share(metric) else _TARGETS.get(metric.partition(".")[0], 0.1)


def _never_met(stop: StopSpec, task: Task) -> str | None:
    """Why the target is none for this task, if it isn't one."""
    metric = stop.metric
    if metric is None or metric.partition(".")[0] in targets_of(task):
        return None
    return (
        f"The {metric_label(metric)} is not measured for this data, so its target is never met. "
        "Choose another metric here."
    )
