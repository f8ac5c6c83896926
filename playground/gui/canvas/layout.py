"""Where cards stand: left to right by depth, centred on one line. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Position = tuple[float, float]
Size = tuple[float, float]
Link = tuple[str, str]

# Space between columns and between cards of one column, in px.
COLUMN_GAP, LEAST_GAP = 64.0, 40.0
ROW_GAP = 24.0
# Space between rows, where wires run back to the left.
_ROW_BREAK = 56.0
_ROWS_TRIED = (2, 3, 4, 5, 6, 8, 11, 15, 20, 27, 36)
# One row is kept down to this zoom; rows are enough when they are seen at the other.
_READABLE, _NEARLY_FULL = 0.7, 0.85
# Each sweep draws cards towards their neighbours; more than a few change nothing.
_SWEEPS = 4


@dataclass(frozen=True)
class Box:
    """A card's place: left, top, width and height in px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which its ports are."""
        return self.y + self.height / 2

    def overlaps(self, other: Box, margin: float = 0.0) -> bool:
        """Whether less than `margin` px separate the two."""
        return (
            self.x < other.x + other.width + margin
            and other.x < self.x + self.width + margin
            and self.y < other.y + other.height + margin
            and other.y < self.y + self.height + margin
        )


def lay_out(
    order: Sequence[str],
    links: Sequence[Link],
    sizes: Mapping[str, Size],
    *,
    gap: float = COLUMN_GAP,
    n_rows: int = 1,
    together: Sequence[Sequence[str]] = (),
) -> dict[str, Position]:
    """Top left corners for all cards: one column a depth, no two cards overlapping.

    Args:
        order: ids such that every link leads forward.
        links: source and target.
        sizes: width and height in px of each card.
        gap: space between columns in px.
        n_rows: how many rows the columns are broken into, as text is.
        together: cards that are not broken apart.
    """
    columns = _columns(order, links)
    rows = _broken(columns, _breaks(columns, links, together), n_rows)
    return _place(rows, _middles(columns, links, sizes), sizes, gap)


def lay_out_within(
    order: Sequence[str],
    links: Sequence[Link],
    sizes: Mapping[str, Size],
    area: Size,
    together: Sequence[Sequence[str]] = (),
) -> dict[str, Position]:
    """`lay_out` with the gaps and rows that let it be seen large in `area` (px).

    One row, if it can be read; else the fewest rows that are seen nearly full size; else those
    seen largest.
    """
    columns = _columns(order, links)
    middles = _middles(columns, links, sizes)
    breaks = _breaks(columns, links, together)
    best, best_zoom = _place([columns], middles, sizes, COLUMN_GAP), 0.0
    if min(area) <= 0:
        return best
    tries = [(COLUMN_GAP, 1, _NEARLY_FULL), (48.0, 1, _NEARLY_FULL), (LEAST_GAP, 1, _READABLE)]
    tries += [(48.0, n_rows, _NEARLY_FULL) for n_rows in _ROWS_TRIED if n_rows < len(columns)]
    for gap, n_rows, enough in tries:
        positions = _place(_broken(columns, breaks, n_rows), middles, sizes, gap)
        width, height = _bounds(positions, sizes)
        zoom = min(area[0] / width, area[1] / height)
        if zoom > best_zoom:
            best, best_zoom = positions, zoom
        if zoom >= enough:
            break
    return best


def complete(
    order: Sequence[str],
    links: Sequence[Link],
    sizes: Mapping[str, Size],
    placed: Mapping[str, Position],
    area: Size,
    together: Sequence[Sequence[str]] = (),
) -> dict[str, Position]:
    """A layout for the cards that have no place yet; the placed ones stay.

    A free card stands where the layout has it relative to what leads into it, and gives way
    downwards where something is in its place. With none placed, the layout is made for `area`.
    """
    if not placed:
        return lay_out_within(order, links, sizes, area, together)
    if all(name in placed for name in order):
        return {name: placed[name] for name in order}
    base = lay_out(order, links, sizes)
    result = dict(placed)
    taken = [Box(*place, *sizes[name]) for name, place in placed.items()]
    for name in order:
        if name in placed:
            continue
        dx, dy = _drift(name, links, base, result)
        box = _give_way(Box(base[name][0] + dx, base[name][1] + dy, *sizes[name]), taken)
        taken.append(box)
        result[name] = (box.x, box.y)
    return result


