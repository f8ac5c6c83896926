"""The pictures of the gallery's cards, drawn away from the window's thread."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from playground.data.dataset import Dataset
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.gui.palette import DARK, LIGHT
from playground.gui.plots.colours import class_colour, value_colour

WIDTH, HEIGHT = 182, 92
_SCALE = 2
_SAMPLES = 300
_DOT = 1.7


def picture_of(name: str, dark: bool) -> QImage:
    """A picture of a source's samples: points, images, curves, words or a table's spread."""
    palette = DARK if dark else LIGHT
    image = QImage(WIDTH * _SCALE, HEIGHT * _SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(palette.chip))
    source = SOURCES[name]
    dataset = source.draw(DataSpec(source=name, samples=_SAMPLES, noise=0.03))
    painter = QPainter(image)
    painter.scale(_SCALE, _SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if len(dataset.feature_shape) == 3:
        _mosaic(painter, dataset, dark)
    elif len(dataset.feature_shape) == 2:
        _curves(painter, dataset)
    elif dataset.vocabulary:
        _words(painter, dataset, QColor(palette.muted))
    else:
        _points(painter, dataset)
    painter.end()
    return image


def _mosaic(painter: QPainter, dataset: Dataset, dark: bool) -> None:
    side = 30.0
    columns, rows = int(WIDTH // side) + 1, int(HEIGHT // side) + 1
    low, high = float(dataset.features.min()), float(dataset.features.max())
    for number in range(min(columns * rows, len(dataset.features))):
        pixels = (dataset.features[number] - low) / (high - low or 1.0) * 255.0
        pixels = pixels if len(pixels) == 3 else np.repeat(pixels[:1], 3, axis=0)
        if len(dataset.features[number]) == 1 and not dark:
            pixels = 255.0 - pixels
        rgb = np.ascontiguousarray(pixels.transpose(1, 2, 0).astype(np.uint8))
        height, width = rgb.shape[:2]
        tile = QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        x, y = number % columns * side, number // columns * side
        painter.drawImage(QRectF(x + 1, y + 1, side - 2, side - 2), tile)


def _curves(painter: QPainter, dataset: Dataset) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    low, high = float(dataset.features.min()), float(dataset.features.max())
    for number in range(4):
        values = dataset.features[number, :, 0]
        x = np.linspace(8, WIDTH - 8, len(values))
        y = HEIGHT - 10 - (values - low) / (high - low or 1.0) * (HEIGHT - 20)
        colour = QColor(*class_colour("multiclass", number))
        painter.setPen(QPen(colour, 1.6))
        painter.drawPolyline(
            QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])
        )


def _words(painter: QPainter, dataset: Dataset, colour: QColor) -> None:
    font = QFont("Inter")
    font.setPixelSize(11)
    painter.setFont(font)
    for number in range(5):
        words = [dataset.vocabulary[int(v)] for v in dataset.features[number] if v > 0]
        ink = QColor(*class_colour(dataset.task, int(dataset.targets[number])))
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(10, 12 + 17 * number), 3, 3)
        painter.setPen(colour)
        room = QRectF(18, 3 + 17 * number, WIDTH - 20, 17)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, " ".join(words))


def _points(painter: QPainter, dataset: Dataset) -> None:
    """The samples on two features, or on two of those that vary most."""
    features = dataset.features
    if features.shape[1] > 2:
        scaled = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-12)
        _, _, directions = np.linalg.svd(scaled[:_SAMPLES], full_matrices=False)
        features = scaled @ directions[:2].T
    low, high = features.min(axis=0), features.max(axis=0)
    share = (features - low) / np.where(high > low, high - low, 1.0)
    targets = dataset.targets.reshape(len(features), -1).astype(np.float64)
    task = dataset.task
    values = targets[:, 0]
    painter.setPen(QPen(QColor(255, 255, 255, 140), 0.4))
    # Points of the plane keep their proportions.
    wide = HEIGHT - 12.0 if dataset.on_plane else WIDTH - 16.0
    left = (WIDTH - wide) / 2
    for row in range(0, len(features), max(1, len(features) // _SAMPLES)):
        if task == "regression":
            colour = QColor(*value_colour(float(values[row]), values.min(), values.max()))
        elif task == "multilabel":
            chosen = np.flatnonzero(targets[row])
            colour = (
                QColor(*class_colour(task, int(chosen[0]))) if len(chosen) else QColor("#8c929a")
            )
        else:
            colour = QColor(*class_colour(task, int(values[row])))
        painter.setBrush(colour)
        x, y = left + share[row, 0] * wide, HEIGHT - 6 - share[row, -1] * (HEIGHT - 12)
        painter.drawEllipse(QPointF(x, y), _DOT, _DOT)
