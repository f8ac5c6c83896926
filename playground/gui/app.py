"""Starts the application."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication

from playground.assets_path import examples_path
from playground.gui import theme
from playground.gui.crash_report import CrashReport
from playground.gui.main_window import MainWindow
from playground.gui.reports import Reports
from playground.gui.window_state import restore_state
from playground.project.file import Project, missing_data, open_project

FIRST_PROJECT = "spiral.json"


def make_application(theme_name: theme.ThemeName | None = None) -> QApplication:
    """The application with our name, style and colours; the one there is, if there is one."""
    QCoreApplication.setOrganizationName("Playground")
    QCoreApplication.setApplicationName("Playground")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setDesktopFileName("playground")
    chosen = theme_name or str(QSettings().value("theme", "system"))
    theme.apply_theme(application, chosen)  # type: ignore[arg-type]
    return application


def run(path: str | Path | None) -> int:
    """Open the window on a project, or on the first one; returns when it is closed.

    Raises:
        UserError: the file is not a sound project.
    """
    project = open_project(path) if path is not None else first_project()
    without_data = missing_data(project) is not None
    if without_data:
        project = first_project()
    application = make_application()
    report = CrashReport()
    report.begin()
    window = MainWindow(project)
    restore_state(window)
    reports = Reports(report, window)
    window.show()
    _close_on_signals(window)
    reports.find()
    window.projects.offer_unsaved()
    window.offering.at_start()
    if without_data:
        window.files.open(str(path))
    status = application.exec()
    report.end()
    return status


def _close_on_signals(window: MainWindow) -> None:
    """Ctrl+C in the terminal, and being told to end, close the window; so nothing is lost.

    Python gets to hear of a signal whenever one of the window's timers calls it.
    """

    def close(number: int, frame: object) -> None:
        window.close()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)


def first_project() -> Project:
    """What the window opens with: an example, ready to run."""
    return open_project(examples_path() / FIRST_PROJECT)
