"""Pictures of what the registries hold, from the engine's own numbers."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from playground.data.spec import DataSpec
from playground.gui.help.pictures.sheet import Sheet, columns, plot, tinted
from playground.gui.help.pictures.walk import Walk, walked
from playground.gui.panels.head_pictures import draw_head
from playground.gui.widgets.gallery_picture import gallery_pixmap
from playground.network.activations import ACTIVATIONS
from playground.network.activations.bends import Bend, bend
from playground.network.builder import ParameterSpec
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.losses import LOSSES
from playground.network.mistakes import Mistakes
from playground.network.signature import Signature
from playground.training.schedules import NOTHING_SEEN, SCHEDULES, Course

_DASH = Qt.PenStyle.DashLine
_REACH = 4.0
_INPUTS, _OUTPUTS = 16, 64
# The head that shows each loss, where the first that takes it would not.
_CLASSES = ("binary_cross_entropy", "cross_entropy", "focal", "hinge")


def draw_activation(name: str, painter: QPainter, box: QRectF) -> None:
    """The curve, and its slope dashed."""
    curve = _bend(name)
    low, high = min(-1.2, float(curve.y.min())), max(1.5, min(3.0, float(curve.y.max())))
    sheet = plot(painter, box, (-_REACH, _REACH), (low - 0.2, high + 0.2))
    sheet.axes("x", "")
    sheet.line(curve.x, curve.slope, sheet.palette.positive, 1.5, _DASH)
    sheet.line(curve.x, curve.y, sheet.palette.accent, 2.2)
    _legend(sheet, (("y", sheet.palette.accent), ("slope", sheet.palette.positive)))


def draw_loss(name: str, painter: QPainter, box: QRectF) -> None:
    """The loss of one answer: where yes is true and where no is, or by how far off it is."""
    if name in _CLASSES:
        x, yes, no = _of_classes(name)
        sheet = plot(painter, box, (float(x[0]), float(x[-1])), (0.0, 4.0))
        sheet.axes("the score z of yes", "", zero=False)
        sheet.line(x, yes, sheet.palette.positive)
        sheet.line(x, no, sheet.palette.negative)
        pairs = (("truth is yes", sheet.palette.positive), ("truth is no", sheet.palette.negative))
        _legend(sheet, pairs, 0.34)
        return
    x, losses = _of_amounts(name)
    sheet = plot(painter, box, (float(x[0]), float(x[-1])), (float(losses.min()), 4.0))
    sheet.axes("answer − target" if name != "poisson" else "answer, where 2 is true", "loss")
    sheet.line(x, losses, sheet.palette.accent)


def draw_schedule(name: str, painter: QPainter, box: QRectF) -> None:
    """The rate in the course of a run of a hundred epochs."""
    epochs, factors = _factors(name)
    sheet = plot(painter, box, (0.0, 100.0), (0.0, 1.35))
    sheet.axes("epoch, of 100", "share of the learning rate", zero=False)
    sheet.line(epochs, factors, sheet.palette.accent)


def draw_initializer(name: str, painter: QPainter, box: QRectF) -> None:
    """How the first weights of a layer of 16 inputs and 64 units are spread."""
    initializer = INITIALIZERS[name]()
    spec = ParameterSpec(
        "picture.weight", (_INPUTS, _OUTPUTS), initializer, _INPUTS, _OUTPUTS, True
    )
    drawn = np.asarray(initializer.draw(spec, 1)).ravel()
    counts, edges = np.histogram(drawn, bins=41, range=(-1.025, 1.025))
    sheet = plot(painter, box, (-1.05, 1.05), (0.0, float(counts.max()) * 1.1))
    sheet.axes(f"first weights, {_INPUTS} inputs and {_OUTPUTS} units", "how many")
    sheet.painter.setPen(Qt.PenStyle.NoPen)
    sheet.painter.setBrush(tinted(sheet.palette.accent, 0.8))
    for count, low, high in zip(counts, edges[:-1], edges[1:], strict=True):
        sheet.painter.drawRect(QRectF(sheet.at(low, count), sheet.at(high, 0.0)))


def draw_optimizer(name: str, painter: QPainter, box: QRectF) -> None:
    """Its way down a narrow valley."""
    draw_walks(painter, box, [(walked(name), "")])


def draw_walks(painter: QPainter, box: QRectF, walks: list[tuple[Walk, str]]) -> None:
    """Ways down the valley L = x²/2 + 5y², each in a colour, from the same start."""
    named = any(name for _, name in walks)
    sheet = Sheet(painter, box, (-2.6, 3.6 if named else 1.4), (-1.05, 1.05))
    turns = np.linspace(0.0, 2.0 * np.pi, 60)
    for height in (0.1, 0.5, 1.2, 2.4, 4.2, 6.5):
        x, y = np.sqrt(2.0 * height) * np.cos(turns), np.sqrt(height / 5.0) * np.sin(turns)
        sheet.line(x, y, sheet.palette.disabled, 0.8)
    colours = (sheet.palette.accent, sheet.palette.positive, sheet.palette.negative)
    for (walk, _), colour in zip(walks, colours, strict=False):
        sheet.line(walk.x, walk.y, colour, 1.6)
        sheet.dots(walk.x, walk.y, colour, 2.2)
    sheet.dots([0.0], [0.0], sheet.palette.text, 3.0)
    if named:
        names = [(name, colour) for (_, name), colour in zip(walks, colours, strict=False)]
        _legend(sheet, names, 0.68)


def draw_head_of(name: str, painter: QPainter, box: QRectF) -> None:
    """What kind of question it answers."""
    width = box.height() * 1.5
    draw_head(painter, QRectF(box.center().x() - width / 2, box.top(), width, box.height()), name)


def draw_heads(painter: QPainter, box: QRectF) -> None:
    """Four kinds of question."""
    names = ("binary", "multiclass", "multilabel", "regression")
    for place, name in zip(columns(box, (1, 1, 1, 1)), names, strict=True):
        height = place.width() / 1.5
        draw_head(painter, QRectF(place.left(), place.top() + 20, place.width(), height), name)
        below = QRectF(place.left(), place.top() + 24 + height, place.width(), 16)
        Sheet(painter, place).text(below, HEADS[name].label)


def draw_data(name: str, painter: QPainter, box: QRectF) -> None:
    """Its samples on the plane."""
    dataset = _dataset(name)
    side = int(min(box.width(), box.height()))
    dark = Sheet(painter, box).palette.dark
    picture = gallery_pixmap(dataset.features, dataset.targets, dataset.task, side, dark)
    painter.drawPixmap(int(box.center().x() - side / 2), int(box.top()), picture)


def is_plane(name: str) -> bool:
    """Whether a data set can be drawn on the plane."""
    return bool(_dataset(name).on_plane)


@cache
def _dataset(name: str) -> Any:
    from playground.data.sources import SOURCES

    return SOURCES[name].draw(DataSpec(source=name, samples=300, noise=0.02))


@cache
def _factors(name: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Epochs, and the factor in each, in a run whose validation loss falls for twenty of them."""
    schedule, watch = SCHEDULES[name](), NOTHING_SEEN
    epochs, found = np.arange(100), []
    for epoch in epochs:
        found.append(float(schedule.factors(epochs[epoch : epoch + 1], Course(1, 100, watch))[0]))
        watch = schedule.seen(watch, int(epoch) + 1, max(0.2, 1.0 - epoch / 25.0))
    return epochs, np.array(found)


