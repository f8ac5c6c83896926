"""Words of a lesson, with a little emphasis, on a widget that lays nothing out anew as they change.

They come from a file: what looks like HTML in them is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.lessons.numbers import Spoken, plain

_GAP = theme.SPACE_1
_LEAST_WIDTH = 160


class Told(QWidget):
    """Paragraphs that wrap. As high as they need; numbers that change seldom change that."""

    def __init__(self, strong: bool = False, parent: QWidget | None = None) -> None:
        """`strong`: whether all of it stands out."""
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._strong = strong
        self._colour = "text"
        self._paragraphs: tuple[Spoken, ...] = ()
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self._document.setDefaultTextOption(option)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What stands there, a line a paragraph."""
        return "\n".join(map(plain, self._paragraphs))

    def tell(self, paragraphs: Sequence[Spoken], colour: str = "text") -> None:
        """Show these words, in a colour of the palette."""
        told = tuple(paragraphs)
        if (told, colour) == (self._paragraphs, self._colour):
            return
        self._paragraphs, self._colour = told, colour
        self._write()
        self.setAccessibleName(self.text)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the words are at a width, in px."""
        if not self._paragraphs:
            return 0
        before = self._document.textWidth()
        self._document.setTextWidth(max(width, _LEAST_WIDTH))
        height = round(self._document.size().height())
        self._document.setTextWidth(before)
        return height

    def sizeHint(self) -> QSize:
        width = max(self.width(), _LEAST_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words at the new width."""
        super().resizeEvent(event)
        self._document.setTextWidth(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        context = QAbstractTextDocumentLayout.PaintContext()
        colour = QColor(getattr(theme.current(), self._colour))
        context.palette.setColor(QPalette.ColorRole.Text, colour)
        self._document.documentLayout().draw(painter, context)

    def _write(self) -> None:
        """Put the words in; the window is laid out anew only where their height changes."""
        self._document.clear()
        self._document.setDefaultFont(theme.font())
        cursor = QTextCursor(self._document)
        for place, paragraph in enumerate(self._paragraphs):
            block = QTextBlockFormat()
            block.setTopMargin(_GAP if place else 0)
            if place:
                cursor.insertBlock(block)
            for look, text in paragraph:
                cursor.insertText(text, self._format(look))
        self._document.setTextWidth(max(self.width(), _LEAST_WIDTH))
        if round(self._document.size().height()) != self.height():
            self.updateGeometry()
        self.update()

    def _format(self, look: str) -> QTextCharFormat:
        strong = self._strong or look == "strong"
        result = QTextCharFormat()
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        result.setFont(theme.font(weight=weight))
        result.setFontItalic(look == "soft")
        if look == "code":
            result.setBackground(QColor(theme.current().chip))
        return result

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._write()
