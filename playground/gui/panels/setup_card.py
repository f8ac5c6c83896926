"""Where a teacher chooses what is hidden and what is locked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.topics import mark
from playground.gui.widgets.popup_place import place_by_right
from playground.project.setup import HIDEABLE, LOCKABLE, Setup

_ABOUT = (
    "Prepare a set-up for a class: hide what is not needed yet, lock what should stay as it is, "
    "then save. The project opens this way."
)
_LOCK_HELP = {
    "network": "Layers and links stay; cards can still be moved.",
    "data": "The samples stay as they are.",
    "head": "Head, final activation and loss stay.",
    "training": "Optimizer, learning rate, batch, regularization, stop conditions and seed stay.",
}
_WIDTH = 520
_HIDE_COLUMNS = 2


class SetupCard(QFrame):
    """A popup of check boxes in two groups, Hide and Lock; each is an edit of the document at once.

    Attributes:
        hide_boxes, lock_boxes: by the part's name. clear_button: shows and unlocks everything.
        save_button: asks for the project to be saved.

    Signals:
        save_requested.
    """

    save_requested = Signal()

    def __init__(self, document: Document, hideable: Iterable[str], parent: QWidget) -> None:
        """Args: hideable: the names of what can be hidden in this window."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Teacher's set-up")
        mark(self, "setup")
        self._document = document
        self.hide_boxes = {name: QCheckBox(HIDEABLE[name]) for name in hideable}
        self.lock_boxes = {name: QCheckBox(label) for name, label in LOCKABLE.items()}
        for box in self.hide_boxes.values():
            mark(box, "field.hidden")
        for box in self.lock_boxes.values():
            mark(box, "setup.lock")
        self.clear_button = QPushButton("Show and unlock everything")
        self.clear_button.clicked.connect(self._clear)
        self.save_button = QPushButton("Save")
        self.save_button.setProperty("primary", True)
        self.save_button.clicked.connect(self._save)
        self._connect(self.hide_boxes, "Hide")
        self._connect(self.lock_boxes, "Lock")
        self._arrange()
        document.setup_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Tick what the document's set-up hides and locks."""
        setup = self._document.project.setup
        for boxes, names in ((self.hide_boxes, setup.hidden), (self.lock_boxes, setup.locked)):
            for name, box in boxes.items():
                box.setChecked(name in names)
        self.clear_button.setEnabled(bool(setup))

    def show_near(self, widget: QWidget) -> None:
        """Show beneath `widget`, or above it where there is no room; right edges together."""
        self.adjustSize()
        place_by_right(self, widget)
        self.show()
        next(iter(self.hide_boxes.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def _connect(self, boxes: dict[str, QCheckBox], verb: str) -> None:
        for box in boxes.values():
            box.setAccessibleName(f"{verb} {box.text()}")
            # Not `toggled`, which `refresh` would set off too.
            box.clicked.connect(self._take)

    def _arrange(self) -> None:
        title = QLabel("Teacher's set-up")
        title.setProperty("role", "title")
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        about.setFixedWidth(_WIDTH)
        for name, box in self.lock_boxes.items():
            box.setToolTip(_LOCK_HELP[name])
            box.setAccessibleDescription(_LOCK_HELP[name])
        columns = QHBoxLayout()
        columns.setSpacing(theme.SPACE_4)
        columns.addLayout(_group("HIDE", self.hide_boxes, _HIDE_COLUMNS), 2)
        columns.addWidget(_divider())
        columns.addLayout(_group("LOCK", self.lock_boxes, 1), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.save_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_4] * 4)
        rows.setSpacing(theme.SPACE_3)
        rows.addWidget(title)
        rows.addWidget(about)
        rows.addLayout(columns)
        rows.addLayout(buttons)

    @Slot()
    def _take(self) -> None:
        """Hide and lock what is ticked; a hidden part that has no box here stays hidden."""
        hidden = self._document.project.setup.hidden
        others = [name for name in hidden if name not in self.hide_boxes]
        self._document.set_setup(
            Setup(hidden=(*others, *_ticked(self.hide_boxes)), locked=_ticked(self.lock_boxes))
        )

    @Slot()
    def _clear(self) -> None:
        self._document.set_setup(Setup())

    @Slot()
    def _save(self) -> None:
        self.close()
        self.save_requested.emit()


def _ticked(boxes: dict[str, QCheckBox]) -> tuple[str, ...]:
    return tuple(name for name, box in boxes.items() if box.isChecked())


def _group(title: str, boxes: dict[str, QCheckBox], n_columns: int) -> QVBoxLayout:
    """A heading over check boxes, which run down column after column."""
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_3)
    grid.setVerticalSpacing(theme.SPACE_1)
    n_rows = -(-len(boxes) // n_columns)
    for place, box in enumerate(boxes.values()):
        grid.addWidget(box, place % n_rows, place // n_rows)
    rows = QVBoxLayout()
    rows.setSpacing(theme.SPACE_2)
    rows.addWidget(heading)
    rows.addLayout(grid)
    rows.addStretch(1)
    return rows


def _divider() -> QFrame:
    line = QFrame()
    line.setFixedWidth(1)
    line.setProperty("role", "divider")
    return line