def make_room(
    link: Link,
    size: Size,
    boxes: Mapping[str, Box],
) -> tuple[Position, dict[str, Position]]:
    """Where a new card of `size` stands on `link`, and where those go that must give way.

    Everything from the target rightwards moves right together, so the arrangement is kept.
    """
    source, target = boxes[link[0]], boxes[link[1]]
    width, height = size
    begin, end = source.x + source.width, target.x
    shift = max(0.0, begin + width + 2 * COLUMN_GAP - end)
    left = (begin + end + shift - width) / 2
    top = (source.middle + target.middle) / 2 - height / 2
    moved = {
        name: (box.x + shift, box.y)
        for name, box in boxes.items()
        if shift and box.x >= target.x and name != link[0]
    }
    return (left, top), moved


def free_place(centre: Position, size: Size, boxes: Iterable[Box]) -> Position:
    """Where a new card of `size` stands near `centre`: there, or below what is in its place."""
    width, height = size
    wished = Box(centre[0] - width / 2, centre[1] - height / 2, width, height)
    box = _give_way(wished, list(boxes))
    return round(box.x), round(box.y)


def _breaks(
    columns: Sequence[Sequence[str]], links: Sequence[Link], together: Sequence[Sequence[str]]
) -> list[int]:
    """How many columns may stand before a break: where one wire alone leads on, and through none
    of what stays together. Wires that run back from row to row are then never side by side.
    """
    depth = {name: at for at, column in enumerate(columns) for name in column}
    crossing = [0] * len(columns)
    for source, target in links:
        for at in range(depth[source] + 1, depth[target] + 1):
            crossing[at] += 1
    for names in together:
        inside = [depth[name] for name in names if name in depth]
        for at in range(min(inside, default=0) + 1, max(inside, default=0) + 1):
            crossing[at] += 2
    return [at for at in range(1, len(columns)) if crossing[at] == 1]


