"""Where what outlives a window is kept: work that was left unsaved, marks of open files."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_state_path


def state_folder() -> Path:
    """The folder of this user; it may not be there yet."""
    return user_state_path("playground", appauthor=False)
