"""What of the predictions and of the samples a map shows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from playground.data.dataset import Dataset
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark

_ALL = -1


class MapOptions(QWidget):
    """A row of switches.

    Attributes:
        chosen_box: all classes or labels together or one, or which target. sharp_button: the
            answers alone. mistakes_button: marks. split_box: which samples.

    Signals:
        changed: something was switched by hand.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[object, ...] = ()
        self.chosen_box = CompactBox()
        self.sharp_button = _switch("Sharp", "Sharp: the answers alone, not how sure they are")
        self.mistakes_button = _switch("Mistakes", "Mark the samples that are answered wrongly")
        self.mistakes_button.setChecked(True)
        self.split_box = CompactBox()
        self.split_box.setAccessibleName("Samples shown")
        mark(self.chosen_box, "map.class_shown")
        mark(self.sharp_button, "map.sharp")
        mark(self.mistakes_button, "map.mistakes")
        mark(self.split_box, "map.samples")
        self.split_box.setToolTip("Which samples are shown")
        self.split_box.set_entries(
            [("all samples", "both"), ("training", "train"), ("validation", "validation")], "both"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        for each in (self.chosen_box, self.sharp_button, self.mistakes_button, self.split_box):
            row.addWidget(each)
        row.addStretch(1)
        self.chosen_box.activated.connect(self._tell)
        self.split_box.activated.connect(self._tell)
        self.sharp_button.toggled.connect(self._tell)
        self.mistakes_button.toggled.connect(self._tell)

    @property
    def chosen(self) -> int | None:
        """The class, label or target that is shown alone; None for all."""
        number = self.chosen_box.currentData()
        return None if number in (None, _ALL) else int(number)

    @property
    def split(self) -> str:
        """Which samples: "both", "train" or "validation"."""
        return str(self.split_box.currentData())

    @property
    def sharp(self) -> bool:
        """Whether the answers are shown alone."""
        return self.sharp_button.isChecked()

    @property
    def marked(self) -> bool:
        """Whether mistakes are marked."""
        return self.mistakes_button.isChecked()

    def set_data(self, dataset: Dataset) -> None:
        """Offer the classes, labels or targets of this data; what was chosen stays if it can."""
        if self._known == (dataset.task, dataset.target_names):
            return
        self._known = dataset.task, dataset.target_names
        regression = dataset.task == "regression"
        kind = {"regression": "target", "multilabel": "label"}.get(dataset.task, "class")
        names = dataset.target_names
        entries: list[tuple[str, object]] = [
            (words.name_of(names, index, kind), index) for index in range(len(names))
        ]
        if not regression:
            plural = "labels" if kind == "label" else "classes"
            entries.insert(0, (f"all {plural}", _ALL))
        self.chosen_box.set_entries(entries, 0 if regression else _ALL)
        # Of two classes one says it all.
        self.chosen_box.setVisible(dataset.task != "binary" and len(names) > 1)
        self.chosen_box.setAccessibleName(f"{kind.capitalize()} shown")
        self.chosen_box.setToolTip(f"Which {kind} the map is of")
        self.sharp_button.setText("Bands" if regression else "Sharp")
        help_text = (
            "Bands between the lines of equal value"
            if regression
            else "Sharp: the answers alone, not how sure they are"
        )
        self.sharp_button.setToolTip(help_text)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _switch(text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setProperty("toggle", True)
    button.setCheckable(True)
    button.setAccessibleName(text)
    button.setToolTip(help_text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
