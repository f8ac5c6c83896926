"""What a PDF report is made of: rows, none of which is cut by the end of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from playground.gui import theme
from playground.gui.exporting.contents import Fact, Grid
from playground.gui.exporting.figure import HALF, WIDE, Figure

# Everything is measured in px of a page that is so wide between its margins.
WIDTH = float(WIDE)
_PAPER = theme.LIGHT
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_ENDLESS = 1e6


@dataclass(frozen=True)
class Ink:
    """How text looks."""

    size: int
    weight: QFont.Weight = QFont.Weight.Normal
    colour: str = _PAPER.text

    @property
    def font(self) -> QFont:
        """The application's, not fitted to the pixels of any screen."""
        with theme.on_paper():
            font = theme.font(self.size, self.weight)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def height(self, text: str, width: float) -> float:
        """How high `text` is where it is broken to fit."""
        box = QRectF(0.0, 0.0, width, _ENDLESS)
        flags = self._flags(text, width, _LEFT)
        return QFontMetricsF(self.font).boundingRect(box, flags, text or " ").height()

    def draw(
        self, painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag = _LEFT
    ) -> None:
        """Draw it, broken to fit."""
        painter.setFont(self.font)
        painter.setPen(QColor(self.colour))
        painter.drawText(box, self._flags(text, box.width(), align), text)

    def _flags(self, text: str, width: float, align: Qt.AlignmentFlag) -> int:
        """Lines end at spaces; anywhere, where a word is longer than a line."""
        metrics = QFontMetricsF(self.font)
        longest = max(map(metrics.horizontalAdvance, text.split()), default=0.0)
        wrap = Qt.TextFlag.TextWordWrap if longest <= width else Qt.TextFlag.TextWrapAnywhere
        return int(align.value | wrap.value)


_TITLE = Ink(28, QFont.Weight.DemiBold)
_HEADING = Ink(17, QFont.Weight.DemiBold)
_BODY, _MUTED = Ink(12), Ink(12, colour=_PAPER.muted)
_SMALL = Ink(11, colour=_PAPER.muted)
_STRONG = Ink(12, QFont.Weight.DemiBold)
_CAPTION = Ink(13, QFont.Weight.DemiBold)
_TILE = Ink(20, QFont.Weight.DemiBold)


class Row:
    """A piece of a page.

    Attributes:
        height: in px. keeps: whether the next one stands on the same page.
        head: what is repeated above it at the top of a page, or None.
    """

    height: float = 0.0
    keeps: bool = False
    head: Row | None = None

    def draw(self, painter: QPainter, top: float) -> None:
        """Draw it from `top` on."""
        raise NotImplementedError


class TextRow(Row):
    """A paragraph, or a line of one."""

    def __init__(self, text: str, ink: Ink, below: float = 0.0) -> None:
        self._text, self._ink = text, ink
        self._own = ink.height(text, WIDTH)
        self.height = self._own + below

    def draw(self, painter: QPainter, top: float) -> None:
        self._ink.draw(painter, QRectF(0.0, top, WIDTH, self._own + 1.0), self._text)


class HeadingRow(Row):
    """A line across the page and the title of a part; at the top of a page, the title alone."""

    height = 62.0
    keeps = True

    def __init__(self, text: str) -> None:
        self._text = text

    def draw(self, painter: QPainter, top: float) -> None:
        if top > 0.0:
            painter.setPen(QPen(QColor(_PAPER.card_border), 1.0))
            painter.drawLine(QPointF(0.0, top + 14.0), QPointF(WIDTH, top + 14.0))
        words = top + 28.0 if top > 0.0 else 12.0
        _HEADING.draw(painter, QRectF(0.0, words, WIDTH, 30.0), self._text)


class TilesRow(Row):
    """The few numbers that matter most, side by side."""

    height = 80.0
    _GAP = 12.0

    def __init__(self, tiles: Sequence[Fact]) -> None:
        self._tiles = tiles

    def draw(self, painter: QPainter, top: float) -> None:
        count = len(self._tiles)
        width = (WIDTH - self._GAP * (count - 1)) / count
        for number, tile in enumerate(self._tiles):
            box = QRectF(number * (width + self._GAP), top, width, 64.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_PAPER.chip))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
            inner = box.adjusted(12.0, 9.0, -12.0, 0.0)
            _TILE.draw(painter, inner, tile.value)
            _SMALL.draw(painter, inner.adjusted(0.0, 28.0, 0.0, 0.0), tile.name)


class FactRow(Row):
    """A name on the left and what is said of it."""

    _NAMES = 150.0

    def __init__(self, fact: Fact) -> None:
        self._fact = fact
        width = WIDTH - self._NAMES
        self.height = 6.0 + max(
            _BODY.height(fact.value, width), _MUTED.height(fact.name, self._NAMES - 8.0)
        )

    def draw(self, painter: QPainter, top: float) -> None:
        _MUTED.draw(
            painter, QRectF(0.0, top, self._NAMES - 8.0, self.height + 1.0), self._fact.name
        )
        box = QRectF(self._NAMES, top, WIDTH - self._NAMES, self.height + 1.0)
        _BODY.draw(painter, box, self._fact.value)


