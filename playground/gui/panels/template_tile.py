"""A template to click on: its network in small, its name and what it is for."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.panels.template_picture import paint_network
from playground.gui.topics import mark
from playground.project.templates import Template

_WIDTH, _HEIGHT = 236, 148
_PICTURE = 76
_PAD = theme.SPACE_3
_HELP_SIZE = 12


class TemplateTile(QAbstractButton):
    """A picture of the network, the label and one sentence.

    Attributes:
        template: what it stands for.

    Signals: those of QAbstractButton; `clicked` also for Enter.
    """

    def __init__(self, template: Template, parent: QWidget) -> None:
        super().__init__(parent)
        self.template = template
        project = template.project()
        self._network = project.network
        self._picture = QPixmap()
        self.setText(template.label)
        self.setAccessibleName(f"{template.label} template")
        mark(self, f"template.{template.name}")
        self.setAccessibleDescription(template.help)
        self.setToolTip(f"<p>{project.notes}</p>")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    @property
    def words(self) -> QRect:
        """Where the sentence is written."""
        top = _PICTURE + theme.SPACE_2 + 20
        return QRect(_PAD, top, self.width() - 2 * _PAD, self.height() - top - theme.SPACE_1)

    @property
    def words_font(self) -> QFont:
        """What the sentence is written in."""
        return theme.font(_HELP_SIZE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        painter.drawPixmap(0, 0, self._drawn())
        palette = theme.current()
        painter.setFont(theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold))
        painter.setPen(QColor(palette.text))
        name = QRect(_PAD, _PICTURE + theme.SPACE_1, self.width() - 2 * _PAD, 20)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(self.words_font)
        painter.setPen(QColor(palette.muted))
        painter.drawText(self.words, int(Qt.TextFlag.TextWordWrap), self.template.help)

    def _paint_ground(self, painter: QPainter) -> None:
        palette = theme.current()
        ground = palette.pressed if self.isDown() else palette.chip
        if self.underMouse() and not self.isDown():
            ground = palette.hover
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(palette.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS
        )

    def _drawn(self) -> QPixmap:
        """The network, drawn once a theme and a screen."""
        ratio = self.devicePixelRatioF()
        if self._picture.isNull() or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(QSize(_WIDTH, _PICTURE) * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            paint_network(painter, self._network, QRectF(0, 0, _WIDTH, _PICTURE))
            painter.end()
        return self._picture

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._picture = QPixmap()
        self.update()
