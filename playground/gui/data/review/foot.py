"""What stands beneath the pages about a file: how far reading is, and what to do with the file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.data.review.review import Review
from playground.gui.document import Document
from playground.gui.topics import mark


class ReviewFoot(QWidget):
    """A bar of progress with a button that cancels, and the buttons that leave or use the file.

    Attributes:
        use_button: trains on it, or makes changes of it. leave_button: leaves it or them.
        progress: of reading. cancel_button: stops that. error: why it can't be used.
    """

    def __init__(self, review: Review, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review, self._document = review, document
        self.use_button = QPushButton("Train on this")
        self.use_button.setProperty("primary", True)
        self.leave_button = QPushButton("Back")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setFixedWidth(160)
        self.progress.setAccessibleName("Reading")
        self.cancel_button = QPushButton("Cancel")
        self.doing = QLabel()
        self.doing.setProperty("role", "muted")
        self.error = QLabel()
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        mark(self.use_button, "data.use")
        mark(self.leave_button, "data.leave")
        mark(self.cancel_button, "data.cancel")
        mark(self.progress, "data.cancel")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.progress)
        row.addWidget(self.cancel_button)
        row.addWidget(self.doing, 1)
        row.addStretch(1)
        row.addWidget(self.leave_button)
        row.addWidget(self.use_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.error)
        rows.addLayout(row)
        review.changed.connect(self.refresh)
        review.background.progressed.connect(self._show_progress)
        review.background.ended.connect(self.refresh)
        document.data_changed.connect(self.refresh)
        self.use_button.clicked.connect(review.use)
        self.leave_button.clicked.connect(self.leave)
        self.cancel_button.clicked.connect(self.cancel)
        self.refresh()

    @property
    def _reviewing(self) -> bool:
        return bool(self._review.name) and self._review.begins

    @property
    def _changed(self) -> bool:
        known = self._review.known
        return (
            known is not None
            and not self._review.begins
            and known.data != self._document.project.data
        )

    @Slot()
    def refresh(self) -> None:
        """Show what can be done by now."""
        review, known = self._review, self._review.known
        busy = review.background.busy
        self.error.setText(review.error)
        # Where nothing is known of a file, its page says why.
        self.error.setVisible(bool(review.error) and known is not None)
        offered = self._reviewing or self._changed
        self.use_button.setVisible(offered)
        self.use_button.setText("Train on this  ⏎" if self._reviewing else "Use these changes  ⏎")
        usable = not review.error and (known is None or not known.whole or known.usable)
        self.use_button.setEnabled(usable and not review.waits_to_be_used)
        self.leave_button.setVisible(offered)
        self.leave_button.setText("Back" if self._reviewing else "Leave as it was")
        for widget in (self.progress, self.doing, self.cancel_button):
            widget.setVisible(busy)
        if not busy:
            self.doing.clear()
            self.progress.setValue(0)

    @Slot(float, str)
    def _show_progress(self, share: float, what: str) -> None:
        self.progress.setValue(round(1000 * share))
        then = " Then it trains." if self._review.waits_to_be_used else ""
        self.doing.setText(f"{what[:1].upper()}{what[1:]}…{then}")

    @Slot()
    def leave(self) -> None:
        """Have nothing of it; the data in use is shown again."""
        self._review.leave_for(self._document.project.data)

    @Slot()
    def cancel(self) -> None:
        """Stop what is under way. A file that is not read yet is left."""
        if self._review.known is None or not self._review.known.whole:
            self.leave()
        else:
            self._review.background.cancel()
            self._review.stop_waiting()

    @Slot()
    def enter(self) -> None:
        """What Enter does: use the file."""
        if self.use_button.isVisible() and self.use_button.isEnabled():
            self._review.use()

    @Slot()
    def escape(self) -> None:
        """What Escape does: leave it."""
        if self.leave_button.isVisible():
            self.leave()

    def listen_on(self, page: QWidget) -> None:
        """Take Enter and Escape wherever the focus is in a page."""
        for key, slot in (
            (Qt.Key.Key_Return, self.enter),
            (Qt.Key.Key_Enter, self.enter),
            (Qt.Key.Key_Escape, self.escape),
        ):
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key that nobody else took was meant for the file."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
            return True
        if event.key() == Qt.Key.Key_Escape and self.leave_button.isVisible():
            self.leave()
            return True
        return False
