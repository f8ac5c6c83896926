"""Pictures of what training is about."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from playground.gui.help.pictures.engine_curves import draw_walks
from playground.gui.help.pictures.sheet import LEFT, RIGHT, Sheet, columns, plot, tinted
from playground.gui.help.pictures.walk import walked
from playground.network.activations import ACTIVATIONS
from playground.network.activations.bends import bend, bend_row

_DASH = Qt.PenStyle.DashLine


def draw_bias(painter: QPainter, box: QRectF) -> None:
    """The same unit with three biases."""
    x = np.linspace(-4.0, 4.0, 121)
    sheet = plot(painter, box, (-4.0, 4.0), (-0.1, 1.15))
    sheet.axes("x", "sigmoid(2x + b)")
    colours = (sheet.palette.negative, sheet.palette.text, sheet.palette.positive)
    for b, colour in zip((-4.0, 0.0, 4.0), colours, strict=True):
        y = bend(ACTIVATIONS["sigmoid"](), 2.0 * x + b).y
        sheet.line(x, y, colour)
        sheet.label(-b / 2.0 + 0.15, 0.42, f"b = {b:g}".replace("-", "−"), colour)


def draw_activations(painter: QPainter, box: QRectF) -> None:
    """Four usual ones side by side."""
    x = np.linspace(-3.0, 3.0, 61)
    for place, name in zip(
        columns(box, (1, 1, 1, 1)), ("sigmoid", "tanh", "relu", "gelu"), strict=True
    ):
        inner = place.adjusted(0, 4, 0, -20)
        sheet = Sheet(painter, inner, (-3.0, 3.0), (-1.4, 2.4))
        sheet.axes("", "")
        sheet.line(x, bend(ACTIVATIONS[name](), x).y, sheet.palette.accent)
        foot = QRectF(place.left(), place.bottom() - 16, place.width(), 16)
        sheet.text(foot, ACTIVATIONS[name].label)


def draw_saturation(painter: QPainter, box: QRectF) -> None:
    """Where tanh is flat."""
    x = np.linspace(-4.0, 4.0, 121)
    curve = bend(ACTIVATIONS["tanh"](), x)
    sheet = plot(painter, box, (-4.0, 4.0), (-1.3, 1.3))
    for low, high in ((-4.0, -2.0), (2.0, 4.0)):
        shade = QRectF(sheet.at(low, 1.3), sheet.at(high, -1.3))
        painter.fillRect(shade, tinted(sheet.palette.warning, 0.16))
    sheet.axes("what a unit adds up to", "tanh")
    sheet.line(x, curve.slope, sheet.palette.positive, 1.5, _DASH)
    sheet.line(x, curve.y, sheet.palette.accent)
    for low, up in ((-3.9, 0.55), (2.1, -0.55)):
        sheet.label(low, up, "flat: no slope", sheet.palette.warning)


def draw_dead(painter: QPainter, box: QRectF) -> None:
    """A ReLU whose sums all lie below 0."""
    x = np.linspace(-4.0, 4.0, 81)
    sheet = plot(painter, box, (-4.0, 4.0), (-0.7, 3.0))
    sheet.axes("what a unit adds up to", "ReLU")
    sheet.line(x, bend(ACTIVATIONS["relu"](), x).y, sheet.palette.accent)
    sums = np.random.default_rng(2).uniform(-3.6, -0.6, 24)
    sheet.dots(sums, np.zeros(len(sums)), sheet.palette.error, 3.2)
    sheet.label(-3.8, 0.7, "every sample here: no slope", sheet.palette.error)


def draw_vanishing(painter: QPainter, box: QRectF) -> None:
    """The most that ten sigmoids leave of a gradient, layer by layer on its way back."""
    slope = float(bend(ACTIVATIONS["sigmoid"](), np.zeros(1)).slope[0])
    left = slope ** np.arange(0, 8)
    sheet = plot(painter, box, (-0.6, 8.6), (0.0, 1.3))
    sheet.axes("layers back from the loss", "gradient that is left, at most", zero=False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(sheet.palette.accent))
    for layer, share in enumerate(left):
        painter.drawRect(QRectF(sheet.at(layer - 0.3, share), sheet.at(layer + 0.3, 0.0)))
        if layer < 4:
            sheet.label(layer - 0.3, share + 0.09, f"{share:.2g}")


def draw_temperature(painter: QPainter, box: QRectF) -> None:
    """One row of logits under three temperatures."""
    logits = np.array([2.0, 1.0, 0.2, -0.5])
    for place, t in zip(columns(box, (1, 1, 1)), (0.3, 1.0, 4.0), strict=True):
        shares = bend_row(ACTIVATIONS["softmax"](), logits / t).y
        inner = place.adjusted(4, 14, -4, -18)
        sheet = Sheet(painter, inner, (-0.6, 3.6), (0.0, 1.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(sheet.palette.accent))
        for number, share in enumerate(shares):
            painter.drawRect(QRectF(sheet.at(number - 0.4, share), sheet.at(number + 0.4, 0.0)))
            top = sheet.at(number, share)
            sheet.text(QRectF(top.x() - 18, top.y() - 14, 36, 14), f"{100 * share:.0f}%")
        foot = QRectF(place.left(), place.bottom() - 16, place.width(), 16)
        sheet.text(foot, f"T = {t:g}")


def draw_slope(painter: QPainter, box: QRectF) -> None:
    """The loss along one weight, its slope, and the step against it."""
    w = np.linspace(-1.0, 4.0, 101)
    sheet = plot(painter, box, (-1.0, 4.0), (0.0, 4.6))
    sheet.axes("a weight", "loss", zero=False)
    sheet.line(w, 0.6 * (w - 1.4) ** 2 + 0.5, sheet.palette.accent)
    at, slope = 3.0, 1.2 * 1.6
    high = 0.6 * 1.6**2 + 0.5
    ends = ((at - 0.7, at + 0.7), (high - 0.7 * slope, high + 0.7 * slope))
    sheet.line(*ends, sheet.palette.positive, 1.6, _DASH)
    sheet.dots([at], [high], sheet.palette.text, 4.0)
    sheet.arrow(sheet.at(at, 0.25), sheet.at(at - 1.0, 0.25), sheet.palette.good, 2.0)
    sheet.label(at - 0.7, 0.62, "step", sheet.palette.good)
    sheet.label(at - 1.75, 3.4, f"slope {slope:g}", sheet.palette.positive)


def draw_descent(painter: QPainter, box: QRectF) -> None:
    """Plain descent in a narrow valley."""
    draw_walks(painter, box, [(walked("sgd"), "")])


def draw_rates(painter: QPainter, box: QRectF) -> None:
    """One valley, three learning rates."""
    walks = [
        (walked("sgd", 0.12), "rate 0.12: good"),
        (walked("sgd", 0.195), "0.195: leaps about"),
        (walked("sgd", 0.01), "0.01: too slow"),
    ]
    draw_walks(painter, box, walks)


def draw_optimizers(painter: QPainter, box: QRectF) -> None:
    """Three ways down one valley."""
    names = ("sgd", "momentum", "adam")
    labels = ("SGD", "Momentum", "Adam")
    draw_walks(painter, box, [(walked(n), label) for n, label in zip(names, labels, strict=True)])


def draw_overfitting(painter: QPainter, box: QRectF) -> None:
    """Both losses of a run that goes on for too long."""
    epoch = np.linspace(0.0, 100.0, 101)
    train = 0.08 + 0.7 * np.exp(-epoch / 18.0)
    validation = 0.2 + 0.58 * np.exp(-epoch / 15.0) + 0.00006 * np.maximum(0, epoch - 22) ** 2
    sheet = plot(painter, box, (0.0, 100.0), (0.0, 0.98))
    sheet.axes("epoch", "loss", zero=False)
    best = int(validation.argmin())
    sheet.line((best, best), (0.0, 0.8), sheet.palette.disabled, 1.0, _DASH)
    sheet.line(epoch, train, sheet.palette.train)
    sheet.line(epoch, validation, sheet.palette.validation)
    sheet.label(62, 0.2, "training", sheet.palette.train)
    sheet.label(54, 0.62, "validation", sheet.palette.validation)
    sheet.label(best + 1.5, 0.76, "stop here")


def draw_boundary(painter: QPainter, box: QRectF) -> None:
    """A straight cut, and a bent one."""
    rng = np.random.default_rng(5)
    angle = rng.uniform(0, 2 * np.pi, 60)
    inner = np.arange(60) < 26
    radius = np.where(inner, rng.uniform(0.0, 0.42, 60), rng.uniform(0.62, 0.95, 60))
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    turns = np.linspace(0, 2 * np.pi, 60)
    names = ("one unit: straight", "hidden units: bent")
    for number, place in enumerate(columns(box, (1, 1), 20.0)):
        side = min(place.width(), place.height() - 18)
        square = QRectF(place.center().x() - side / 2, place.top(), side, side)
        sheet = Sheet(painter, square, (-1.05, 1.05), (-1.05, 1.05))
        sheet.dots(x[inner], y[inner], sheet.palette.positive, 2.6)
        sheet.dots(x[~inner], y[~inner], sheet.palette.negative, 2.6)
        if number:
            sheet.line(0.53 * np.cos(turns), 0.53 * np.sin(turns), sheet.palette.text)
        else:
            sheet.line((-1.0, 1.0), (0.3, -0.1), sheet.palette.text)
        foot = QRectF(place.left(), place.bottom() - 15, place.width(), 15)
        sheet.text(foot, names[number])


def draw_roc(painter: QPainter, box: QRectF) -> None:
    """A good curve, and the diagonal of guessing."""
    share = np.linspace(0.0, 1.0, 61)
    found = 1.0 - (1.0 - share) ** 4.5
    side = box.height() - 16
    square = QRectF(box.left() + 106, box.top(), side * 1.6, side)
    sheet = Sheet(painter, square, (0.0, 1.0), (0.0, 1.0))
    area = QPolygonF([sheet.at(a, b) for a, b in zip(share, found, strict=True)])
    area.append(sheet.at(1.0, 0.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tinted(sheet.palette.accent, 0.15))
    painter.drawPolygon(area)
    sheet.axes("false alarms", "")
    beside = QRectF(square.left() - 100, square.top(), 94, 16)
    sheet.text(beside, "true ones found", RIGHT)
    sheet.line((0, 1), (0, 1), sheet.palette.disabled, 1.2, _DASH)
    sheet.line(share, found, sheet.palette.accent)
    sheet.label(0.5, 0.6, f"AUC {np.trapezoid(found, share):.2f}", sheet.palette.text)
    sheet.label(0.56, 0.4, "guessing")


def draw_r2(painter: QPainter, box: QRectF) -> None:
    """Answers against targets, and what is left over."""
    rng = np.random.default_rng(8)
    targets = np.linspace(-1.0, 1.0, 24)
    answers = targets + rng.normal(0.0, 0.2, 24)
    r2 = 1.0 - np.sum((targets - answers) ** 2) / np.sum((targets - targets.mean()) ** 2)
    sheet = plot(painter, box, (-1.3, 1.3), (-1.4, 1.4))
    sheet.axes("target", "answer", zero=False)
    for t, a in zip(targets, answers, strict=True):
        sheet.line((t, t), (t, a), sheet.palette.positive, 1.2)
    sheet.line((-1.3, 1.3), (-1.3, 1.3), sheet.palette.disabled, 1.2, _DASH)
    sheet.dots(targets, answers, sheet.palette.accent, 3.0)
    sheet.label(0.2, -0.9, f"R² = {r2:.2f}", sheet.palette.text)


def draw_penalties(painter: QPainter, box: QRectF) -> None:
    """What a weight costs under L1 and under L2."""
    w = np.linspace(-2.0, 2.0, 101)
    sheet = plot(painter, box, (-2.0, 2.0), (0.0, 2.1))
    sheet.axes("a weight", "")
    sheet.line(w, np.abs(w), sheet.palette.positive)
    sheet.line(w, w**2 / 2.0, sheet.palette.accent)
    for row, (words, colour) in enumerate(
        (("L1 costs |w|", sheet.palette.positive), ("L2 costs w²/2", sheet.palette.accent))
    ):
        left = sheet.box.left() + 0.4 * sheet.box.width()
        place = QRectF(left, sheet.box.top() + 14 * row, 110, 14)
        sheet.text(place, words, LEFT, colour, bold=True)
