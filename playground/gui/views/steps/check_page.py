"""Check this gradient: one weight nudged up and down, beside backpropagation's number."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.jobs import Jobs
from playground.gui.plots import words
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.gui.views.steps.slope_plot import SlopePlot
from playground.gui.views.steps.value_panel import Index, ValuePanel
from playground.training.carry import part
from playground.training.stepping.gradient_check import (
    NUDGES,
    USUAL,
    Check,
    Valley,
    check,
    valley,
)
from playground.training.stepping.look import Value, element
from playground.training.stepping.objective import Objective
from playground.training.stepping.upcoming import Upcoming

_WIDE = 500
_LOSS_DIGITS, _SLOPE_DIGITS = 12, 8
_ROWS = (
    ("above", "L(w + h)"),
    ("below", "L(w − h)"),
    ("quotient", "(L(w + h) − L(w − h)) / 2h"),
    ("backpropagated", "Backpropagation says"),
    ("relative", "Relative difference"),
)


class CheckPage(QScrollArea):
    """Choose a number of a parameter by clicking on it.

    Attributes:
        plot: the loss as the weight goes, with its slope.
        parameter_box, nudge_box: what is nudged, by how much. panel: the parameter's numbers.
        figures: the labels of what came of it, by name. verdict: in words. found: the check.

    Signals:
        checked: another check is on screen.
    """

    checked = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Check a gradient")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._jobs = jobs
        self._step: Upcoming | None = None
        self._objective: Objective | None = None
        self._index: Index = (0, 0)
        self._under_way, self._again = False, False
        self.found: Check | None = None
        self._build()

    def _build(self) -> None:
        self.parameter_box, self.nudge_box = CompactBox(), CompactBox()
        self.parameter_box.setAccessibleName("Parameter to nudge")
        self.nudge_box.setAccessibleName("How far it is nudged")
        self.nudge_box.set_entries([(f"h = {words.number(h)}", h) for h in NUDGES], USUAL)
        self.parameter_box.activated.connect(self._show_parameter)
        self.nudge_box.activated.connect(self._check)
        intro = QLabel(
            "Click a number: it is nudged by ±h, and the slope of this batch's loss between, in "
            "float64, is compared with the gradient."
        )
        intro.setProperty("role", "muted")
        intro.setWordWrap(True)
        self.panel = ValuePanel()
        self.panel.chosen.connect(self._choose)
        self.plot = SlopePlot()
        self.formula, self.verdict = QLabel(), QLabel()
        self.formula.setProperty("role", "formula")
        self.verdict.setProperty("role", "value")
        self.verdict.setAccessibleName("Verdict")
        for label in (self.formula, self.verdict):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.figures: dict[str, QLabel] = {}
        table = QGridLayout()
        table.setHorizontalSpacing(theme.SPACE_4)
        table.setVerticalSpacing(theme.SPACE_1)
        for row, (name, caption) in enumerate(_ROWS):
            label, figure = QLabel(caption), QLabel("")
            label.setProperty("role", "muted")
            figure.setProperty("role", "amount")
            figure.setAccessibleName(caption)
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.figures[name] = figure
            table.addWidget(label, row, 0)
            table.addWidget(figure, row, 1)
        table.setColumnStretch(1, 1)
        choices = QHBoxLayout()
        choices.addWidget(self.parameter_box)
        choices.addWidget(self.nudge_box)
        choices.addStretch(1)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_3)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(intro)
        rows.addLayout(choices)
        rows.addWidget(self.panel)
        rows.addWidget(self.formula)
        rows.addWidget(self.verdict)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(theme.SPACE_3)
        self._beside.addLayout(table)
        self._beside.addWidget(self.plot, 1)
        rows.addLayout(self._beside)
        rows.addStretch(1)
        self.setWidget(content)
        mark(self, "gradient_check")

    def set_step(self, step: Upcoming | None) -> None:
        """Check gradients of this step from now on; nothing is computed until it is seen."""
        self._step, self._objective, self.found = step, None, None
        if step is None:
            self.parameter_box.set_entries([], None)
            return
        before = self.parameter_box.currentData()
        names = list(step.moment.stage.layout)
        self.parameter_box.set_entries([(name, name) for name in names], before)
        if self.isVisible():
            self._show_parameter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The curve stands beside the figures where there is room."""
        super().resizeEvent(event)
        wide = self.viewport().width() >= _WIDE
        directions = QBoxLayout.Direction
        self._beside.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def showEvent(self, event: object) -> None:
        """Compute what was put off."""
        if self.found is None:
            self._show_parameter()

    @property
    def name(self) -> str:
        """The parameter that is chosen."""
        return str(self.parameter_box.currentData() or "")

    def choose(self, name: str, index: Index) -> None:
        """Check this number."""
        self.parameter_box.setCurrentIndex(self.parameter_box.findData(name))
        self._index = index
        self._show_parameter()

    @Slot()
    def _show_parameter(self) -> None:
        step = self._step
        if step is None or not self.name:
            return
        array = part(step.moment.parameters, step.moment.stage.layout[self.name])
        self.panel.set_value(Value("w", self.name, "as it is before the step", "", array))
        self._choose(element(array, self._index))

    @Slot(object)
    def _choose(self, index: Index) -> None:
        self._index = index
        self.panel.show_elements((), index)
        self._check()

    @Slot()
    def _check(self) -> None:
        step = self._step
        if step is None or not self.name:
            return
        if self._under_way:
            self._again = True
            return
        self._under_way, self._again = True, False
        objective, name, index = self._objective, self.name, self._index
        nudge = float(self.nudge_box.currentData())

        def work() -> tuple[Objective, Check, Valley]:
            known = Objective(step) if objective is None else objective
            found = check(step.moment, known, name, index, nudge)
            return known, found, valley(step.moment, known, name, index)

        self._jobs.start(work, partial(self._show, step), self._fail)

    def _show(self, step: Upcoming, result: tuple[Objective, Check, Valley]) -> None:
        self._under_way = False
        if step is not self._step:
            self._check()
            return
        self._objective, found, around = result
        if self._again:
            self._check()
            return
        self.found = found
        place = f"{found.name}[{', '.join(map(str, found.index))}]"
        self.formula.setText(
            f"w = {place} = {words.number(found.weight, _SLOPE_DIGITS)},  "
            f"h = {words.number(found.nudge)}"
        )
        digits = {"above": _LOSS_DIGITS, "below": _LOSS_DIGITS, "relative": 3}
        for name, figure in self.figures.items():
            figure.setText(words.number(getattr(found, name), digits.get(name, _SLOPE_DIGITS)))
        self.verdict.setText(found.verdict)
        self.plot.show_slope(around, found)
        self.checked.emit()

    def _fail(self, message: str) -> None:
        self._under_way = False
        self.found = None
        for figure in self.figures.values():
            figure.setText("")
        self.formula.setText("")
        self.plot.show_slope(None, None)
        self.verdict.setText(message)
        self.checked.emit()
        if self._again:
            self._check()
