"""What tests of the window need: it is opened and closed in one place and leaves nothing behind."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from math import inf
from pathlib import Path

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QObject,
    QPointF,
    QSettings,
    Qt,
    QThread,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from playground.assets_path import examples_path
from playground.gui import commands, theme
from playground.gui.app import make_application
from playground.gui.main_window import MainWindow
from playground.gui.panels.head_picker import HeadPicker
from playground.project.file import Project, open_project
from playground.project.spec import ProjectSpec
from tests.mouse import hover

# What Qt warns of that is no fault of ours, each with its reason.
HARMLESS = (
    "This plugin does not support",  # offscreen can't raise a window or grab the pointer
    "Falling back to using screens root_visual",  # an X server without transparency, at a drag
    # A picture to a folder that is not there; the person is told in words.
    "QSvgPaintEngine::begin(), could not open output device",
    "QPainter::begin(): Returned false",
)
SERIOUS = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
# Windows that others leave behind: Qt a tool tip, which goes by itself; pyqtgraph the menu of a
# plot, which has no parent and is never shown here.
OF_OTHERS = {("QTipLabel", ""), ("QMenu", "Plot Options")}
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class QtMessages:
    """Collects what Qt warns of."""

    def __init__(self):
        self.warnings = []

    def listen(self):
        """From here on; again for the teardown, since pytest-qt goes after the call."""
        qInstallMessageHandler(self._take)

    def _take(self, kind, context, message):
        if kind in SERIOUS and not any(known in message for known in HARMLESS):
            self.warnings.append(message)


@pytest.fixture(autouse=True)
def qt_messages():
    """A warning of Qt fails the test."""
    messages = QtMessages()
    messages.listen()
    yield messages
    qInstallMessageHandler(None)
    assert not messages.warnings, "Qt warned: " + "\n".join(messages.warnings)


@pytest.fixture(autouse=True)
def nothing_left(request, qapp, qt_messages):
    """A thread, a running timer or a window that outlives the test fails it."""
    windows = QApplication.topLevelWidgets()
    threads = set(threading.enumerate())
    if request.node.get_closest_marker("soak") is None:  # whose windows keep their own pace
        gc.freeze()  # what is there already is not looked through afterwards
    yield
    left = _left(windows, threads)
    gc.unfreeze()
    assert not left, f"left behind: {', '.join(left)}"


def _left(windows, threads):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    found = [
        f"window {type(each).__name__} {_title(each)!r}"
        for each in QApplication.topLevelWidgets()
        if each not in windows and not _of_others(each)
    ]
    found += [
        f"thread {each.name}"
        for each in threading.enumerate()
        if each not in threads and not isinstance(each, threading._DummyThread)
    ]
    for each in _threads_and_timers():
        if isinstance(each, QThread) and each.isRunning():
            found.append(f"QThread {each.objectName()}")
        elif isinstance(each, QTimer) and each.isActive():
            found.append(f"timer of {each.parent()!r}")
    return found


def _threads_and_timers():
    # Hundreds of thousands of objects: their few types are looked at, not each of them.
    # isinstance would ask a weak proxy, whose object may be gone.
    objects = gc.get_objects()
    kinds = {kind for kind in set(map(type, objects)) if issubclass(kind, QThread | QTimer)}
    return [each for each in objects if type(each) in kinds and shiboken6.isValid(each)]


def _of_others(window):
    while window.parentWidget() is not None:
        window = window.parentWidget()
    return (window.metaObject().className(), _title(window)) in OF_OTHERS


def _title(window):
    return window.title() if isinstance(window, QMenu) else window.windowTitle()


@pytest.fixture(autouse=True)
def own_settings(qapp, own_folders):
    """QSettings in a file of this test."""
    QCoreApplication.setOrganizationName("Playground")
    QCoreApplication.setApplicationName("Playground")
    before = QSettings.defaultFormat()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(own_folders / "config")
    )
    yield
    QSettings().clear()
    QSettings.setDefaultFormat(before)


@pytest.fixture
def merging(monkeypatch):
    """Edits that may become one always do, however slow the machine is."""
    monkeypatch.setattr(commands, "MERGE_WITHIN_S", inf)


@pytest.fixture
def project_of():
    """Makes a project; without parts, 100 points in a circle for a network 2-4-1."""

    def make(*nodes, links=None, **parts):
        network = {"nodes": list(nodes or [{"id": "dense_1", "type": "Dense", "units": 4}])}
        if links is not None:
            network["links"] = links
        defaults = {"name": "Test", "data": {"source": "circle", "samples": 100}}
        return ProjectSpec.model_validate({**defaults, "network": network, **parts})

    return make


@pytest.fixture
def example():
    """Opens an example by name."""
    return lambda name: open_project(examples_path() / f"{name}.json")


@pytest.fixture
def open_window(qtbot, qt_messages):
    """Opens the window on a project; closes it and waits until it is gone."""
    make_application("light")
    opened = []

    def open_(project):
        if isinstance(project, ProjectSpec):
            project = Project(project)
        window = MainWindow(project)
        window.canvas.animated = False
        opened.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield open_
    qt_messages.listen()
    for window in opened:
        close_window(window)
    theme.apply_theme(QApplication.instance(), "light")


def close_window(window):
    """Close it, if it is not closed, and delete it."""
    if not shiboken6.isValid(window):
        return
    if window.isVisible():
        window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window, project_of):
    """The window on 100 points in a circle and a network 2-4-1."""
    return open_window(project_of())


class User:
    """Real mouse and key events on a window, and waiting for what comes of them."""

    def __init__(self, window, qtbot):
        self.window = window
        self.bot = qtbot

    @property
    def frame(self):
        return self.window.trainer.trainer.newest

    @property
    def map(self):
        """The decision map that is drawn."""
        return self.window.views.view("map").map

    @property
    def curves(self):
        """The plot of loss and metrics."""
        return self.window.views.view("curves").plot

    @property
    def curve_epochs(self):
        """The epochs that the curves are drawn of."""
        known = self.curves.source.curves
        return known.epochs if known is not None else np.empty(0)

    def click(self, widget):
        QTest.mouseClick(widget, LEFT, NO_MODIFIER, widget.rect().center())

    def click_canvas(self, point):
        canvas = self.window.canvas
        QTest.mouseClick(canvas.viewport(), LEFT, NO_MODIFIER, canvas.mapFromScene(point))

    def press(self, key, modifier=NO_MODIFIER, widget=None):
        # A window or a popup that was closed may take the focus with it, at any time after.
        if QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
            self.window.activateWindow()
            self.wait(lambda: QApplication.activeWindow() is not None)
        QTest.keyClick(widget or self.window.focusWidget() or self.window, key, modifier)

    def drop(self, data: QMimeData, point):
        """What the platform sends when `data` is dragged to a point of the canvas's scene."""
        target = self.window.canvas.viewport()
        place = self.window.canvas.mapFromScene(point)
        copy, buttons = Qt.DropAction.CopyAction, LEFT
        enter = QDragEnterEvent(place, copy, data, buttons, NO_MODIFIER)
        move = QDragMoveEvent(place, copy, data, buttons, NO_MODIFIER)
        drop = QDropEvent(QPointF(place), copy, data, buttons, NO_MODIFIER)
        for event in (enter, move, drop):
            QApplication.sendEvent(target, event)
        return move.isAccepted()

    def pick(self, picker, value):
        """Open a picker by mouse and click an entry of its menu, or a tile of its card."""
        self.click(picker)
        if isinstance(picker, HeadPicker):
            self.click(picker.card.tiles[value])
            return
        entry = next(a for a in picker.menu.actions() if a.data()[0] == value)
        place = picker.menu.actionGeometry(entry).center()
        hover(picker.menu, place)
        QTest.mouseClick(picker.menu, LEFT, NO_MODIFIER, place)
        self.bot.waitUntil(lambda: not picker.menu.isVisible())

    def wait_ready(self):
        """Until the trainer has taken the document over."""
        self.wait(lambda: self.frame is not None)

    def settle(self):
        """Until everything asked for has been done and drawn."""
        self.bot.wait(30)
        self.wait(lambda: self.window.settled)

    def press_run(self):
        """Press Run; while the button still says Pause, a press would be one of Pause."""
        button = self.window.transport.run_button
        self.wait_ready()
        self.wait(lambda: button.accessibleName() == "Run" and button.isEnabled())
        self.click(button)

    def run(self, epochs=2):
        """Press Run, and wait for some epochs."""
        self.wait_ready()
        start = self.frame.epoch
        self.press_run()
        self.wait(lambda: self.frame.epoch >= start + epochs)

    def pause(self):
        """Press Pause, and wait until it rests."""
        self.wait(lambda: self.window.transport._running)
        self.click(self.window.transport.run_button)
        self.wait(lambda: not self.frame.running)
        self.settle()

    def step(self, epochs=1):
        """Train whole epochs, one by one."""
        for _ in range(epochs):
            self.wait_ready()
            epoch = self.frame.epoch
            self.press(Qt.Key.Key_Period, Qt.KeyboardModifier.ShiftModifier, self.window)
            self.wait(lambda epoch=epoch: self.frame.epoch > epoch and not self.frame.running)

    def weights(self):
        """The newest frame's parameters by name."""
        return dict(self.frame.trained().parameters)

    def wait(self, condition, timeout=30_000):
        self.bot.waitUntil(condition, timeout=timeout)


@pytest.fixture
def user_of(qtbot):
    """Makes the person in front of a window."""
    return lambda window: User(window, qtbot)


@pytest.fixture
def user(window, user_of):
    """The person in front of `window`."""
    found = user_of(window)
    found.settle()
    return found


class Ear(QObject):
    """Hears a signal of another thread in this one; pytest-qt's `waitSignal` would not."""

    def __init__(self, signal, qtbot):
        super().__init__()
        self.heard = []
        self._bot = qtbot
        signal.connect(self._hear)

    def next(self):
        """Wait for the next message; its values."""
        self._bot.waitUntil(lambda: bool(self.heard))
        return self.heard.pop(0)

    def _hear(self, *values):
        self.heard.append(values)


@pytest.fixture
def listen(qtbot):
    """Makes an ear for a signal."""
    return lambda signal: Ear(signal, qtbot)


@pytest.fixture
def run_child(own_folders):
    """Runs Python source in a process of its own, without a screen; what it printed."""

    def run(source, timeout=60):
        root = Path(__file__).parents[2]
        path = os.pathsep.join([str(root), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path}
        return subprocess.run(
            [sys.executable, "-c", source],
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run
