"""The project files that were opened or saved last."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QMenu, QWidget

from playground.assets_path import is_example
from playground.errors import UserError
from playground.gui.ago import ago
from playground.gui.jobs import Jobs
from playground.gui.widgets.tips import plain_tip
from playground.project.file import SUFFIX, glance

MOST = 10
_SETTING = "recent files"


class RecentFiles(QObject):
    """A menu of them, newest first; remembered. Examples are none of them.

    Attributes:
        menu: an entry for each that is there; those that aren't are listed, but can't be chosen.

    Args:
        open_file: opens one, by its path.
        jobs: looks at their pictures, which may be in large files.
    """

    def __init__(self, open_file: Callable[[str], None], jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._open = open_file
        self._jobs = jobs
        self.menu = QMenu("Open recent", parent)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)

    @property
    def paths(self) -> list[Path]:
        """Newest first."""
        kept = QSettings().value(_SETTING, [])
        # A list of one comes back as a string where settings are kept in a text file.
        names = kept if isinstance(kept, list) else [kept] if kept else []
        return [Path(str(name)) for name in names]

    def note(self, path: Path) -> None:
        """This one was opened or saved."""
        path = path.absolute()
        if is_example(path):
            return
        paths = [path, *(other for other in self.paths if other != path)]
        QSettings().setValue(_SETTING, [str(each) for each in paths[:MOST]])

    @Slot()
    def clear(self) -> None:
        """Forget all of them; the files stay."""
        QSettings().setValue(_SETTING, [])

    @Slot()
    def _fill(self) -> None:
        self.menu.clear()
        paths = self.paths
        for number, path in enumerate(paths, 1):
            there = path.is_file()
            # Two of one name are told apart by their folders.
            alike = sum(path.name == other.name for other in paths) > 1
            text = f"{path.name} – {path.parent.name}" if alike else path.name
            action = self.menu.addAction(f"&{number % 10}  {text.replace('&', '&&')}")
            action.setEnabled(there)
            action.setToolTip(plain_tip(str(path) if there else f"{path} is not there any more"))
            action.setData(path)
            action.triggered.connect(partial(self._choose, str(path)))
        if not paths:
            self.menu.addAction("Nothing was opened or saved yet").setEnabled(False)
            return
        self.menu.addSeparator()
        self.menu.addAction("Forget these").triggered.connect(self.clear)
        known = [path for path in paths if path.is_file()]
        self._jobs.start(partial(_tips, known), self._show_tips, _stay_silent)

    def _show_tips(self, tips: Mapping[Path, str]) -> None:
        """More than the names, for those that are still listed."""
        for action in self.menu.actions():
            if action.data() in tips:
                action.setToolTip(tips[action.data()])

    def _choose(self, path: str, checked: bool = False) -> None:
        self._open(path)


def _tips(paths: Sequence[Path]) -> dict[Path, str]:
    """What is said of each: where it is, how old, and the picture in it, if it has one."""
    return {path: _tip(path) for path in paths}


def _tip(path: Path) -> str:
    try:
        words = f"{path}, saved {ago(path.stat().st_mtime)}"
        picture = glance(path).picture if path.suffix.lower() == SUFFIX else b""
    except (UserError, OSError):
        return plain_tip(str(path))
    if not picture:
        return plain_tip(words)
    encoded = b64encode(picture).decode()
    return f'<img src="data:image/png;base64,{encoded}" width="240"><p>{escape(words)}</p>'


def _stay_silent(message: str) -> None:
    """What a tool tip lacks is not worth a message."""
