"""Drag the learning rate: where would this very step land?"""

from __future__ import annotations

from functools import partial
from math import isfinite

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.icons import icon
from playground.gui.jobs import Jobs
from playground.gui.plots import words
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.topics import mark
from playground.gui.views.steps.rate_plot import RateLinePlot
from playground.training.stepping.rate_line import RateLine, RateSearch
from playground.training.stepping.upcoming import Present, Upcoming

_WIDER = 2.0


class RatePage(QWidget):
    """A plot with a handle, what the rate would do in words, and a button that takes it.

    Attributes:
        plot: the plot. verdict: in words. use_button: sets the document's rate.
        wider_button, closer_button: more and less of the line.
    """

    drawn = Signal()

    def __init__(self, document: Document, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Drag the learning rate")
        self._document, self._jobs = document, jobs
        self._step: Upcoming | None = None
        self._present: Present | None = None
        self._search: RateSearch | None = None
        self._under_way = False
        self._rate = 0.0
        self._build()
        theme.notifier().theme_changed.connect(self._show_legend)

    def _build(self) -> None:
        intro = QLabel(
            "The loss of this batch where its step would land, for every rate. Drag the handle. "
            "The dashed line is the slope at the beginning: what the gradient promises."
        )
        intro.setProperty("role", "muted")
        intro.setWordWrap(True)
        self.plot = RateLinePlot()
        self.plot.rate_changed.connect(self._move)
        self.verdict = QLabel()
        self.verdict.setProperty("role", "value")
        self.verdict.setWordWrap(True)
        self.verdict.setAccessibleName("What this rate would do")
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.legend = Legend()
        self.use_button = QPushButton("Use this rate")
        self.use_button.clicked.connect(self._use)
        self.use_button.setEnabled(False)
        self.wider_button = _tool("zoom_out", "Up to twice the rate")
        self.closer_button = _tool("zoom_in", "Up to half the rate")
        self.wider_button.clicked.connect(self._widen)
        self.closer_button.clicked.connect(self._close_in)
        buttons = QHBoxLayout()
        buttons.addWidget(self.legend, 1)
        for each in (self.closer_button, self.wider_button, self.use_button):
            buttons.addWidget(each)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_3)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(intro)
        rows.addWidget(self.plot, 1)
        rows.addLayout(buttons)
        rows.addWidget(self.verdict)
        mark(self, "learning_rate")
        self._show_legend()

    @property
    def line(self) -> RateLine | None:
        """What is drawn."""
        return self.plot.line

    @property
    def search(self) -> RateSearch | None:
        """What finds where a rate lands."""
        return self._search

    def set_step(self, step: Upcoming | None, present: Present | None) -> None:
        """Try rates on this step from now on; nothing is computed until it is seen."""
        self._step, self._present, self._search = step, present, None
        self.plot.set_line(None)
        self.use_button.setEnabled(False)
        self.verdict.setText("")
        if self.isVisible():
            self._survey(None)

    def showEvent(self, event: object) -> None:
        """Compute what was put off."""
        if self.line is None:
            self._survey(None)

    def _survey(self, reach: float | None) -> None:
        step, search = self._step, self._search
        if step is None or self._under_way:
            return
        self._under_way = True
        if search is None:
            self._rate = step.rate
            self.verdict.setText("Computing…")

        def work() -> tuple[RateSearch, RateLine, float]:
            known = RateSearch(step) if search is None else search
            return known, known.line(reach), known.landing(step.rate)

        self._jobs.start(work, partial(self._show, step), self._fail)

    def _show(self, step: Upcoming, found: tuple[RateSearch, RateLine, float]) -> None:
        self._under_way = False
        if step is not self._step:
            self._survey(None)
            return
        self._search, line, _ = found
        if not isfinite(line.before):
            self.verdict.setText("The loss is no finite number already: no rate can mend that.")
            return
        self.plot.set_line(line)
        end = float(line.rates[-1])
        self._move(min(max(self._rate, 1e-3 * end), end))
        self.drawn.emit()

    def _fail(self, message: str) -> None:
        self._under_way = False
        self.verdict.setText(message)

    @Slot(float)
    def _move(self, rate: float) -> None:
        line, search = self.line, self._search
        if line is None or search is None:
            return
        self._rate = rate
        loss = search.landing(rate)
        self.plot.set_handle(rate, loss)
        said = f"At {words.number(rate)} the loss goes from {words.number(line.before, 4)} to "
        self.verdict.setText(f"{said}{words.number(loss, 4)}. {line.verdict(rate, loss)}")
        self.use_button.setEnabled(self._base_rate(rate) != self._document_rate())
        self.use_button.setToolTip(self._words_of_use(rate))

    def _base_rate(self, rate: float) -> float:
        """What the document's learning rate has to be for this step to go at `rate`."""
        present = self._present
        if present is None or present.rate <= 0.0:
            base = rate
        else:
            base = rate * present.learning_rate / present.rate
        return float(f"{base:.3g}")

    def _words_of_use(self, rate: float) -> str:
        base = words.number(self._base_rate(rate))
        scheduled = self._present is not None and self._present.rate != self._present.learning_rate
        after = ", of which the schedule makes this rate" if scheduled else ""
        return f"Set the learning rate to {base}{after}. It can be undone."

    def _document_rate(self) -> float:
        return self._document.project.training.optimizer.learning_rate

    @Slot()
    def _use(self) -> None:
        self._document.set_learning_rate(self._base_rate(self._rate))
        self.use_button.setEnabled(False)

    @Slot()
    def _widen(self) -> None:
        if self.line is not None:
            self._survey(float(self.line.rates[-1]) * _WIDER)

    @Slot()
    def _close_in(self) -> None:
        if self.line is not None:
            self._survey(float(self.line.rates[-1]) / _WIDER)

    @Slot()
    def _show_legend(self) -> None:
        palette = theme.current()
        self.legend.set_entries(
            [
                LegendEntry(palette.accent, "the optimizer's step"),
                LegendEntry(palette.muted, "along −gradient"),
                LegendEntry(palette.positive, "tangent"),
            ]
        )


def _tool(name: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, "muted"))
    button.setProperty("flat", True)
    button.setToolTip(help_text)
    button.setAccessibleName(help_text)
    return button
