"""Tells of faults: those of the last time, and of this."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.gui.crash_report import CrashReport, find_reports, note_seen
from playground.gui.panels.report_card import ReportCard

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow


class Reports(QObject):
    """Puts into the banner that there is a report, and shows it.

    Args:
        report: that of this process.
    """

    def __init__(self, report: CrashReport, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._report = report
        report.told = self._tell

    def find(self) -> None:
        """Look for reports of earlier times that nobody has seen; the window says so."""
        self._window.jobs.start(find_reports, self._offer, self._window.messages.say_error)

    def _offer(self, reports: list[Path]) -> None:
        if reports:
            self._window.projects.note_fault(partial(self._show_left, reports))

    def _show_left(self, reports: list[Path]) -> None:
        newest, *_ = note_seen(reports)
        ReportCard(newest, self._window).show()

    def _tell(self, words: str) -> None:
        self._window.banner.say(
            "error", f"{words} What you made is kept.", [("Show the report", self._show_own)]
        )

    def _show_own(self) -> None:
        ReportCard(self._report.path, self._window).show()
