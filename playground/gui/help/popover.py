"""A small card beside a control that says what it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.glossary.entry import Entry
from playground.gui.glossary.glossary import glossary
from playground.gui.help.page import EntryPage
from playground.gui.icons import icon

_WIDTH = 348
_MOST_HEIGHT = 400  # of the entry, in px
_GAP = 4


class HelpPopover(QFrame):
    """A popup; a click elsewhere, Escape or F1 closes it. Links lead on within it, and back.

    Attributes:
        page: the entry. back_button: to the entry before. glossary_button: all entries.

    Signals:
        glossary_wanted(key): the whole glossary is to be opened at an entry.
    """

    glossary_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Help")
        self._before: list[str] = []
        self._beside = QRect()
        self.page = EntryPage()
        self.page.link_chosen.connect(self._follow)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.page)
        self._scroll.viewport().setAutoFillBackground(False)
        self.page.setAutoFillBackground(False)
        self.back_button = QToolButton()
        self.back_button.setIcon(icon("undo", "muted"))
        self.back_button.setProperty("flat", True)
        self.back_button.setAccessibleName("Back")
        self.back_button.setToolTip("Back to what was read before (Alt+Left)")
        self.back_button.clicked.connect(self.go_back)
        self.glossary_button = QPushButton("Open the glossary")
        self.glossary_button.setFlat(True)
        self.glossary_button.clicked.connect(self._open_glossary)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.glossary_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_2, theme.SPACE_1)
        column.setSpacing(theme.SPACE_1)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)

    def show_entry(self, entry: Entry, beside: QRect) -> None:
        """Show an entry beside a rectangle of the screen."""
        self._before = []
        self._beside = beside
        self._show(entry)
        self.show()
        self.page.text.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def go_back(self) -> None:
        """To the entry that the last link was in."""
        if self._before and (entry := glossary().find(self._before.pop())) is not None:
            self._show(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        elif event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.go_back()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _follow(self, key: str) -> None:
        entry = glossary().find(key)
        if entry is None:
            return
        if self.page.entry is not None:
            self._before.append(self.page.entry.key)
        self._show(entry)

    @Slot()
    def _open_glossary(self) -> None:
        key = self.page.entry.key if self.page.entry is not None else ""
        self.close()
        self.glossary_wanted.emit(key)

    def _show(self, entry: Entry) -> None:
        self.page.show_entry(entry)
        self.back_button.setVisible(bool(self._before))
        self.setFixedWidth(_WIDTH)
        margins = self.contentsMargins()
        column = self.layout()
        assert column is not None
        sides = column.contentsMargins()
        inner = _WIDTH - sides.left() - sides.right() - margins.left() - margins.right()
        self._scroll.setFixedHeight(min(_MOST_HEIGHT, _height_of(self.page, inner)))
        self.adjustSize()
        self._scroll.verticalScrollBar().setValue(0)
        self._place()

    def _place(self) -> None:
        """Beneath what it is about, or above, or beside; all of it on the screen."""
        home = self.parentWidget()
        assert home is not None
        screen = home.screen().availableGeometry()
        about, size = self._beside, self.size()
        left = max(screen.left(), min(about.left(), screen.right() - size.width()))
        below, above = about.bottom() + _GAP, about.top() - _GAP - size.height()
        if below + size.height() <= screen.bottom():
            self.move(QPoint(left, below))
        elif above >= screen.top():
            self.move(QPoint(left, above))
        else:
            right = about.right() + _GAP
            fits = right + size.width() <= screen.right()
            x = right if fits else max(screen.left(), about.left() - _GAP - size.width())
            top = max(screen.top(), min(about.top(), screen.bottom() - size.height()))
            self.move(QPoint(x, top))


def _height_of(page: EntryPage, width: int) -> int:
    """How high a page is at a width."""
    layout = page.layout()
    assert layout is not None
    layout.activate()
    return (
        layout.totalHeightForWidth(width)
        if layout.hasHeightForWidth()
        else page.sizeHint().height()
    )
