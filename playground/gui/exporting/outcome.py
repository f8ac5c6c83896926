"""What an export came to, for people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playground.formats.export import Report

Kind = Literal["ok", "differs", "failed", "cancelled"]


@dataclass(frozen=True)
class Outcome:
    """One export, ended.

    Attributes:
        kind: "ok"; "differs" where the file does not answer as the network does; "failed" where
            there is none; "cancelled".
        words: what happened, to what, and what to do.
        path: the main file that is there now; None where there is none.
        snippet: code that loads it, or "".
        report: of an export in a format; None of others.
    """

    kind: Kind
    words: str
    path: Path | None = None
    snippet: str = ""
    report: Report | None = None

    @classmethod
    def of(cls, report: Report, epoch: int) -> Outcome:
        """Of an export that was written."""
        words = f"{str(report).rstrip('.')}. It is of epoch {epoch:,}."
        kind: Kind = "ok" if report.agrees else "differs"
        return cls(kind, words, report.path, report.snippet, report)
