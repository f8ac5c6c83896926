"""The running application, killed in mid-training after edits: the next start has it all again."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep, time

import pytest

from playground.gui.recovery import find_kept

ROOT = Path(__file__).parents[2]
OLDEST_S = 30.0

# Edits now and then, trains on, and tells twice a second what there is to lose.
WORKED = """
import json, random, sys
from time import time
from PySide6.QtCore import QTimer
from playground.gui import app
from playground.gui.main_window import MainWindow

chance = random.Random(int(sys.argv[1]))
application = app.make_application("light")

def window():
    return next(w for w in application.topLevelWidgets() if isinstance(w, MainWindow))

def edit():
    document = window().document
    kind = chance.choice(["units", "add", "batch", "notes"])
    dense = [node.id for node in document.network if node.type == "Dense"]
    if kind == "units":
        document.set_node_field(chance.choice(dense), "units", chance.randint(3, 12))
    elif kind == "add" and len(dense) < 6:
        document.insert_layer("Dense", None)
    elif kind == "batch":
        document.set_training(batch_size=chance.randint(5, 60))
    else:
        document.edit("change the notes", notes=f"note {chance.random()}")
    edits.setInterval(chance.randint(200, 4000))
    tell()

def tell():
    frame = window().trainer.trainer.newest
    if frame is not None:
        if not frame.running:
            window().transport.run_button.click()
        document = window().document.project.model_dump(mode="json")
        print(json.dumps([time(), frame.steps, document]), flush=True)

edits, telling = QTimer(), QTimer()
edits.timeout.connect(edit)
telling.timeout.connect(tell)
edits.start(300)
telling.start(500)
app.run(None)
"""

# Presses the first button that the start offers, once, and tells what came back.
RECOVERED = """
import json, sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from playground.gui import app
from playground.gui.main_window import MainWindow

application = app.make_application("light")
said = []

def window():
    return next(w for w in application.topLevelWidgets() if isinstance(w, MainWindow))

def look():
    buttons = window().banner.buttons
    if not said and buttons and window().banner.isVisible():
        said.append(window().banner.label.text())
        said.append(buttons[0].text())
        QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        return
    frame = window().trainer.trainer.newest
    document = window().document
    back = said and not document.undo_stack.isClean() and window().settled
    if back and frame is not None:
        watch.stop()
        print(json.dumps([said, frame.steps, document.project.model_dump(mode="json")]))
        document.undo_stack.setClean()
        window().autosave.note_saved(frame.steps)
        window().close()

def give_up():
    frame = window().trainer.trainer.newest
    print(said, window().banner.label.text(), window().document.project.name,
          window().document.undo_stack.isClean(), frame and frame.steps, file=sys.stderr)
    application.exit(9)

watch = QTimer()
watch.timeout.connect(look)
watch.start(20)
QTimer.singleShot(60_000, give_up)
sys.exit(app.run(None))
"""


def environment():
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def kill_and_recover(seed, seconds, folder):
    """Let the application work for `seconds` from its first step on, kill it, start it again.

    Returns:
        How old, in seconds, the document and the weights are that came back.
    """
    told = folder / f"told_{seed}"
    with told.open("w") as file:
        child = subprocess.Popen(
            [sys.executable, "-c", WORKED, str(seed)], env=environment(), stdout=file
        )
    end = monotonic() + 60
    while '"nodes"' not in told.read_text("utf-8") and monotonic() < end:
        sleep(0.1)
    sleep(seconds)
    killed = time()
    child.kill()
    child.wait()
    lines = [json.loads(line) for line in told.read_text("utf-8").splitlines() if line[-1] == "]"]
    assert len(lines) > 2
    again = subprocess.run(
        [sys.executable, "-c", RECOVERED],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    said, steps, document = json.loads(again.stdout)
    assert said[1] == "Bring it back"
    assert "Playground was ended before it could save" in said[0]
    documents = [at for at, _, each in lines if each == document]
    runs = [at for at, behind, _ in lines if behind <= steps]
    assert not find_kept()
    return killed - max(documents), killed - max(runs)


def test_a_killed_window_comes_back_in_one_click(tmp_path):
    assert max(kill_and_recover(1, 7.0, tmp_path)) <= OLDEST_S


@pytest.mark.soak
@pytest.mark.timeout(3000)
def test_thirty_kills_each_come_back_in_one_click(tmp_path):
    chance = random.Random(5)
    ages = []
    for seed in range(30):
        ages.append(kill_and_recover(seed, chance.uniform(5.0, 40.0), tmp_path))
        print(f"\nkill {seed + 1}: document {ages[-1][0]:.1f} s old, weights {ages[-1][1]:.1f} s")
    assert max(map(max, ages)) <= OLDEST_S
