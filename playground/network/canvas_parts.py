"""What stands on the canvas beside layers: groups and notes. Training knows nothing of them."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from playground.frozen import Frozen

Colour = Literal["blue", "teal", "green", "violet", "orange", "pink", "olive", "grey"]
COLOURS: tuple[Colour, ...] = get_args(Colour)

# What ids of nodes, groups and notes look like.
ID_PATTERN = r"^[A-Za-z_][A-Za-z0-9_\-]*$"
# How long names and notes are at most, in characters.
MOST_LETTERS, MOST_TEXT = 80, 4000
# So far from the middle, in px, at most; no canvas reaches there.
_MOST_AWAY = 10_000_000.0
_Coordinate = Annotated[float, Field(ge=-_MOST_AWAY, le=_MOST_AWAY)]
# Left and top of what stands on the canvas, in px.
Place = tuple[_Coordinate, _Coordinate]


class Group(Frozen):
    """Some nodes under one name; collapsed they are one card.

    A node is in one group at most. The head is in none.
    """

    id: str = Field(pattern=ID_PATTERN, max_length=MOST_LETTERS, title="Id")
    title: str = Field(
        "Group", max_length=MOST_LETTERS, title="Name", description="What the block does."
    )
    nodes: tuple[str, ...] = Field(min_length=1, title="Layers")
    collapsed: bool = Field(
        False, title="Collapsed", description="Whether it is shown as a single card."
    )
    colour: Colour | None = Field(None, title="Colour")
    position: Place | None = Field(
        None, title="Position", description="Where its card stands while it is collapsed."
    )


class Note(Frozen):
    """A few words on the canvas."""

    id: str = Field(pattern=ID_PATTERN, max_length=MOST_LETTERS, title="Id")
    text: str = Field("", max_length=MOST_TEXT, title="Text")
    position: Place = Field((0.0, 0.0), title="Position")
    colour: Colour | None = Field(None, title="Colour")
