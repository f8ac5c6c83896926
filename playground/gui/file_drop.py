"""Files dragged onto the window."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from playground.formats.importing import READERS
from playground.project.file import SUFFIXES

_SIZE = (480, 96)
PROJECT, WEIGHTS, OWN = "project", "weights", "data"
_VERBS = {PROJECT: "Open", WEIGHTS: "Import from", OWN: "Look through"}


class FileDrop(QObject):
    """Opens the project file that is dropped anywhere on a window, imports a file of weights, or
    looks through data; says what a drop would do.

    What parts of the window take themselves, a layer on the canvas, never gets here.

    Attributes:
        label: what a drop would do, over the window while a file is dragged.

    Args:
        open_file: opens one, by its path. import_file: imports from one; open_data: looks through
            data, likewise.
    """

    def __init__(
        self,
        window: QWidget,
        open_file: Callable[[str], None],
        import_file: Callable[[str], None],
        open_data: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._open, self._import, self._open_data = open_file, import_file, open_data
        self.label = QLabel(window)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("role", "drop")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setWordWrap(True)
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.label.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that are dragged over the window."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            paths = dropped_files(event.mimeData())
            if not paths:
                return False
            reason = refusal(paths)
            if event.type() is QEvent.Type.Drop:
                self.label.hide()
                if not reason:
                    event.acceptProposedAction()
                    self._taker(paths[0])(str(paths[0]))
                return True
            self._say(reason or f"{_VERBS[what_it_is(paths[0])]} {paths[0].name}")
            # Accepted in any case, so that the reason stays in sight; nothing is done with it then.
            event.setDropAction(Qt.DropAction.IgnoreAction if reason else Qt.DropAction.CopyAction)
            event.accept()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self.label.hide()
        return False

    def _taker(self, path: Path) -> Callable[[str], None]:
        return {PROJECT: self._open, WEIGHTS: self._import, OWN: self._open_data}[what_it_is(path)]

    def _say(self, words: str) -> None:
        self.label.setText(words)
        area = QRect(0, 0, *_SIZE)
        area.moveCenter(self._window.rect().center())
        self.label.setGeometry(area)
        self.label.raise_()
        self.label.show()


def dropped_files(data: QMimeData) -> list[Path]:
    """The files of this computer that are dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def refusal(paths: list[Path]) -> str:
    """Why these can't be opened by dropping them, or ""."""
    if len(paths) > 1:
        return "One at a time: drop a single file, or a folder that holds them"
    return ""


def what_it_is(path: Path) -> str:
    """Whether a file is a project, one to import weights from, or data.

    What may be both, an .npz file, holds weights if its arrays are named as parameters are.
    """
    suffix = path.suffix.lower()
    if path.is_dir():
        return OWN
    if suffix in SUFFIXES:
        return PROJECT
    if suffix in READERS and not (suffix == ".npz" and holds_data(path)):
        return WEIGHTS
    return OWN


def holds_data(path: Path) -> bool:
    """Whether an .npz file holds samples, arrays named x and y, in place of weights."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.removesuffix(".npy").lower() for name in archive.namelist()[:50]}
    except (OSError, zipfile.BadZipFile):
        return False
    return bool(names & {"x", "y", "x_train", "y_train", "features", "targets", "data", "images"})
