"""The list of what a run can be exported as, by group."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from playground.gui import theme
from playground.gui.exporting.offers import OFFERS, Offer
from playground.gui.topics import TOPIC_ROLE

_ENTRY, _HEADING = 44, 32
_WIDTH = 300
_NAME_ROLE = int(Qt.ItemDataRole.UserRole)
_REFUSED_ROLE = _NAME_ROLE + 1
_Index = QModelIndex | QPersistentModelIndex


class OfferList(QListWidget):
    """Every offer under its group's heading; arrow keys go from one to the next.

    Signals:
        offer_chosen(name): another one is chosen.
        confirmed: Enter was pressed on it, or it was clicked twice.
    """

    offer_chosen = Signal(str)
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What to export")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", True)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Painter(self))
        self._items: dict[str, QListWidgetItem] = {}
        for group, offers in groupby(OFFERS.values(), key=lambda offer: offer.group):
            self._add_heading(group)
            for offer in offers:
                self._add(offer)
        self.currentItemChanged.connect(self._tell)
        self.itemActivated.connect(self._confirm)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def current(self) -> str:
        """The name of the chosen offer; "" for none."""
        item = self.currentItem()
        return str(item.data(_NAME_ROLE)) if item is not None else ""

    def choose(self, name: str) -> None:
        """Choose an offer, and bring it into sight."""
        self.setCurrentItem(self._items[name])
        self.scrollToItem(self._items[name])

    def item_of(self, name: str) -> QListWidgetItem:
        """The entry of an offer."""
        return self._items[name]

    def mark(self, refused: dict[str, str]) -> None:
        """Show which offers this run can't go out as; they can be chosen, to read why."""
        for name, item in self._items.items():
            reason = refused.get(name, "")
            item.setData(_REFUSED_ROLE, bool(reason))
            item.setToolTip(reason)
            offer = OFFERS[name]
            said = f"{offer.label}, {offer.suffix}. {reason or offer.help}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home goes to the first offer, not to the heading above it."""
        if event.key() == Qt.Key.Key_Home:
            self.choose(next(iter(self._items)))
            self.scrollToTop()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As much as its place gives it."""
        return QSize(_WIDTH, 200)

    def _add_heading(self, group: str) -> None:
        item = QListWidgetItem(group.upper(), self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(_WIDTH - 20, _HEADING))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, group)

    def _add(self, offer: Offer) -> None:
        item = QListWidgetItem(offer.label, self)
        item.setSizeHint(QSize(_WIDTH - 20, _ENTRY))
        item.setData(_NAME_ROLE, offer.name)
        item.setData(TOPIC_ROLE, f"format.{offer.name}")
        self._items[offer.name] = item

    @Slot()
    def _tell(self) -> None:
        if self.current:
            self.offer_chosen.emit(self.current)

    @Slot()
    def _confirm(self) -> None:
        if self.current:
            self.confirmed.emit()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.viewport().update()


class _Painter(QStyledItemDelegate):
    """Two lines an entry: its name and ending, and who reads it."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        name = index.data(_NAME_ROLE)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if name is None:
            self._paint_heading(painter, box, str(index.data()))
        else:
            self._paint_ground(painter, box, state)
            self._paint_words(painter, box, OFFERS[str(name)], bool(index.data(_REFUSED_ROLE)))
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRect, text: str) -> None:
        painter.setFont(theme.font(theme.TEXT_SMALL, QFont.Weight.DemiBold))
        painter.setPen(QColor(theme.current().muted))
        line = box.adjusted(8, 0, 0, -6)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        palette = theme.current()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            focused = chosen and self._view.hasFocus()
            painter.setPen(QPen(QColor(palette.accent), 2.0) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent_soft if chosen else palette.hover))
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), 6, 6)

    def _paint_words(self, painter: QPainter, box: QRect, offer: Offer, refused: bool) -> None:
        palette = theme.current()
        upper = box.adjusted(8, 5, -8, -box.height() // 2)
        lower = box.adjusted(8, box.height() // 2 - 1, -8, -4)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.TEXT_SMALL))
        painter.setPen(QColor(palette.muted))
        painter.drawText(
            upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, offer.suffix
        )
        metrics = QFontMetricsF(painter.font())
        text = "Not for this network" if refused else offer.help
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, left, shown)
        painter.setFont(theme.font(theme.TEXT_BODY, QFont.Weight.Medium))
        painter.setPen(QColor(palette.disabled if refused else palette.text))
        painter.drawText(upper, left, offer.label)
