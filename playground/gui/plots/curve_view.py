"""The drawing of one pair of curves, on pyqtgraph."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.line_item import LineItem
from playground.gui.plots.number_axis import NumberAxis
from playground.gui.plots.readout import Readout
from playground.gui.plots.smoothing import smooth
from playground.gui.plots.thinning import every_so_often, extremes

_SPLITS = ("train", "validation")
_RAW_ALPHA = 70
# A ragged line of more points than this is drawn 1 px wide: wider ones cost several times more.
_MOST_WIDE = 400
# Columns that curves of more points are thinned to: about one for every two pixels there are.
_COLUMNS = 150
# Axes are fitted with this much room to grow into, and again when it is used up or far too much:
# laying out their numbers takes longer than drawing the curves.
_ROOM = 0.08
_TOO_MUCH_ROOM = 0.3

Curve = NDArray[np.float64]


class CurveView(pg.PlotWidget):  # type: ignore[misc]
    """Train and validation curves of one quantity against the epoch.

    Attributes:
        readout: the label beside the pointer.
        lines: the drawn curve of each split. raw_lines: the faint ones beneath.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._x_axis, self._y_axis = NumberAxis("bottom"), NumberAxis("left")
        axes = {"bottom": self._x_axis, "left": self._y_axis}
        super().__init__(parent, background=None, axisItems=axes)
        self.readout = Readout(self)
        self._epochs: Curve = np.empty(0)
        self._shown: dict[str, Curve] = {}
        self._x: Curve = np.empty(0)
        self._ys: dict[str, Curve] = {}
        self._fitted = False
        self._drawn_with: tuple[theme.Palette, int] | None = None
        self._smooth = True
        self._follow = True
        self.setMenuEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setAntialiasing(True)
        # Room on the right for half of the last number.
        self.getPlotItem().layout.setContentsMargins(0, 2, 20, 0)
        # Faint and ragged lines gain nothing from smooth edges, which take most of the time.
        self.raw_lines = {split: self._added(LineItem(smooth_edges=False)) for split in _SPLITS}
        self.lines = {split: self._added(LineItem(smooth_edges=True)) for split in _SPLITS}
        self._best = QGraphicsEllipseItem(-4.5, -4.5, 9.0, 9.0)
        self._best.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._best.setZValue(10)
        self._best.hide()
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.addItem(self._best, ignoreBounds=True)
        self.addItem(self._cursor, ignoreBounds=True)
        self.getViewBox().setMouseEnabled(x=True, y=False)
        self.getViewBox().sigRangeChangedManually.connect(self._stop_following)
        self._x_axis.setLabel("epoch")
        self._restyle(theme.current())
        theme.notifier().theme_changed.connect(self._restyle)

    def set_quantity(self, name: str) -> None:
        """Name the vertical axis."""
        if self._y_axis.labelText != name:
            self._y_axis.setLabel(name)

    def set_scales(self, log_x: bool, log_y: bool) -> None:
        """Make the axes linear or logarithmic; the next `set_curves` follows."""
        for axis, logarithmic in ((self._x_axis, log_x), (self._y_axis, log_y)):
            if axis.logarithmic != logarithmic:
                axis.logarithmic = logarithmic
                axis.picture = None
                axis.update()
                self._follow = True
                self._fitted = False

    def set_smooth(self, smooth_curves: bool) -> None:
        """Draw smooth curves over the raw ones; the next `set_curves` follows."""
        self._smooth = smooth_curves

    def set_curves(self, epochs: Curve, train: Curve, validation: Curve, best: int | None) -> bool:
        """Draw the curves.

        Args:
            epochs, train, validation: (n,). NaN leaves a gap.
            best: the row of the best validation epoch.

        Returns:
            Whether there is anything to see on these axes.
        """
        x = _scaled(epochs, self._x_axis.logarithmic)
        kept = np.isfinite(x)
        self._epochs = epochs[kept]
        self._shown = {"train": train[kept], "validation": validation[kept]}
        self._x = x[kept]
        self._ys = {
            split: _scaled(values, self._y_axis.logarithmic)
            for split, values in self._shown.items()
        }
        self._thicken(len(self._epochs))
        self._mark(x, _scaled(validation, self._y_axis.logarithmic), best)
        fitted = self._fit(self._x, np.concatenate(list(self._ys.values())))
        self._draw_lines()
        return fitted

    def _draw_lines(self) -> None:
        """Lay the curves out, as far as they can be seen."""
        if not len(self._x):
            return
        low, high = self.getViewBox().viewRange()[0]
        seen = low, high, _COLUMNS
        for split, y in self._ys.items():
            self.raw_lines[split].setVisible(self._smooth)
            if self._smooth:
                self.raw_lines[split].set_points(*extremes(self._x, y, *seen))
                self.lines[split].set_points(*every_so_often(self._x, smooth(y), *seen))
            else:
                self.lines[split].set_points(*extremes(self._x, y, *seen))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the values at the epoch under the pointer."""
        super().mouseMoveEvent(event)
        self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the read-out."""
        self._cursor.hide()
        self.readout.hide()
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole run again."""
        self._follow = True
        self._fitted = False
        if len(self._x):
            self._fit_x(self._x)
            self._draw_lines()
        event.accept()

    @Slot()
    def _stop_following(self) -> None:
        self._follow = False
        self._draw_lines()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.setBackground(palette.card)
        colours = {"train": palette.train, "validation": palette.validation}
        for split, colour in colours.items():
            faint = QColor(colour)
            faint.setAlpha(_RAW_ALPHA)
            self.raw_lines[split].set_pen(pg.mkPen(faint, width=1))
        self._thicken(len(self._epochs))
        self._best.setPen(pg.mkPen(palette.validation, width=2))
        self._best.setBrush(pg.mkBrush(palette.card))
        self._cursor.setPen(pg.mkPen(palette.disabled, width=1))
        for axis in (self._x_axis, self._y_axis):
            axis.setPen(pg.mkPen(palette.plot_grid))
            axis.setTickPen(pg.mkPen(palette.plot_grid))
            axis.setTextPen(pg.mkPen(palette.muted))
            axis.setTickFont(theme.font(theme.TEXT_SMALL))
            axis.label.setFont(theme.font(theme.TEXT_SMALL))
            axis.setStyle(tickLength=0, tickTextOffset=6)
            # Behind the curves, or the grid would cut through them.
            axis.setZValue(-1000)
        self._y_axis.setGrid(255)

    def _added(self, line: LineItem) -> LineItem:
        self.addItem(line, ignoreBounds=True)
        return line

    def _thicken(self, count: int) -> None:
        palette = theme.current()
        width = 2 if self._smooth or count <= _MOST_WIDE else 1
        if (palette, width) == self._drawn_with:
            return
        self._drawn_with = palette, width
        for split, colour in (("train", palette.train), ("validation", palette.validation)):
            self.lines[split].set_pen(pg.mkPen(colour, width=width))

    def _mark(self, x: Curve, y: Curve, best: int | None) -> None:
        if best is None or not np.isfinite(x[best]) or not np.isfinite(y[best]):
            self._best.hide()
        else:
            self._best.setPos(float(x[best]), float(y[best]))
            self._best.show()

    def _fit(self, x: Curve, y: Curve) -> bool:
        """Fit the axes to the data, the epochs only while they are followed."""
        finite = y[np.isfinite(y)]
        if len(finite) == 0:
            return False
        if self._follow:
            self._fit_x(x)
        low, high = float(finite.min()), float(finite.max())
        margin = _ROOM * (high - low) or 0.05 * abs(high) or 0.5
        bottom, top = self.getViewBox().viewRange()[1]
        too_much = _TOO_MUCH_ROOM * (top - bottom)
        if (
            not self._fitted
            or not bottom < low - margin / 4
            or not high + margin / 4 < top
            or low - bottom > too_much
            or top - high > too_much
        ):
            self.getViewBox().setYRange(low - margin, high + margin, padding=0)
        self._fitted = True
        return True

    def _fit_x(self, x: Curve) -> None:
        low, high = float(x[0]), float(x[-1])
        left, right = self.getViewBox().viewRange()[0]
        fits = left <= low and high <= right
        if self._fitted and fits and right - high <= _TOO_MUCH_ROOM / 2 * (right - left):
            return
        room = _ROOM * (high - low) if self._fitted else 0.0
        high = high + room if high > low else low + 1.0
        self.getViewBox().setXRange(low, high, padding=0.01)

    def _point_at(self, place: QPointF) -> None:
        view = self.getViewBox()
        if len(self._epochs) == 0 or not view.sceneBoundingRect().contains(place):
            self._cursor.hide()
            self.readout.hide()
            return
        x = float(view.mapSceneToView(place).x())
        xs = _scaled(self._epochs, self._x_axis.logarithmic)
        row = int(np.abs(xs - x).argmin())
        self._cursor.setPos(xs[row])
        self._cursor.show()
        said = [f"epoch {self._epochs[row]:,.0f}"]
        said += [f"{split} {words.number(float(y[row]))}" for split, y in self._shown.items()]
        self.readout.show_at("\n".join(said), place.toPoint(), self.rect())


def _scaled(values: Curve, logarithmic: bool) -> Curve:
    """`values`, or their exponents of ten, NaN where there is none."""
    if not logarithmic:
        return np.where(np.isfinite(values), values, np.nan)
    known = np.isfinite(values) & (values > 0.0)
    return np.where(known, np.log10(np.where(known, values, 1.0)), np.nan)
