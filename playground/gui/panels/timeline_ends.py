"""What stands right of the timeline: memory at the newest, what to do at earlier moments."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QToolButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.gui.widgets.held_size import hold_size
from playground.training.moment import Moment
from playground.training.timeline import DEFAULT_BYTES

MB = 1_000_000
BOUNDS = tuple(count * MB for count in (64, 128, 256, 512, 1000))
SETTING = "history_bound"
# The memory's width is a multiple of so many px, narrowed when it has so many too much.
_GRAIN_PX, _SPARE_PX = 8, 40


class TimelineEnds(QStackedWidget):
    """Two pages of one width, so that nothing beside them moves as one travels.

    Attributes:
        memory_button: at the newest. now_button, branch_button: away from it.
        choices: the menu. best_action: its entry that goes to the best moment.
        bound: how many bytes the moments may take.

    Signals:
        now_requested, branch_requested, best_requested, bound_chosen(int).
    """

    now_requested = Signal()
    branch_requested = Signal()
    best_requested = Signal()
    bound_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bound = _kept_bound()
        self.memory_button = QToolButton()
        self.memory_button.setProperty("toggle", True)
        self.memory_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.memory_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choices = self._make_menu()
        self.memory_button.setMenu(self.choices)
        self.now_button = _small("now", "Now", "Show the newest moment again (End)")
        mark(self.memory_button, "timeline_memory")
        mark(self.now_button, "button.now")
        self.now_button.setProperty("toggle", True)
        self.now_button.clicked.connect(self.now_requested)
        self.branch_button = _small(
            "branch",
            "Go on from here",
            "Train on from this moment. The run as it is now is pinned, to compare with.",
        )
        mark(self.branch_button, "button.go_on")
        self.branch_button.setProperty("chip", True)
        self.branch_button.clicked.connect(self.branch_requested)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for parts in ((self.memory_button,), (self.now_button, self.branch_button)):
            page = QWidget()
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.SPACE_1)
            row.addStretch(1)
            for part in parts:
                row.addWidget(part)
            self.addWidget(page)

    def set_away(self, away: bool) -> None:
        """Offer what can be done at an earlier moment, or not."""
        self.setCurrentIndex(int(away))

    def set_roomy(self, roomy: bool) -> None:
        """Words, or icons in their place."""
        style = Qt.ToolButtonStyle
        for button in (self.now_button, self.branch_button):
            button.setToolButtonStyle(
                style.ToolButtonTextOnly if roomy else style.ToolButtonIconOnly
            )

    def set_best(self, best: Moment | None) -> None:
        """Offer to go to the best moment."""
        self.best_action.setVisible(best is not None)
        if best is not None:
            self.best_action.setText(f"Go to the best, epoch {best.epoch:,}")

    def show_memory(self, count: int, n_bytes: int) -> str:
        """Say how many moments are kept, and in how much memory: "123 moments, 1.2 of 256 MB"."""
        used = f"{n_bytes / MB:,.1f}" if n_bytes < 10 * MB else f"{n_bytes / MB:,.0f}"
        text = f"{used} of {megabytes(self.bound)}"
        note = f"{count:,} moment{'s' * (count != 1)}, {text}"
        name = f"Memory of the timeline: {note}"
        if name != self.memory_button.accessibleName():
            self.memory_button.setText(text)
            hint = self.memory_button.sizeHint()
            hold_size(self.memory_button, hint.width(), hint.height(), _GRAIN_PX, _SPARE_PX)
            self.memory_button.setAccessibleName(name)
            self.memory_button.setToolTip(
                f"{note} of memory. Where it gets full, moments are kept less densely. Click to "
                "choose how much they may take."
            )
        return note

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        mark(menu, "timeline_memory")
        self.best_action = menu.addAction("Go to the best")
        self.best_action.triggered.connect(self.best_requested)
        self.best_action.setVisible(False)
        mark(self.best_action, "early_stopping")
        menu.addSection("Memory for moments")
        self._bounds = QActionGroup(menu)
        for bound in BOUNDS:
            action = menu.addAction(megabytes(bound))
            action.setData(bound)
            action.setCheckable(True)
            action.setChecked(bound == self.bound)
            self._bounds.addAction(action)
        self._bounds.triggered.connect(self._choose_bound)
        return menu

    @Slot(QAction)
    def _choose_bound(self, action: QAction) -> None:
        self.bound = int(action.data())
        QSettings().setValue(SETTING, self.bound)
        self.bound_chosen.emit(self.bound)


def megabytes(count: int) -> str:
    """ "256 MB", "1 GB"."""
    return f"{count // MB:,} MB" if count < 1000 * MB else f"{count / (1000 * MB):g} GB"


def _kept_bound() -> int:
    """The bound that was chosen last."""
    kept = QSettings().value(SETTING, DEFAULT_BYTES)
    bound = int(kept) if isinstance(kept, int | str) and str(kept).isdecimal() else DEFAULT_BYTES
    return bound if bound in BOUNDS else DEFAULT_BYTES


def _small(icon_name: str, text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setIconSize(QSize(14, 14))
    button.setText(text)
    button.setAccessibleName(text)
    button.setToolTip(help_text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
