"""Files dragged onto the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from playground.formats.importing import READERS
from playground.project.file import SUFFIXES

_SIZE = (480, 96)


class FileDrop(QObject):
    """Opens the project file that is dropped anywhere on a window, or imports a file of weights;
    says what a drop would do.

    What parts of the window take themselves, a layer on the canvas, never gets here.

    Attributes:
        label: what a drop would do, over the window while a file is dragged.

    Args:
        open_file: opens one, by its path. import_file: imports from one, likewise.
    """

    def __init__(
        self,
        window: QWidget,
        open_file: Callable[[str], None],
        import_file: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._open, self._import = open_file, import_file
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
                    (self._import if is_imported(paths[0]) else self._open)(str(paths[0]))
                return True
            verb = "Import from" if is_imported(paths[0]) else "Open"
            self._say(reason or f"{verb} {paths[0].name}")
            # Accepted in any case, so that the reason stays in sight; nothing is done with it then.
            event.setDropAction(Qt.DropAction.IgnoreAction if reason else Qt.DropAction.CopyAction)
            event.accept()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self.label.hide()
        return False

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
        return "One project at a time: drop a single file"
    if paths[0].is_dir():
        return f"{paths[0].name} is a folder; drop a project file"
    if paths[0].suffix.lower() not in SUFFIXES and not is_imported(paths[0]):
        weights = ", ".join(READERS)
        return (
            f"{paths[0].name} is no project: their names end in {' or '.join(SUFFIXES)}; nor "
            f"weights: theirs in {weights}"
        )
    return ""


def is_imported(path: Path) -> bool:
    """Whether it is a file to import from, and no project to open."""
    return path.suffix.lower() in READERS
