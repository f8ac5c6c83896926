"""What there is to know of one loss, its fields, and the button that puts it to use."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.plots.sentence import Sentence
from playground.gui.topics import mark
from playground.gui.views.field_sliders import FieldSliders
from playground.gui.widgets.tips import plain_tip
from playground.network.losses import Loss

_WIDTH = 224


class LossCard(QFrame):
    """Name, formula, what it is for, fields.

    Attributes:
        title, formula, help: what is said. sliders: its fields.
        use_button: makes it the document's.

    Signals:
        wanted(part): this loss is to be the document's.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("The loss looked at")
        self.setFixedWidth(_WIDTH)
        self._loss: Loss | None = None
        self.title = QLabel()
        self.title.setProperty("role", "amount")
        self.formula = QLabel()
        self.formula.setProperty("role", "caption")
        self.formula.setTextFormat(Qt.TextFormat.PlainText)
        self.formula.setWordWrap(True)
        self.help = Sentence(2)
        self.sliders = FieldSliders()
        self.use_button = QPushButton("Use")
        self.use_button.setProperty("primary", True)
        self.use_button.clicked.connect(self._want)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_1)
        for widget in (self.title, self.formula, self.help, self.sliders):
            rows.addWidget(widget)
        rows.addStretch(1)
        rows.addWidget(self.use_button)
        mark(self, "loss")

    def show_loss(self, loss: Loss, own: Loss) -> None:
        """Say what this is; `own`: the one in force."""
        self._loss = loss
        self.title.setText(loss.label)
        self.formula.setText(loss.formula)
        self.help.say(loss.help)
        self.setToolTip(plain_tip(f"{loss.help}\n{loss.formula}"))
        self.sliders.show_part(loss)
        in_force = loss == own
        same = type(loss) is type(own)
        text = "In force" if in_force else "Use these values" if same else "Use this loss"
        self.use_button.setText(text)
        self.use_button.setEnabled(not in_force)
        self.use_button.setToolTip(
            "The network is trained with it"
            if in_force
            else "Train with it from now on; weights are kept, and it can be undone"
        )

    def set_low(self, low: bool) -> None:
        """A low card keeps the formula for its tool tip."""
        self.formula.setVisible(not low)

    @Slot()
    def _want(self) -> None:
        if self._loss is not None:
            self.wanted.emit(self._loss)
