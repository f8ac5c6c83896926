"""Weights and networks from files: reading them, and matching them with a network's parameters."""

from __future__ import annotations

from playground.formats.importing.found import Found
from playground.formats.importing.reading import READERS, read_weights

__all__ = ["READERS", "Found", "read_weights"]
