"""The row of coloured dots and names beneath a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.widgets.tips import plain_tip

_ROW = 20
_MOST_ROWS = 3
_DOT = 8.0
_DOT_GAP = 6.0
_GAP = 14.0
_VALUE_GAP = 4.0
_BAR = 72.0
_MOST_WIDTH = 150.0


@dataclass(frozen=True)
class LegendEntry:
    """A coloured dot, a name, and a value in bold if there is one.

    Attributes:
        colour: of the dot; "" for a name without one.
        key: what it stands for, where that can be asked for something.
        off: whether that is hidden: the dot is hollow, the name faint.
    """

    colour: str
    text: str
    value: str = ""
    key: int | None = None
    off: bool = False


class Legend(QWidget):
    """Entries from the left, a remark on the right; more rows where one is too narrow.

    Use `set_entries`, `set_scale` and `set_remark`.

    Attributes:
        most_rows: of entries; more of them are only counted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.most_rows = _MOST_ROWS
        self._entries: tuple[LegendEntry, ...] = ()
        self._scale: tuple[str, str, str] | None = None
        self._remark = ""
        self._places: list[tuple[LegendEntry, QRectF]] = []
        self._remark_box = QRectF()
        self._left_out = 0
        self._rows = 1
        # What is shown, and how wide; while these stay, rows only grow: with numbers that change,
        # what stands above the legend would jump.
        self._shape: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """The rows that the entries need."""
        return QSize(200, self._rows * _ROW)

    def minimumSizeHint(self) -> QSize:
        """As high as `sizeHint`, and narrow."""
        return QSize(80, self._rows * _ROW)

    def set_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show these dots and names."""
        if self._scale is None and tuple(entries) == self._entries:
            return
        self._entries, self._scale = tuple(entries), None
        self._arrange()

    def set_scale(self, name: str, low: str, high: str) -> None:
        """Show the diverging map as a bar from `low` to `high` instead of dots."""
        self._entries, self._scale = (), (name, low, high)
        self._arrange()

    def set_remark(self, text: str) -> None:
        """Show `text` on the right; a number at its end in bold."""
        if text != self._remark:
            self._remark = text
            self._arrange()

    def places(self) -> list[tuple[LegendEntry, QRectF]]:
        """The entries that are shown, and where."""
        return list(self._places)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the rows out anew."""
        self._arrange()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw dots, names and the remark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for entry, box in self._places:
            self._draw_entry(painter, entry, box)
        if self._scale is not None:
            self._draw_scale(painter, *self._scale)
        self._draw_remark(painter)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()

    def _arrange(self) -> None:
        """Put every entry in a row, and count the rows."""
        width, x, row = float(self.width()), 0.0, 0
        self._places = []
        for entry in self._entries:
            needed = min(self._entry_width(entry), width, self._most_width(entry))
            if x > 0.0 and x + needed > width:
                x, row = 0.0, row + 1
            if row >= self.most_rows:
                x, row = width, self.most_rows - 1
                break
            self._places.append((entry, QRectF(x, row * _ROW, needed, _ROW)))
            x += needed + _GAP
        self._left_out = len(self._entries) - len(self._places)
        if self._scale is not None:
            x = self._scale_width()
        self._place_remark(x, row, width)
        self._tell()

    def _place_remark(self, used: float, row: int, width: float) -> None:
        needed = min(_remark_width(self._shown_remark()), width)
        if needed and used and used + needed > width:
            row += 1
        self._remark_box = QRectF(width - needed, row * _ROW, needed, _ROW)
        names = tuple(entry.text for entry in self._entries)
        shape = width, names, self._scale is None, bool(self._remark)
        rows = row + 1 if shape != self._shape else max(row + 1, self._rows)
        self._shape = shape
        if rows != self._rows:
            self._rows = rows
            self.updateGeometry()
        self.update()

    def _tell(self) -> None:
        """The whole text for assistive tools, and as a tool tip where it is cut."""
        parts = [" ".join(filter(None, (entry.text, entry.value))) for entry in self._entries]
        if self._scale is not None:
            parts.append("{} from {} to {}".format(*self._scale))
        whole = ", ".join(filter(None, (*parts, self._remark)))
        cut = self._left_out or any(
            self._entry_width(entry) > box.width() + 0.5 for entry, box in self._places
        )
        self.setToolTip(plain_tip(whole) if cut or self._scale_width() > self.width() else "")
        self.setAccessibleName(whole)

    def _shown_remark(self) -> str:
        more = f"+{self._left_out} more" if self._left_out else ""
        return " · ".join(filter(None, (more, self._remark)))

    def _most_width(self, entry: LegendEntry) -> float:
        """Names that people give may be of any length."""
        return float(self.width()) if entry.key is None else _MOST_WIDTH

    def _entry_width(self, entry: LegendEntry) -> float:
        width = _dot_width(entry) + _advance(entry.text, QFont.Weight.Normal)
        if entry.value:
            width += _VALUE_GAP + _advance(entry.value, QFont.Weight.DemiBold)
        return width

    def _scale_width(self) -> float:
        if self._scale is None:
            return 0.0
        return sum(_advance(text, QFont.Weight.Normal) for text in self._scale) + _BAR + 28.0

    def _draw_entry(self, painter: QPainter, entry: LegendEntry, box: QRectF) -> None:
        palette = theme.current()
        if entry.colour:
            painter.setPen(QPen(QColor(entry.colour), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush if entry.off else QColor(entry.colour))
            middle = QPointF(box.left() + _DOT / 2.0, box.center().y())
            painter.drawEllipse(middle, _DOT / 2.0 - 0.75, _DOT / 2.0 - 0.75)
        value_width = _advance(entry.value, QFont.Weight.DemiBold) if entry.value else 0.0
        text_box = box.adjusted(_dot_width(entry), 0, -value_width, 0)
        ink = palette.disabled if entry.off else palette.muted
        _draw_text(painter, text_box, entry.text, QFont.Weight.Normal, ink)
        if entry.value:
            value_box = QRectF(
                box.right() - value_width, box.top(), value_width + 1.0, box.height()
            )
            _draw_text(painter, value_box, entry.value, QFont.Weight.DemiBold, palette.text)

    def _draw_scale(self, painter: QPainter, name: str, low: str, high: str) -> None:
        palette = theme.current()
        x = 0.0
        available = self.width() - self._scale_width() + _advance(name, QFont.Weight.Normal)
        name_width = min(_advance(name, QFont.Weight.Normal), max(available, 0.0))
        for text, width in ((name, name_width), (low, _advance(low, QFont.Weight.Normal))):
            box = QRectF(x, 0, width + 1.0, _ROW)
            _draw_text(painter, box, text, QFont.Weight.Normal, palette.muted)
            x += width + 10.0
        bar = QRectF(x - 4.0, _ROW / 2.0 - 4.0, _BAR, 8.0)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        gradient.setColorAt(0.0, QColor(palette.negative))
        gradient.setColorAt(0.5, QColor(palette.card))
        gradient.setColorAt(1.0, QColor(palette.positive))
        painter.setBrush(gradient)
        painter.setPen(QColor(palette.card_border))
        painter.drawRoundedRect(bar, 3.0, 3.0)
        box = QRectF(bar.right() + 6.0, 0, _advance(high, QFont.Weight.Normal) + 1.0, _ROW)
        _draw_text(painter, box, high, QFont.Weight.Normal, palette.muted)

    def _draw_remark(self, painter: QPainter) -> None:
        palette = theme.current()
        words, value = _split_remark(self._shown_remark())
        value_width = _advance(value, QFont.Weight.DemiBold)
        box = self._remark_box
        words_box = box.adjusted(0, 0, -value_width, 0)
        _draw_text(painter, words_box, words, QFont.Weight.Normal, palette.muted)
        value_box = QRectF(box.right() - value_width, box.top(), value_width + 1.0, box.height())
        _draw_text(painter, value_box, value, QFont.Weight.DemiBold, palette.text)


def _dot_width(entry: LegendEntry) -> float:
    return _DOT + _DOT_GAP if entry.colour else 0.0


def _font(weight: QFont.Weight) -> QFont:
    return theme.font(12, weight)


def _advance(text: str, weight: QFont.Weight) -> float:
    return QFontMetricsF(_font(weight)).horizontalAdvance(text) + (1.0 if text else 0.0)


def _draw_text(
    painter: QPainter, box: QRectF, text: str, weight: QFont.Weight, colour: str
) -> None:
    font = _font(weight)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _split_remark(text: str) -> tuple[str, str]:
    """The words, and the number at the end if there is one."""
    words, _, last = text.rpartition(" ")
    if last[:1].isdigit() or last[:1] == "−":
        return words + " " * bool(words), last
    return text, ""


def _remark_width(text: str) -> float:
    words, value = _split_remark(text)
    return _advance(words, QFont.Weight.Normal) + _advance(value, QFont.Weight.DemiBold)
