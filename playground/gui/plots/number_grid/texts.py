"""Every text of a grid, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from playground.gui import theme
from playground.gui.plots.number_grid.axis import Axis
from playground.gui.plots.number_grid.fitting import fitted
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, TITLE_HEIGHT, Grid

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NAME_GAP = 6.0
_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, eq=False)
class Text:
    """Something that is written.

    Attributes:
        role: "title", "row", "column" or "number".
        index: (row, column) of a number; (row,) or (column,) of a name; () of a title.
        text: what it says.
        box: where it stands, in px. align: and how, in there.
    """

    role: str
    index: tuple[int, ...]
    text: str
    box: QRectF
    align: Qt.AlignmentFlag = _CENTRE


def texts_of(grid: Grid) -> tuple[Text, ...]:
    """What is written of a grid: its title, names of what is seen, numbers where they fit."""
    return (*_title(grid), *_row_names(grid), *_column_names(grid), *_numbers(grid))


def _title(grid: Grid) -> Iterator[Text]:
    if grid.titled and grid.matrix.title:
        outer, box = grid.outer_box, grid.box
        width = max(box.width(), theme.text_width(grid.matrix.title, theme.TEXT_SMALL) + 8.0)
        place = QRectF(box.left(), outer.top(), width, TITLE_HEIGHT)
        yield Text("title", (), grid.matrix.title, place, _LEFT)


def _row_names(grid: Grid) -> Iterator[Text]:
    if grid.names_left <= 0.0:
        return
    for row in _named(grid.down, lambda index: 13.0):
        middle = grid.down.middle(row)
        if not grid.down.start <= middle <= grid.down.end:
            continue
        left = grid.across.start - grid.names_left
        box = QRectF(left, middle - 8.0, grid.names_left - _NAME_GAP, 16.0)
        yield Text("row", (row,), grid.matrix.row_name(row), box, _RIGHT)


def _column_names(grid: Grid) -> Iterator[Text]:
    if not grid.names_top:
        return

    def width(column: int) -> float:
        return theme.text_width(grid.matrix.column_name(column), theme.TEXT_SMALL) + 4.0

    for column in _named(grid.across, width):
        middle, half = grid.across.middle(column), width(column) / 2.0
        if not grid.across.start <= middle <= grid.across.end:
            continue
        left = min(max(middle - half, grid.across.start - 4.0), grid.across.end - 2.0 * half + 8.0)
        box = QRectF(left, grid.down.start - NAMES_HEIGHT, 2.0 * half, NAMES_HEIGHT)
        yield Text("column", (column,), grid.matrix.column_name(column), box)


def _named(axis: Axis, size: Callable[[int], float]) -> Iterator[int]:
    """Of the cells that are seen every first, second, fifth…, so that no name meets the next."""
    seen = axis.seen
    if not seen or axis.cell <= 0.0:
        return
    longest = max(size(index) for index in {seen[0], seen[len(seen) // 2], seen[-1]})
    every = next((each for each in _EVERY if each * axis.cell >= longest), _EVERY[-1])
    # Whether the first, which may be moved in, has room beside the next.
    first = (every - 0.5) * axis.cell >= 1.5 * longest
    for index in seen:
        if (index + 1) % every == 0 or (index == 0 and first):
            yield index


def _whole(axis: Axis) -> range:
    """The cells that are seen from end to end."""
    seen = axis.seen
    first, last = seen.start, seen.stop
    while first < last and axis.place(first) < axis.start - 0.5:
        first += 1
    while first < last and axis.place(last) > axis.end + 0.5:
        last -= 1
    return range(first, last)


def _numbers(grid: Grid) -> Iterator[Text]:
    if not grid.with_numbers:
        return
    # A number that is cut off would be another one.
    whole = _whole(grid.down), _whole(grid.across)
    for row, numbers in zip(whole[0], grid.matrix.part(*whole), strict=True):
        for column, number in zip(whole[1], numbers, strict=True):
            text = fitted(float(number), grid.across.cell)
            if text:
                yield Text("number", (row, column), text, grid.cell_box(row, column))
