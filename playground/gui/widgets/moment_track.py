"""A line over a run's epochs, with a mark where a moment is kept and a handle to drag along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.gui import theme
from playground.gui.segments import draw_segments
from playground.training.metrics import MAIN, in_words, label_of
from playground.training.moment import Moment

HEIGHT = 28
_MARGIN = 8.0  # on both sides, for the handle
_RADIUS = 6.0
_NEAR_PX = 6.0
_LEAST_WIDTH = 120


@dataclass(frozen=True)
class _Look:
    """Everything that is drawn, in px: another one is another picture."""

    handle: int
    away: bool
    marks: tuple[int, ...]
    edits: tuple[int, ...]
    best: int | None
    words: str


class MomentTrack(QWidget):
    """Draws where moments are kept, where the best is and where the run was edited.

    Attributes:
        moments: those that are kept, oldest first.
        best: the one with the lowest validation loss.
        shown: the one that the handle stands at; None for the newest of the run.
        note: a last line of what is said of the place under the pointer.

    Signals:
        chosen(Moment or None): by mouse; None is the newest of the run.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moments: tuple[Moment, ...] = ()
        self.best: Moment | None = None
        self.shown: Moment | None = None
        self._epochs: NDArray[np.float64] = np.empty(0)
        self._edits: tuple[int, ...] = ()  # places in `moments`, the first after each edit
        self._end, self._steps = 0, 0
        self._words = ""
        self.note = ""
        self._ringed = False
        self._drawn: _Look | None = None
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("Epochs of the run")
        theme.notifier().theme_changed.connect(self._restyle)

    # What is shown

    def set_moments(self, moments: tuple[Moment, ...], end: int, steps: int, words: str) -> None:
        """Show these from now on.

        Args:
            end: the newest epoch, where the line ends. steps: those behind it.
            words: what stands in the line's place, if anything.
        """
        if moments is not self.moments:
            self.moments = moments
            self._epochs = np.fromiter((m.epoch for m in moments), np.float64, len(moments))
            self._edits = edits_in(moments)
        self._end, self._steps, self._words = end, steps, words
        self._look_again()

    def set_best(self, best: Moment | None) -> None:
        """Mark this one as the best."""
        self.best = best
        self._look_again()

    def set_shown(self, shown: Moment | None) -> None:
        """Put the handle there; None puts it at the end."""
        self.shown = shown
        self._look_again()

    def set_ringed(self, ringed: bool) -> None:
        """Draw the ring of the keyboard's focus, or not."""
        self._ringed = ringed
        self.update()

    def place_of(self, moment: Moment | None) -> float:
        """Where a moment is on the line, in px from the left; None is its end."""
        epoch = self._end if moment is None else moment.epoch
        part = min(1.0, epoch / self._end) if self._end else 0.0
        return _MARGIN + part * (self.width() - 2.0 * _MARGIN)

    @property
    def stops(self) -> Sequence[Moment]:
        """The moments that are not the newest of the run."""
        moments = self.moments
        return moments[:-1] if moments and moments[-1].steps >= self._steps else moments

    # Qt

    def sizeHint(self) -> QSize:
        """As wide as there is room for."""
        return QSize(3 * _LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Marks move with the width."""
        super().resizeEvent(event)
        self._look_again()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the moment under the pointer; near the mark of the best, to that."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle, or say what lies under the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())
        self._tell(event.position(), event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """What was said of the pointer's place goes with it."""
        QToolTip.hideText()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, its marks and the handle."""
        look = self._drawn or self._look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, middle = theme.current(), self.height() / 2.0
        if look.words:
            painter.setPen(QColor(palette.muted))
            painter.setFont(theme.font(theme.TEXT_SMALL))
            room = QRectF(self.rect()).adjusted(_MARGIN, 0, -_MARGIN, 0)
            fitted = painter.fontMetrics().elidedText(
                look.words, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, fitted)
            return
        _draw_ticks(painter, look.marks, middle + 4.0, middle + 7.0, palette.disabled, 0.6)
        _draw_line(painter, _MARGIN, self.width() - _MARGIN, middle, palette.groove)
        _draw_line(painter, _MARGIN, look.handle, middle, palette.accent)
        _draw_ticks(painter, look.edits, middle - 9.0, middle + 9.0, palette.text)
        if look.best is not None:
            _draw_best(painter, look.best, middle - 3.5, palette.good)
        painter.setPen(QPen(QColor(palette.accent), 2.0))
        painter.setBrush(QColor(palette.card if look.away else palette.accent))
        painter.drawEllipse(QPointF(look.handle, middle), _RADIUS - 1.0, _RADIUS - 1.0)
        if self._ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
            painter.drawRoundedRect(ring, theme.RADIUS, theme.RADIUS)

    # Inside

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()

    def _look_again(self) -> None:
        look = self._look()
        if look != self._drawn:
            self._drawn = look
            self.update()

    def _look(self) -> _Look:
        width = self.width() - 2.0 * _MARGIN
        marks = np.unique(np.rint(_MARGIN + self._epochs / max(self._end, 1) * width))
        edits = dict.fromkeys(round(self.place_of(self.moments[at])) for at in self._edits)
        with_best = self.best is not None and self._end > 0
        best = round(self.place_of(self.best)) if with_best else None
        return _Look(
            round(self.place_of(self.shown)),
            self.shown is not None,
            tuple(marks.astype(int).tolist()),
            tuple(edits),
            best,
            self._words,
        )

    def _go(self, place: QPointF) -> None:
        moment = self._under(place)
        if moment is not self.shown and not self._words:
            self.set_shown(moment)
            self.chosen.emit(moment)

    def _under(self, place: QPointF) -> Moment | None:
        """The moment that is nearest, the best where it is near; None for the end of the line."""
        best, stops = self.best, self.stops
        if best is not None and best.steps < self._steps and self._is_near(best, place):
            return best
        if not stops or place.x() >= self.place_of(None):
            return None
        epoch = (place.x() - _MARGIN) / (self.width() - 2.0 * _MARGIN) * self._end
        after = int(np.searchsorted(self._epochs[: len(stops)], epoch))
        around = [*range(max(after - 1, 0), min(after + 1, len(stops)))]
        nearest = min(around, key=lambda at: abs(self._epochs[at] - epoch))
        is_end = self._end - epoch < abs(self._epochs[nearest] - epoch)
        return None if is_end else stops[nearest]

    def _is_near(self, moment: Moment, place: QPointF) -> bool:
        above = place.y() <= self.height() / 2.0 - 1.0
        return above and abs(self.place_of(moment) - place.x()) <= _NEAR_PX

    def _tell(self, place: QPointF, corner: QPoint) -> None:
        moment = self._under(place)
        if moment is None:
            words = f"epoch {self._end:,}, the newest"
        else:
            words = words_of(moment)
            if moment is self.best:
                words = f"The best so far: {words}"
            if moment is self.best and self._is_near(moment, place):
                words += "\nClick to go there."
            near = (at for at in self._edits if self._is_close(at, place))
            changed = next(near, None)
            if changed is not None:
                words += f"\n{change_words(*self.moments[changed - 1 : changed + 1])}"
        if self._words:
            words = self._words
        elif self.note:
            words += f"\n{self.note}"
        QToolTip.showText(corner - QPoint(0, 2 * HEIGHT), words, self)

    def _is_close(self, at: int, place: QPointF) -> bool:
        return abs(self.place_of(self.moments[at]) - place.x()) <= _NEAR_PX


def words_of(moment: Moment) -> str:
    """ "epoch 143 · validation loss 0.0312 (training 0.0298) · accuracy 98.4%"."""
    said = [f"epoch {moment.epoch:,}"]
    if "loss" in moment.last:
        train, validation = (
            f"{each:.4g}" if isfinite(each) else "–" for each in moment.last["loss"]
        )
        said.append(f"validation loss {validation} (training {train})")
    main = MAIN[moment.stage.signature.task]
    if main in moment.last:
        said.append(f"{label_of(main)} {in_words(main, moment.last[main][1])}")
    return " · ".join(said)


def change_words(before: Moment, after: Moment) -> str:
    """What happened between two moments: an edit, or layers that the run has freed by itself."""
    freed = sorted(after.stage.thawed - before.stage.thawed)
    if before.stage.version != after.stage.version or not freed:
        return "The run was edited here."
    return f"The run frees {' and '.join(freed)} here."


def edits_in(moments: Sequence[Moment]) -> tuple[int, ...]:
    """The places of the first moments after each edit, or after layers were freed."""
    return tuple(at for at, (a, b) in enumerate(pairwise(moments), 1) if a.stage is not b.stage)


def _draw_line(painter: QPainter, left: float, right: float, y: float, colour: str) -> None:
    pen = QPen(QColor(colour), 4.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(left, y), QPointF(right, y))


def _draw_ticks(
    painter: QPainter,
    places: Sequence[int],
    top: float,
    bottom: float,
    colour: str,
    strength: float = 1.0,
) -> None:
    tint = QColor(colour)
    tint.setAlphaF(strength)
    painter.setPen(QPen(tint, 1.0))
    ends = np.empty((len(places), 2, 2))
    ends[..., 0] = np.asarray(places, np.float64)[:, None] + 0.5
    ends[:, 0, 1], ends[:, 1, 1] = top, bottom
    draw_segments(painter, ends)


def _draw_best(painter: QPainter, x: float, tip: float, colour: str) -> None:
    """A small flag that points down at the line."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    corners = [QPointF(x, tip), QPointF(x - 5.0, tip - 8.0), QPointF(x + 5.0, tip - 8.0)]
    painter.drawPolygon(QPolygonF(corners))
