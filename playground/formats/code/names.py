"""Names of nodes as names in a program, and text as a literal in one."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Collection, Iterable
from textwrap import shorten

_TAKEN = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def identifiers(names: Iterable[str], reserved: Collection[str]) -> dict[str, str]:
    """A Python identifier for each name, no two alike and none of those that are taken.

    None begins with an underscore: in a class such names are private, or mean something.

    Args:
        names: letters, digits, "_" and "-", beginning with no digit.
        reserved: what the program calls other things.
    """
    found: dict[str, str] = {}
    used = _TAKEN | set(reserved)
    # Those that can stay as they are come first, so that none takes the name of another.
    for name in sorted(names, key=lambda name: name in used or _plain(name) != name):
        wanted = _plain(name)
        while wanted in used:
            wanted += "_"
        used.add(wanted)
        found[name] = wanted
    return found


def _plain(name: str) -> str:
    """The name with nothing in it or before it that an identifier of ours can't have."""
    bare = name.replace("-", "_").lstrip("_")
    return bare if bare.isidentifier() else f"layer_{bare}"


def quoted(text: str) -> str:
    """Text as a string literal, whatever is in it; in double quotes, if it holds none alone."""
    quote = "'" if '"' in text and "'" not in text else '"'
    return f"{quote}{''.join(_escaped(character, quote) for character in text)}{quote}"


def _escaped(character: str, quote: str) -> str:
    if character in (quote, "\\"):
        return f"\\{character}"
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode()


def prose(text: str) -> str:
    """Text to stand in a docstring: short, on one line, unable to end it or to escape."""
    line = shorten(text, _MOST_PROSE, placeholder="…").replace("\\", "/").replace('"', "'")
    return "".join(character for character in line if character.isprintable())


_MOST_PROSE = 40
