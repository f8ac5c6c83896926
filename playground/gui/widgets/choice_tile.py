"""A tile with an icon and a name that can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.icons import icon

_HEIGHT, _ICON, _PAD = 28, 15, 6


class ChoiceTile(QAbstractButton):
    """Checkable; put several in a QButtonGroup.

    Signals: those of QAbstractButton.
    """

    def __init__(
        self, name: str, icon_name: str, help_text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(help_text)
        self.setToolTip(f"{name}\n{help_text}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(96, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = palette.hover if self.underMouse() and self.isEnabled() else palette.chip
        painter.setBrush(QColor(palette.accent_soft if self.isChecked() else ground))
        ringed = self.isChecked() or self.hasFocus()
        painter.setPen(
            QPen(QColor(palette.accent), 2 if self.hasFocus() else 1.5)
            if ringed
            else Qt.PenStyle.NoPen
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        box = QRect(_PAD, (self.height() - _ICON) // 2, _ICON, _ICON)
        tint = palette.accent if self.isChecked() else palette.muted
        icon(self._icon_name, tint if self.isEnabled() else palette.disabled).paint(painter, box)
        font = theme.font(12)
        words = QRect(box.right() + 5, 0, self.width() - box.right() - 8, self.height())
        shown = QFontMetrics(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setFont(font)
        painter.setPen(QColor(palette.text if self.isEnabled() else palette.disabled))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