def _broken(
    columns: Sequence[Sequence[str]], breaks: Sequence[int], n_rows: int
) -> list[Sequence[Sequence[str]]]:
    """The columns in rows about as long as `n_rows` equal ones, broken where they may be."""
    length = max(1, -(-len(columns) // n_rows))
    rows, begin = [], 0
    while len(columns) - begin > length:
        fitting = [at for at in breaks if begin < at <= begin + length]
        later = [at for at in breaks if at > begin + length]
        if not fitting and not later:
            break
        end = fitting[-1] if fitting else later[0]
        rows.append(columns[begin:end])
        begin = end
    return [*rows, columns[begin:]]


def _place(
    rows: Sequence[Sequence[Sequence[str]]],
    middles: Mapping[str, float],
    sizes: Mapping[str, Size],
    gap: float,
) -> dict[str, Position]:
    """The corners of cards in columns, the columns in rows."""
    extents = [_extent(row, middles, sizes) for row in rows]
    pitch = max((bottom - top for top, bottom in extents), default=0.0) + _ROW_BREAK
    positions = {}
    for index, (row, (top, bottom)) in enumerate(zip(rows, extents, strict=True)):
        down = index * pitch - ((top + bottom) / 2 if len(rows) > 1 else 0.0)
        left = 0.0
        for column in row:
            width = max(sizes[name][0] for name in column)
            for name in column:
                own_width, height = sizes[name]
                positions[name] = (
                    left + (width - own_width) / 2,
                    middles[name] - height / 2 + down,
                )
            left += width + gap
    return positions


def _columns(order: Sequence[str], links: Sequence[Link]) -> list[list[str]]:
    """Ids by depth, the longest way to each; a loose start stands just before its target."""
    depth = dict.fromkeys(order, 0)
    sources: dict[str, list[str]] = {name: [] for name in order}
    targets: dict[str, list[str]] = {name: [] for name in order}
    for source, target in links:
        sources[target].append(source)
        targets[source].append(target)
    for name in order:
        depth[name] = max((depth[source] + 1 for source in sources[name]), default=0)
    for name in order[1:]:
        if not sources[name] and targets[name]:
            depth[name] = max(0, min(depth[target] for target in targets[name]) - 1)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in order:
        columns[depth[name]].append(name)
    return [column for column in columns if column]


def _middles(
    columns: Sequence[Sequence[str]], links: Sequence[Link], sizes: Mapping[str, Size]
) -> dict[str, float]:
    """The height of each card's middle: near those of its neighbours, none overlapping."""
    neighbours: dict[str, list[str]] = {name: [] for column in columns for name in column}
    for source, target in links:
        neighbours[source].append(target)
        neighbours[target].append(source)
    middles = dict.fromkeys(neighbours, 0.0)
    for column in columns:
        middles |= _spread(column, middles, sizes)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wished = {
                name: _mean([middles[other] for other in neighbours[name]], middles[name])
                for name in column
            }
            middles |= _spread(sorted(column, key=lambda name: wished[name]), wished, sizes)
    if columns:
        first = middles[columns[0][0]]
        middles = {name: middle - first for name, middle in middles.items()}
    return middles


def _extent(
    row: Sequence[Sequence[str]], middles: Mapping[str, float], sizes: Mapping[str, Size]
) -> tuple[float, float]:
    """The top and the bottom of a row of columns."""
    names = [name for column in row for name in column]
    return (
        min(middles[name] - sizes[name][1] / 2 for name in names),
        max(middles[name] + sizes[name][1] / 2 for name in names),
    )


def _bounds(positions: Mapping[str, Position], sizes: Mapping[str, Size]) -> Size:
    """The width and the height of all cards together."""
    left = min(x for x, _ in positions.values())
    top = min(y for _, y in positions.values())
    right = max(x + sizes[name][0] for name, (x, _) in positions.items())
    bottom = max(y + sizes[name][1] for name, (_, y) in positions.items())
    return right - left, bottom - top


def _spread(
    column: Sequence[str], wished: Mapping[str, float], sizes: Mapping[str, Size]
) -> dict[str, float]:
    """Middles in the given order, close to the wished ones, at least ROW_GAP apart."""
    middles = {name: wished[name] for name in column}
    for above, below in pairwise(column):
        least = middles[above] + (sizes[above][1] + sizes[below][1]) / 2 + ROW_GAP
        middles[below] = max(middles[below], least)
    excess = _mean([middles[name] - wished[name] for name in column], 0.0)
    return {name: middle - excess for name, middle in middles.items()}


def _drift(
    name: str,
    links: Sequence[Link],
    base: Mapping[str, Position],
    result: Mapping[str, Position],
) -> Position:
    """How far the neighbours of a free card stand from where the layout has them."""
    near = [a for a, b in links if b == name and a in result] or [
        b for a, b in links if a == name and b in result
    ]
    return (
        _mean([result[other][0] - base[other][0] for other in near], 0.0),
        _mean([result[other][1] - base[other][1] for other in near], 0.0),
    )


def _give_way(box: Box, taken: Sequence[Box]) -> Box:
    """`box`, moved down until it overlaps nothing."""
    while blockers := [other for other in taken if box.overlaps(other, ROW_GAP / 2)]:
        lowest = max(other.y + other.height for other in blockers)
        box = Box(box.x, lowest + ROW_GAP, box.width, box.height)
    return box


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
