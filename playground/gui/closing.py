"""What happens before a window closes: nothing is asked, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.errors import UserError

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow


class Closing(QObject):
    """Keeps what is unsaved; where it can't be kept, the window stays and says so."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def keep(self) -> bool:
        """Keep what is unsaved; whether the window may close."""
        window = self._window
        try:
            window.autosave.close(window.work.take_at_once())
        except UserError as error:
            window.banner.say(
                "error",
                f"The window stays open, since what is unsaved would be lost: {error}",
                [
                    ("Save elsewhere…", window.files.ask_save),
                    ("Close without it", self._close_anyway),
                ],
            )
            return False
        return True

    def _close_anyway(self) -> None:
        self._window.autosave.give_up()
        self._window.close()
