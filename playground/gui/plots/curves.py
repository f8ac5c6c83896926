"""The loss and the metrics of training and validation, over a run and those that were pinned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.plots.curve_source import SPLITS, CurveSource
from playground.gui.plots.quantities import LOSS, axis_name_of, label_of, topic_of
from playground.gui.plots.quantity_box import QuantityBox
from playground.gui.plots.run_legend import RunLegend
from playground.gui.plots.save_menu import SaveMenu
from playground.gui.plots.smooth_button import SmoothButton
from playground.gui.plots.x_box import XBox
from playground.gui.topics import mark
from playground.gui.views.shown import RunCurves, Shown
from playground.gui.widgets.message_label import MessageLabel

if TYPE_CHECKING:
    from playground.gui.plots.curve_picture import CurvePicture, CurveRequest
    from playground.gui.plots.curve_view import CurveView
    from playground.gui.runs import PinnedRun

# One row of names for each so many px of height.
_LEGEND_ROW_EACH = 120
_EMPTY = "Press Run to watch the loss fall."
_NO_LOG_Y = "Nothing to draw on a log axis: no value is above 0. Turn “log y” off."
_NO_LOG_X = "Nothing to draw on a log axis: {} 0 has no place there. Turn “log x” off."
_NOT_FINITE = "No value is a finite number."
_HIDDEN = "Every pinned run is hidden. Click one in the legend, or press Run."


class CurvesPlot(QWidget):
    """Curves of the loss or of one metric, with a header to choose and a legend of values.

    pyqtgraph is imported when the first curve is drawn, or by `prepare`: it takes longer to import
    than the window may take to appear.

    Attributes:
        header: the row above, for more controls.
        quantity_box: the choice of loss or metric. x_box: what the horizontal axis counts.
        log_y_button, log_x_button, smooth_button: the toggles.
        legend: values of the moment shown, the best validation epoch, and the pinned runs.
        save_menu: the right-click menu.
        source: what is drawn.

    Signals:
        quantity_changed: another one was chosen.
    """

    quantity_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Curves of loss and metrics")
        mark(self, "view.curves")
        self.source = CurveSource()
        self._log_y = {LOSS: True}
        self._view: CurveView | None = None
        self._asked: CurveRequest | None = None
        self._stale = False
        self.quantity_box = QuantityBox()
        self.quantity_box.set_quantities([LOSS], LOSS)
        self.x_box = XBox()
        self.log_y_button = _toggle("log y", "Draw the values on a logarithmic axis")
        self.log_x_button = _toggle("log x", "Draw the horizontal axis logarithmic")
        self.smooth_button = SmoothButton()
        self.log_y_button.setChecked(True)
        self.legend = RunLegend()
        mark(self.quantity_box, "curves.quantity")
        mark(self.x_box, "curves.across")
        mark(self.log_y_button, "curves.log")
        mark(self.log_x_button, "curves.log")
        mark(self.smooth_button, "curves.smooth")
        mark(self.legend, "curves.legend")
        self._message = MessageLabel(_EMPTY)
        self._pages = QStackedLayout()
        self.save_menu = SaveMenu(self, "curves")
        self.header = QHBoxLayout()
        self._arrange()
        self.quantity_box.currentIndexChanged.connect(self._choose_quantity)
        self.x_box.currentIndexChanged.connect(self.redraw)
        self.log_y_button.toggled.connect(self._choose_log_y)
        self.log_x_button.toggled.connect(self.redraw)
        self.smooth_button.strength_changed.connect(self.redraw)
        self.legend.toggled.connect(self._toggle_ghost)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def view(self) -> CurveView:
        """The drawing; made at first use."""
        if self._view is None:
            from playground.gui.plots.curve_view import CurveView

            self._view = CurveView()
            self._view.range_changed.connect(self.redraw)
            self._pages.addWidget(self._view)
        return self._view

    @property
    def says(self) -> str:
        """The sentence that stands in place of the curves, or ""."""
        return self._message.text() if self._pages.currentWidget() is self._message else ""

    @property
    def quantity(self) -> str:
        """The name of what is drawn."""
        return str(self.quantity_box.currentData() or LOSS)

    def topic_at(self, place: QPoint) -> str:
        """The left axis is about the quantity, the lower one about what is counted."""
        if self._view is None or not self._view.isVisible():
            return ""
        axis = self._view.axis_at(self._view.mapFrom(self, place))
        return {"left": topic_of(self.quantity), "bottom": self.x_box.topic}.get(axis, "")

    def prepare(self) -> None:
        """Import what drawing needs, at a moment when nobody waits."""
        self.view.set_names(axis_name_of(self.quantity), self.x_box.unit)

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 290)

    def minimumSizeHint(self) -> QSize:
        """Small enough for the drawer."""
        return QSize(260, 150)

    def set_curves(self, curves: RunCurves | None, shown: Shown | None = None) -> None:
        """The present run's curves from now on; `request` or `redraw` draws them.

        Args:
            curves: epochs rising; NaN in a series where there is no value.
            shown: the moment that is shown, which is marked if it is an earlier one.
        """
        self.source.set_curves(curves, shown)
        self.x_box.offer(curves)
        self._offer()

    def set_runs(self, runs: Sequence[PinnedRun]) -> None:
        """The pinned runs from now on; `request` or `redraw` draws them."""
        self.source.set_runs(runs)
        self._offer()

    def set_splits(self, splits: Sequence[str]) -> None:
        """Draw these of train and validation."""
        self.source.splits = tuple(split for split in SPLITS if split in splits)
        self.redraw()

    def request(self) -> CurveRequest | None:
        """The chosen curves, to be laid out in any thread; None where nothing can be seen."""
        self._stale = not self.isVisible()
        if self._stale:
            return None
        quantity, unit = self.quantity, self.x_box.unit
        if not self.source.has(quantity):
            self._asked = None
            self._say(_EMPTY if not self.source.runs else _HIDDEN)
            self.legend.set_entries(self.source.entries(quantity))
            self.legend.set_remark("")
            return None
        buttons = self.log_x_button.isChecked(), self.log_y_button.isChecked()
        look = self.view.look(*buttons, self.smooth_button.share, unit)
        self._asked = self.source.request(quantity, unit, look)
        return self._asked

    def show_picture(self, picture: CurvePicture) -> None:
        """Draw what was laid out, unless something else has been asked for since."""
        if picture.request is not self._asked:
            return
        self._asked = None
        self.view.set_names(axis_name_of(self.quantity), picture.request.unit)
        if picture.empty:
            self._say(_why_nothing(picture))
        else:
            self.view.show_picture(picture)
            self._pages.setCurrentWidget(self.view)
        self.legend.set_entries(self.source.entries(self.quantity))
        self.legend.set_remark(self.source.remark(self.quantity))

    @Slot()
    def redraw(self) -> None:
        """Lay the chosen curves out and draw them, now."""
        request = self.request()
        if request is not None:
            self.show_picture(request.draw())

    @Slot()
    def clear(self) -> None:
        """The present run is gone: show the pinned ones, or the sentence that invites to run."""
        self.source.set_curves(None, None)
        self._asked = None
        self.legend.set_entries([])
        self.legend.set_remark("")
        self._say(_EMPTY)
        self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the curves most of a low plot."""
        self.legend.most_rows = min(max(event.size().height() // _LEGEND_ROW_EACH, 1), 3)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the plot could not be seen."""
        super().showEvent(event)
        if self._stale:
            self.redraw()

    def _arrange(self) -> None:
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(2)
        self.header.addWidget(self.quantity_box)
        self.header.addStretch(1)
        for control in (self.x_box, self.log_x_button, self.log_y_button, self.smooth_button):
            self.header.addWidget(control)
        card = QFrame()
        card.setProperty("role", "card")
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(6, 8, 2, 4)
        inner.addLayout(self._pages)
        self._pages.addWidget(self._message)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(self.header)
        rows.addWidget(card, 1)
        rows.addWidget(self.legend)

    def _offer(self) -> None:
        """List what can be drawn, and keep the choice if it is still there."""
        names = self.source.names
        listed = [self.quantity_box.itemData(row) for row in range(self.quantity_box.count())]
        if not names or names == listed:
            return
        before = self.quantity
        self.quantity_box.set_quantities(names, before)
        if self.quantity != before:
            self._choose_quantity()

    @Slot()
    def _choose_quantity(self) -> None:
        self.quantity_box.setToolTip(label_of(self.quantity))
        self.log_y_button.blockSignals(True)
        self.log_y_button.setChecked(self._log_y.get(self.quantity, False))
        self.log_y_button.blockSignals(False)
        self.redraw()
        self.quantity_changed.emit()

    @Slot(bool)
    def _choose_log_y(self, checked: bool) -> None:
        self._log_y[self.quantity] = checked
        self.redraw()

    @Slot(int)
    def _toggle_ghost(self, number: int) -> None:
        self.source.toggle(number)
        self.redraw()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.redraw()

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._pages.setCurrentWidget(self._message)


def _why_nothing(picture: CurvePicture) -> str:
    """Why there is nothing to see, and what to do."""
    request = picture.request
    drawn = [request.curves, *(ghost.curves for ghost in request.ghosts)]
    if not any(np.isfinite(each).any() for curves in drawn for each in curves.values.values()):
        return _NOT_FINITE
    placed = (curves.scaled(request.look.log_x, request.look.log_y).kept for curves in drawn)
    if request.look.log_x and not any(kept.any() for kept in placed):
        return _NO_LOG_X.format(request.unit)
    return _NO_LOG_Y


def _toggle(text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(help_text)
    button.setAccessibleName(help_text)
    button.setCheckable(True)
    button.setProperty("toggle", True)
    return button
