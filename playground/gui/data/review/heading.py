"""The cards over the columns: name, kind, use, how it is spread, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from playground.data.guessing.survey import ColumnSurvey
from playground.data.looking import Spread
from playground.data.tables.kinds import KINDS, ROLES, Kind, Role
from playground.data.tables.spec import ColumnSpec
from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import TOPIC_ROLE, mark

HEIGHT = 92
KIND_LABELS: Mapping[Kind, str] = {
    "number": "Number",
    "category": "Category",
    "date": "Date",
    "text": "Text",
    "tags": "Tags",
    "picture": "Picture",
    "identifier": "Identifier",
}
KIND_HELP: Mapping[Kind, str] = {
    "number": "Amounts",
    "category": "One of some words",
    "date": "A moment",
    "text": "Sentences",
    "tags": "Several words at once",
    "picture": "An image",
    "identifier": "Says who or what the row is about, and nothing by itself",
}
ROLE_LABELS: Mapping[Role, str] = {
    "feature": "Feature",
    "target": "Target",
    "skip": "Leave out",
    "group": "Group of the split",
    "time": "Time of the split",
    "side": "Side of the split",
}
ROLE_HELP: Mapping[Role, str] = {
    "feature": "The network sees it",
    "target": "The network is to tell it",
    "skip": "It is not used",
    "group": "Rows of one group stay on one side",
    "time": "Later rows judge",
    "side": "It says train, validation or test",
}
_SHORT: Mapping[Role, str] = {
    "target": "Target",
    "skip": "Left out",
    "group": "Group",
    "time": "Time",
    "side": "Side",
}
"""Uses as a card has room for them."""
_PAD, _WIDE_PX = 8, 148
_ICONS: Mapping[Kind, str] = {
    "number": "kind_number",
    "category": "kind_category",
    "date": "kind_date",
    "text": "kind_text",
    "tags": "kind_tags",
    "picture": "kind_picture",
    "identifier": "kind_identifier",
}


class ColumnHeading(QHeaderView):
    """Draws the cards; a click on one, or the Menu key, offers kinds and uses.

    Signals:
        kind_chosen(name, kind), role_chosen(name, role).
    """

    kind_chosen = Signal(str, str)
    role_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns: Mapping[str, ColumnSpec] = {}
        self._facts: Mapping[str, ColumnSurvey] = {}
        self._spreads: Mapping[str, Spread] = {}
        self._reasons: Mapping[str, str] = {}
        self._marked: frozenset[str] = frozenset()
        self._editable = True
        self.menu: QMenu | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setDefaultSectionSize(_WIDE_PX)
        self.setMinimumSectionSize(96)
        self.setAccessibleName("Columns")

    def show_columns(
        self,
        columns: Mapping[str, ColumnSpec],
        facts: Mapping[str, ColumnSurvey],
        spreads: Mapping[str, Spread],
        reasons: Mapping[str, str],
        marked: frozenset[str],
        *,
        editable: bool,
    ) -> None:
        """What is known of the columns, by name; `marked` have something wrong with them."""
        self._columns, self._facts, self._spreads = columns, facts, spreads
        self._reasons, self._marked, self._editable = reasons, marked, editable
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """As high as a card; that of Qt would ask the model for each of its columns."""
        return QSize(self.defaultSectionSize(), HEIGHT)

    def _name(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")

    # Choosing

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that resized nothing opens the menu."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.cursor().shape() in (
            Qt.CursorShape.SplitHCursor,
        ):
            return
        section = self.logicalIndexAt(event.position().toPoint())
        if section >= 0:
            self.open_menu(section)

    def open_menu(self, section: int) -> None:
        """Offer what a column may hold, and what it may be for."""
        name = self._name(section)
        column = self._columns.get(name)
        if column is None or not self._editable:
            return
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        mark(self.menu, "data.column")
        self.menu.addSection("What it is for")
        for role in ROLES:
            action = self.menu.addAction(ROLE_LABELS[role])
            action.setCheckable(True)
            action.setChecked(role == column.role)
            action.setToolTip(ROLE_HELP[role])
            action.triggered.connect(lambda _=False, r=role: self.role_chosen.emit(name, r))
        self.menu.addSection("What it holds")
        for kind in KINDS:
            if (kind == "picture") != (column.kind == "picture"):
                continue
            action = self.menu.addAction(icon(_ICONS[kind]), KIND_LABELS[kind])
            action.setCheckable(True)
            action.setChecked(kind == column.kind)
            action.setToolTip(KIND_HELP[kind])
            action.triggered.connect(lambda _=False, k=kind: self.kind_chosen.emit(name, k))
        place = QPoint(self.sectionViewportPosition(section), self.height())
        self.menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The Menu key opens the menu of the current column."""
        if event.key() in (Qt.Key.Key_Menu, Qt.Key.Key_F2):
            self.open_menu(max(0, self.currentIndex().column()))
            return
        super().keyPressEvent(event)

    # Drawing

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802
        """A card."""
        if not rect.isValid():
            return
        name = self._name(logicalIndex)
        palette = theme.current()
        column = self._columns.get(name)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = palette.panel
        if column is not None and column.role == "target":
            ground = palette.accent_soft
        elif column is not None and column.role == "skip":
            ground = palette.chip
        painter.fillRect(rect, QColor(ground))
        painter.setPen(QPen(QColor(palette.card_border), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        faint = column is not None and column.role == "skip"
        painter.setFont(theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold))
        painter.setPen(QColor(palette.muted if faint else palette.text))
        room = rect.adjusted(_PAD, 5, -_PAD, 0)
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room.width() - 14)
        painter.drawText(QRect(room.left(), room.top(), room.width(), 18), 0, shown)
        if name in self._marked:
            painter.setBrush(QColor(palette.warning))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(rect.right() - 15, rect.top() + 10, 7, 7))
        if column is not None:
            self._draw_kind(painter, room, column)
            self._draw_spread(painter, QRectF(rect.adjusted(_PAD, 44, -_PAD, -22)), name, faint)
            self._draw_foot(painter, rect, name)
        painter.restore()

    def _draw_kind(self, painter: QPainter, room: QRect, column: ColumnSpec) -> None:
        palette = theme.current()
        place = QRect(room.left(), room.top() + 20, 13, 13)
        icon(_ICONS[column.kind], "muted").paint(painter, place)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        target = column.role == "target"
        painter.setPen(QColor(palette.accent if target else palette.muted))
        words = KIND_LABELS[column.kind]
        if column.role != "feature":
            words = f"{words} · {_SHORT[column.role]}"
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() - 30)
        painter.drawText(QRect(room.left() + 17, room.top() + 19, room.width() - 28, 16), 0, shown)
        if self._editable:
            icon("caret_down", "muted").paint(
                painter, QRect(room.right() - 10, room.top() + 21, 11, 11)
            )

    def _draw_spread(self, painter: QPainter, box: QRectF, name: str, faint: bool) -> None:
        spread = self._spreads.get(name)
        if spread is None or not spread.counts.size:
            return
        totals = spread.counts.sum(axis=0)
        most = float(totals.max(initial=0))
        if not most:
            return
        palette = theme.current()
        colour = QColor(palette.muted if faint else palette.accent)
        colour.setAlpha(110 if faint else 150)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        width = box.width() / len(totals)
        for bar in np.flatnonzero(totals).tolist():
            height = max(1.5, float(totals[bar]) / most * box.height())
            x = box.left() + bar * width
            painter.drawRect(QRectF(x, box.bottom() - height, max(1.0, width - 1.0), height))

    def _draw_foot(self, painter: QPainter, rect: QRect, name: str) -> None:
        facts = self._facts.get(name)
        if facts is None:
            return
        palette = theme.current()
        painter.setFont(theme.font(theme.TEXT_SMALL))
        missing = facts.missing / max(1, facts.rows)
        about = "" if facts.exact else "about "
        words = f"{about}{facts.distinct:,} values"
        if facts.missing:
            words = f"{_share(missing)} missing · {facts.distinct:,}"
        painter.setPen(QColor(palette.warning if missing > 0.3 else palette.muted))
        room = rect.adjusted(_PAD, 0, -_PAD, -4)
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, shown)

    def said(self, section: int) -> str:
        """What a card says, in words, for a tool tip."""
        name = self._name(section)
        column, facts = self._columns.get(name), self._facts.get(name)
        lines = [name]
        if column is not None:
            lines.append(f"{KIND_LABELS[column.kind]}: {KIND_HELP[column.kind].lower()}")
            lines.append(f"{ROLE_LABELS[column.role]}: {ROLE_HELP[column.role].lower()}")
        if self._reasons.get(name):
            lines.append(self._reasons[name])
        if facts is not None:
            lines.append(f"{facts.distinct:,} values, {facts.missing:,} missing")
            lines += [f"{word}: {count:,}" for word, count in facts.words[:5]]
        return "\n".join(lines)


def _share(share: float) -> str:
    return f"{100 * share:.0f}%" if share >= 0.01 else "<1%"


__all__ = ["HEIGHT", "TOPIC_ROLE", "ColumnHeading"]
