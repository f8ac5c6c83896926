"""Another head, whole: with its loss and its final activation."""

from __future__ import annotations

from playground.gui.document import Document
from playground.network.head import Head

# What belongs to the place of a head, or to an experiment, and not to what it answers.
_KEPT = ("position", "initializer", "rate_factor")


def why_not_take(document: Document, head: Head) -> str:
    """Why this head can't be, or need not become, the project's; "" if it can."""
    errors = [p for p in head.problems(document.signature) if p.severity == "error"]
    if errors:
        return errors[0].message
    if _placed(document, head) == document.project.head:
        return "The project has this head already."
    return ""


def take_head(document: Document, head: Head) -> None:
    """Give the project this head, in one edit; it stands where the present one does.

    Where it can't be, the document says why and nothing has changed.
    """
    why = why_not_take(document, head)
    if why:
        document.refused.emit(why)
        return
    document.edit(f"use the {head.label} head", head=_placed(document, head))


def _placed(document: Document, head: Head) -> Head:
    present = document.project.head
    return head.model_copy(update={name: getattr(present, name) for name in _KEPT})
