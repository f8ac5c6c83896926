"""The row of matrices, painted; what is folded slides together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, QVariantAnimation, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.number_grid import GridPainter, Text
from playground.gui.plots.number_grid.keys import ARROWS
from playground.gui.plots.number_grid.texts import texts_of
from playground.gui.views.collapse.strip import Item, Strip, height_for, laid_out
from playground.gui.views.collapse.walking import Spot, grid_of, moved
from playground.network.affine.folding import Run
from playground.network.affine.maps import AffineMap
from playground.network.affine.row import Row
from playground.network.spec import NetworkSpec

FOLD_MS = 700


class Board(HoverPlot):
    """Products and bends side by side.

    Attributes:
        strip: where they stand. refused: the place of the bend at which a fold has stopped; −1.
        animated: whether folds are seen to happen.
        spot: the cell that the arrow keys have gone to; None: none.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The network's matrices in a row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.strip = Strip(())
        self.refused = -1
        self.spot: Spot | None = None
        self.animated = True
        self._before = Strip(())
        self._shown: tuple[Row, tuple[AffineMap | None, ...], NetworkSpec] | None = None
        self._runs: tuple[Run, ...] = ()
        self._painter = GridPainter()
        self._film = QVariantAnimation(self)
        self._film.setDuration(FOLD_MS)
        self._film.setStartValue(0.0)
        self._film.setEndValue(1.0)
        self._film.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._film.valueChanged.connect(self._tick)

    def set_row(
        self,
        row: Row,
        maps: tuple[AffineMap | None, ...],
        runs: Sequence[Run],
        network: NetworkSpec,
        refused: int,
    ) -> None:
        """Show it, folded so; what has been folded since slides together."""
        folded = self._shown is not None and len(runs) < len(self._runs)
        same = self._shown is not None and self._shown[0] is row
        if tuple(runs) != self._runs:
            self.spot = None
            self._before = self.strip  # a run that goes on brings new numbers to the same places
        self._shown, self._runs, self.refused = (row, maps, network), tuple(runs), refused
        if not same:
            self.setMaximumHeight(max(round(height_for(row)), self.minimumSizeHint().height()))
        self._lay_out()
        if folded and same and self.animated and self.isVisible():
            self._film.start()
        elif not same or len(runs) > len(self._before.items):
            self._film.stop()
        names = (text.text for item in self.strip.items for text in item.texts)
        self.setAccessibleDescription("; ".join(names))

    def clear(self) -> None:
        """Show nothing."""
        self._film.stop()
        self._shown, self._runs, self.strip = None, (), Strip(())
        self.update()

    @property
    def texts(self) -> tuple[Text, ...]:
        """Everything that is written."""
        return tuple(text for item in self.strip.items for text in item.all_texts)

    @property
    def playing(self) -> bool:
        """Whether a fold is under way."""
        return self._film.state() == QVariantAnimation.State.Running

    def sizeHint(self) -> QSize:
        """Wide, and as high as eight rows take."""
        return QSize(640, 250)

    def minimumSizeHint(self) -> QSize:
        """A few small cells."""
        return QSize(240, 130)

    def text_at(self, place: QPointF) -> str:
        """A cell in words: "W₁, row 2, column 3: −0.823"."""
        item = self.strip.item_at(place.x(), place.y())
        if item is None or item.matrix is None or item.bias is None:
            return ""
        for grid, name in ((item.matrix, item.texts[0].text), (item.bias, item.texts[1].text)):
            cell = grid.cell_at(place.x(), place.y())
            if cell is not None:
                value = words.number(grid.matrix.value(*cell), 6)
                row = f"row {cell[0] + 1}, " if grid is item.matrix else ""
                return f"{name}: {row}column {cell[1] + 1}: {value}"
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go from cell to cell; Escape ends it."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.spot = moved(self.strip, self.spot, *ARROWS[key])
            self._say_spot()
        elif key == Qt.Key.Key_Escape and self.spot is not None:
            self.spot = None
            self.readout.hide()
            self.update()
        else:
            super().keyPressEvent(event)

    def _say_spot(self) -> None:
        found = None if self.spot is None else grid_of(self.strip, self.spot)
        if found is None:
            return
        grid, cell = found
        middle = grid.cell_box(*cell).center()
        text = self.text_at(middle)
        self.readout.show_at(text, middle.toPoint(), self.rect())
        self.setAccessibleDescription(text)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        self._film.stop()
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        """No film is shown to nobody."""
        self._film.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what stands, and what moves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = float(self._film.currentValue()) if self.playing else 1.0
        for item in self.strip.items:
            self._draw_moving(painter, item, share)
        if self.playing:
            self._draw_folding(painter, share)
        else:
            self._draw_between(painter)
            self._draw_spot(painter)

    @Slot()
    def _tick(self) -> None:
        self.update()

    def _lay_out(self) -> None:
        if self._shown is not None:
            row, maps, network = self._shown
            self.strip = laid_out(row, maps, self._runs, network, self.width(), self.height())
            self.update()

    # Painting

    def _draw_moving(self, painter: QPainter, item: Item, share: float) -> None:
        """One that stood there goes to its new place; one that was made comes to be seen."""
        before = self._before.of(item.run)
        if share >= 1.0:
            self._draw(painter, item)
        elif before is None:
            painter.setOpacity(max(0.0, 2.0 * share - 1.0))
            self._draw(painter, item)
            painter.setOpacity(1.0)
        else:
            self._draw_at(painter, item, _mixed(before.box, item.box, share))

    def _draw_folding(self, painter: QPainter, share: float) -> None:
        """Those that become one go to where it will stand."""
        for item in self._before.items:
            into = next(
                (
                    each
                    for each in self.strip.items
                    if each.run != item.run
                    and each.run.first <= item.run.first
                    and item.run.last <= each.run.last
                ),
                None,
            )
            if into is None:
                continue
            target = QRectF(item.box)
            target.moveCenter(into.box.center())
            painter.setOpacity(min(1.0, max(0.0, 1.9 - 2.2 * share)))
            self._draw_at(painter, item, _mixed(item.box, target, min(1.0, 1.4 * share)))
            painter.setOpacity(1.0)

    def _draw_at(self, painter: QPainter, item: Item, box: QRectF) -> None:
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(
            box.width() / max(item.box.width(), 1.0), box.height() / max(item.box.height(), 1.0)
        )
        painter.translate(-item.box.topLeft())
        self._draw(painter, item)
        painter.restore()

    def _draw(self, painter: QPainter, item: Item) -> None:
        if item.is_wall:
            self._draw_wall(painter, item)
        for grid in (item.matrix, item.bias):
            if grid is not None:
                self._painter.draw_base(painter, grid, texts_of(grid))
        palette = theme.current()
        painter.setFont(theme.font(theme.TEXT_SMALL))
        metrics = QFontMetricsF(painter.font())
        for text in item.texts:
            strong = text.role in ("name", "bend")
            painter.setPen(QColor(palette.text if strong else palette.muted))
            shown = metrics.elidedText(
                text.text, Qt.TextElideMode.ElideMiddle, text.box.width() + 1.0
            )
            painter.drawText(text.box, text.align, shown)

    def _draw_wall(self, painter: QPainter, item: Item) -> None:
        """A bar that nothing is folded through, with a bend in it."""
        palette, box = theme.current(), item.box
        stopped = item.run.first == self.refused
        colour = QColor(palette.warning if stopped else palette.muted)
        bar = QRectF(0.0, box.top(), 6.0, box.height())
        bar.moveCenter(box.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(bar, 3.0, 3.0)

    def _draw_spot(self, painter: QPainter) -> None:
        found = None if self.spot is None else grid_of(self.strip, self.spot)
        if found is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().text), 2.0))
            painter.drawRect(found[0].cell_box(*found[1]))

    def _draw_between(self, painter: QPainter) -> None:
        """A dot for "times" where two products meet."""
        palette = theme.current()
        painter.setPen(QPen(QColor(palette.muted), 1.0))
        painter.setBrush(QColor(palette.muted))
        pairs = zip(self.strip.items, self.strip.items[1:], strict=False)
        for left, right in pairs:
            if not left.is_wall and not right.is_wall:
                x = (left.box.right() + right.box.left()) / 2.0
                painter.drawEllipse(QPointF(x, left.box.center().y()), 2.0, 2.0)


def _mixed(a: QRectF, b: QRectF, share: float) -> QRectF:
    return QRectF(
        a.left() + (b.left() - a.left()) * share,
        a.top() + (b.top() - a.top()) * share,
        a.width() + (b.width() - a.width()) * share,
        a.height() + (b.height() - a.height()) * share,
    )
