"""Reads exports back, where it can by programs that know nothing of Playground."""

from __future__ import annotations

from playground.formats.checking.check import TOLERANCE, Check, difference, same

__all__ = ["TOLERANCE", "Check", "difference", "same"]
