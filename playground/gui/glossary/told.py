"""An entry of the glossary as plain lines, for a terminal."""

from __future__ import annotations

from textwrap import fill

from playground.errors import UserError
from playground.gui.glossary.entry import Entry
from playground.gui.glossary.glossary import glossary
from playground.gui.glossary.search import search
from playground.registry import did_you_mean

_WIDTH = 88
_MOST = 8


def told(term: str) -> str:
    """What a term means; where it is no entry's own name, the best that a search finds.

    Raises:
        UserError: nothing is called or says so.
    """
    entry = glossary().find(term.strip().lower().replace(" ", "_").replace("-", "_"))
    found = search(glossary().values(), term) if entry is None else [entry]
    if not term.strip() or not found:
        hint = did_you_mean(term, (entry.title for entry in glossary().values()))
        raise UserError(f"The glossary has nothing on {term!r}.{hint}")
    lines = [_entry(found[0])]
    if len(found) > 1:
        others = ", ".join(entry.title for entry in found[1:_MOST])
        lines.append(fill(f"Also: {others}.", _WIDTH))
    return "\n\n".join(lines)


def _entry(entry: Entry) -> str:
    parts = [f"{entry.title} ({entry.family})", fill(entry.plain, _WIDTH)]
    if entry.formula:
        parts.append(f"  {entry.formula}" + (f"    ({entry.origin})" if entry.origin else ""))
    if entry.rows:
        parts.append("\n".join(f"  {left:<28}{right}" for left, right in entry.rows))
    named = [glossary().find(key) for key in dict.fromkeys((*entry.parts, *entry.see))]
    titles = ", ".join(each.title for each in named if each is not None)
    if titles:
        parts.append(fill(f"See also {titles}.", _WIDTH))
    return "\n\n".join(parts)
