"""Tool tips of words that may come from a file."""

from __future__ import annotations

from html import escape


def plain_tip(words: str) -> str:
    """What to set as a tool tip for these words to be shown as they are.

    Qt takes a tip for HTML as soon as there is a tag in it.
    """
    if "<" not in words:
        return words
    lines = escape(words).replace("\n", "<br>")
    return f"<p>{lines}</p>"
