"""What there is to know of one activation, its fields, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.plots.sentence import Sentence
from playground.gui.topics import mark
from playground.gui.views.activations.words import range_words
from playground.gui.views.field_sliders import FieldSliders
from playground.gui.widgets.tips import plain_tip
from playground.network.activations import Activation

_WIDTH = 232
# A lower card keeps the range, and the ends of sentences, for its tool tips.
_ROOM_FOR_SPAN, _ROOM_FOR_THREE = 310, 262


class ActivationCard(QFrame):
    """Name, formula, range, for and against, and fields.

    Attributes:
        title, formula, span, strength, weakness: what is said.
        sliders: its fields. compare_button: lays its curve over others. use_button: puts it into
            the layer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("The activation looked at")
        self.setFixedWidth(_WIDTH)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.formula, self.span = _text("amount"), _text("caption")
        self.strength, self.weakness = Sentence(), Sentence()
        self.sliders = FieldSliders()
        self.compare_button = QToolButton()
        self.compare_button.setText("compare")
        self.compare_button.setCheckable(True)
        self.compare_button.setProperty("toggle", True)
        self.compare_button.setToolTip("Keep this curve in the picture, to lay others over it (C)")
        self.compare_button.setAccessibleName("Compare this activation")
        self.use_button = QPushButton("Use")
        self.use_button.setProperty("primary", True)
        self.use_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_1)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.compare_button)
        rows.addLayout(head)
        for label in (self.formula, self.span, self.strength, self.weakness):
            rows.addWidget(label)
        rows.addWidget(self.sliders)
        rows.addStretch(1)
        rows.addWidget(self.use_button)
        mark(self, "activation")

    def show_activation(self, activation: Activation) -> None:
        """Say what this one is."""
        self.title.setText(activation.label)
        self.formula.setText(activation.formula)
        self.span.setText(f"y: {range_words(activation)}")
        self.strength.say(f"+ {activation.strength}")
        self.weakness.say(f"− {activation.weakness}")
        self.formula.setToolTip(plain_tip(f"{activation.formula}\n{self.span.text()}"))
        self.sliders.show_part(activation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low card says less at once."""
        super().resizeEvent(event)
        roomy = self.height() >= _ROOM_FOR_SPAN
        self.span.setVisible(roomy)
        for said in (self.strength, self.weakness):
            said.set_lines(4 if roomy else 3 if self.height() >= _ROOM_FOR_THREE else 2)

    def show_use(self, text: str, why_not: str) -> None:
        """What the button does, or why it can't."""
        self.use_button.setText(text)
        self.use_button.setEnabled(not why_not)
        self.use_button.setToolTip(
            why_not or "Put it into the document; weights are kept, and it can be undone"
        )


def _text(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
