"""What lies beneath the canvas: panels behind tabs, which can be pushed down out of the way."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.gui.widgets.segmented import Segmented

_SETTING = "drawer open"
_SETTING_OF_ROOMY = "drawer open beneath what takes room"


class Drawer(QFrame):
    """Tabs over one panel at a time.

    Attributes:
        tabs: the choice of panel. toggle_button: opens and closes it.

    Signals:
        opened(bool): it was opened or closed.
    """

    opened = Signal(bool)

    def __init__(
        self,
        panels: list[tuple[str, str, str, QWidget]],
        headers: Mapping[str, QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        panels: (key, label, help, panel) in the order of the tabs.
        headers: controls of some of them, to stand beside the tabs while they are shown.
        """
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName("Drawer")
        self.tabs = Segmented([(key, label, help_text) for key, label, help_text, _ in panels])
        mark(self, "drawer")
        self.toggle_button = QToolButton()
        mark(self.toggle_button, "fold")
        self.toggle_button.setProperty("flat", True)
        self.toggle_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggle_button.clicked.connect(self._toggle)
        self._pages = QStackedWidget()
        self._keys = [key for key, *_ in panels]
        for key, *_, panel in panels:
            self._pages.addWidget(panel)
            self.tabs.button(key).clicked.connect(self._open)
        self.tabs.current_changed.connect(self._show)
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE_3, theme.SPACE_1, theme.SPACE_2, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        self._headers = dict(headers or {})
        for header in self._headers.values():
            header.hide()
            head.addWidget(header)
        head.addWidget(self.toggle_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, theme.SPACE_1)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(head)
        rows.addWidget(self._pages, 1)
        self._setting = ""
        self.remember_as(_SETTING, True)

    @property
    def is_open(self) -> bool:
        """Whether a panel is to be seen."""
        return not self._pages.isHidden()

    def remember_as(self, setting: str, is_open: bool) -> None:
        """Be open or closed as it was last left under this name; `is_open` where it never was."""
        if setting != self._setting:
            self._setting = setting
            self.set_open(QSettings().value(setting, is_open, bool) is True)

    def set_open(self, is_open: bool) -> None:
        """Show the panel, or the tabs alone; remembered."""
        self._pages.setVisible(is_open)
        self._show_header()
        self.setMaximumHeight(16_777_215 if is_open else self.tabs.sizeHint().height() + 12)
        self.toggle_button.setIcon(icon("caret_down" if is_open else "caret_up", "muted"))
        words = "Close the drawer" if is_open else "Open the drawer"
        self.toggle_button.setToolTip(f"{words} (Ctrl+J)")
        self.toggle_button.setAccessibleName(words)
        QSettings().setValue(self._setting, is_open)
        self.opened.emit(is_open)

    def show_panel(self, key: str) -> None:
        """Open it on a panel."""
        self.tabs.set_current(key)
        self._pages.setCurrentIndex(self._keys.index(key))
        if not self.is_open:
            self.set_open(True)

    @Slot(bool)
    def make_room(self, room: bool) -> None:
        """Give way to a view that takes much room, unless it was opened beneath one; come back."""
        if room:
            self.remember_as(_SETTING_OF_ROOMY, False)
        else:
            self.remember_as(_SETTING, True)

    @Slot()
    def toggle(self) -> None:
        """Open or close it."""
        self.set_open(not self.is_open)

    @Slot(bool)
    def _toggle(self, _checked: bool = False) -> None:
        self.toggle()

    @Slot(str)
    def _show(self, key: str) -> None:
        self._pages.setCurrentIndex(self._keys.index(key))
        self._show_header()
        self._open()

    def _show_header(self) -> None:
        for key, header in self._headers.items():
            header.setVisible(self.is_open and key == self.tabs.current)

    @Slot()
    def _open(self) -> None:
        if not self.is_open:
            self.set_open(True)
