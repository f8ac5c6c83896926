"""What a list and a sheet of samples have in common: a scrolled drawing with one sample chosen."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.gui.plots.sample_pictures import SamplePictures
from playground.gui.plots.scrolled_plot import ScrolledPlot
from playground.gui.plots.told_samples import ToldSamples


class SamplePlot(ScrolledPlot):
    """Draws the samples that can be seen, however many there are.

    Attributes:
        samples: what is drawn; None before the first.
        pictures: draws images and sequences; None for other data.
        chosen: the number of the sample that keys act on, −1 for none.

    Signals:
        row_chosen(row): the sample under the pointer or the keys, as a row of the data; −1: none.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.samples: ToldSamples | None = None
        self.pictures: SamplePictures | None = None
        self.chosen = -1
        self._under = -1

    def set_samples(self, samples: ToldSamples) -> None:
        """Draw these; the choice stays on the same sample as long as it is among them."""
        before = self.samples
        chosen = before.row(self.chosen) if before is not None and self.chosen >= 0 else -1
        if before is None or before.dataset is not samples.dataset:
            pictured = samples.kind in ("pictures", "sequences")
            self.pictures = SamplePictures(samples.dataset) if pictured else None
            chosen = -1
            self.verticalScrollBar().setValue(0)
        self.samples = samples
        self.chosen = samples.number_of(chosen)
        self.fit_bars()
        self.viewport().update()

    def forget(self) -> None:
        """Draw nothing, and keep no samples."""
        self.samples, self.pictures, self.chosen = None, None, -1
        self.fit_bars()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 260)

    @property
    def count(self) -> int:
        """How many samples there are."""
        return len(self.samples or ())

    @property
    def columns(self) -> int:
        """How many samples stand side by side."""
        return 1

    def cell_size(self) -> tuple[float, float]:
        """The room that one sample takes, in px."""
        raise NotImplementedError

    def content_size(self) -> tuple[float, float]:
        return 0.0, -(-self.count // self.columns) * self.cell_size()[1]

    def cut_off(self) -> int:
        """How many px of the last row that is seen lie beneath the edge."""
        height, room = self.cell_size()[1], float(self.viewport().height())
        return 0 if self.content_size()[1] <= room else ceil(height - room % height)

    def cell_box(self, number: int) -> QRectF:
        """Where a sample lies in the viewport, in px."""
        row, column = divmod(number, self.columns)
        width, height = self.cell_size()
        return QRectF(column * width, row * height - self.offset.y(), width, height)

    def number_at(self, place: QPointF) -> int:
        """Which sample is under a place of the viewport; −1 for none."""
        width, height = self.cell_size()
        row, column = int((place.y() + self.offset.y()) // height), int(place.x() // width)
        number = row * self.columns + column
        return number if 0 <= column < self.columns and 0 <= number < self.count else -1

    def seen(self) -> range:
        """The numbers of those that can be seen."""
        height, columns = self.cell_size()[1], self.columns
        first = int(self.offset.y() // height) * columns
        last = (int((self.offset.y() + self.viewport().height()) // height) + 1) * columns
        return range(max(0, first), min(last, self.count))

    def text_at(self, place: QPointF) -> str:
        number = self.number_at(place)
        return self.samples.whole_words(number) if self.samples and number >= 0 else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which sample is under the pointer."""
        super().mouseMoveEvent(event)
        self._tell(self.number_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a sample."""
        number = self.number_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.choose(number)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice."""
        page = self.columns * max(1, int(self.viewport().height() // self.cell_size()[1]))
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -self.count,
            Qt.Key.Key_End: self.count,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.count:
            super().keyPressEvent(event)
        else:
            self.choose(min(max(self.chosen + step, 0), self.count - 1))

    def choose(self, number: int) -> None:
        """Mark a sample, bring it into sight, and tell of it."""
        self.chosen = number
        bar, box = self.verticalScrollBar(), self.cell_box(number)
        if box.top() < 0.0:
            bar.setValue(bar.value() + int(box.top()) - 1)
        elif box.bottom() > self.viewport().height():
            bar.setValue(bar.value() + int(box.bottom() - self.viewport().height()) + 1)
        if self.samples is not None:
            self.setAccessibleDescription(self.samples.whole_words(number))
        self._tell(number)
        self.viewport().update()

    def _tell(self, number: int) -> None:
        if number != self._under:
            self._under = number
            known = self.samples is not None and 0 <= number < self.count
            self.row_chosen.emit(self.samples.row(number) if self.samples and known else -1)
