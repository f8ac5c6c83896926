"""The thread of the head lab: trains both sides, and makes what is drawn of them."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from playground.data.extent import cell_centres, extent_of
from playground.errors import UserError
from playground.gui.background_thread import BackgroundThread
from playground.gui.plots.map_look import MapLook
from playground.gui.plots.map_picture import MapPicture
from playground.gui.pulse import Pulse
from playground.gui.views.heads.frame import Drawing, DuelFrame, answer_of
from playground.training.experiments.duel import Duel, Setup
from playground.training.experiments.telling import telling_rows

# How long an experiment takes from start to end, unless its steps take longer: one watches it.
SPAN_S = 8.0
SLICE_S = 0.006
TELL_EVERY_S = 0.1
# Looking at both sides takes no more than such a share of the time.
_LOOKING = 0.25
_MOST_STEPS = 64
CELLS = 40
SAMPLES = 8


class DuelWorker(QObject):
    """Runs one experiment in slices; lives in a thread of its own.

    Attributes:
        newest: what there is to draw; replaced, never changed; None before the first.

    Signals:
        told: there is a newer one. Sent again only after `hear`, so that none wait in a queue.
        finished: it has ended by itself.
        refused(message): the experiment can't be made, and why.
    """

    told = Signal()
    finished = Signal()
    refused = Signal(str)

    def __init__(self, pulse: Pulse) -> None:
        super().__init__()
        self.newest: DuelFrame | None = None
        self._pulse = pulse
        self._duel: Duel | None = None
        self._drawing = Drawing(0.0, 1.0, False)
        self._rows = np.empty(0, np.int64)
        self._running = False
        self._unheard = False
        self._told_at = 0.0
        self._look_s = self._step_s = 0.0  # how long a look and a step take; 0 for not known yet
        self._began, self._began_at = 0, 0.0  # the epoch at which it was set going, and when
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setTimerType(Qt.TimerType.PreciseTimer)
        self._next.timeout.connect(self._slice)

    @Slot(object)
    def begin(self, setup: Setup) -> None:
        """Another experiment from now on, at its start; what went on before ends."""
        self._halt()
        self._duel = self.newest = None
        self._step_s = 0.0
        try:
            self._duel = Duel(setup)
        except UserError as error:
            self.refused.emit(str(error))
            return
        self._rows = telling_rows(setup.prepared, SAMPLES)
        self._publish()

    @Slot()
    def run(self) -> None:
        """Go on until paused, or until it has shown what there is to see; then from the start."""
        if self._duel is None:
            return
        if self._duel.is_over:
            self._duel.reset()
        self._running = True
        self._began, self._began_at = self._duel.epoch, perf_counter()
        self._next.start(0)

    @Slot()
    def pause(self) -> None:
        """Rest after the slice in progress."""
        if self._running:
            self._halt()
            self._publish()

    @Slot()
    def step(self) -> None:
        """Rest, and take one step with one batch on both sides."""
        self._halt()
        if self._duel is not None:
            self._duel.advance(1)
            self._publish()

    @Slot()
    def reset(self) -> None:
        """Rest at the start."""
        self._halt()
        if self._duel is not None:
            self._duel.reset()
            self._publish()

    @Slot(object)
    def draw(self, drawing: Drawing) -> None:
        """Make the maps so from now on."""
        if drawing != self._drawing:
            self._drawing = drawing
            if self._duel is not None and not self._running:
                self._publish()

    @Slot()
    def end(self) -> None:
        """Rest, with nothing more to tell."""
        self._halt()

    @Slot()
    def hear(self) -> None:
        """What was told has been drawn."""
        self._unheard = False

    def _halt(self) -> None:
        self._running = False
        self._next.stop()

    @Slot()
    def _slice(self) -> None:
        """As many turns as are due, and no more than fit in a slice."""
        duel = self._duel
        if duel is None or not self._running:
            return
        self._pulse.give_way()
        end = perf_counter() + SLICE_S
        while duel.epoch < self._due(duel) and not duel.is_over and perf_counter() < end:
            self._advance(duel)
        if duel.is_over:
            self._halt()
            self._publish()
            self.finished.emit()
            return
        wait = max(TELL_EVERY_S, self._look_s / _LOOKING)
        if perf_counter() - self._told_at >= wait and not self._unheard:
            self._publish()
        late = duel.epoch < self._due(duel)
        self._next.start(0 if late else max(1, round(1000.0 * self._epoch_s(duel) / 2.0)))

    def _advance(self, duel: Duel) -> None:
        """As many steps as fit in a slice, one at least."""
        fitting = int(SLICE_S / self._step_s) if self._step_s else 1
        begun = perf_counter()
        taken = duel.advance(min(max(fitting, 1), _MOST_STEPS))
        if taken:
            self._step_s = (perf_counter() - begun) / taken

    def _due(self, duel: Duel) -> int:
        """The epoch that it should have come to by now."""
        passed = perf_counter() - self._began_at
        return self._began + int(passed / self._epoch_s(duel)) + 1

    def _epoch_s(self, duel: Duel) -> float:
        return SPAN_S / duel.setup.experiment.epochs

    def _publish(self) -> None:
        assert self._duel is not None
        duel, setup, begun_at = self._duel, self._duel.setup, perf_counter()
        with np.errstate(all="ignore"):  # weights that diverged are drawn grey
            standing = duel.standing()
            self._pulse.give_way()
            found = duel.answers(setup.prepared.dataset.features[self._rows])
            samples = tuple(
                tuple(
                    answer_of(setup, int(row), outputs)
                    for row, outputs in zip(self._rows, answers, strict=True)
                )
                for answers in found
            )
            self._pulse.give_way()
            maps = self._maps(duel)
        begun = standing.steps > 0
        self.newest = DuelFrame(
            setup,
            (duel.sessions[0].head, duel.sessions[1].head),
            standing,
            self._running,
            setup.experiment.verdict(standing) if begun else "",
            maps,
            (samples[0], samples[1]),
        )
        self._told_at = perf_counter()
        self._look_s = self._told_at - begun_at
        self._unheard = True
        self.told.emit()

    def _maps(self, duel: Duel) -> tuple[MapPicture | None, MapPicture | None]:
        dataset, drawing = duel.setup.prepared.dataset, self._drawing
        if not dataset.on_plane or drawing.side <= 0.0:
            return None, None
        extent = extent_of(dataset.features)
        low, high = 0.0, 1.0
        if dataset.task == "regression":
            first = dataset.targets[:, 0]
            low, high = float(first.min()), float(first.max())
        look = MapLook(
            extent,
            dataset.task,
            (low, high),
            drawing.dark,
            side=drawing.side,
            ratio=drawing.ratio,
        )
        pictures = []
        places = cell_centres(extent, CELLS, CELLS)
        for session, values in zip(duel.sessions, duel.answers(places), strict=True):
            self._pulse.give_way()
            decided = None
            if dataset.task != "regression" and np.isfinite(values).all():
                found = session.head.decide(values, dataset.task)
                decided = found.reshape(CELLS, CELLS, *found.shape[1:])
            grid = np.asarray(values, np.float32).reshape(CELLS, CELLS, -1)
            pictures.append(MapPicture(grid, look, decided).prepare())
        return pictures[0], pictures[1]


class DuelThread(QObject):
    """The worker and its thread, from the window's side: each signal asks the worker.

    Signals: begin(Setup), run, pause, step, reset, draw(Drawing), hear.
    """

    begin = Signal(object)
    run = Signal()
    pause = Signal()
    step = Signal()
    reset = Signal()
    draw = Signal(object)
    hear = Signal()
    _end = Signal()

    def __init__(self, pulse: Pulse, parent: QObject) -> None:
        super().__init__(parent)
        self.worker = DuelWorker(pulse)
        self._thread = BackgroundThread("head lab", self)
        self.worker.moveToThread(self._thread)
        for name in ("begin", "run", "pause", "step", "reset", "draw", "hear"):
            signal: Any = getattr(self, name)
            signal.connect(getattr(self.worker, name), Qt.ConnectionType.QueuedConnection)
        self._end.connect(self.worker.end, Qt.ConnectionType.BlockingQueuedConnection)
        self._thread.start()

    def finish(self) -> None:
        """End the thread, after the slice in progress."""
        self._end.emit()
        self._thread.quit()
        self._thread.wait()
