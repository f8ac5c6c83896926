"""The one error type for bad input."""

from __future__ import annotations


class UserError(Exception):
    """Bad input, in words for the person who gave it.

    The message is one line that says what was expected, what was received, where, and what to do.
    The command line prints it and exits with status 2; the window shows it in place.
    """
