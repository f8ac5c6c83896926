"""Choosing a file to take weights or a network from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.project.importing import IMPORTED

_FOLDER = "import/folder"


def choose_file(
    window: QWidget, title: str, kinds: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Open a dialog in the folder of the last time.

    Args:
        window: what it stands before.
        title: of the dialog.
        kinds: what the files are called: "Trained networks".
        chosen: is called with the path.
    """
    folder = str(QSettings().value(_FOLDER, ""))
    start = folder if Path(folder).is_dir() else str(Path.home())
    dialog = QFileDialog(window, title, start)
    suffixes = " ".join(f"*{suffix}" for suffix in IMPORTED)
    dialog.setNameFilters([f"{kinds} ({suffixes})", "All files (*)"])
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def remember_folder(path: str) -> None:
    """Begin in this file's folder the next time."""
    QSettings().setValue(_FOLDER, str(Path(path).parent))
