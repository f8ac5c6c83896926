"""What the rings, marks and lines of a map mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.marks import draw_sample
from playground.gui.plots.point_layer import draw_dot

_ROW = 18
_SIGN = 14.0
_GAP = 12.0
_GREY = (150, 156, 164)


@dataclass(frozen=True)
class Sign:
    """One entry.

    Attributes:
        kind: "train" or "validation" for a dot with its ring; "line" for the line where the answer
            changes, "faint" for the others; or "mark" with `mark` as in `Mistakes.kinds`.
        text: what it means.
    """

    kind: str
    text: str
    mark: int = 0


class MapKey(QWidget):
    """Signs and their meaning, in as many rows as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signs: tuple[Sign, ...] = ()
        self._places: list[tuple[Sign, QRectF]] = []
        self._rows = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def signs(self) -> tuple[Sign, ...]:
        """What is explained."""
        return self._signs

    def set_signs(self, signs: Sequence[Sign]) -> None:
        """Explain these."""
        if tuple(signs) != self._signs:
            self._signs = tuple(signs)
            self.setAccessibleName(", ".join(sign.text for sign in signs))
            self._arrange()

    def sizeHint(self) -> QSize:
        """The rows that the signs need."""
        return QSize(200, self._rows * _ROW)

    def minimumSizeHint(self) -> QSize:
        """As high as `sizeHint`, and narrow."""
        return QSize(80, self._rows * _ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the rows out anew."""
        self._arrange()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw signs and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        for sign, box in self._places:
            _draw_sign(painter, sign, QRectF(box.left(), box.top(), _SIGN, box.height()))
            painter.setPen(QColor(theme.current().muted))
            text = box.adjusted(_SIGN + 4.0, 0, 1.0, 0)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(text, flags, sign.text)

    def _arrange(self) -> None:
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        x, row = 0.0, 0
        self._places = []
        for sign in self._signs:
            needed = _SIGN + 5.0 + metrics.horizontalAdvance(sign.text)
            if x > 0.0 and x + needed > self.width():
                x, row = 0.0, row + 1
            self._places.append((sign, QRectF(x, row * _ROW, needed, _ROW)))
            x += needed + _GAP
        if row + 1 != self._rows:
            self._rows = row + 1
            self.updateGeometry()
        self.update()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()


def _draw_sign(painter: QPainter, sign: Sign, box: QRectF) -> None:
    middle = box.center()
    if sign.kind in ("train", "validation"):
        draw_dot(painter, middle, 4.0, [_GREY], sign.kind == "validation")
    elif sign.kind == "mark":
        draw_sample(painter, sign.mark, box)
    else:
        colour = QColor(theme.current().text)
        colour.setAlpha(235 if sign.kind == "line" else 110)
        painter.setPen(QPen(colour, 1.7 if sign.kind == "line" else 0.9))
        painter.drawLine(
            QPointF(box.left() + 1.0, middle.y()), QPointF(box.right() - 1.0, middle.y())
        )
