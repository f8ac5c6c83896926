"""The colours of pinned runs."""

from __future__ import annotations

# Okabe and Ito (2008), "Color universal design", without the blue, orange and vermillion that are
# near the colours of training and validation; each for the light and the dark ground, where its
# yellow and sky blue are darkened or left as they are. Grey stands in for their black.
GHOST_COLOURS: tuple[tuple[str, str], ...] = (
    ("#009e73", "#1fbf94"),
    ("#b8578f", "#cc79a7"),
    ("#8c564b", "#b98476"),
    ("#3a9cc9", "#56b4e9"),
    ("#9a8f00", "#f0e442"),
    ("#6b7078", "#a3a9b2"),
)


def ghost_colour(index: int, dark: bool) -> str:
    """The colour of a pinned run, as `#rrggbb`."""
    return GHOST_COLOURS[index % len(GHOST_COLOURS)][dark]
