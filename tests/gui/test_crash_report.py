"""A fault is written down, and shown at the next start."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from playground.gui.crash_report import (
    MOST_REPORTS,
    CrashReport,
    find_reports,
    note_seen,
    report_folder,
)
from playground.gui.panels.report_card import ReportCard
from playground.gui.reports import Reports

# The end of each, after it has begun.
RAN = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playground.gui import app
from playground.gui.main_window import MainWindow
application = app.make_application("light")

def window():
    return next(w for w in application.topLevelWidgets() if isinstance(w, MainWindow))

def end():
    END

QTimer.singleShot(400, end)
app.run(None)
"""


@pytest.mark.parametrize("end", ["window().close()", "os.kill(os.getpid(), signal.SIGTERM)"])
def test_a_program_that_ends_as_it_should_leaves_no_report(run_child, end):
    child = run_child(RAN.replace("END", end))
    assert child.returncode == 0, child.stderr
    assert not list(report_folder().iterdir())
    assert not find_reports()


def test_one_that_is_killed_from_outside_has_nothing_to_report(run_child):
    child = run_child(RAN.replace("END", "os.kill(os.getpid(), signal.SIGKILL)"))
    assert child.returncode == -signal.SIGKILL
    assert not find_reports()
    assert not list(report_folder().glob("*.txt"))


def test_one_that_crashes_has_written_where(run_child):
    child = run_child(RAN.replace("END", "import faulthandler; faulthandler._sigsegv()"))
    assert child.returncode < 0
    (report,) = find_reports()
    text = report.read_text("utf-8")
    assert text.startswith("Playground ")
    assert "Segmentation fault" in text
    assert "in end" in text


def test_a_fault_of_python_is_said_and_written_and_the_program_goes_on(run_child):
    child = run_child(
        RAN.replace(
            "END",
            "QTimer.singleShot(300, lambda: (print(window().banner.label.text(), flush=True), "
            "window().close())); 1 / 0",
        )
    )
    assert child.returncode == 0
    assert "ZeroDivisionError" in child.stderr
    assert "Something went wrong that should not have: ZeroDivisionError" in child.stdout
    (report,) = find_reports()
    assert "division by zero" in report.read_text("utf-8")


def test_the_next_start_shows_it_once(window, user):
    report = CrashReport()
    report.begin()
    report._file.write("Fatal Python error: <b>Aborted</b>\n")
    report._faults = 1
    report.end()
    reports = Reports(CrashReport(), window)
    reports.find()
    user.wait(lambda: window.banner.isVisible())
    assert "failed the last time" in window.banner.label.text()
    user.click(window.banner.buttons[0])
    (card,) = window.findChildren(ReportCard)
    assert isinstance(card, QDialog)
    assert "<b>Aborted</b>" in card.text.toPlainText()
    user.click(card.copy_button)
    assert QApplication.clipboard().text() == card.text.toPlainText()
    card.close()
    assert not find_reports()


def test_it_is_offered_beside_what_was_left(window, user, project_of):
    from playground.gui.recovery import Place
    from playground.gui.work import Work
    from playground.project.origin import Origin

    Place().write(Work(project_of(name="Mine")), Origin())
    shown = []
    window.projects.note_fault(lambda: shown.append(1))
    window.projects.offer_unsaved()
    user.wait(lambda: len(window.banner.buttons) == 3)
    assert "before it could save “Mine”" in window.banner.label.text()
    user.click(window.banner.buttons[2])
    assert shown


def test_of_those_seen_a_few_stay(qapp):
    report_folder().mkdir(parents=True)
    for number in range(MOST_REPORTS + 5):
        path = report_folder() / f"{number:02}.txt"
        path.write_text("one\ntwo\nthree\n")
    assert len(note_seen(find_reports())) == MOST_REPORTS + 5
    assert len(os.listdir(report_folder())) == MOST_REPORTS
