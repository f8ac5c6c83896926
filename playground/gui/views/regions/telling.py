"""What is said of regions."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from playground.data.prepare import Prepared
from playground.gui.plots import words
from playground.gui.plots.names import named
from playground.gui.views.regions.work import GRID, Found
from playground.network.affine.maps import AffineMap
from playground.network.affine.regions import Bend, Regions

_MOST_TERMS = 4
_MOST_DOTS = 24
# What a unit of so many pieces is on: off and on; or below, between and above.
_SIGNS = {1: "○●", 2: "○◐●"}


def counted(found: Found) -> str:
    """ "37 regions · 12 units"."""
    units = sum(piece.outputs for piece in found.row.bends)
    regions = "1 region" if found.count == 1 else f"{found.count:,} regions"
    if found.regions is None:
        regions = f"more than {found.count:,} regions"
    else:
        units = found.regions.units
    return f"{regions} · 1 unit" if units == 1 else f"{regions} · {units:,} units"


def explained(found: Found) -> str:
    """What the count means, with this network's own numbers."""
    regions = found.regions
    if regions is None:
        return (
            f"So many patterns of units were met at {GRID} × {GRID} places. There are too many "
            "regions to cut them all out while it trains."
            if found.frame.running
            else f"So many patterns of units were met at {GRID} × {GRID} places. There are too "
            "many regions to cut them all out."
        )
    if not regions.bends:
        return "Nothing bends: the whole plane is one region, and the network one matrix."
    first = regions.bends[0]
    if len(regions.bends) == 1 and first.kinks == 1:
        most = 1 + first.units + comb(first.units, 2)
        return (
            f"Each unit of {first.layer} cuts along one straight line; {first.units} lines make "
            f"at most {most:,} regions. In each the network is one matrix."
        )
    if len(regions.bends) == 1:
        return (
            f"Each unit of {first.layer} cuts along {first.kinks} straight lines. In each region "
            "the network is one matrix."
        )
    return (
        f"Lines of {first.layer} are straight; those of later layers bend where they cross one. "
        "In each region the network is one matrix."
    )


def outputs_of(prepared: Prepared, count: int) -> tuple[str, ...]:
    """What the head's sums are called: by class, label or target."""
    names = prepared.dataset.target_names
    if count == 1 and len(names) > 1:
        return (names[-1],)  # the one output of two classes is the second's
    return named(names, "output", count)


def hovered(
    index: int, regions: Regions, here: AffineMap, axes: Sequence[str], outputs: Sequence[str]
) -> str:
    """A region in a few lines: its map, and which units are on."""
    lines = [f"region {index + 1:,} of {len(regions):,}", *sums(here, axes, outputs)]
    lines += [pattern(bend, index) for bend in regions.bends]
    return "\n".join(lines)


def sums(here: AffineMap, axes: Sequence[str], outputs: Sequence[str]) -> list[str]:
    """A map in a few lines: "class 1: 1.23·x1 − 0.45·x2 + 0.67"."""
    lines = [
        f"{name}: {as_sum(here, column, axes)}"
        for column, name in list(enumerate(outputs))[:_MOST_TERMS]
    ]
    if len(outputs) > _MOST_TERMS:
        lines.append(f"… and {len(outputs) - _MOST_TERMS} more")
    return lines


def as_sum(here: AffineMap, column: int, axes: Sequence[str]) -> str:
    """ "1.23·x1 − 0.45·x2 + 0.67"."""
    text = ""
    for weight, name in zip(here.matrix[:, column], axes, strict=True):
        text += _signed(float(weight), first=not text) + f"·{name}"
    return text + _signed(float(here.bias[column]), first=False)


def _signed(value: float, *, first: bool) -> str:
    amount = words.number(abs(value))
    if first:
        return f"−{amount}" if value < 0.0 else amount
    return f" − {amount}" if value < 0.0 else f" + {amount}"


def pattern(bend: Bend, index: int) -> str:
    """ "dense_1: ●○●● 3 of 4 on"."""
    pieces = bend.pieces[index]
    on = int((pieces > 0).sum())
    signs = _SIGNS[bend.kinks]
    dots = "".join(signs[piece] for piece in pieces[:_MOST_DOTS].tolist())
    more = "…" if len(pieces) > _MOST_DOTS else ""
    return f"{bend.layer}: {dots}{more} {on:,} of {bend.units:,} on"
