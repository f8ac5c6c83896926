"""Something that stands out in data, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

Severity = Literal["error", "warning", "note"]
"""error: nothing can be trained so. warning: what is learned may mislead. note: good to know."""


@dataclass(frozen=True)
class Remedy:
    """One way on.

    Attributes:
        label: for a button: "Leave it out".
        help: what it does and when one would want it.
        data: the whole data part as it then is.
    """

    label: str
    help: str
    data: DataSpec


@dataclass(frozen=True)
class Finding:
    """Something that stands out.

    Attributes:
        name: what kind of thing it is: "missing", "constant", "leak", …
        severity: how bad it is.
        columns: the columns that it is about; () for the table as a whole.
        words: what it is, and what has been done about it already.
        remedies: the advised one first; () where nothing can be done here.
        settled: whether it is dealt with, so that the remedies only take that back or do it
            otherwise.
    """

    name: str
    severity: Severity
    columns: tuple[str, ...]
    words: str
    remedies: tuple[Remedy, ...] = ()
    settled: bool = False
