"""Whether an edit keeps to what a set-up has locked."""

from __future__ import annotations

from typing import Any

from playground.project.setup import LOCKABLE
from playground.project.spec import ProjectSpec


def broken_lock(before: ProjectSpec, after: ProjectSpec) -> str | None:
    """The locked part that an edit would change, or None. How the canvas looks is never locked."""
    for part in before.setup.locked:
        if _contents(before, part) != _contents(after, part):
            return part
    return None


def _contents(project: ProjectSpec, part: str) -> Any:
    """A part of the document without the looks of its cards."""
    assert part in LOCKABLE
    match part:
        case "network":
            return project.network.bare()
        case "head":
            return project.head.model_copy(update={"position": None})
    return getattr(project, part)
