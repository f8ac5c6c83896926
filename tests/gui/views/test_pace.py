"""Every view at once at full speed: the window's pace, the training's, and the map's delay.

Long, and only telling on a machine at rest, so by hand:
pytest -s -m soak tests/gui/views/test_pace.py
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer, Slot

from playground.gui.views.catalogue import CENTRE, COMPARE, LABS, NEURONS, VIEWS
from playground.project.file import Project
from playground.project.session import ProjectSession
from playground.training.timeline import memory_of
from tests.heartbeat import Heartbeat

SECONDS = float(os.environ.get("PLAYGROUND_PACE_SECONDS", "60"))
MINUTES = float(os.environ.get("PLAYGROUND_SOAK_MINUTES", "30"))


class Delay(QObject):
    """How far the map that is drawn lies behind the newest snapshot, at each tick."""

    def __init__(self, window):
        super().__init__()
        self._window = window
        self._seen = {}
        self._drawn = None
        self.delays_s = []
        self.ages_s = []
        view = window.views.view("map")
        show = view.show_result

        def note(result):
            self._drawn = window.display._asked["map"].frame
            show(result)

        view.show_result = note
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self):
        newest = self._window.trainer.trainer.newest
        now = perf_counter()
        self._seen.setdefault(id(newest), (now, newest))
        if self._drawn is not None and id(self._drawn) in self._seen:
            self.delays_s.append(self._seen[id(newest)][0] - self._seen[id(self._drawn)][0])

    def stop(self):
        self._timer.stop()


def headless_pace(project, state, seconds=3.0):
    """Steps a second with no window, from where the run in it is: numbers grow slower to work on.

    A loss of 1e-20 leaves gradients that are no normal floats, with which a processor is slower.
    """
    session = ProjectSession(Project(project.spec, state, None))
    session.advance_for(1.0)
    begin, steps = perf_counter(), session.steps
    while perf_counter() - begin < seconds:
        session.advance_for(0.05)
    return (session.steps - steps) / (perf_counter() - begin)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "p99"), [("spiral", 0.025), ("digits_cnn", 0.035)])
def test_all_views_at_once_leave_the_window_its_pace(open_window, user_of, example, name, p99):
    project = example(name)
    window = open_window(project)
    window.resize(1440, 900)
    user = user_of(window)
    user.settle()
    for view in ("map", "curves", "histograms", NEURONS):
        window.show_view(view)
    user.settle()
    assert all(window.views.view(v).isVisible() for v in ("map", "curves", "histograms", NEURONS))
    user.run(epochs=1)
    user.bot.wait(2000)
    user.pause()
    before = headless_pace(project, window.work.take_at_once().run)
    user.run(epochs=1)
    heart, delay = Heartbeat(), Delay(window)
    steps, begin = user.frame.steps, perf_counter()
    heart.start()
    user.bot.wait(int(1000 * SECONDS))
    heart.stop()
    pace = (user.frame.steps - steps) / (perf_counter() - begin)
    delay.stop()
    user.pause()
    after = headless_pace(project, window.work.take_at_once().run)
    headless = (before + after) / 2
    print(
        f"\n{name}: heartbeat p99 {1000 * heart.p99_s:.1f} ms, "
        f"worst {1000 * heart.worst_s:.1f} ms, "
        f"{heart.per_second:.1f}/s; {pace:,.0f} steps/s, headless {before:,.0f} and {after:,.0f} "
        f"({pace / headless:.0%}); map behind by at most {1000 * max(delay.delays_s):.0f} ms, "
        f"median {1000 * float(np.median(delay.delays_s)):.0f} ms"
    )
    assert heart.p99_s <= p99
    assert heart.worst_s <= 0.060
    assert pace >= 0.5 * headless
    assert max(delay.delays_s) <= 0.150


# What is set going in a view, beside the run.
GOING = {
    "matrices": lambda view: view.play_bar.play_button,
    "heads": lambda view: view.bar.run_button,
}
ROOMY = [name for name, entry in VIEWS.items() if entry.place in (CENTRE, LABS)]


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_each_view_that_looks_into_numbers_leaves_the_window_its_pace(
    open_window, user_of, project_of
):
    dense = [
        {"id": f"dense_{n}", "type": "Dense", "units": 8, "activation": "relu"} for n in (1, 2)
    ]
    window = open_window(project_of(*dense, data={"source": "spiral"}))
    window.resize(1440, 900)
    user = user_of(window)
    user.settle()
    for name in ("map", "curves", "histograms"):
        window.show_view(name)
    pace = {}
    for name in [*ROOMY, "regions"]:
        window.show_view(name)
        window.drawer.set_open(True)
        user.settle()
        user.run(epochs=1)
        if name in GOING:
            user.click(GOING[name](window.views.view(name)))
        user.bot.wait(2000)
        heart = Heartbeat()
        heart.start()
        user.bot.wait(int(1000 * SECONDS / 3))
        heart.stop()
        user.pause()
        assert window.views.view(name).isVisible()
        pace[name] = heart
        print(
            f"\n{name}: heartbeat p99 {1000 * heart.p99_s:.1f} ms, worst "
            f"{1000 * heart.worst_s:.1f} ms, {heart.per_second:.1f}/s",
            end="",
        )
    assert max(heart.p99_s for heart in pace.values()) <= 0.025


def resident_bytes():
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return 1024 * int(line.split()[1])


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_long_run_with_all_views_open_keeps_its_memory(open_window, user_of, example):
    window = open_window(example("spiral"))
    window.resize(1440, 900)
    user = user_of(window)
    user.settle()
    names = [n for n in VIEWS if n not in (NEURONS, COMPARE, "pad", "residuals")]
    user.run(epochs=1)
    begin = perf_counter()
    first, turn = None, 0
    while perf_counter() - begin < 60 * MINUTES:
        window.show_view(NEURONS if turn % 4 else COMPARE)
        window.show_view(names[turn % len(names)])
        turn += 1
        user.bot.wait(1000)
        if first is None and perf_counter() - begin > 60:
            gc.collect()
            first = resident_bytes() - kept_bytes(window)
        if turn % 60 == 0:
            used = resident_bytes() / 1e6
            print(f"\n{perf_counter() - begin:.0f} s: {used:.1f} MB", end=" ", flush=True)
    gc.collect()
    grown = resident_bytes() - kept_bytes(window) - first
    print(f"\nafter the first minute it grew by {grown / 1e6:.1f} MB beside the history")
    user.pause()
    assert grown <= 10e6


def kept_bytes(window):
    """What the history of the run takes."""
    return memory_of(window.trainer.trainer.moments)