@cache
def _bend(name: str) -> Bend:
    return bend(ACTIVATIONS[name](), np.linspace(-_REACH, _REACH, 161))


@cache
def _of_classes(name: str) -> tuple[NDArray[np.float64], ...]:
    """Scores, and the losses where yes is true and where no is."""
    signature = Signature("picture", (2,), "binary", 2)
    head = HEADS["binary"](loss=LOSSES["binary_cross_entropy" if "cross" in name else name]())
    mistakes = Mistakes(head, signature, 1)
    z = np.linspace(-4.0, 4.0, 81)
    yes = mistakes.judge(z[:, None], np.ones((len(z), 1))).losses
    no = mistakes.judge(z[:, None], np.zeros((len(z), 1))).losses
    return z, yes, no


@cache
def _of_amounts(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Answers, and the loss of each."""
    signature = Signature("picture", (2,), "regression", 1)
    mistakes = Mistakes(HEADS["regression"](loss=LOSSES[name]()), signature, 1)
    if name == "poisson":
        logits = np.linspace(-1.6, 1.8, 81)
        judged = mistakes.judge(logits[:, None], np.full((81, 1), 2.0))
        return np.asarray(judged.predictions[:, 0]), np.asarray(judged.losses)
    x = np.linspace(-3.0, 3.0, 121)
    return x, np.asarray(mistakes.judge(x[:, None], np.zeros((len(x), 1))).losses)


def _legend(sheet: Sheet, entries: Any, left: float = 0.0) -> None:
    """Names in their colours, in the upper left."""
    for row, (words, colour) in enumerate(entries):
        place = QRectF(
            sheet.box.left() + 4 + left * sheet.box.width(), sheet.box.top() + 14 * row, 120, 14
        )
        sheet.text(place, words, Qt.AlignmentFlag.AlignLeft, colour, bold=True)
