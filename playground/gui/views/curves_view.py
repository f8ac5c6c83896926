"""Loss and metrics over a run, and over those that were pinned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.gui.plots.curves import CurvesPlot
from playground.gui.views.bench import Bench
from playground.gui.views.curve_sheet import curve_sheet
from playground.gui.views.pinning import Pinning
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View

if TYPE_CHECKING:
    from playground.gui.plots.curve_picture import CurvePicture, CurveRequest


@dataclass(frozen=True, eq=False)
class CurvesJob:
    """Lays curves out."""

    request: CurveRequest

    def run(self, bench: Bench) -> CurvePicture:
        """The curves as paths."""
        return self.request.draw()


class CurvesView(View):
    """Curves of training and validation, with a button that pins the run.

    Attributes:
        plot: the drawing, its header and its legend. pinning: the button and the key P.
    """

    key: ClassVar[str] = "curves"
    every_ms: ClassVar[int] = 200

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shown: Shown | None = None
        self.setAccessibleName("Curves of loss and metrics")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.plot = CurvesPlot()
        self.pinning = Pinning(self)
        self.pinning.serve(self.plot.legend)
        self.plot.header.addWidget(self.pinning.button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.plot)

    def prepare(self) -> None:
        """Import what drawing needs, at a moment when nobody waits."""
        self.plot.prepare()

    @property
    def says(self) -> str:
        """The sentence that stands in place of the curves, or ""."""
        return self.plot.says

    def sizeHint(self) -> QSize:
        """The plot's."""
        return self.plot.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the header room."""
        self.pinning.fit(event.size().width())
        super().resizeEvent(event)

    def request(self, shown: Shown) -> CurvesJob | None:
        """The curves of the whole run; an earlier moment is marked on them."""
        self._shown = shown
        self.pinning.set_shown(shown)
        self.plot.set_runs(self.pinning.runs)
        self.plot.set_curves(shown.curves, shown)
        request = self.plot.request()
        return CurvesJob(request) if request is not None else None

    def show_result(self, result: CurvePicture | None) -> None:
        """Draw them."""
        if result is not None:
            self.plot.show_picture(result)

    @Slot()
    def clear(self) -> None:
        """Leave the pinned runs, or the sentence that invites to run."""
        self._shown = None
        self.pinning.set_shown(None)
        self.plot.set_runs(self.pinning.runs)
        self.plot.clear()

    def sheet(self) -> Sheet | None:
        """Every quantity at every epoch of the run and of the pinned ones."""
        own = self._shown.curves if self._shown is not None else None
        return curve_sheet(own, self.pinning.runs)