class GridRow(Row):
    """A row of a table with a line beneath."""

    _GAP, _ABOVE = 10.0, 5.0

    def __init__(self, texts: Sequence[str], grid: Grid, ink: Ink, head: Row | None) -> None:
        self._texts, self._grid, self._ink = texts, grid, ink
        self.head, self.keeps = head, head is None
        heights = [
            ink.height(text, width - self._GAP)
            for text, (_, width) in zip(texts, self._places(), strict=True)
        ]
        self.height = max(heights) + 2 * self._ABOVE

    def draw(self, painter: QPainter, top: float) -> None:
        for number, (text, (left, width)) in enumerate(
            zip(self._texts, self._places(), strict=True)
        ):
            as_number = number in self._grid.numbers
            gap = self._GAP if as_number else 0.0
            box = QRectF(left + gap, top + self._ABOVE, width - self._GAP, self.height)
            self._ink.draw(painter, box, text, _RIGHT if as_number else _LEFT)
        painter.setPen(QPen(QColor(_PAPER.card_border), 1.0))
        bottom = top + self.height
        painter.drawLine(QPointF(0.0, bottom), QPointF(WIDTH, bottom))

    def _places(self) -> list[tuple[float, float]]:
        lefts = [sum(self._grid.shares[:n]) * WIDTH for n in range(len(self._grid.shares))]
        return [(left, share * WIDTH) for left, share in zip(lefts, self._grid.shares, strict=True)]


class FiguresRow(Row):
    """One figure, or two that are half as wide, with their words above."""

    _BELOW, _WORDS, _TITLE = 18.0, 6.0, 18.0

    def __init__(self, figures: Sequence[Figure], most: float) -> None:
        """Args: most: how high a page is."""
        self._figures = figures
        self._column = float(HALF) if len(figures) > 1 or _is_half(figures[0]) else WIDTH
        self._captions = [self._caption(figure) for figure in figures]
        room = most - max(self._captions) - self._BELOW
        self._sizes = [_fitted(figure, self._column, room) for figure in figures]
        highest = max(height for _, height in self._sizes)
        self.height = max(self._captions) + highest + self._BELOW

    def draw(self, painter: QPainter, top: float) -> None:
        under = top + max(self._captions)
        for number, (figure, (width, height)) in enumerate(
            zip(self._figures, self._sizes, strict=True)
        ):
            left = number * (WIDTH - HALF)
            words = QRectF(left, top, self._column, 100.0)
            if figure.title:
                _CAPTION.draw(painter, words, figure.title)
                words.translate(0.0, self._TITLE)
            _SMALL.draw(painter, words, _said(figure))
            figure.draw(painter, QRectF(left, under, width, height))

    def _caption(self, figure: Figure) -> float:
        title = self._TITLE if figure.title else 0.0
        return title + _SMALL.height(_said(figure), self._column) + self._WORDS


def paired(figures: Sequence[Figure], most: float) -> list[FiguresRow]:
    """Figures in rows, two beside each other where both are half as wide as the page."""
    rows: list[FiguresRow] = []
    waiting: Figure | None = None
    for figure in figures:
        if not _is_half(figure):
            if waiting is not None:
                rows.append(FiguresRow([waiting], most))
                waiting = None
            rows.append(FiguresRow([figure], most))
        elif waiting is None:
            waiting = figure
        else:
            rows.append(FiguresRow([waiting, figure], most))
            waiting = None
    if waiting is not None:
        rows.append(FiguresRow([waiting], most))
    return rows


def grid_rows(grid: Grid) -> list[Row]:
    """A table as rows; its head comes again on every page."""
    head = GridRow(grid.columns, grid, _SMALL, None)
    last = len(grid.rows) - 1
    body = [
        GridRow(texts, grid, _STRONG if grid.summed and number == last else _BODY, head)
        for number, texts in enumerate(grid.rows)
    ]
    return [head, *body, space(12.0)]


def opening_rows(title: str, about: str, notes: str, tiles: Sequence[Fact]) -> list[Row]:
    """What stands at the top of the first page."""
    lines = [TextRow(line, _BODY) for line in notes.splitlines()] if notes.strip() else []
    return [
        TextRow(title, _TITLE, 4.0),
        TextRow(about, _MUTED, 16.0),
        *lines,
        *([space(12.0)] if lines else []),
        TilesRow(tiles),
    ]


def space(height: float) -> Row:
    """Nothing, so high."""
    return _Space(height)


class _Space(Row):
    def __init__(self, height: float) -> None:
        self.height = height

    def draw(self, painter: QPainter, top: float) -> None:
        pass


def _is_half(figure: Figure) -> bool:
    return figure.size.width() <= HALF


def _said(figure: Figure) -> str:
    return " · ".join(filter(None, (figure.help, figure.remark)))


def _fitted(figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Its width and height on the page: never magnified."""
    own = figure.size
    share = min(1.0, width / own.width(), height / own.height())
    return own.width() * share, own.height() * share
