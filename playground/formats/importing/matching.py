"""Which of a file's arrays goes into which of a network's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.importing.found import Found
from playground.formats.importing.match import How, Match
from playground.formats.importing.pairing import Pair, paired
from playground.formats.importing.slot import Slot
from playground.formats.importing.source import Source, framework_of, sources_of
from playground.formats.importing.way import Way
from playground.network.shapes import in_words


@dataclass(frozen=True, eq=False)
class Matching:
    """The table of matches, and what there is to choose from. Every change makes a new one.

    Attributes:
        slots: the network's parameters, in its order.
        sources: the file's arrays.
        framework: whose conventions the arrays follow, "" where that is not known.
        matches: a row a parameter, in the network's order.
    """

    slots: tuple[Slot, ...]
    sources: tuple[Source, ...]
    framework: str
    matches: tuple[Match, ...]

    @cached_property
    def _slots(self) -> Mapping[str, Slot]:
        return {slot.name: slot for slot in self.slots}

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.name: source for source in self.sources}

    def choices(self, parameter: str) -> tuple[tuple[Source, Way], ...]:
        """What could go into a parameter, by its shape alone, and how."""
        slot = self._slots[parameter]
        return tuple(
            (source, way)
            for source in self.sources
            for way in slot.ways(source.array.shape, self.framework)
        )

    def chosen(self, parameter: str, source: str | None, way: Way | None = None) -> Matching:
        """With this array in this parameter, by hand; or with none."""
        slot = self._slots[parameter]
        match = Match(slot.name, slot.shape)
        if source is not None and way is not None:
            shape = self._sources[source].array.shape
            why = _unusable(way.apply(self._sources[source].array))
            match = replace(
                match, source=source, source_shape=shape, how="hand", way=way, why=why,
                taken=not why,
            )  # fmt: skip
        return self._with(match)

    def taking(self, parameter: str, taken: bool) -> Matching:
        """With a match taken or left out; one that can't go in is always left out."""
        match = self._match(parameter)
        usable = match.way is not None and not self._unusable(match)
        return self._with(replace(match, taken=taken and usable))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What goes in, by parameter, in its shape."""
        return {
            match.parameter: match.way.apply(self._sources[match.source].array)
            for match in self.matches
            if match.taken and match.way is not None and match.source is not None
        }

    @property
    def count(self) -> int:
        """How many parameters get something."""
        return sum(match.taken for match in self.matches)

    def summary(self) -> str:
        """In a sentence or two: what goes in, how it was found, and what first does not."""
        total = len(self.matches)
        by: dict[How, int] = {}
        for match in self.matches:
            if match.taken:
                by[match.how] = by.get(match.how, 0) + 1
        words: dict[How, str] = {
            "name": "by name",
            "shape": "by shape, in order",
            "hand": "chosen by hand",
        }
        how = ", ".join(f"{by[each]} {words[each]}" for each in words if each in by)
        if len(by) == 1:
            how = words[next(iter(by))]
        said = f"{self.count} of {total} parameters match{f' ({how})' if how else ''}."
        left_out = [match for match in self.matches if not match.taken and match.why]
        first = next((m for m in left_out if m.source), next(iter(left_out), None))
        return f"{said} {first.parameter}: {first.why}." if first is not None else said

    def _match(self, parameter: str) -> Match:
        return next(match for match in self.matches if match.parameter == parameter)

    def _unusable(self, match: Match) -> str:
        assert match.source is not None
        return _unusable(self._sources[match.source].array)

    def _with(self, match: Match) -> Matching:
        rows = tuple(match if m.parameter == match.parameter else m for m in self.matches)
        return replace(self, matches=rows)


def match(found: Found, slots: tuple[Slot, ...]) -> Matching:
    """What matches of a file: layers by name first, then by shape in order."""
    sources = sources_of(found)
    framework = framework_of(found, sources)
    pairs = paired(slots, sources, framework)
    rows = tuple(_row(slot, pairs.get(slot.name), framework) for slot in slots)
    return Matching(slots, sources, framework, rows)


def _row(slot: Slot, pair: Pair | None, framework: str) -> Match:
    if pair is None:
        return Match(slot.name, slot.shape, why="nothing in the file fits")
    row = Match(slot.name, slot.shape, pair.source.name, pair.source.array.shape)
    shape = pair.source.array.shape
    ways = slot.ways(shape, framework)
    if not ways:
        return replace(row, why=f"it is {in_words(shape)} there and {in_words(slot.shape)} here")
    usual = _different(pair.source, [way for way in slot.usual(framework) if way in ways])
    if len(usual) != 1:
        either = " or ".join(dict.fromkeys(way.label for way in ways))
        return replace(row, why=f"it fits {either}, and the file does not say which: choose")
    why = _unusable(pair.source.array)
    if why:
        return replace(row, way=usual[0], why=why)
    return replace(row, how=pair.how, way=usual[0], why=pair.remark, taken=not pair.doubtful)


def _different(source: Source, ways: list[Way]) -> list[Way]:
    """Of ways that come to the same, the first."""
    found: list[Way] = []
    for way in ways:
        made = way.apply(source.array)
        if not any(np.array_equal(made, other.apply(source.array)) for other in found):
            found.append(way)
    return found


def _unusable(array: NDArray[Any]) -> str:
    if not np.isfinite(array).all():
        return "it holds numbers that are not finite"
    return (
        ""
        if np.abs(array.astype(np.float64)).max(initial=0.0) < np.finfo(np.float32).max
        else ("it holds numbers too large for float32")
    )
