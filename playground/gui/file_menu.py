"""The menu of files: projects to open, what was left unsaved, saving, and what goes in and out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from playground.assets_path import examples
from playground.gui.ago import ago
from playground.gui.icons import icon
from playground.gui.menu_entry import add_entry
from playground.gui.recovery import Kept, discard
from playground.gui.topics import mark
from playground.gui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow


class FileMenu(QMenu):
    """What can be done with files.

    Attributes:
        examples: projects to start from. left: projects that were left unsaved.
        export: opens the dialog that exports.
    """

    def __init__(self, window: MainWindow, parent: QWidget) -> None:
        super().__init__("File", parent)
        self._window = window
        self.setIcon(icon("open"))
        mark(self, "file")
        self.setToolTipsVisible(True)
        self.examples = QMenu("Examples", self)
        self.examples.setToolTipsVisible(True)
        self.examples.aboutToShow.connect(self._fill_examples)
        self.left = QMenu("Left unsaved", self)
        self.left.setToolTipsVisible(True)
        self.left.setIcon(icon("left"))
        mark(self.examples, "file.open")
        mark(self.left, "file.left")
        mark(window.recent.menu, "file.open")
        files, standard = window.files, QKeySequence.StandardKey
        self._add("Open…", "open", standard.Open, files.ask_open)
        self.addMenu(window.recent.menu)
        window.recent.menu.setIcon(icon("recent"))
        self.addMenu(self.examples)
        self.addMenu(self.left)
        opener = window.opener
        keys = QKeySequence("Ctrl+Shift+O")
        self._add("Open data…", "data_open", keys, opener.ask_file).setToolTip(
            "A table, or anything else that holds samples: it is looked through first"
        )
        self._add("Open a folder of data…", None, None, opener.ask_folder).setToolTip(
            "Images by class, images with a table of tags, or texts"
        )
        self._add("Paste a table", "paste", QKeySequence("Ctrl+Shift+V"), opener.paste).setToolTip(
            "Rows that were copied in a spreadsheet"
        )
        self.addSeparator()
        self._add("Save", "save", standard.Save, files.save)
        self._add("Save as…", None, QKeySequence("Ctrl+Shift+S"), files.ask_save)
        self._add("Save a copy…", "copy", None, files.ask_copy)
        self.addSeparator()
        self._add("Import…", "import", QKeySequence("Ctrl+I"), window.importer.ask).setToolTip(
            "Weights onto this network, or a whole network, from ONNX, safetensors, NumPy, Keras"
        )
        start = self._add("Start from a trained network…", "lock", None, window.starter.ask)
        start.setToolTip(
            "Reuse what it has learned for the data here: its layers come frozen, with a new head"
        )
        keys = QKeySequence("Ctrl+E")
        self.export = self._add("Export…", "export", keys, window.show_export)
        window.projects.kept_changed.connect(self._fill_left)
        self._fill_left()

    def _add(self, text: str, icon_name: str | None, keys: Any, slot: Any) -> QAction:
        return add_entry(self, self._window, text, icon_name, keys, slot)

    @Slot()
    def _fill_examples(self) -> None:
        if self.examples.actions():
            return
        for path in examples():
            action = self.examples.addAction(path.stem.replace("_", " "))
            action.triggered.connect(partial(self._open, str(path)))

    @Slot()
    def _fill_left(self) -> None:
        """What was left unsaved, newest first."""
        self.left.clear()
        kept = self._window.projects.kept
        for each in kept:
            action = self.left.addAction(_words(each))
            where = each.origin.path
            action.setToolTip(
                plain_tip(f"Of {where}") if where is not None else "It was never saved"
            )
            action.triggered.connect(partial(self._bring_back, each))
        if not kept:
            self.left.addAction("Nothing was left unsaved").setEnabled(False)
            return
        self.left.addSeparator()
        self.left.addAction("Discard all of these").triggered.connect(self._discard_all)

    def _bring_back(self, kept: Kept, checked: bool = False) -> None:
        self._window.projects.bring_back(kept)

    @Slot()
    def _discard_all(self) -> None:
        for kept in self._window.projects.kept:
            discard(kept)
        self._window.projects.find()

    def _open(self, path: str, checked: bool = False) -> None:
        self._window.files.open(path)


def _words(kept: Kept) -> str:
    name = kept.name.replace("&", "&&")
    trained = f"epoch {kept.origin.epoch:,}, " if kept.origin.epoch else ""
    return f"{name} – {trained}{ago(kept.written)}"
