"""Choosing a file or a folder of one's own data, and pasting a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.data.reading import READERS
from playground.gui.data.review.review import Review

_FOLDER = "data folder"
_FEWEST_LETTERS = 3


class DataOpener(QObject):
    """Asks which file, and takes tables from the clipboard.

    Attributes:
        dialog: where a file is chosen, while it is.
    """

    def __init__(self, review: Review, window: QWidget) -> None:
        super().__init__(window)
        self._review, self._window = review, window
        self.dialog: QFileDialog | None = None

    @Slot()
    def ask_file(self) -> None:
        """Choose a file."""
        suffixes = sorted({suffix for reader in READERS.values() for suffix in reader.suffixes})
        kinds = " ".join(f"*{suffix}" for suffix in suffixes)
        self._ask("Open data", QFileDialog.FileMode.ExistingFile, [f"Data ({kinds})", "All (*)"])

    @Slot()
    def ask_folder(self) -> None:
        """Choose a folder, of images or texts."""
        self._ask("Open a folder of data", QFileDialog.FileMode.Directory, [])

    @Slot()
    def paste(self) -> None:
        """Look through the table on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if len(text.strip()) >= _FEWEST_LETTERS:
            self._review.paste(text)
        else:
            self._review.refuse(
                "There is no table on the clipboard. Copy some rows in a spreadsheet first."
            )

    def _ask(self, title: str, mode: QFileDialog.FileMode, filters: list[str]) -> None:
        folder = QSettings().value(_FOLDER, str(Path.home()), str)
        dialog = QFileDialog(self._window, title, str(folder))
        dialog.setFileMode(mode)
        if filters:
            dialog.setNameFilters(filters)
        dialog.fileSelected.connect(self._open)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    @Slot(str)
    def _open(self, path: str) -> None:
        QSettings().setValue(_FOLDER, str(Path(path).parent))
        self._review.open(path)
