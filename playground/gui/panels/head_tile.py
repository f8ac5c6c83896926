"""One task head in the head picker: its picture, what it is for and what it sets."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.panels.head_facts import HeadFacts, Standing
from playground.gui.panels.head_pictures import HEIGHT, WIDTH, draw_head
from playground.gui.topics import mark

_MARKS: dict[Standing, str] = {
    "fits": "fits this data",
    "works": "works too",
    "doubtful": "not the right one",
    "impossible": "not for this data",
}
_ROLES: dict[Standing, str] = {
    "fits": "good",
    "works": "muted",
    "doubtful": "warning",
    "impossible": "muted",
}


class HeadTile(QAbstractButton):
    """A card to click; one that is impossible on the data is greyed and can't be.

    Attributes:
        name: the head's, as in files.
        facts: what it says at present.

    Signals: those of QAbstractButton.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.facts: HeadFacts | None = None
        mark(self, f"head.{name}")
        self._title = _words("value")
        self._mark = _words("muted")
        self._help = _words("")
        self._why = _words("muted")
        self._sets = _words("caption")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._arrange()
        theme.notifier().theme_changed.connect(self._restyle)

    def show_facts(self, facts: HeadFacts) -> None:
        """Say what this head is to the data at hand."""
        self.facts = facts
        self._title.setText(facts.label)
        self._mark.setText(_MARKS[facts.standing])
        _set_role(self._mark, _ROLES[facts.standing])
        self._help.setText(facts.help)
        for label, text in ((self._why, facts.why), (self._sets, facts.sets)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setEnabled(facts.standing != "impossible")
        self.setAccessibleName(f"{facts.label}, {_MARKS[facts.standing]}")
        about = (facts.help, facts.why, facts.sets)
        self.setAccessibleDescription(" ".join(part for part in about if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; arrow keys and Enter are the card's."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the ring and the picture; the words draw themselves."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self._ground(palette)))
        painter.setPen(self._edge(palette))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS
        )
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        draw_head(painter, QRectF(theme.SPACE_3, theme.SPACE_3, WIDTH, HEIGHT), self.name)

    def _ground(self, palette: theme.Palette) -> str:
        if not self.isEnabled():
            return palette.card
        if self.isDown():
            return palette.pressed
        if self.underMouse() or self.hasFocus():
            return palette.hover
        return palette.accent_soft if self.isChecked() else palette.card

    def _edge(self, palette: theme.Palette) -> QPen:
        if self.hasFocus():
            return QPen(QColor(palette.accent), 2.0)
        return QPen(QColor(palette.accent if self.isChecked() else palette.card_border), 1.0)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_2)
        head.addWidget(self._title, 1)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignRight)
        self._mark.setWordWrap(False)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        for label in (self._help, self._why, self._sets):
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.SPACE_3] * 4)
        row.addSpacing(round(WIDTH) + theme.SPACE_3)
        row.addLayout(words, 1)
        row.addStrut(round(HEIGHT))

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


def _set_role(label: QLabel, role: str) -> None:
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)
