"""Draws the real window into a picture, with no screen."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from playground.data.prepare import prepare
from playground.errors import UserError
from playground.gui.app import make_application
from playground.gui.main_window import MainWindow
from playground.gui.theme import ThemeName
from playground.gui.views.catalogue import VIEWS
from playground.project.file import Project
from playground.project.session import ProjectSession

PARTS = ("window", "canvas", "output")  # and every view by its name
SETTLE_S = 20.0


def take(
    project: Project,
    path: Path,
    epochs: int = 0,
    view: str = "window",
    theme: ThemeName = "light",
    size: tuple[int, int] = (1440, 900),
) -> None:
    """Train `project` for `epochs`, show it in the window and save a picture of it.

    Args:
        project: what to show; a saved run in it is gone on from.
        path: a `.png` file.
        epochs: how many to train before.
        view: one of `PARTS`, or a view of the catalogue.
        theme: "light" or "dark".
        size: of the window, in px.

    Raises:
        UserError: an unknown view, one with nothing to say about such data, or a picture that
            can't be written.
    """
    if view not in PARTS and view not in VIEWS:
        names = ", ".join((*PARTS, *VIEWS))
        raise UserError(f"There is no view called {view!r}. There are: {names}.")
    if not path.parent.is_dir():
        raise UserError(f"{path} can't be written: the folder {path.parent} does not exist.")
    make_application(theme)
    run = project.run
    if epochs:
        session = ProjectSession(project)
        session.train(epochs)
        run = session.state()
    window = MainWindow(Project(project.spec, run, project.path))
    window.resize(*size)
    window.show()
    reason = ""
    if view in VIEWS:
        reason = VIEWS[view].reason(prepare(project.spec.data), project.spec.head)
        window.show_view(view)
    try:
        if reason:
            raise UserError(f"The view {view} has nothing to show here. {reason}")
        _settle(window)
        if not _part(window, view).grab().save(str(path), "PNG"):
            raise UserError(f"{path} can't be written. Choose another place.")
    finally:
        window.document.undo_stack.setClean()
        window.close()
        window.deleteLater()
        # Now, while Python still holds all of its parts: they must not go before the window does.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _part(window: MainWindow, view: str) -> QWidget:
    parts: dict[str, QWidget] = {
        "window": window,
        "canvas": window.canvas,
        "output": window.output,
    }
    return parts[view] if view in parts else window.views.view(view)


def _settle(window: MainWindow) -> None:
    """Let the window draw until everything asked for has arrived."""
    end = monotonic() + SETTLE_S
    _turn(150)
    while monotonic() < end and not _is_at_rest(window):
        _turn(30)
    _turn(150)


def _is_at_rest(window: MainWindow) -> bool:
    """Whether everything has arrived, also what a view works out by itself."""
    return window.settled and not any(view.at_work for view in window.views.visible())


def _turn(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
