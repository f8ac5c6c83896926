"""The drawing of curves, on pyqtgraph."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QToolButton, QWidget

from playground.gui import theme
from playground.gui.plots.curve_picture import CurveLook, CurvePicture
from playground.gui.plots.curve_words import nearest_x, point_words
from playground.gui.plots.ghost_lines import GhostLines
from playground.gui.plots.line_item import LineItem
from playground.gui.plots.number_axis import NumberAxis
from playground.gui.plots.readout import Readout
from playground.gui.topics import mark

SPLITS = ("train", "validation")
AXIS_NAMES = {"epoch": "epoch", "step": "step", "seconds": "seconds of training"}
_RAW_ALPHA = 70
_BENEATH_PX = 36  # the numbers and the name of the horizontal axis
# A ragged line of more points than this is drawn 1 px wide: wider ones cost several times more.
_MOST_WIDE = 400
_ALL_HELP = (
    "Show the whole run again; a double-click does the same. The wheel zooms, a drag moves along."
)


class CurveView(pg.PlotWidget):  # type: ignore[misc]
    """Train and validation curves of one quantity, and those of pinned runs behind them.

    Attributes:
        readout: the label beside the pointer.
        lines: the drawn curve of each split. raw_lines: the faint ones beneath.
        ghosts: the lines of pinned runs.
        moment_line: stands at the moment that is shown, while that is an earlier one.
        all_button: shows the whole run again; there while a part is seen.

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
        self._axes = (False, False, "epoch")
        self._quantity = ""
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
        self.ghosts = GhostLines(self)
        # Faint and ragged lines gain nothing from smooth edges, which take most of the time.
        self.raw_lines = {split: self._added(LineItem(smooth_edges=False)) for split in SPLITS}
        self.lines = {split: self._added(LineItem(smooth_edges=True)) for split in SPLITS}
        self._best = QGraphicsEllipseItem(-4.5, -4.5, 9.0, 9.0)
        self._best.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._best.setZValue(10)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self.moment_line = pg.InfiniteLine(angle=90, movable=False)
        for item in (self._best, self._cursor, self.moment_line):
            item.hide()
            self.addItem(item, ignoreBounds=True)
        self.all_button = self._make_all_button()
        self.getViewBox().setMouseEnabled(x=True, y=False)
        self.getViewBox().sigRangeChangedManually.connect(self._stop_following)
        self._restyle(theme.current())
        theme.notifier().theme_changed.connect(self._restyle)

    def set_names(self, quantity: str, unit: str) -> None:
        """Name the axes; `unit` is what the horizontal one counts."""
        self._quantity = quantity
        self._name_y_axis()
        if self._x_axis.labelText != AXIS_NAMES[unit]:
            self._x_axis.setLabel(AXIS_NAMES[unit])
            self._x_axis.resizeEvent()
            self._x_axis.whole = unit != "seconds"

    def look(self, log_x: bool, log_y: bool, smooth: float, unit: str) -> CurveLook:
        """How curves are to be drawn on these axes."""
        same = (log_x, log_y, unit) == self._axes
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
        self._axes = look.log_x, look.log_y, picture.request.unit
        self._follow = look.follow
        self._fitted = True
        if picture.x_range != look.x_range:
            self.getViewBox().setXRange(*picture.x_range, padding=0)
        if picture.y_range != look.y_range:
            self.getViewBox().setYRange(*picture.y_range, padding=0)
        self._thicken()
        self.ghosts.show(picture)
        for split in SPLITS:
            for items, lines in ((self.raw_lines, picture.raw), (self.lines, picture.lines)):
                items[split].setVisible(split in lines)
                if split in lines:
                    items[split].set_line(lines[split])
        self._best.setVisible(picture.best is not None)
        if picture.best is not None:
            self._best.setPos(*picture.best)
        self.moment_line.setVisible(picture.moment is not None)
        if picture.moment is not None:
            self.moment_line.setPos(picture.moment)
        self.all_button.setVisible(not self._follow)

    def axis_at(self, place: QPoint) -> str:
        """ "left" or "bottom" for a place on an axis, "" for any other."""
        plot, point = self.getViewBox().sceneBoundingRect(), self.mapToScene(place)
        if point.x() < plot.left():
            return "left"
        return "bottom" if point.y() > plot.bottom() else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the values at the place under the pointer."""
        super().mouseMoveEvent(event)
        self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the read-out."""
        self._cursor.hide()
        self.readout.hide()
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole run again."""
        self.show_all()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its corner, and the name of the axis beside it."""
        super().resizeEvent(event)
        if hasattr(self, "all_button"):  # the base class resizes before it is there
            self._name_y_axis()
            self.all_button.move(self.width() - self.all_button.width() - 8, 2)

    @Slot()
    def show_all(self) -> None:
        """Show the whole run again."""
        self._follow = True
        self._fitted = False
        self.range_changed.emit()

    @Slot()
    def _stop_following(self) -> None:
        self._follow = False
        self.range_changed.emit()

    def _make_all_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setText("Show all")
        button.setProperty("chip", True)
        button.setToolTip(_ALL_HELP)
        button.setAccessibleName("Show the whole run")
        mark(button, "curves.whole")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.show_all)
        button.adjustSize()
        button.hide()
        return button

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.setBackground(palette.card)
        for split in SPLITS:
            faint = QColor(getattr(palette, split))
            faint.setAlpha(_RAW_ALPHA)
            self.raw_lines[split].set_pen(pg.mkPen(faint, width=1))
        self._thicken()
        self._best.setPen(pg.mkPen(palette.validation, width=2))
        self._best.setBrush(pg.mkBrush(palette.card))
        self._cursor.setPen(pg.mkPen(palette.disabled, width=1))
        self.moment_line.setPen(pg.mkPen(palette.text, width=1))
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

    def _name_y_axis(self) -> None:
        """As much of the name as there is room for."""
        room = self.height() - _BENEATH_PX
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        shown = metrics.elidedText(self._quantity, Qt.TextElideMode.ElideRight, room)
        if self._y_axis.labelText != shown:
            self._y_axis.setLabel(shown)
            self._y_axis.resizeEvent()  # which alone puts it in the middle

    def _added(self, line: LineItem) -> LineItem:
        self.addItem(line, ignoreBounds=True)
        return line

    def _thicken(self) -> None:
        palette, picture = theme.current(), self._picture
        few = picture is None or picture.request.look.smooth > 0 or len(picture.x) <= _MOST_WIDE
        width = 2 if few else 1
        if (palette, width) == self._drawn_with:
            return
        self._drawn_with = palette, width
        for split in SPLITS:
            self.lines[split].set_pen(pg.mkPen(getattr(palette, split), width=width))

    def _point_at(self, place: QPointF) -> None:
        view, picture = self.getViewBox(), self._picture
        inside = view.sceneBoundingRect().contains(place)
        x = nearest_x(picture, float(view.mapSceneToView(place).x())) if picture else None
        if picture is None or x is None or not inside:
            self._cursor.hide()
            self.readout.hide()
            return
        self._cursor.setPos(x)
        self._cursor.show()
        self.readout.show_at(point_words(picture, x), place.toPoint(), self.rect())
