"""Shows what the threads have that is newest, at display rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from playground.gui.frame import Frame
from playground.gui.panels.output_panel import OutputPanel
from playground.gui.panels.status_bar import StatusBar
from playground.gui.panels.transport import Transport
from playground.gui.pulse import Pulse
from playground.gui.renderer import Picture, RendererThread
from playground.gui.trainer import Curves, Trainer

if TYPE_CHECKING:
    from playground.gui.plots.curve_picture import CurvePicture

REFRESH_MS = 16
# Refreshes between two maps while it runs, and between two updates of numbers that are read.
MAP_EVERY = 2
PACE_EVERY = 12


class Display(QObject):
    """Pulls the newest frame and curves, and asks for maps of them.

    Attributes:
        frame: the newest frame that was shown.
    """

    def __init__(
        self,
        trainer: Trainer,
        pulse: Pulse,
        renderer: RendererThread,
        transport: Transport,
        status: StatusBar,
        output: OutputPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._pulse = pulse
        self._renderer = renderer
        self._transport = transport
        self._status = status
        self._output = output
        self.frame: Frame | None = None
        self._curves: Curves | None = None
        self._drawn: Frame | None = None
        # What came, and is not shown yet.
        self._picture: Picture | None = None
        self._curve_picture: CurvePicture | None = None
        self._refreshes = 0
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        renderer.rendered.connect(self._take_picture)
        renderer.laid_out.connect(self._take_curve_picture)
        output.views.current_changed.connect(self._draw_anew)
        self._timer.start()

    def finish(self) -> None:
        """Show nothing more."""
        self._timer.stop()

    @property
    def settled(self) -> bool:
        """Whether the newest moment is one of rest, and all of it is on screen."""
        newest = self._trainer.newest
        drawn = newest is self._drawn and self._trainer.curves is self._curves
        busy = self._renderer.busy or self._renderer.busy_with_curves
        came = self._picture is not None or self._curve_picture is not None
        return newest is not None and not newest.running and drawn and not busy and not came

    @Slot()
    def _refresh(self) -> None:
        frame = self._trainer.newest
        if frame is None:
            self._show_no_run()
            return
        self._refreshes += 1
        if frame is not self.frame:
            self._show_frame(frame)
        if not self._show_what_came():
            self._ask_for_curves()
            self._ask_for_a_picture(frame)

    def _show_what_came(self) -> bool:
        """One thing a refresh, so that none takes longer than there is from one to the next.

        Returns:
            Whether there was one. Nothing is asked for then: the renderer would begin as the window
            paints, and Python lets only one of them run.
        """
        if self._curve_picture is not None:
            self._pulse.begin()
            self._output.curves.show_picture(self._curve_picture)
            self._curve_picture = None
        elif self._picture is not None:
            self._pulse.begin()
            self._output.show_picture(self._picture)
            self._picture = None
        else:
            return False
        return True

    def _ask_for_curves(self) -> None:
        curves = self._trainer.curves
        if curves is None or curves is self._curves or self._renderer.busy_with_curves:
            return
        self._curves = curves
        request = self._output.take_curves(curves)
        if request is not None:
            self._renderer.lay_out(request)

    def _ask_for_a_picture(self, frame: Frame) -> None:
        if frame is self._drawn or self._renderer.busy or not self._may_draw(frame):
            return
        request = self._output.request(frame)
        if request is not None:
            self._drawn = frame
            self._renderer.request(request)

    def _show_frame(self, frame: Frame) -> None:
        self.frame = frame
        self._transport.show_frame(frame)
        if self._refreshes % PACE_EVERY == 0 or not frame.running:
            self._transport.set_pace(frame)
            self._status.show_frame(frame)
            self._output.show_frame(frame)

    def _show_no_run(self) -> None:
        """Nothing can be trained: what was there of another run goes."""
        if self.frame is not None:
            self.frame = self._drawn = self._curves = None
            self._transport.set_epoch(0)
            self._transport.set_running(False)

    def _may_draw(self, frame: Frame) -> bool:
        """Whether it is time for a map: while it runs, not every refresh."""
        return not frame.running or self._refreshes % MAP_EVERY == 0

    @Slot(object)
    def _take_picture(self, picture: Picture) -> None:
        self._picture = picture

    @Slot(object)
    def _take_curve_picture(self, picture: CurvePicture) -> None:
        self._curve_picture = picture

    @Slot()
    def _draw_anew(self) -> None:
        self._drawn = None
