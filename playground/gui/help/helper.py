"""The window's help: F1, "What's this?", the glossary, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QHelpEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWhatsThis, QWidget
from shiboken6 import isValid

from playground.gui.help.keys_card import KeysCard
from playground.gui.help.pointed import Pointed, Pointer, at

if TYPE_CHECKING:
    from playground.gui.glossary.entry import Entry
    from playground.gui.help.dialog import GlossaryDialog
    from playground.gui.help.popover import HelpPopover


class Helper(QObject):
    """Explains what is pointed at.

    The glossary is read when it is first asked for.

    Attributes:
        popover: the card that was opened last, which may be gone; None before the first.
        dialog: the glossary's window; None before it is first opened.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._pointer = Pointer(self)
        self._clicked: Pointed | None = None
        self._soon = QTimer(self)  # a card that opens in the midst of a click would get the rest
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_clicked)
        self.popover: HelpPopover | None = None
        self.dialog: GlossaryDialog | None = None
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), window)
        shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.explain)
        shortcut.activatedAmbiguously.connect(self.explain)

    @Slot()
    def explain(self) -> None:
        """Explain what the pointer is over, or what the keyboard is on; again, and it goes."""
        if self.popover is not None and isValid(self.popover) and self.popover.isVisible():
            self.popover.close()
            return
        found = self._pointer.pointed()
        if found is None:
            self.show_keys()
        else:
            self._show(found)

    def attend(self, dialog: QWidget) -> None:
        """F1 works in a dialog that keeps the window from being used."""
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), dialog)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self.explain)

    def explain_widget(self, widget: QWidget, topic: str) -> None:
        """Explain a topic beside a widget."""
        self._show(Pointed(topic, QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())))

    @Slot()
    def ask_whats_this(self) -> None:
        """The next click explains what it falls on instead of doing it; Escape ends that."""
        self._window.installEventFilter(self)
        QWhatsThis.enterWhatsThisMode()

    @Slot()
    def show_keys(self) -> None:
        """The keys and gestures, on one card."""
        card = KeysCard(self._window)
        card.show_within(self._window)

    @Slot()
    def open_glossary(self) -> None:
        """The whole glossary, where it was left."""
        self.show_in_glossary("")

    @Slot(str)
    def show_in_glossary(self, topic: str) -> None:
        """The whole glossary, at a topic."""
        from playground.gui.help.dialog import GlossaryDialog

        if self.dialog is None:
            self.dialog = GlossaryDialog(self._window)
        self.dialog.open_at(topic)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While "What's this?" lasts: Qt asks what can be explained, and says what was clicked."""
        if isinstance(event, QHelpEvent):
            if event.type() == QEvent.Type.QueryWhatsThis:
                if at(event.globalPos()) is not None:
                    event.accept()
                    return True
            elif event.type() == QEvent.Type.WhatsThis:
                self._clicked = at(event.globalPos())
                self._soon.start()
                event.ignore()  # else Qt would wait for a card of its own to close
                return True
        if not QWhatsThis.inWhatsThisMode():
            self._window.removeEventFilter(self)
        return super().eventFilter(watched, event)

    @Slot()
    def _show_clicked(self) -> None:
        if self._clicked is not None:
            self._show(self._clicked)

    def _show(self, found: Pointed) -> None:
        from playground.gui.glossary.glossary import glossary

        entry = glossary().find(found.topic)
        if entry is not None:
            self._show_entry(entry, found.where)

    def _show_entry(self, entry: Entry, where: QRect) -> None:
        from playground.gui.help.popover import HelpPopover

        home = QApplication.activePopupWidget() or QApplication.activeWindow() or self._window
        popover = HelpPopover(home)
        popover.glossary_wanted.connect(self.show_in_glossary)
        self.popover = popover
        popover.show_entry(entry, where)


def helper_of(widget: QWidget) -> Helper | None:
    """The helper of the window that a widget belongs to, by way of popups and dialogs too."""
    above: QWidget | None = widget
    while above is not None:
        found = above.findChild(Helper, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if isinstance(found, Helper):
            return found
        above = above.parentWidget()
    return None
