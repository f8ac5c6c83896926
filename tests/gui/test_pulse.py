from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from playground.gui.pulse import PATIENCE_S, Pulse


class Painted(QWidget):
    """Notes whether the pulse was busy while it was painted."""

    def __init__(self, pulse: Pulse) -> None:
        super().__init__()
        self.pulse = pulse
        self.seen: list[bool] = []

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append(self.pulse.busy)
        return super().event(event)


def test_it_is_busy_from_an_update_until_its_paint_event_is_over(qtbot) -> None:
    pulse = Pulse()
    widget = Painted(pulse)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    qtbot.waitUntil(lambda: bool(widget.seen))
    widget.seen.clear()
    pulse.begin()
    widget.update()
    qtbot.waitUntil(lambda: bool(widget.seen))
    assert widget.seen[0]
    qtbot.waitUntil(lambda: not pulse.busy)


def test_giving_way_to_a_window_at_rest_takes_no_time_and_to_a_busy_one_not_for_ever(qtbot) -> None:
    pulse = Pulse()
    taken = []
    for _ in range(10):
        started = perf_counter()
        pulse.give_way()
        taken.append(perf_counter() - started)
    assert min(taken) < PATIENCE_S / 2
    pulse.begin()
    started = perf_counter()
    pulse.give_way()  # the window's own thread can't come to rest meanwhile
    assert perf_counter() - started >= PATIENCE_S
    assert pulse.busy
    qtbot.waitUntil(lambda: not pulse.busy)
