"""What tests ask of saved drawings."""

from __future__ import annotations

import re


def scaled_pens(svg: str) -> list[str]:
    """Groups of an SVG whose pen would grow with them, in a reader without `vector-effect`."""
    groups = re.findall(r"<g [^>]*non-scaling-stroke[^>]*>", svg)
    found = []
    for group in groups:
        matrix = re.search(r"matrix\(([^)]*)\)", group)
        numbers = [float(each) for each in matrix[1].split(",")] if matrix else [1.0, 0, 0, 1.0]
        if any(abs(abs(numbers[place]) - 1.0) > 1e-6 for place in (0, 3)):
            found.append(group)
    return found
