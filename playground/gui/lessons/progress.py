"""How far each lesson has come; remembered from one window to the next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSettings

_GROUP = "lessons"
_AT, _DONE, _FINISHED = "at", "done", "finished"
_CURRENT, _OFFERS, _DECLINED = "lessons current", "lessons offered", "lessons declined"
_MOST_OFFERS = 5


@dataclass(frozen=True)
class Progress:
    """Of one lesson.

    Attributes:
        at: the step to go on with, from 0; None where it was never begun.
        done: the steps that were done.
        finished: whether it was gone through to its end, at any time.
    """

    at: int | None = None
    done: frozenset[int] = frozenset()
    finished: bool = False


def progress_of(key: str) -> Progress:
    """What is remembered of a lesson."""
    settings = QSettings()
    at = settings.value(f"{_GROUP}/{key}/{_AT}")
    done = str(settings.value(f"{_GROUP}/{key}/{_DONE}", ""))
    return Progress(
        int(str(at)) if at is not None and str(at).isdigit() else None,
        frozenset(int(part) for part in done.split() if part.isdigit()),
        settings.value(f"{_GROUP}/{key}/{_FINISHED}", False, bool) is True,
    )


def keep_progress(key: str, progress: Progress) -> None:
    """Remember it."""
    settings = QSettings()
    if progress.at is None:
        settings.remove(f"{_GROUP}/{key}/{_AT}")
    else:
        settings.setValue(f"{_GROUP}/{key}/{_AT}", progress.at)
    settings.setValue(f"{_GROUP}/{key}/{_DONE}", " ".join(map(str, sorted(progress.done))))
    settings.setValue(f"{_GROUP}/{key}/{_FINISHED}", progress.finished)


def current() -> str:
    """The key of the lesson in progress, or ""."""
    return str(QSettings().value(_CURRENT, ""))


def set_current(key: str) -> None:
    """The lesson that is in progress from now on; "" for none."""
    QSettings().setValue(_CURRENT, key)


def wants_offer() -> bool:
    """Whether a first lesson is to be offered: at the first starts, until it is taken or declined.

    Each time it is asked counts as one.
    """
    settings = QSettings()
    settings.beginGroup(_GROUP)
    begun = bool(settings.childGroups())
    settings.endGroup()
    offers = int(str(settings.value(_OFFERS, 0)))
    if begun or offers >= _MOST_OFFERS or settings.value(_DECLINED, False, bool) is True:
        return False
    settings.setValue(_OFFERS, offers + 1)
    return True


def decline_offer() -> None:
    """No lesson is to be offered unasked any more."""
    QSettings().setValue(_DECLINED, True)
