"""Where on the plane a decision map is evaluated."""

from __future__ import annotations

from playground.data.extent import Extent, cell_centres, extent_of

__all__ = ["Extent", "cell_centres", "extent_of"]
