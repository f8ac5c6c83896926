"""What threads and files have to say, in the banner, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from playground.gui.document import Document
from playground.gui.editing.mending import apply_fix
from playground.gui.exporting.outcome import Outcome
from playground.gui.widgets.banner import Banner

CALM_RATE = 0.1  # offered at most, when a run has diverged


class Messages(QObject):
    """Puts sentences into the banner.

    Args:
        reset: starts the run over from the same start.
    """

    def __init__(
        self, banner: Banner, document: Document, reset: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self._document = document
        self._reset = reset

    @Slot(str)
    def say_error(self, message: str) -> None:
        """Something could not be done."""
        self._banner.say("error", message)

    @Slot(str)
    def say_done(self, message: str) -> None:
        """Something was done."""
        self._banner.say("ok", message)

    @Slot(str)
    def say_notice(self, message: str) -> None:
        """Something has happened that nobody need do anything about."""
        self._banner.say("warning", message)

    @Slot(str, bool)
    def say_scaling(self, message: str, standardise: bool) -> None:
        """A network is there that wants its features scaled otherwise."""
        label = "Standardise them" if standardise else "Leave them as they are"
        change = partial(self._document.set_data, standardise=standardise)
        self._banner.say("warning", message, [(label, change)])

    def say_reading(self, cancel: Callable[[], None], name: str) -> None:
        """A file takes a while to be read; that can be cancelled."""
        self._banner.say("warning", f"Reading {name}…", [("Cancel", cancel)])

    @Slot(str)
    def say_preparing(self, name: str) -> None:
        """A file is prepared again, to go back to it."""
        self._banner.say("warning", f"Preparing {name} again…", [])

    @Slot(str)
    def say_stopped(self, message: str) -> None:
        """A run has ended by itself; a message says that it diverged."""
        if not message:
            return
        rate = self._document.project.training.optimizer.learning_rate
        calmer = min(rate / 10, CALM_RATE)
        self._banner.say(
            "error",
            message,
            [
                (f"Rate {calmer:g}, reset", partial(self._calm_down, calmer)),
                ("Reset", self._reset),
            ],
        )

    @Slot(str)
    def say_refused(self, message: str) -> None:
        """The network can't be trained; where there is a fix, it is offered."""
        fix = next((p.fix for p in self._document.traced.errors if p.fix is not None), None)
        if fix is None:
            self.say_error(message)
        else:
            mend = partial(apply_fix, self._document, fix)
            self._banner.say("error", message, [(fix.label, mend)])

    @Slot(object)
    def say_exported(self, outcome: Outcome) -> None:
        """A file was written, or not; said where nothing else says it."""
        copy = [("Copy code to load it", partial(_copy, outcome.snippet))]
        self._banner.say(
            {"ok": "ok", "cancelled": "warning"}.get(outcome.kind, "error"),
            outcome.words,
            copy if outcome.snippet else [],
        )

    def _calm_down(self, rate: float) -> None:
        self._document.set_learning_rate(rate)
        self._reset()


def _copy(text: str) -> None:
    QApplication.clipboard().setText(text)
