"""Small pictures for the cells of a table, read in the background when they are first seen."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from playground.data.reading.picture_file import pixels_of
from playground.data.reading.pictures import FilePictures
from playground.data.tables.table import Pictures
from playground.errors import UserError
from playground.gui.data.review.background import Background

SIDE_PX = 44
_AT_ONCE = 8
_MOST_WAITING = 40  # what was scrolled past is not read any more
_MOST_KEPT = 3_000


class Thumbnails(QObject):
    """Those of one column.

    Signals:
        ready: some more are there.
    """

    ready = Signal()

    def __init__(self, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._kept: dict[int, QPixmap] = {}
        self._waiting: dict[int, None] = {}
        self._background = Background(self)

    def of(self, row: int) -> QPixmap | None:
        """That of a row, as soon as it is there; a blank one where it can't be read."""
        found = self._kept.get(row)
        if found is None:
            self._waiting.pop(row, None)
            self._waiting[row] = None
            while len(self._waiting) > _MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._go_on()
        return found

    def finish(self) -> None:
        """No more are wanted."""
        self._waiting.clear()
        self._background.finish()

    def _go_on(self) -> None:
        if self._waiting and not self._background.busy:
            rows = list(self._waiting)[-_AT_ONCE:]
            self._background.start(partial(_read, self._pictures, rows), self._take, self._fail)

    def _take(self, images: dict[int, QImage]) -> None:
        while len(self._kept) + len(images) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        for row, image in images.items():
            self._kept[row] = QPixmap.fromImage(image)
            self._waiting.pop(row, None)
        self.ready.emit()
        self._go_on()

    def _fail(self, message: str) -> None:
        self._waiting.clear()


def _read(pictures: Pictures, rows: list[int]) -> dict[int, QImage]:
    return {row: _image(pictures, row) for row in rows}


def _image(pictures: Pictures, row: int) -> QImage:
    channels = pictures.size[0]
    size = (channels, SIDE_PX, SIDE_PX)
    try:
        if isinstance(pictures, FilePictures):  # what it keeps decoded is for training
            pixels = pixels_of(pictures.shelf.paths[pictures.rows[row]], *size)
        else:
            pixels = pictures.take(np.array([row])).pixels(*size)[0]
    except (UserError, OSError):
        blank = QImage(SIDE_PX, SIDE_PX, QImage.Format.Format_ARGB32)
        blank.fill(0)
        return blank
    shown = np.ascontiguousarray(pixels.transpose(1, 2, 0))
    form = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    return QImage(shown.tobytes(), SIDE_PX, SIDE_PX, channels * SIDE_PX, form).copy()
