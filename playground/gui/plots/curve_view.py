"""The drawing of one pair of curves, on pyqtgraph."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.curve_picture import CurveLook, CurvePicture
from playground.gui.plots.line_item import LineItem
from playground.gui.plots.number_axis import NumberAxis
from playground.gui.plots.readout import Readout

_SPLITS = ("train", "validation")
_RAW_ALPHA = 70
# A ragged line of more points than this is drawn 1 px wide: wider ones cost several times more.
_MOST_WIDE = 400


class CurveView(pg.PlotWidget):  # type: ignore[misc]
    """Train and validation curves of one quantity against the epoch.

    Attributes:
        readout: the label beside the pointer.
        lines: the drawn curve of each split. raw_lines: the faint ones beneath.

    Signals:
        range_changed: the person has changed what is seen; the curves want drawing again.
    """

    range_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._x_axis, self._y_axis = NumberAxis("bottom"), NumberAxis("left")
        axes = {"bottom": self._x_axis, "left": self._y_axis}
        super().__init__(parent, background=None, axisItems=axes)
        self.readout = Readout(self)
        self._picture: CurvePicture | None = None
        self._fitted = False
        self._follow = True
        self._drawn_with: tuple[theme.Palette, int] | None = None
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

    def look(self, log_x: bool, log_y: bool, smooth: bool) -> CurveLook:
        """How curves are to be drawn on these axes."""
        same = (log_x, log_y) == (self._x_axis.logarithmic, self._y_axis.logarithmic)
        x_range, y_range = self.getViewBox().viewRange()
        return CurveLook(
            log_x,
            log_y,
            smooth,
            (float(x_range[0]), float(x_range[1])),
            (float(y_range[0]), float(y_range[1])),
            fitted=self._fitted and same,
            follow=self._follow or not same,
        )

    def show_picture(self, picture: CurvePicture) -> None:
        """Draw curves that were laid out, on axes as they were laid out for."""
        look = picture.request.look
        for axis, logarithmic in ((self._x_axis, look.log_x), (self._y_axis, look.log_y)):
            if axis.logarithmic != logarithmic:
                axis.logarithmic = logarithmic
                axis.picture = None
                axis.update()
        self._picture = picture
        self._follow = look.follow
        self._fitted = True
        if picture.x_range != look.x_range:
            self.getViewBox().setXRange(*picture.x_range, padding=0)
        if picture.y_range != look.y_range:
            self.getViewBox().setYRange(*picture.y_range, padding=0)
        self._thicken()
        for split in _SPLITS:
            self.raw_lines[split].setVisible(split in picture.raw)
            if split in picture.raw:
                self.raw_lines[split].set_line(picture.raw[split])
            self.lines[split].set_line(picture.lines[split])
        self._best.setVisible(picture.best is not None)
        if picture.best is not None:
            self._best.setPos(*picture.best)

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
        self.range_changed.emit()
        event.accept()

    @Slot()
    def _stop_following(self) -> None:
        self._follow = False
        self.range_changed.emit()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.setBackground(palette.card)
        colours = {"train": palette.train, "validation": palette.validation}
        for split, colour in colours.items():
            faint = QColor(colour)
            faint.setAlpha(_RAW_ALPHA)
            self.raw_lines[split].set_pen(pg.mkPen(faint, width=1))
        self._thicken()
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

    def _thicken(self) -> None:
        palette, picture = theme.current(), self._picture
        few = picture is None or picture.request.look.smooth or len(picture.x) <= _MOST_WIDE
        width = 2 if few else 1
        if (palette, width) == self._drawn_with:
            return
        self._drawn_with = palette, width
        for split, colour in (("train", palette.train), ("validation", palette.validation)):
            self.lines[split].set_pen(pg.mkPen(colour, width=width))

    def _point_at(self, place: QPointF) -> None:
        view, picture = self.getViewBox(), self._picture
        if picture is None or not view.sceneBoundingRect().contains(place):
            self._cursor.hide()
            self.readout.hide()
            return
        row = int(np.abs(picture.x - float(view.mapSceneToView(place).x())).argmin())
        self._cursor.setPos(picture.x[row])
        self._cursor.show()
        said = [f"epoch {picture.request.epochs[picture.kept][row]:,.0f}"]
        said += [
            f"{split} {words.number(float(values[picture.kept][row]))}"
            for split, values in picture.request.values.items()
        ]
        self.readout.show_at("\n".join(said), place.toPoint(), self.rect())
