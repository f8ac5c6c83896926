"""The one error type for bad input."""

from __future__ import annotations

_MOST_LETTERS = 1_000


class UserError(Exception):
    """Bad input, in words for the person who gave it.

    The message is one line that says what was expected, what was received, where, and what to do.
    The command line prints it and exits with status 2; the window shows it in place. Whatever would
    break the line, or can't be shown, becomes a space, and what is too long to be read is left out:
    a file's own words may be in it.
    """

    def __init__(self, message: str) -> None:
        if len(message) > _MOST_LETTERS:
            half = _MOST_LETTERS // 2
            message = f"{message[:half]} … {message[-half:]}"
        super().__init__("".join(c if c.isprintable() else " " for c in message))


class NewerVersion(UserError):
    """A file was made by a newer version of Playground."""
