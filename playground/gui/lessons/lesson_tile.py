"""A lesson to click on: its title, how long it takes, what one will have seen, how far one came."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.lessons.progress import Progress
from playground.gui.topics import mark
from playground.gui.widgets.tips import plain_tip
from playground.lessons.lesson import Lesson

_PAD = theme.SPACE_3
_TITLE_PX, _HELP_PX, _TICK_PX = 20, 12, 16
_WRAP = int(Qt.TextFlag.TextWordWrap)


class LessonTile(QAbstractButton):
    """One row of the list.

    Attributes:
        lesson: what it stands for. progress: how far one came. again: the entry of its menu that
            begins it anew.

    Signals: those of QAbstractButton; `clicked` also for Enter.
    """

    def __init__(
        self, lesson: Lesson, progress: Progress, parent: QWidget, after: Sequence[str] = ()
    ) -> None:
        """Args: after: the titles of the lessons to have done before that were not done yet."""
        super().__init__(parent)
        self.lesson, self.progress, self._after = lesson, progress, tuple(after)
        self.setText(lesson.title)
        self.setAccessibleName(f"Lesson: {lesson.title}")
        mark(self, "lessons")
        self.setAccessibleDescription(f"{self.standing}. {self.promise} {self.advice}".strip())
        way = "Begin" if progress.at is None else "Go on; to begin again, click right"
        self.setToolTip(plain_tip(f"{way}. {self.advice}".strip()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.again = QAction("Begin again", self)
        self.addAction(self.again)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def standing(self) -> str:
        """How long it takes, and how far one came, in words."""
        lesson, at = self.lesson, self.progress.at
        length = f"{lesson.minutes} min"
        if at is not None:
            return f"{length} · step {min(at + 1, len(lesson.steps))} of {len(lesson.steps)}"
        return f"{length} · done" if self.progress.finished else length

    @property
    def promise(self) -> str:
        """What there is to see in it."""
        return f"See {self.lesson.seen}" if self.lesson.seen else ""

    @property
    def advice(self) -> str:
        """Which lessons to do before, or ""."""
        before = " and ".join(f"“{title}”" for title in self._after)
        return f"Best after {before}." if before else ""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - 2 * _PAD, 80), 1000)
        words = QFontMetrics(theme.font(_HELP_PX)).boundingRect(room, _WRAP, self.promise)
        return 2 * theme.SPACE_2 + _TITLE_PX + (words.height() if self.promise else 0)

    def sizeHint(self) -> QSize:
        width = max(self.width(), 240)
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        palette = theme.current()
        right = self._paint_standing(painter)
        painter.setFont(theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold))
        painter.setPen(QColor(palette.text))
        room = QRect(_PAD, theme.SPACE_2, right - _PAD - theme.SPACE_2, _TITLE_PX)
        elide = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(self.lesson.title, elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.font(_HELP_PX))
        painter.setPen(QColor(palette.muted))
        top = theme.SPACE_2 + _TITLE_PX
        words = QRect(_PAD, top, self.width() - 2 * _PAD, self.height() - top)
        painter.drawText(words, _WRAP, self.promise)

    def _paint_standing(self, painter: QPainter) -> int:
        """The length and the progress in the right corner; where they begin."""
        palette, right = theme.current(), self.width() - _PAD
        if self.progress.finished:
            place = QRect(right - _TICK_PX, theme.SPACE_2 + 2, _TICK_PX, _TICK_PX)
            icon("ok", "good").paint(painter, place)
            right -= _TICK_PX + theme.SPACE_1
        painter.setFont(theme.font(theme.TEXT_SMALL))
        begun = self.progress.at is not None
        painter.setPen(QColor(palette.accent if begun else palette.muted))
        words = self.standing
        width = painter.fontMetrics().horizontalAdvance(words) + 1
        place = QRect(right - width, theme.SPACE_2, width, _TITLE_PX)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        return right - width

    def _paint_ground(self, painter: QPainter) -> None:
        palette = theme.current()
        ground = palette.pressed if self.isDown() else palette.chip
        if self.underMouse() and not self.isDown():
            ground = palette.hover
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(palette.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
