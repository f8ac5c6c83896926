"""How an export goes, and what it came to."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.exporting.outcome import Outcome
from playground.gui.icons import icon

_STEPS = 1000
_COPIED_MS = 1500
_MARKS = {
    "ok": ("ok", "good"),
    "differs": ("error", "error"),
    "failed": ("error", "error"),
    "cancelled": ("note", "muted"),
}


class OutcomeBar(QFrame):
    """A bar that grows, or a verdict with what can be done about it; hidden where there is neither.

    Attributes:
        words: what is done now. bar: how far it is. cancel_button: ends it.
        verdict: what it came to. folder_button, copy_button, place_button: what can be done.

    Signals:
        cancel_requested; place_requested: another place is to be chosen.
    """

    cancel_requested = Signal()
    place_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Export under way, or its verdict")
        self._outcome: Outcome | None = None
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the export is")
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self.cancel_requested)
        self._mark = QLabel()
        self.verdict = QLabel()
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.verdict.setAccessibleName("What the export came to")
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.folder_button = QPushButton("Show in folder")
        self.folder_button.clicked.connect(self._show_folder)
        self.copy_button = QPushButton("Copy code to load it")
        self.copy_button.clicked.connect(self._copy)
        self.place_button = QPushButton("Choose another place…")
        self.place_button.clicked.connect(self.place_requested)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._copied.timeout.connect(self._label_copy)
        self._progress, self._verdict = self._make_progress(), self._make_verdict()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        for page in (self._progress, self._verdict):
            whole.addWidget(page)
        self.clear()

    @property
    def outcome(self) -> Outcome | None:
        """The verdict that is shown."""
        return self._outcome

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self._outcome = None
        self.hide()

    @Slot(float, str)
    def show_progress(self, share: float, words: str) -> None:
        """How far it is, from 0 to 1, or −1 where nobody knows."""
        self._outcome = None
        self.words.setText(f"{words}…")
        self.bar.setRange(0, _STEPS if share >= 0.0 else 0)
        self.bar.setValue(round(share * _STEPS))
        self._show(self._progress)

    def show_outcome(self, outcome: Outcome) -> None:
        """What it came to."""
        self._outcome = outcome
        name, colour = _MARKS[outcome.kind]
        self._mark.setPixmap(icon(name, colour).pixmap(18, 18))
        self.verdict.setText(outcome.words)
        self.verdict.setToolTip(outcome.words)
        self.folder_button.setVisible(outcome.path is not None)
        self.copy_button.setVisible(bool(outcome.snippet))
        self.place_button.setVisible(outcome.kind == "failed")
        self._label_copy()
        self._show(self._verdict)

    def _show(self, page: QWidget) -> None:
        for each in (self._progress, self._verdict):
            each.setVisible(each is page)
        self.show()

    def _make_progress(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_2)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        row.addLayout(column, 1)
        row.addWidget(self.cancel_button)
        return page

    def _make_verdict(self) -> QWidget:
        page = QWidget()
        words = QHBoxLayout()
        words.setSpacing(theme.SPACE_2)
        words.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.verdict, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_2)
        buttons.addStretch(1)
        for button in (self.place_button, self.copy_button, self.folder_button):
            buttons.addWidget(button)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(words)
        rows.addLayout(buttons)
        return page

    @Slot()
    def _show_folder(self) -> None:
        if self._outcome is not None and self._outcome.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._outcome.path.parent)))

    @Slot()
    def _copy(self) -> None:
        if self._outcome is not None:
            QGuiApplication.clipboard().setText(self._outcome.snippet)
            self.copy_button.setText("Copied")
            self._copied.start()

    @Slot()
    def _label_copy(self) -> None:
        self.copy_button.setText("Copy code to load it")
