"""What tests of the window need: it leaves nothing behind, and is opened and closed in one place."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QSettings,
    QThread,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.app import make_application
from playground.gui.main_window import MainWindow
from playground.gui.project_of import project_of
from playground.project.file import Project, open_project

# Messages of Qt that are no fault of ours, each with its reason.
HARMLESS = (
    # The offscreen platform can't raise a window, and says so.
    "This plugin does not support raise()",
    # The same of moving the pointer's grab, and of the size hints of a window manager.
    "This plugin does not support grabbing the",
    "This plugin does not support propagateSizeHints()",
)
SERIOUS = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class QtMessages:
    """Collects what Qt warns of."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def listen(self) -> None:
        """Take Qt's messages from here on; pytest-qt puts its own handler back after the call."""
        qInstallMessageHandler(self._take)

    def _take(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in SERIOUS and not any(known in message for known in HARMLESS):
            self.warnings.append(message)
