"""What this window has names for, told to the language of lessons."""

from __future__ import annotations

from playground.gui.views.catalogue import CENTRE, VIEWS, named
from playground.lessons.names import Names


def window_names() -> Names:
    """Every view and tab there is. Needs no Qt."""
    return Names(views=tuple(VIEWS), centre=tuple(named(CENTRE)))
