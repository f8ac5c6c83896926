"""Exports of a window's run, one at a time, while it goes on."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from playground.formats.export import Report
from playground.gui.exporting.compose import report
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.offers import OFFERS, Offer
from playground.gui.exporting.outcome import Outcome
from playground.gui.exporting.piecework import Piecework
from playground.gui.exporting.writing import Writing

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow

NOTHING = "There is nothing to export until the network's problems are mended."
_CANCELLED = Outcome("cancelled", "Cancelled. No file was left.")


class Exporter(QObject):
    """Takes the moment that is shown, and writes it.

    Attributes:
        busy: whether an export is under way.

    Signals:
        progressed(share, words): how far it is, from 0 to 1, or −1 where nobody knows; and what is
            done next.
        ended(Outcome): it is over, one way or the other.
    """

    progressed = Signal(float, str)
    ended = Signal(object)
    _told = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._writing: Writing | None = None
        self._reporting: tuple[Path, int] | None = None
        self._pieces = Piecework(window.jobs, self)
        self._pieces.done.connect(self._end_report)
        self._pieces.failed.connect(self._fail)
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an export is under way."""
        return self._writing is not None or self._reporting is not None

    def problem(self) -> str:
        """Why nothing can be exported now, or ""."""
        window = self._window
        known = window.display.shown is not None or window.trainer.trainer.newest is not None
        return NOTHING if window.document.traced.errors or not known else ""

    def capture(self) -> ExportMoment | None:
        """The moment that is shown now; None where there is nothing to export."""
        window = self._window
        shown = window.display.shown if window.display.is_away else window.display.newest_shown()
        if shown is None or self.problem():
            return None
        return ExportMoment.of(window.document.project, shown, window.runs, datetime.now())

    def export_to(self, path: str, name: str, *, compare: bool = True) -> None:
        """Export what is shown now to `path`, as the offer of this name."""
        moment = self.capture()
        if moment is None:
            self.ended.emit(Outcome("failed", NOTHING))
        else:
            self.write(OFFERS.find(name), Path(path), moment, compare=compare)

    def write(self, offer: Offer, path: Path, moment: ExportMoment, *, compare: bool) -> None:
        """Write a moment; a path without the offer's suffix gets it. Only while not busy."""
        known = path.name.lower().endswith(offer.suffix)
        path = path if known else path.with_name(path.name + offer.suffix)
        if offer.format is None:
            self._begin_report(path, moment)
            return
        tell = self._told.emit
        self._writing = Writing(moment.material, path, offer.format, compare=compare, tell=tell)
        self.progressed.emit(-1.0, "Writing")
        self._window.jobs.start(self._writing.run, partial(self._end, moment.epoch), self._fail)

    @Slot()
    def cancel(self) -> None:
        """Go no further; `ended` tells when it is over, which may take a moment."""
        if self._writing is not None:
            self._writing.stop()
            self.progressed.emit(-1.0, "Cancelling")
        elif self._reporting is not None:
            self._pieces.cancel()
            self._finish(_CANCELLED)

    def finish(self) -> None:
        """End what is under way, and tell nobody: the window closes."""
        if self._writing is not None:
            self._writing.stop()
        self._pieces.cancel()

    def _begin_report(self, path: Path, moment: ExportMoment) -> None:
        window = self._window
        self._reporting = path, moment.epoch
        self._pieces.start(
            report(moment, path, window.trainer, window.jobs, window, self.progressed.emit)
        )

    def _end(self, epoch: int, written: Report | None) -> None:
        self._finish(_CANCELLED if written is None else Outcome.of(written, epoch))

    @Slot(object)
    def _end_report(self, size: int) -> None:
        assert self._reporting is not None
        path, epoch = self._reporting
        words = f"{path.name}: {size / 1000:,.1f} kB, a report of epoch {epoch:,}."
        self._finish(Outcome("ok", words, path))

    @Slot(str)
    def _fail(self, message: str) -> None:
        self._finish(Outcome("failed", message))

    def _finish(self, outcome: Outcome) -> None:
        self._writing = self._reporting = None
        self.ended.emit(outcome)

    @Slot(str)
    def _pass_on(self, words: str) -> None:
        if self._writing is not None:
            self.progressed.emit(-1.0, words)
