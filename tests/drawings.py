"""What tests ask of saved drawings."""

from __future__ import annotations

import re

# Qt writes flat groups: one transform each, and in them what is drawn.
_GROUP = re.compile(r"<g [^>]*matrix\(([^)]*)\)[^>]*>(.*?)</g>", re.DOTALL)


def scaled_pens(svg: str) -> list[str]:
    """The transforms of an SVG under which lines keep their width only where a reader knows how."""
    found = []
    for matrix, drawn in _GROUP.findall(svg):
        numbers = [float(each) for each in matrix.split(",")]
        scaled = any(abs(abs(numbers[place]) - 1.0) > 1e-6 for place in (0, 3))
        turned = numbers[0] == numbers[3] == 0.0
        if scaled and not turned and "non-scaling-stroke" in drawn:
            found.append(matrix)
    return found
