"""The thread that evaluates what views show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal, Slot

from playground.gui.background_thread import BackgroundThread
from playground.gui.frame import Frame
from playground.gui.plots.map_grid import cell_centres
from playground.gui.plots.map_picture import MapLook, MapPicture
from playground.training.evaluator import Evaluator

if TYPE_CHECKING:
    from playground.gui.plots.curve_picture import CurvePicture, CurveRequest


@dataclass(frozen=True, eq=False)
class Request:
    """What to evaluate of a frame.

    Attributes:
        frame: the moment.
        look: where and how to draw a decision map, or None for none.
        resolution: cells a side.
        samples: whether to predict every sample of the data.
    """

    frame: Frame
    look: MapLook | None
    resolution: int
    samples: bool


@dataclass(frozen=True, eq=False)
class Picture:
    """What came out.

    Attributes:
        request: what was asked.
        map: predictions over the plane in the targets' own units, ready to draw, or None.
        answers: for every sample, in the data's order, by task as `Head.decide` gives them; None
            where they were not asked for, or a prediction is not finite.
    """

    request: Request
    map: MapPicture | None
    answers: NDArray[Any] | None


class Renderer(QObject):
    """Evaluates one request at a time on an executor of its own; lives in a thread of its own.

    Signals:
        rendered(Picture)
        laid_out(CurvePicture, or None after a fault)
    """

    rendered = Signal(object)
    laid_out = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._evaluator: Evaluator | None = None
        self._version: tuple[Any, ...] = ()

    @Slot(object)
    def render(self, request: Request) -> None:
        """Evaluate and tell; a fault is told as nothing to draw, so that the next can be asked."""
        try:
            picture = self._evaluate(request)
        except Exception:
            self.rendered.emit(Picture(request, None, None))
            raise
        self.rendered.emit(picture)

    @Slot(object)
    def lay_out(self, request: CurveRequest) -> None:
        """Lay curves out and tell; a fault is told as nothing, so that the next can be asked."""
        try:
            picture = request.draw()
        except Exception:
            self.laid_out.emit(None)
            raise
        self.laid_out.emit(picture)

    def _evaluate(self, request: Request) -> Picture:
        frame = request.frame
        drawn = answers = None
        if request.look is not None:
            side = request.resolution
            found = self._predict(frame, cell_centres(request.look.extent, side, side))
            values = found.reshape(side, side, -1).astype(np.float32)
            drawn = MapPicture(values, request.look).prepare()
        if request.samples:
            predictions = self._predict(frame, frame.prepared.dataset.features)
            if np.isfinite(predictions).all():
                answers = frame.head.decide(predictions, frame.signature.task)
        return Picture(request, drawn, answers)

    def _predict(self, frame: Frame, features: NDArray[Any]) -> NDArray[Any]:
        """Predictions for raw features, in the targets' own units."""
        version = (frame.network, frame.head, frame.signature)
        if self._evaluator is None or version != self._version:
            self._evaluator = Evaluator(frame.network, frame.head, frame.signature, np.float32)
            self._version = version
        return self._evaluator.answer(frame.parameters, features, frame.prepared)


class RendererThread(QObject):
    """The renderer and its thread, from the window's side; it has one request of a kind at a time.

    Attributes:
        busy: whether a request is under way. busy_with_curves: whether curves are.

    Signals:
        rendered(Picture), laid_out(CurvePicture or None)
    """

    rendered = Signal(object)
    laid_out = Signal(object)
    _render = Signal(object)
    _lay_out = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = False
        self.busy_with_curves = False
        self._renderer = Renderer()
        self._thread = BackgroundThread("renderer", self)
        self._renderer.moveToThread(self._thread)
        self._render.connect(self._renderer.render, Qt.ConnectionType.QueuedConnection)
        self._lay_out.connect(self._renderer.lay_out, Qt.ConnectionType.QueuedConnection)
        self._renderer.rendered.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._renderer.laid_out.connect(self._pass_curves_on, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def request(self, request: Request) -> None:
        """Ask; only when not busy."""
        self.busy = True
        self._render.emit(request)

    def lay_out(self, request: CurveRequest) -> None:
        """Ask for curves; only when not busy with others."""
        self.busy_with_curves = True
        self._lay_out.emit(request)

    @Slot(object)
    def _pass_on(self, picture: Picture) -> None:
        self.busy = False
        self.rendered.emit(picture)

    @Slot(object)
    def _pass_curves_on(self, picture: CurvePicture | None) -> None:
        self.busy_with_curves = False
        if picture is not None:
            self.laid_out.emit(picture)

    def finish(self) -> None:
        """End the thread, after what is under way."""
        self._thread.quit()
        self._thread.wait()
