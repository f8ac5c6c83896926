"""How the window was left: its size and place, and how its parts share it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

_GEOMETRY, _SPLITS = "geometry", "splits"


def keep_state(window: QMainWindow) -> None:
    """Remember it, for the next window."""
    settings = QSettings()
    settings.setValue(_GEOMETRY, window.saveGeometry())
    for name, split in _splits(window).items():
        settings.setValue(f"{_SPLITS}/{name}", split.saveState())


def restore_state(window: QMainWindow) -> None:
    """Be as the last window was left."""
    settings = QSettings()
    geometry = settings.value(_GEOMETRY)
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    for name, split in _splits(window).items():
        state = settings.value(f"{_SPLITS}/{name}")
        if isinstance(state, QByteArray):
            split.restoreState(state)


def _splits(window: QMainWindow) -> dict[str, QSplitter]:
    """Those that have a name; others are not remembered."""
    return {each.objectName(): each for each in window.findChildren(QSplitter) if each.objectName()}
