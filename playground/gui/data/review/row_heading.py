"""The numbers beside the rows of a table."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from playground.gui import theme

ROW_PX = 24
_PAD = 8
_FEWEST_DIGITS = 4


class RowHeading(QHeaderView):
    """Rows numbered from 1, without asking the model for any: that of Qt asks it a thousand times
    whenever there is another table.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW_PX)
        self.setAccessibleName("Rows")

    def sizeHint(self) -> QSize:
        """Room for the largest number."""
        digits = max(_FEWEST_DIGITS, len(f"{self.count():,}"))
        wide = QFontMetrics(_font()).horizontalAdvance("0" * digits)
        return QSize(wide + 2 * _PAD, super().minimumSizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802
        """A number."""
        palette = theme.current()
        painter.save()
        painter.fillRect(rect, QColor(palette.panel))
        painter.setPen(QPen(QColor(palette.card_border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(_font())
        painter.setPen(QColor(palette.muted))
        place = rect.adjusted(_PAD, 0, -_PAD, 0)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, right, f"{logicalIndex + 1:,}")
        painter.restore()


def _font() -> QFont:
    return theme.font(theme.TEXT_SMALL)
