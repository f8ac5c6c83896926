"""What a report of a crash says, to be read and copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.crash_report import text_of
from playground.gui.widgets.code_view import CodeView

_SIZE = QSize(760, 460)


class ReportCard(QDialog):
    """The text of one report; it stays on this computer unless someone copies it.

    Attributes:
        text: the report. copy_button: puts it on the clipboard.
    """

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What went wrong")
        self.setAccessibleName("Report of what went wrong")
        about = QLabel(
            "This was written down when Playground failed. It stays on this computer. Copy it when "
            "you tell its makers; it names folders, and nothing of your data."
        )
        about.setWordWrap(True)
        self.text = CodeView()
        self.text.show_code(text_of(path), faded=False)
        self.text.setAccessibleName("Report")
        where = QLabel(str(path))
        where.setProperty("role", "muted")
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setWordWrap(True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = QPushButton("Copy")
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_2)
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_4] * 4)
        rows.setSpacing(theme.SPACE_3)
        rows.addWidget(about)
        rows.addWidget(self.text, 1)
        rows.addWidget(where)
        rows.addLayout(buttons)
        self.resize(_SIZE)

    @Slot()
    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
