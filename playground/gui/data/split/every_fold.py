"""Cross-validation: the network trained once a fold, beside the run."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.data.review.background import Background
from playground.gui.document import Document
from playground.gui.plots import words
from playground.gui.topics import mark
from playground.training.folds import Folds, over_folds
from playground.training.metrics import LABELS

_START, _STOP = "Train on every fold", "Stop"


class EveryFold(QWidget):
    """A button that trains on every fold in turn, and what comes of it.

    The run goes on meanwhile, and nothing of it changes.

    Attributes:
        button: starts, and stops what is under way. told: how far it is, then how good.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._background = Background(self)
        self.button = QPushButton(_START)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        mark(self, "data.folds")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.told)
        self.button.clicked.connect(self._press)
        self._background.progressed.connect(self._tell_progress)
        self._background.ended.connect(self._show_ended)

    @property
    def busy(self) -> bool:
        """Whether folds are being trained on."""
        return self._background.busy

    def forget(self) -> None:
        """The data is other data: what was found of it means nothing now."""
        self._background.cancel()
        self.told.clear()

    def finish(self) -> None:
        """The window closes."""
        self._background.finish()

    @Slot()
    def _press(self) -> None:
        if self.busy:
            self._background.cancel()
            self.told.setText("Stopped.")
            return
        project = self._document.project
        folds = project.data.split.folds
        if folds is None:
            return
        train = partial(
            over_folds, project.network, project.head, project.training, project.data, folds
        )
        self._background.start(train, self._show, self.told.setText)
        self.button.setText(_STOP)
        self.told.setText("Beginning…")

    @Slot(float, str)
    def _tell_progress(self, share: float, what: str) -> None:
        self.told.setText(f"Training on {what}: {100 * share:.0f}%")

    @Slot()
    def _show_ended(self) -> None:
        self.button.setText(_START)

    def _show(self, found: Folds) -> None:
        self.told.setText(in_words(found))


def in_words(found: Folds) -> str:
    """ "Over 5 folds, on those that judge: loss 0.41 ± 0.03, accuracy 0.82 ± 0.02."."""
    mean, deviation = found.mean("validation"), found.deviation("validation")
    parts = [
        f"{LABELS.get(name, name)} {words.number(value)} ± {words.number(deviation[name])}"
        for name, value in mean.items()
        if "." not in name
    ]
    return f"Over {len(found.folds)} folds, on those that judge: {', '.join(parts)}."
