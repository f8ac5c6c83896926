"""The table of edits, by the name of the function that makes each."""

from __future__ import annotations

EDITS = {}


def edit(name):
    """Puts a function into the table, under the name of what it calls."""

    def put(function):
        assert name not in EDITS
        EDITS[name] = function
        return function

    return put
