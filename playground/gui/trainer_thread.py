"""The trainer's thread, from the window's side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from playground.gui.background_thread import BackgroundThread
from playground.gui.pulse import Pulse
from playground.gui.trainer import Trainer


class TrainerThread(QObject):
    """The trainer and its thread, from the window's side: each signal asks the trainer.

    Signals: configure(ProjectSpec, keep), restore(RunState), run, pause, step_sample, step_batch,
    step_epoch, reset(seed or None), forget_start, start_from(parameters),
    keep_standing(KeptStanding), stand_at(KeptStanding), set_learning_rate(rate),
    set_stop(StopSpec), set_pace(Pace),
    go_to(Moment), set_number(name, index, value), set_history_bound(bytes), use_device(name),
    take_state(number), take_present, answer(SimpleQueue).
    """

    configure = Signal(object, bool)
    restore = Signal(object)
    run = Signal()
    pause = Signal()
    step_sample = Signal()
    step_batch = Signal()
    step_epoch = Signal()
    reset = Signal(object)
    forget_start = Signal()
    start_from = Signal(object)
    keep_standing = Signal(object)
    stand_at = Signal(object)
    set_learning_rate = Signal(float)
    set_stop = Signal(object)
    set_pace = Signal(object)
    go_to = Signal(object)
    set_number = Signal(str, object, float)
    set_history_bound = Signal(object)
    use_device = Signal(object)
    take_state = Signal(int)
    take_present = Signal()
    answer = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pulse = Pulse(self)
        self.trainer = Trainer(self.pulse)
        self._thread = BackgroundThread("trainer", self)
        self.trainer.moveToThread(self._thread)
        for name in (
            "configure",
            "restore",
            "run",
            "pause",
            "step_sample",
            "step_batch",
            "step_epoch",
            "reset",
            "forget_start",
            "start_from",
            "keep_standing",
            "stand_at",
            "set_learning_rate",
            "set_stop",
            "set_pace",
            "go_to",
            "set_number",
            "set_history_bound",
            "use_device",
            "take_state",
            "take_present",
            "answer",
        ):
            signal: Any = getattr(self, name)
            signal.connect(getattr(self.trainer, name), Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def finish(self) -> None:
        """End the thread, after the slice in progress."""
        self.pause.emit()
        self._thread.quit()
        self._thread.wait()
