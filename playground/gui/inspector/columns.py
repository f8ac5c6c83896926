"""Rows under headings, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playground.gui import theme

LEAST_WIDTH = 225
_GAP = theme.SPACE_4
# How much taller than an even share a column may be for the sake of whole groups.
_UNEVEN = 1.3


class Row(QWidget):
    """What stands in a column: a name, and something beside it.

    Attributes:
        clings: whether it stays with the one before it.
        name_width: what its name needs, in px.
    """

    clings = False
    name_width = 0

    def align(self, name_width: int) -> None:
        """Give the name as much room as those above and below have."""


class Columns(QWidget):
    """A group a column where that goes; else column after column, keeping together what clings.

    Attributes:
        items: headings and rows, in order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: list[QWidget] = []
        # The places of the items in each column, by the number of columns. They stay when an item
        # grows: what is being typed must not go elsewhere because of a word beneath it.
        self._places: dict[int, list[list[int]]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_items(self, items: Sequence[QWidget]) -> None:
        """Show these, in this order."""
        self.items = list(items)
        self._places.clear()
        self.arrange()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        _, each = _split(width)
        heights = [_height(item, each) for item in self.items]
        columns = self._columns(width, heights)
        return max((sum(heights[place] for place in column) for column in columns), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot()
    def arrange(self) -> None:
        """Place everything anew: something came, went, or has another height."""
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        _, each = _split(self.width())
        heights = [_height(item, each) for item in self.items]
        for number, column in enumerate(self._columns(self.width(), heights)):
            self._align(column)
            left, top = number * (each + _GAP), 0
            for place in column:
                item = self.items[place]
                item.setGeometry(left, top, each, heights[place])
                item.show()
                top += heights[place]

    def _align(self, column: list[int]) -> None:
        rows = [item for place in column if isinstance(item := self.items[place], Row)]
        widest = max((row.name_width for row in rows), default=0)
        for row in rows:
            row.align(widest)

    def _columns(self, width: int, heights: list[int]) -> list[list[int]]:
        """The places of the items that stand in each column."""
        count, _ = _split(width)
        if count not in self._places:
            self._places[count] = self._shared_out(heights, count) if heights else []
        return self._places[count]

    def _shared_out(self, heights: list[int], count: int) -> list[list[int]]:
        """Columns that are as low as they can all be."""
        limit = max(*heights, sum(heights) // count)
        groups = self._groups()
        tallest = max(sum(heights[place] for place in group) for group in groups)
        if len(groups) == count and tallest <= limit * _UNEVEN:
            return groups
        while len(columns := self._filled(heights, limit)) > count:
            limit += theme.SPACE_1
        return columns

    def _groups(self) -> list[list[int]]:
        """The places of each heading and its rows."""
        groups: list[list[int]] = [[]]
        for place, item in enumerate(self.items):
            if isinstance(item, Heading) and groups[-1]:
                groups.append([])
            groups[-1].append(place)
        return groups

    def _filled(self, heights: list[int], limit: int) -> list[list[int]]:
        columns: list[list[int]] = [[]]
        room = limit
        for block in self._blocks():
            height = sum(heights[place] for place in block)
            if height > room and columns[-1]:
                columns.append([])
                room = limit
            columns[-1] += block
            room -= height
        return columns

    def _blocks(self) -> list[list[int]]:
        """The places of the items that stay together."""
        blocks: list[list[int]] = []
        for place, item in enumerate(self.items):
            follows = place > 0 and isinstance(self.items[place - 1], Heading)
            if follows or (blocks and isinstance(item, Row) and item.clings):
                blocks[-1].append(place)
            else:
                blocks.append([place])
        return blocks


class Heading(QLabel):
    """The name of a group of rows."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text.upper(), parent)
        self.setProperty("role", "heading")
        self.setAccessibleName(text)
        self.setFixedHeight(theme.SPACE_6)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _split(width: int) -> tuple[int, int]:
    """How many columns, and how wide each is."""
    count = max(1, (width + _GAP) // (LEAST_WIDTH + _GAP))
    return count, (width + _GAP) // count - _GAP


def _height(item: QWidget, width: int) -> int:
    layout = item.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.heightForWidth(width)
    return item.sizeHint().height()
