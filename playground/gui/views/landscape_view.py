"""The loss around the present weights, and the path that training walked through it."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import shiboken6
from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.frame import Frame
from playground.gui.plots import words
from playground.gui.plots.landscape_controls import LandscapeControls
from playground.gui.plots.landscape_plot import LandscapePlot
from playground.gui.plots.landscape_survey import UNIT, Landscape, Order, Survey
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.same_loss import same_loss, same_parts
from playground.gui.plots.walked_path import Walker, WalkJob
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel

_INVITATION = (
    "Press Compute to see the training loss on a slice through the weights, around the present "
    "ones, and the path that training has walked."
)
_STALE = "The data or the network has changed since. Press Compute for the present ones."


class LandscapeView(View):
    """A slice of the loss, computed when it is asked for, in the background.

    Attributes:
        controls: which slice, the button, and the progress.
        plot: the drawing. note: what it shows, and what is amiss.
        message: what stands in place of the drawing. legend: the row beneath.
    """

    key: ClassVar[str] = "landscape"
    every_ms: ClassVar[int] = 200

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Loss landscape")
        self._shown: Shown | None = None
        self._seed = 0
        self._survey: Survey | None = None
        self._under_way = False
        self._walker: Walker | None = None
        self._compared: tuple[Frame, bool] | None = None
        self._said = ""
        self.controls = LandscapeControls()
        self.controls.chosen.connect(self._choose)
        self.controls.other_button.clicked.connect(self.compute_others)
        self.controls.compute_button.clicked.connect(self._press)
        self.plot = LandscapePlot()
        self.message = MessageLabel(_INVITATION)
        self.legend = Legend()
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setFont(theme.font(theme.TEXT_SMALL))
        self.note.setWordWrap(True)
        self._lay_out()
        theme.notifier().theme_changed.connect(self._recolour)
        self._tell()

    def _lay_out(self) -> None:
        self._pages = QStackedLayout()
        self._pages.addWidget(self.message)
        self._pages.addWidget(self.plot)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.controls)
        rows.addLayout(self._pages, 1)
        rows.addWidget(self.legend)
        rows.addWidget(self.note)

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 330)

    def minimumSizeHint(self) -> QSize:
        """As small as a place for views gets."""
        return QSize(300, 220)

    @property
    def landscape(self) -> Landscape | None:
        """What is drawn."""
        return self.plot.landscape

    @property
    def computing(self) -> bool:
        """Whether more is to come."""
        return self._survey is not None

    @property
    def at_work(self) -> bool:
        """Whether the landscape is not whole yet."""
        return self.computing

    def begin_work(self) -> None:
        """Compute it, on few points: somebody waits."""
        self.controls.count_box.setCurrentIndex(0)
        self.compute()

    @property
    def says(self) -> str:
        """The sentence that stands in place of the landscape, or ""."""
        return self.message.text() if self._pages.currentWidget() is self.message else ""

    @property
    def out_of_date(self) -> bool:
        """Whether data or network have changed since."""
        return self._compared is not None and self._compared[1]

    # What views do

    def set_data(self, prepared: Prepared) -> None:
        """What is drawn stays, and says that it is of other data."""

    def request(self, shown: Shown) -> WalkJob | None:
        """Project the path; compute nothing that nobody asked for."""
        self._shown = shown
        self._compare(shown.frame)
        self._tell()
        return None if self._walker is None else WalkJob(self._walker, shown)

    def show_result(self, result: Any) -> None:
        """Draw the path."""
        if result is not None and result[0] is self._walker:
            self.plot.set_walked(result[1])
            self._tell()

    @Slot()
    def clear(self) -> None:
        """The run is gone: so is the landscape."""
        self.cancel()
        self._shown = self._walker = self._compared = None
        self.plot.set_landscape(None)
        self._said = ""
        self._tell()

    def sheet(self) -> Sheet | None:
        """A row for each point that is computed."""
        found = self.landscape
        if found is None:
            return None
        rows = [
            (float(x), float(y), float(found.losses[row, column]))
            for row, y in enumerate(found.y)
            for column, x in enumerate(found.x)
            if found.known[row, column]
        ]
        columns = (f"{name} ({UNIT})" for name in found.names)
        return Sheet((*columns, "training loss"), rows)

    # Computing

    @Slot()
    def compute(self) -> None:
        """Begin anew, around the weights that are shown."""
        if self._shown is None:
            self._say("There are no weights yet: the network can't be trained as it is.")
            return
        self.cancel()
        self._said = ""
        frame = self._shown.frame
        layout = frame.layout
        stages = {id(m.stage): m.stage.layout == layout for m in self._shown.moments}
        path = [m.parameters for m in self._shown.moments if stages[id(m.stage)]]
        order = Order(
            frame,
            self.controls.along,
            self._seed,
            self.controls.count,
            self.controls.reach,
            theme.current().dark,
        )
        self._survey = Survey(order, (*path, frame.parameters))
        self._go_on()
        self._tell()

    @Slot()
    def compute_others(self) -> None:
        """Begin anew along other random directions."""
        self._seed += 1
        self.compute()

    @Slot()
    def cancel(self) -> None:
        """Compute no further; what there is stays."""
        if self._survey is not None:
            self._survey.stop()
            self._survey = None
            done = 0.0 if self.landscape is None else self.landscape.done
            self._said = f"Cancelled at {words.percent(done)}."
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is computed for nobody; it goes on when this is seen again."""
        if self._survey is not None:
            self._survey.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what was interrupted."""
        super().showEvent(event)
        self._go_on()

    def _go_on(self) -> None:
        """The next stretch, unless one is under way."""
        if self._survey is None or self._under_way or not self.isVisible():
            return
        if self._survey.stopped:
            self._survey.resume()
        self._under_way = True
        take = partial(self._take, self._survey)
        self.context.jobs.start(self._survey.work, take, partial(self._fail, self._survey))

    def _take(self, survey: Survey, found: Landscape | None) -> None:
        if not shiboken6.isValid(self):
            return
        self._under_way = False
        if survey is self._survey and found is not None:
            self._show_landscape(found)
        self._go_on()

    def _fail(self, survey: Survey, why: str) -> None:
        if not shiboken6.isValid(self):
            return
        self._under_way = False
        if survey is self._survey:
            self._survey = None
            self._say(why)
        self._go_on()

    def _show_landscape(self, found: Landscape) -> None:
        before = self.landscape
        if self._walker is None or before is None or before.order is not found.order:
            self._walker = Walker(found.through, found.order.frame.layout)
            self._compared = None
            self.stale.emit()
        self.plot.set_landscape(found)
        if found.done >= 1.0:
            self._survey = None
        if self._shown is not None:
            self._compare(self._shown.frame)
        self._tell()

    @Slot()
    def _press(self) -> None:
        if self.computing:
            self.cancel()
        else:
            self.compute()

    @Slot()
    def _choose(self) -> None:
        """Of a slice that is there, compute the chosen one."""
        self._tell()
        if self.computing or self.landscape is not None:
            self.compute()

    # Saying

    @Slot(object)
    def _recolour(self, palette: theme.Palette) -> None:
        self._tell()

    def _compare(self, frame: Frame) -> None:
        """Whether a frame's data and network are those of the landscape."""
        if self.landscape is None:
            return
        if self._compared is not None and same_parts(self._compared[0], frame):
            return
        then = self.landscape.order.frame
        self._compared = frame, not (same_parts(then, frame) or same_loss(then, frame))

    def _say(self, text: str) -> None:
        """A sentence: in place of a drawing, or beneath it."""
        self._said = text
        self._tell()

    def _tell(self) -> None:
        """What the controls and the texts say."""
        found = self.landscape
        done = None
        if self._survey is not None:
            mine = found is not None and found.order is self._survey.order
            done = found.done if mine and found is not None else 0.0
        self.controls.tell(done)
        waiting = "Computing…" if self.computing else _INVITATION
        self.message.setText(self._said or waiting)
        self._pages.setCurrentWidget(self.message if found is None else self.plot)
        self._tell_of(found)

    def _tell_of(self, found: Landscape | None) -> None:
        palette, walked = theme.current(), self.plot.walked
        self.note.setVisible(found is not None)
        if found is None:
            self.legend.set_entries([])
            return
        entries = [LegendEntry(palette.accent, "shown now")]
        if walked is not None and len(walked.places) > 1:
            entries.insert(0, LegendEntry(palette.text, "path, begun at ○"))
        self.legend.set_entries(entries)
        texts = [self._said or f"Loss of {found.samples:,} training samples."]
        if walked is not None and walked.share == walked.share:
            texts.append(f"The slice holds {words.percent(walked.share)} of the path's movement.")
        if found.done >= 1.0 and not found.picture.has_numbers:
            texts.append("No loss here is a finite number.")
        self.note.setText(_STALE if self.out_of_date else " ".join(texts))
