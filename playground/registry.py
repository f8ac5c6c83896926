"""Names to things, from an explicit list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Generic, Protocol, TypeVar

from playground.errors import UserError


class Named(Protocol):
    """Anything with a name to be found by."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)
# Nobody means a name of so many letters, and looking for what is like it takes long.
_MOST_LETTERS = 100


class Registry(Mapping[str, T], Generic[T]):
    """An ordered, read-only mapping from names to entries.

    `kind` is the word used in messages ("activation", "data source"). A name given twice is a
    `ValueError` at import, since it is a mistake in the list, not in anybody's input.
    """

    def __init__(self, kind: str, entries: Iterable[T]) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}
        for entry in entries:
            if entry.name in self._entries:
                raise ValueError(f"two entries of the {kind} list are named {entry.name!r}")
            self._entries[entry.name] = entry

    def __getitem__(self, name: str) -> T:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, name: str) -> T:
        """The entry called `name`, or a `UserError` that lists the names and the nearest one."""
        try:
            return self._entries[name]
        except (KeyError, TypeError):
            raise UserError(self.unknown(name)) from None

    def unknown(self, name: object) -> str:
        """The sentence that says `name` is not here."""
        hint = did_you_mean(str(name), self)
        return f"There is no {self.kind} called {name!r}.{hint} There are: {', '.join(self)}."


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """ " Did you mean 'Dense'?" for what is nearly a known name, upper or lower case; else ""."""
    if len(name) > _MOST_LETTERS:
        return ""
    by_lower = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), by_lower, n=1)
    return f" Did you mean {by_lower[near[0]]!r}?" if near else ""
