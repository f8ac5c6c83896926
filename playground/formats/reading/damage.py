"""The words for a file that can't be used."""

from __future__ import annotations

from playground.errors import UserError

_MOST_SHOWN = 60


def unsound(where: str, kind: str, why: str) -> UserError:
    """The refusal of a file: "x.npz is not a sound npz file: …."."""
    return UserError(f"{where} is not a sound {kind}: {why.rstrip('.')}.")


def shown(name: object) -> str:
    """A name from a file, in quotes, cut short where it is long."""
    text = str(name)
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")
