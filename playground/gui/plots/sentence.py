"""What to make of a picture, in a sentence beneath it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.widgets.tips import plain_tip

_LINE = 16


class Sentence(QWidget):
    """Lines of text that never move what stands above; the whole is its tool tip.

    Attributes:
        text: what it says. alarm: whether it is a warning.
    """

    def __init__(self, lines: int = 2, parent: QWidget | None = None) -> None:
        """Args: lines: how many there is room for."""
        super().__init__(parent)
        self._lines = lines
        self.text, self.alarm = "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(lines * _LINE)
        theme.notifier().theme_changed.connect(self._restyle)

    def set_lines(self, lines: int) -> None:
        """Make room for so many."""
        if lines != self._lines:
            self._lines = lines
            self.setFixedHeight(lines * _LINE)

    def say(self, text: str, *, alarm: bool = False) -> None:
        """Show `text`."""
        if (text, alarm) == (self.text, self.alarm):
            return
        self.text, self.alarm = text, alarm
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))
        self.update()

    def sizeHint(self) -> QSize:
        """As many lines as it has."""
        return QSize(320, self._lines * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, broken into lines at spaces, the last cut where it is too long."""
        painter, palette = QPainter(self), theme.current()
        font = theme.font(12)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(palette.warning if self.alarm else palette.muted))
        rest = self.text
        for row in range(self._lines):
            last = row == self._lines - 1
            line, rest = (rest, "") if last else _broken(rest, metrics, self.width())
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width() + 0.5)
            box = QRectF(0.0, row * _LINE, self.width(), _LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()


def _broken(text: str, metrics: QFontMetricsF, width: int) -> tuple[str, str]:
    """The words that fit into one line, and the rest."""
    if metrics.horizontalAdvance(text) <= width:
        return text, ""
    words = text.split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(" ".join(words[:middle])) <= width:
            low = middle
        else:
            high = middle - 1
    return " ".join(words[:low]), " ".join(words[low:])
