"""Draws the lines of the glossary's list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.gui import theme
from playground.gui.glossary.entry import Entry
from playground.gui.help.entry_model import EntryItemModel

_HEIGHT = 26
_PAD = 8.0


class EntryDelegate(QStyledItemDelegate):
    """A heading in small capitals; an entry with its family on the right where a search found it.

    Attributes:
        families: whether the families are written.
    """

    families = False

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, _HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, EntryItemModel)
        line = model.lines[index.row()]
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Entry):
            self._draw_entry(painter, box, line, option.state)
        else:
            painter.setFont(theme.font(theme.TEXT_SMALL, QFont.Weight.DemiBold))
            painter.setPen(QColor(theme.current().muted))
            words = box.adjusted(_PAD, 4.0, -_PAD, 0.0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, line.upper())
        painter.restore()

    def _draw_entry(
        self, painter: QPainter, box: QRectF, entry: Entry, state: QStyle.StateFlag
    ) -> None:
        palette = theme.current()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent_soft if chosen else palette.hover))
            painter.drawRoundedRect(box.adjusted(1.0, 1.0, -1.0, -1.0), 6.0, 6.0)
        words = box.adjusted(_PAD, 0.0, -_PAD, 0.0)
        if self.families:
            small = theme.font(theme.TEXT_SMALL)
            painter.setFont(small)
            painter.setPen(QColor(palette.muted))
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, align, entry.family)
            words.setRight(words.right() - QFontMetricsF(small).horizontalAdvance(entry.family) - 8)
        font = theme.font(theme.TEXT_BODY)
        shown = QFontMetricsF(font).elidedText(
            entry.title, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
