"""What a step's time is made of, an executor a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.words import percent
from playground.gui.views.race import words
from playground.gui.views.race.look import PAD, PARTS, Text, colour_of, write
from playground.training.race.cost import StepCost
from playground.training.race.model import Model
from playground.training.race.timing import Timing

_ROW, _BAR = 44.0, 9.0
_DOT, _DOT_ROOM = 6.0, 10.0


@dataclass(frozen=True)
class Part:
    """One share of one executor's step.

    Attributes:
        share: of the model's whole.
    """

    executor: str
    name: str
    share: float
    rect: QRectF


class ShareBars(QWidget):
    """Launch, memory and multiply-adds as one bar each, with the numbers beside.

    Attributes:
        parts, texts: what is painted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: tuple[Part, ...] = ()
        self.texts: tuple[Text, ...] = ()
        self._cost: StepCost | None = None
        self._timings: Mapping[str, Timing] = {}
        self._models: Mapping[str, Model] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """As many rows as there are executors, two at least."""
        return QSize(400, round(max(len(self._timings), 2) * _ROW + PAD))

    def set_step(
        self,
        cost: StepCost | None,
        timings: Mapping[str, Timing],
        models: Mapping[str, Model],
    ) -> None:
        """Draw this step on these executors."""
        if len(timings) != len(self._timings):
            self.updateGeometry()
        self._cost, self._timings, self._models = cost, timings, models
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for part in self.parts:
            painter.setBrush(QColor(*PARTS[part.name]))
            painter.drawRect(part.rect)
        for text in self.texts:
            if text.role == "part" and isinstance(text.key, tuple):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(*PARTS[text.key[1]]))
                middle = text.rect.center().y()
                painter.drawRect(QRectF(text.rect.left() - _DOT_ROOM, middle - 3.0, _DOT, _DOT))
            write(painter, text)

    def _lay_out(self) -> None:
        texts: list[Text] = []
        parts: list[Part] = []
        left, width = PAD, max(self.width() - 2.0 * PAD, 20.0)
        align = Qt.AlignmentFlag.AlignLeft
        for row, (name, timing) in enumerate(self._timings.items()):
            top = PAD + row * _ROW
            ink = QColor(*colour_of(name)).name()
            said = words.label(name)
            right = Qt.AlignmentFlag.AlignRight
            box = QRectF(left, top, width, 14.0)
            texts.append(Text("executor", name, said, box, align, True, ink))
            taken = theme.text_width(said, theme.TEXT_SMALL) + 10.0
            beside = box.adjusted(taken, 0.0, 0.0, 0.0)
            texts.append(Text("time", name, words.time_words(timing), beside, align))
            model = self._models.get(name)
            if model is None or self._cost is None:
                continue
            bar = QRectF(left, top + 15.0, width, _BAR)
            parts += _parts(name, model, self._cost, bar)
            made = words.fit_words(model.shares(self._cost), timing)
            texts.append(Text("fit", name, made, box, right))
            texts += _names(name, parts[-len(PARTS) :], QRectF(left, top + 25.0, width, 14.0))
        self.texts, self.parts = tuple(texts), tuple(parts)
        self.setAccessibleName(". ".join(text.text for text in texts) or "Nothing measured yet")
        self.update()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()


def _names(executor: str, parts: list[Part], row: QRectF) -> list[Text]:
    """What each share is, behind a dot of its colour."""
    found, x = [], row.left()
    for part in parts:
        said = f"{part.name} {percent(part.share)}"
        width = theme.text_width(said, theme.TEXT_SMALL) + 2.0
        box = QRectF(x + _DOT_ROOM, row.top(), width, row.height())
        align = Qt.AlignmentFlag.AlignLeft
        found.append(Text("part", (executor, part.name), said, box, align))
        x += _DOT_ROOM + width + 12.0
    return found


def _parts(name: str, model: Model, cost: StepCost, bar: QRectF) -> list[Part]:
    shares = model.shares(cost)
    found, x = [], bar.left()
    seconds = (shares.launch, shares.memory, shares.products)
    for part, value in zip(PARTS, seconds, strict=True):
        share = value / shares.seconds
        found.append(Part(name, part, share, QRectF(x, bar.top(), share * bar.width(), _BAR)))
        x += share * bar.width()
    return found
