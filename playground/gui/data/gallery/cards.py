"""A grid of cards: a picture, a name, and some lines of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from playground.gui import theme
from playground.gui.data.gallery.pictures import HEIGHT, WIDTH
from playground.gui.topics import TOPIC_ROLE

KEY = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1
_CARD = Qt.ItemDataRole.UserRole + 2
_PAD, _LINE_PX, _ICON_PX = 8, 18, 24
_HIGH = HEIGHT + 96
_NARROWEST = WIDTH + 2 * _PAD
_LINES_BESIDE_PICTURE = 4


@dataclass(frozen=True)
class Card:
    """What stands on a card.

    Attributes:
        lines: (words, colour of the palette), the name first; with more than four the picture is
            lower, and is an icon.
        icon: what is drawn where there is no picture.
    """

    lines: tuple[tuple[str, str], ...]
    icon: QIcon | None = None


def card_item(key: str, card: Card, topic: str, tip: str) -> QListWidgetItem:
    """A card; `key` is found again at the role `KEY`."""
    item = QListWidgetItem()
    item.setData(KEY, key)
    item.setData(TOPIC_ROLE, topic)
    write_card(item, card, tip)
    return item


def write_card(item: QListWidgetItem, card: Card, tip: str) -> None:
    """Have other words on a card."""
    item.setText(card.lines[0][0])
    item.setData(_CARD, card)
    item.setToolTip(tip)
    said = ". ".join(words for words, _ in card.lines)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)


class CardList(QListWidget):
    """Cards side by side that fill the width, as high as they need; what is around it scrolls.

    Attributes:
        card_size: of each.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what it is called to those who do not see it."""
        super().__init__(parent)
        self.card_size = QSize(_NARROWEST, _HIGH)
        self.setAccessibleName(name)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(theme.SPACE_1)
        self.setItemDelegate(_Drawn(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def cards(self) -> Sequence[QListWidgetItem]:
        """All cards."""
        return [self.item(place) for place in range(self.count())]

    def choose(self, key: str) -> bool:
        """Mark the card of this key, or none; whether there is one."""
        for item in self.cards():
            if item.data(KEY) == key:
                self.setCurrentItem(item)
                return True
        self.setCurrentIndex(QModelIndex())
        return False

    def fit(self) -> None:
        """Be as high as the cards that are shown."""
        gap = self.spacing()
        room = self.viewport().width() - gap - 1
        columns = max(1, room // (_NARROWEST + gap))
        self.card_size = QSize(max(_NARROWEST, room // columns - gap), _HIGH)
        self.doItemsLayout()
        rects = [self.visualItemRect(item) for item in self.cards() if not item.isHidden()]
        top = self.verticalOffset()
        low = max((rect.bottom() + top for rect in rects), default=-1)
        self.setFixedHeight(low + 1 + theme.SPACE_1 + 2 * self.frameWidth() if rects else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other columns need another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class _Drawn(QStyledItemDelegate):
    """Draws a card."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        assert isinstance(view, CardList)
        return view.card_size

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        palette, card = theme.current(), index.data(_CARD)
        state, box = option.state, option.rect.adjusted(2, 2, -2, -2)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        marked = chosen or bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        ground = palette.accent_soft if chosen else palette.hover if hovered else palette.card
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(palette.accent if marked else palette.card_border), 1.5))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        more = max(0, len(card.lines) - _LINES_BESIDE_PICTURE)
        edge = _PAD - 2
        place = QRect(box.left() + edge, box.top() + edge, box.width() - 2 * edge, HEIGHT)
        place.setHeight(HEIGHT - more * _LINE_PX)
        clip = QPainterPath()
        clip.addRoundedRect(place, 6, 6)
        painter.setClipPath(clip)
        picture = index.data(PICTURE)
        painter.fillRect(place, QColor(palette.chip))
        if isinstance(picture, QImage):
            middle = QRect(0, 0, WIDTH, HEIGHT)
            middle.moveCenter(place.center())
            painter.drawImage(middle, picture)
        if card.icon is not None:
            square = QRect(0, 0, _ICON_PX, _ICON_PX)
            square.moveCenter(place.center())
            card.icon.paint(painter, square)
        painter.setClipping(False)
        self._write(painter, place, card)
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, card: Card) -> None:
        palette = theme.current()
        top = place.bottom() + 7
        for number, (text, colour) in enumerate(card.lines):
            font = theme.font(theme.TEXT_SMALL)
            if number == 0:
                font = theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(QColor(getattr(palette, colour)))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            room = QRect(place.left() + 2, top, place.width(), _LINE_PX)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            top += _LINE_PX
