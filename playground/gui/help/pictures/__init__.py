"""Pictures of the glossary, drawn from the engine's own numbers."""

from __future__ import annotations

from playground.gui.help.pictures.catalogue import draw, is_known

__all__ = ["draw", "is_known"]
