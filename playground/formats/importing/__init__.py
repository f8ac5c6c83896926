"""Weights and networks from files: reading them, and matching them with a network's parameters."""

from __future__ import annotations

from playground.formats.importing.found import Found
from playground.formats.importing.match import Match
from playground.formats.importing.matching import Matching, match
from playground.formats.importing.reading import READERS, read_weights
from playground.formats.importing.slot import Slot, slots_of
from playground.formats.importing.source import Source
from playground.formats.importing.way import Way

__all__ = [
    "READERS",
    "Found",
    "Match",
    "Matching",
    "Slot",
    "Source",
    "Way",
    "match",
    "read_weights",
    "slots_of",
]
