"""A report without a window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject

from playground.errors import UserError
from playground.gui.app import make_application
from playground.gui.exporting.compose import Tell, report
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.piecework import Piecework
from playground.gui.frame import frame_of
from playground.gui.jobs import Jobs
from playground.gui.trainer_thread import TrainerThread
from playground.gui.views.shown import RunCurves, Shown
from playground.project.session import ProjectSession


def write_report(session: ProjectSession, path: Path, tell: Tell) -> int:
    """Write the report of a session's present moment to `path`; its size in bytes.

    Args:
        path: what it ends in says what is written.
        tell: is told the share that is done, and what is done next.

    Raises:
        UserError: it can't be written.
    """
    make_application("light")
    frame, curves = frame_of(session, 0.0, running=False), RunCurves.of(session.history)
    moments = session.timeline.moments if session.timeline is not None else ()
    shown = Shown(frame, True, curves, moments)
    moment = ExportMoment.of(session.project, shown, None, datetime.now())
    home = QObject()
    trainer, jobs = TrainerThread(home), Jobs(home)
    try:
        return _carry_out(Piecework(jobs, home), moment, path, trainer, jobs, tell)
    finally:
        trainer.finish()
        jobs.finish()
        home.deleteLater()
        # Now, while Python still holds all that is in it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _carry_out(
    piecework: Piecework,
    moment: ExportMoment,
    path: Path,
    trainer: TrainerThread,
    jobs: Jobs,
    tell: Tell,
) -> int:
    loop = QEventLoop()
    sizes: list[int] = []
    failures: list[str] = []
    piecework.done.connect(sizes.append)
    piecework.failed.connect(failures.append)
    for end in (piecework.done, piecework.failed):
        end.connect(loop.quit)
    piecework.start(report(moment, path, trainer, jobs, None, tell))
    loop.exec()
    if failures:
        raise UserError(failures[0])
    return sizes[0]
