"""Words of a lesson, with a little emphasis, on a widget that lays nothing out anew as they change.

They come from a file: what looks like HTML in them is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
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
from playground.gui.lessons.numbers import LINK, Spoken, plain

_GAP = theme.SPACE_1
_LEAST_WIDTH = 160


class Told(QWidget):
    """Paragraphs that wrap. As high as they need; numbers that change seldom change that.

    Words of the glossary can be clicked; by keyboard, the arrow keys choose one and Enter opens it.

    Signals:
        topic_wanted(str): an entry of the glossary is to be shown.
    """

    topic_wanted = Signal(str)

    def __init__(self, strong: bool = False, parent: QWidget | None = None) -> None:
        """`strong`: whether all of it stands out."""
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._strong = strong
        self._colour = "text"
        self._paragraphs: tuple[Spoken, ...] = ()
        self._link = 0  # the one that Enter opens
        self.setMouseTracking(True)
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
        self._link = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.topics else Qt.FocusPolicy.NoFocus)
        self._write()
        self.setAccessibleName(self.text)

    @property
    def topics(self) -> list[str]:
        """The entries of the glossary that words lead to, in their order."""
        looks = [look for paragraph in self._paragraphs for look, _ in paragraph]
        return [look.removeprefix(LINK) for look in looks if look.startswith(LINK)]

    def place_of(self, topic: str) -> QPoint:
        """The middle of the word that leads to a topic; the widget's corner where there is none."""
        for y in range(2, self.height(), 4):
            for x in range(2, self.width(), 4):
                if self._topic_at(QPointF(x, y)) == topic:
                    return QPoint(x + 2, y + 2)
        return QPoint()

    @property
    def _top(self) -> float:
        """Where the words begin: they stand in the middle of what is higher than they are."""
        return max(0.0, (self.height() - self._document.size().height()) / 2.0)

    def _topic_at(self, place: QPointF) -> str:
        """What the word at a place leads to, or ""."""
        return self._document.documentLayout().anchorAt(place - QPointF(0.0, self._top))

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

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A word that leads somewhere has a hand over it."""
        found = self._topic_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what a word leads to."""
        found = self._topic_at(event.position())
        if found and event.button() == Qt.MouseButton.LeftButton:
            self.topic_wanted.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys choose a word, Enter opens what it leads to."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        topics = self.topics
        if step is not None and topics:
            self._link = min(max(self._link + step, 0), len(topics) - 1)
            self._write()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and topics:
            self.topic_wanted.emit(topics[self._link])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which word Enter would open."""
        super().focusInEvent(event)
        self._write()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No word is chosen any more."""
        super().focusOutEvent(event)
        self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.translate(0.0, self._top)
        context = QAbstractTextDocumentLayout.PaintContext()
        colour = QColor(getattr(theme.current(), self._colour))
        context.palette.setColor(QPalette.ColorRole.Text, colour)
        self._document.documentLayout().draw(painter, context)

    def _write(self) -> None:
        """Put the words in; the window is laid out anew only where their height changes."""
        self._document.clear()
        self._document.setDefaultFont(theme.font())
        cursor = QTextCursor(self._document)
        links = count()
        for place, paragraph in enumerate(self._paragraphs):
            block = QTextBlockFormat()
            block.setTopMargin(_GAP if place else 0)
            if place:
                cursor.insertBlock(block)
            for look, text in paragraph:
                chosen = look.startswith(LINK) and next(links) == self._link and self.hasFocus()
                cursor.insertText(text, self._format(look, chosen))
        self._document.setTextWidth(max(self.width(), _LEAST_WIDTH))
        if round(self._document.size().height()) != self.height():
            self.updateGeometry()
        self.update()

    def _format(self, look: str, chosen: bool) -> QTextCharFormat:
        """How words look; `chosen`: whether Enter would open what they lead to."""
        strong = self._strong or look == "strong"
        result = QTextCharFormat()
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        result.setFont(theme.font(weight=weight))
        result.setFontItalic(look == "soft")
        if look == "code" or chosen:
            result.setBackground(QColor(theme.current().chip))
        if look.startswith(LINK):
            result.setAnchor(True)
            result.setAnchorHref(look.removeprefix(LINK))
            result.setForeground(QColor(theme.current().accent))
        return result

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._write()
