"""The application from start to end, each in a process of its own."""

from __future__ import annotations

import json
from time import time

from PySide6.QtCore import QSettings

from playground.gui import theme
from playground.gui.app import first_project, make_application
from playground.gui.recovery import find_kept

HEAVY = ("numba", "sklearn", "onnx", "polars", "torch", "onnxruntime", "scipy", "cupy")

SHOWN = f"""
import json, sys, time
born = BORN
from PySide6.QtCore import QObject, QEvent, QTimer
from playground.gui import app
from playground.gui.main_window import MainWindow

class Watch(QObject):
    def eventFilter(self, watched, event):
        if isinstance(watched, MainWindow) and event.type() == QEvent.Type.UpdateRequest:
            watched.removeEventFilter(self)
            application.removeEventFilter(self)
            QTimer.singleShot(0, lambda: self.report(watched))
        return False

    def report(self, window):
        found = [name for name in {HEAVY!r} if name in sys.modules]
        print(json.dumps({{"heavy": found, "seconds": time.time() - born}}))
        window.close()

application = app.make_application("light")
watch = Watch()
application.installEventFilter(watch)
sys.exit(app.run(None))
"""

CLOSED_WHILE_TRAINING = """
import sys, threading
from PySide6.QtCore import QTimer
from playground.gui import app
from playground.gui.main_window import MainWindow

application = app.make_application("light")

def window():
    return next(w for w in application.topLevelWidgets() if isinstance(w, MainWindow))

def start():
    for _ in range(3):
        window().canvas.insert_layer("Dense")
    window().transport.run_button.click()
    watch.start(20)

def look():
    frame = window().trainer.trainer.newest
    if frame is not None and frame.running and frame.epoch >= 2:
        watch.stop()
        window().close()

watch = QTimer()
watch.timeout.connect(look)
QTimer.singleShot(200, start)
status = app.run(None)
print([thread.name for thread in threading.enumerate()])
sys.exit(status)
"""

BROUGHT_BACK = """
import json, sys
from PySide6.QtCore import QTimer
from playground.gui import app
from playground.gui.main_window import MainWindow

application = app.make_application("light")

def window():
    return next(w for w in application.topLevelWidgets() if isinstance(w, MainWindow))

def bring_back():
    if not window().banner.buttons:
        QTimer.singleShot(20, bring_back)
        return
    print(json.dumps([button.text() for button in window().banner.buttons]))
    window().banner.buttons[0].click()
    watch.start(20)

def look():
    frame = window().trainer.trainer.newest
    if frame is not None and frame.epoch >= 2:
        watch.stop()
        names = [node.id for node in window().document.network]
        print(json.dumps({"nodes": names, "epoch": frame.epoch, "running": frame.running}))
        window().document.undo_stack.setClean()
        window().close()

watch = QTimer()
watch.timeout.connect(look)
QTimer.singleShot(300, bring_back)
sys.exit(app.run(None))
"""


def test_the_window_is_on_screen_before_anything_heavy_is_imported(run_child, record_property):
    child = run_child(SHOWN.replace("BORN", repr(time())))
    assert child.returncode == 0, child.stderr
    assert child.stderr == ""
    shown = json.loads(child.stdout)
    assert shown["heavy"] == []
    print(f"\nstart to shown: {shown['seconds']:.2f} s")
    record_property("start_to_shown_s", shown["seconds"])


def test_closing_while_it_trains_ends_cleanly_and_the_next_time_brings_everything_back(run_child):
    child = run_child(CLOSED_WHILE_TRAINING)
    assert child.stderr == ""
    assert child.returncode == 0
    assert child.stdout.strip() == "['MainThread']"
    assert len(find_kept()) == 1
    child = run_child(BROUGHT_BACK)
    assert child.stderr == ""
    assert child.returncode == 0
    offered, found = (json.loads(line) for line in child.stdout.splitlines())
    assert offered == ["Bring it back", "Discard"]
    assert len(found["nodes"]) == len(first_project().spec.network.nodes) + 3
    assert found["epoch"] >= 2
    assert not found["running"]


def test_the_theme_chosen_last_is_taken_and_one_given_goes_before_it(qapp):
    QSettings().setValue("theme", "dark")
    make_application()
    assert theme.current().dark
    make_application("light")
    assert not theme.current().dark


def test_the_first_project_is_ready_to_run(qapp, open_window):
    window = open_window(first_project())
    assert not window.document.problems
    assert window.transport.run_button.isEnabled()
    assert not window.isWindowModified()
