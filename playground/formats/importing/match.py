"""What goes into a parameter, and how that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.engine.graph import Shape
from playground.formats.importing.way import Way

How = Literal["name", "shape", "hand", ""]


@dataclass(frozen=True)
class Match:
    """One row of the table that shows what matches.

    Attributes:
        parameter, shape: of the network.
        source, source_shape: of the file; None where nothing was found.
        how: by name, by shape in order, by hand; "" where nothing goes in.
        way: what is done to the array; None where it can't go in, or it is not known which of
            several ways is right.
        why: why nothing goes in, or what to know before it does; or "".
        taken: whether it goes in.
    """

    parameter: str
    shape: Shape
    source: str | None = None
    source_shape: Shape | None = None
    how: How = ""
    way: Way | None = None
    why: str = ""
    taken: bool = False
