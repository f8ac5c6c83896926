"""How large a network may be at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# A network of more is built by code, not by hand; so many are on the canvas within two seconds.
# What is opened or pasted has no more, and no edit makes more: whatever is saved can be opened.
MOST_NODES = 1_000
MOST_PARTS = {"nodes": MOST_NODES, "links": 4_000, "groups": MOST_NODES, "notes": 500}
_WORDS = {"nodes": "layers", "links": "links", "groups": "groups", "notes": "notes"}


def why_too_large(parts: Mapping[str, Any]) -> str:
    """Why a network can't have so many nodes, links, groups or notes, in words, or "".

    Args:
        parts: its lists of them, by name, `vars` of a network or read from a file; whatever is no
            list is passed over.
    """
    for name, most in MOST_PARTS.items():
        given = parts.get(name)
        if isinstance(given, list | tuple) and len(given) > most:
            return (
                f"{len(given):,} {_WORDS[name]} are more than a network can have here, which is "
                f"{most:,}"
            )
    return ""
