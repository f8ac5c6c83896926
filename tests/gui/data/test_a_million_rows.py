"""A table of a million rows by fifty columns, from the drop to a network that trains.

Long, and only telling on a machine at rest, so by hand:
pytest -s -m soak tests/gui/data/test_a_million_rows.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.heartbeat import Heartbeat

ROWS = int(os.environ.get("PLAYGROUND_SOAK_ROWS", "1000000"))
REST_MS = 1_500  # from the window to a file that is dragged there
MAKE = """
import sys
import numpy as np
import polars as pl
rows, path = int(sys.argv[1]), sys.argv[2]
rng = np.random.default_rng(0)
weights, total, columns = rng.normal(size=46), np.zeros(rows), {}
for i in range(46):
    values = rng.normal(size=rows)
    total += weights[i] * values
    columns[f"amount {i}"] = np.round(values * 10.0 ** (i % 4) + i, 6)
words = np.array(["alpha", "beta", "gamma", "delta", "epsilon"])
for i in range(3):
    columns[f"kind {i}"] = words[rng.integers(0, 5, rows)]
columns["bought"] = np.where(total + 3.0 * rng.normal(size=rows) > 0, "yes", "no")
pl.DataFrame(columns).write_csv(path)
"""


WATCH = """
import sys
from pathlib import Path
from threading import Event, Thread

def resident(watched):
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                lines = (folder / "status").read_text().splitlines()
            except OSError:  # it has ended meanwhile
                continue
            said = dict(line.split(":", 1) for line in lines if ":" in line)
            kilobytes = int(said.get("VmRSS", "0 kB").split()[0])
            found[int(folder.name)] = int(said["PPid"]), 1024 * kilobytes
    ours = {watched}
    while more := {pid for pid, (parent, _) in found.items() if parent in ours} - ours:
        ours |= more
    return sum(size for pid, (_, size) in found.items() if pid in ours)

watched, over = int(sys.argv[1]), Event()
before = peak = resident(watched)
Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
while not over.wait(0.05):
    peak = max(peak, resident(watched))
print(before, peak)
"""


class Memory:
    """The memory of this process and all those it has started, looked at twenty times a second.

    By a process apart, which does not keep the window waiting. What processes share counts in each.
    """

    def __init__(self):
        command = [sys.executable, "-c", WATCH, str(os.getpid())]
        self._watch = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def peak(self):
        """Bytes at the beginning and at the most."""
        said, _ = self._watch.communicate()
        before, peak = (int(number) for number in said.split())
        return before, peak


def _readers():
    """How many processes read for this one."""
    count = 0
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes() if folder.name.isdecimal() else b""
            count += (
                b"apart_main" in words
                and f"PPid:\t{os.getpid()}\n" in (folder / "status").read_text()
            )
        except OSError:
            continue
    return count


def _drop(user, window, path):
    """Drag it there, and let go a tenth of a second later."""
    data, place = QMimeData(), QPoint(60, 60)
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, button, no_keys = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    target = window.canvas.viewport()
    for event in (
        QDragEnterEvent(place, copy, data, button, no_keys),
        QDragMoveEvent(place, copy, data, button, no_keys),
        QDropEvent(QPointF(place), copy, data, button, no_keys),
    ):
        QApplication.sendEvent(target, event)
        user.bot.wait(0 if event.type() == QEvent.Type.Drop else 50)


@pytest.mark.soak
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.timeout(600)
def test_a_million_rows_are_looked_through_and_trained_on(window, user, tmp_path):
    path, other = tmp_path / "large.csv", tmp_path / "left.csv"
    subprocess.run([sys.executable, "-c", MAKE, str(ROWS), str(path)], check=True)
    other.symlink_to(path)
    user.settle()
    user.bot.wait(REST_MS)
    review = window.review
    memory, heart = Memory(), Heartbeat()
    heart.start()
    worst = {}

    def wait(until, what, timeout=120_000):
        nonlocal heart
        begin = perf_counter()
        user.wait(until, timeout)
        seconds = perf_counter() - begin
        heart.stop()
        worst[what] = heart.worst_s
        print(f"{what}: {seconds:.2f} s, worst gap {1000 * heart.worst_s:.0f} ms")
        heart = Heartbeat()
        heart.start()
        return seconds

    # Left in the midst of reading.
    _drop(user, window, other)
    wait(lambda: review.known is not None, "preview of a file that is left")
    begin = perf_counter()
    user.wait(lambda: perf_counter() - begin > 2.0)
    assert review.background.busy
    assert _readers() == 1
    user.press(Qt.Key.Key_Escape)
    left = wait(lambda: not review.background.busy and not _readers(), "leaving")

    # Used.
    before, steps = window.document.project, user.frame.steps
    dropped = perf_counter()
    _drop(user, window, path)
    preview = wait(lambda: review.known is not None, "preview")
    user.press(Qt.Key.Key_Return)
    wait(lambda: window.document.project is not before, "reading and preparing")
    wait(lambda: user.frame.running and user.frame.steps > steps, "first step")
    started = perf_counter() - dropped
    print(f"from the drop to the first step: {started:.1f} s")
    wait(lambda: user.frame.epoch >= 2, "two epochs")
    pauses = []
    for _ in range(5):
        begin = perf_counter()
        window.trainer.pause.emit()
        user.wait(lambda: not user.frame.running)
        pauses.append(perf_counter() - begin)
        window.trainer.run.emit()
        user.wait(lambda: user.frame.running)
    for name in ("confusion", "roc", "hidden", "map", "data"):
        if name == "data":
            window.centre.show_tab(name)
        else:
            window.show_view(name)
        begin = perf_counter()
        wait(lambda begin=begin: perf_counter() - begin > 2.0, f"training, with {name} shown")
    if user.frame.running:  # it may have come to the end that its project gives it
        user.pause()
    heart.stop()
    before, peak = (count / 1e9 for count in memory.peak())
    print(f"peak {peak:.2f} GB, of which {before:.2f} were there before")
    print(f"worst pause {max(pauses):.2f} s, leaving {left:.2f} s")
    print(dict(user.frame.last))
    assert user.frame.last["accuracy"][1] > 0.8
    assert preview <= 2.0
    assert started <= 30.0
    assert peak <= 2.5
    assert max(*pauses, left) <= 0.5
    assert max(worst.values()) <= 0.1, worst
