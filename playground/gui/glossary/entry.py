"""An entry of the glossary."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from playground.gui.glossary.markup import Piece, pieces, plain


@dataclass(frozen=True)
class Entry:
    """One thing, explained.

    Attributes:
        key: what controls and other entries know it by: "overfitting", "activation.relu".
        family: the group it stands in, as people read it: "Activations".
        title: what it is called.
        text: two or three sentences; `[shown](key)` in it links to another entry.
        formula: in one line, or "".
        origin: where the formula comes from, or "".
        picture: what `pictures` draws beside it, or "".
        see: the keys of entries worth reading next.
        words: what else people call it.
        keys: other keys that mean it.
        parts: the keys of what it has or what there is of it: a layer's settings, all activations.
        rows: a table beneath: what on the left, meaning on the right.
    """

    key: str
    family: str
    title: str
    text: str
    formula: str = ""
    origin: str = ""
    picture: str = ""
    see: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The text, cut at its links."""
        return pieces(self.text)

    @cached_property
    def plain(self) -> str:
        """The text without links, as it is read out."""
        return plain(self.text)

    @property
    def links(self) -> tuple[str, ...]:
        """The keys that the text, `see` and `parts` point at."""
        return (*(piece.key for piece in self.pieces if piece.key), *self.see, *self.parts)
