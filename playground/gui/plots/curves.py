"""The loss and the metrics of training and validation, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.save_menu import SaveMenu

if TYPE_CHECKING:
    from playground.gui.plots.curve_picture import CurvePicture, CurveRequest
    from playground.gui.plots.curve_view import CurveView

Series = Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]

_LOSS = "loss"
_LABELS = {
    "r2": "R²",
    "f1": "F1",
    "mae": "Mean absolute error",
    "mse": "Mean squared error",
    "rmse": "Root mean squared error",
}
_LOWER_IS_BETTER = {_LOSS, "mae", "mse", "rmse", "huber", "mape"}
_SHARES = {"accuracy", "balanced_accuracy", "subset_accuracy", "f1", "precision", "recall"}
_EMPTY = "Press Run to watch the loss fall."
_NO_LOG_Y = "Nothing to draw on a log axis: no value is above 0. Turn “log y” off."
_NO_LOG_X = "Nothing to draw on a log axis: epoch 0 has no place there. Turn “log x” off."
_NOT_FINITE = "No value is a finite number."


class CurvesPlot(QWidget):
    """Curves of the loss or of one metric, with a header to choose and a legend of newest values.

    pyqtgraph is imported when the first curve is drawn, or by `prepare`: it takes longer to import
    than the window may take to appear.

    Attributes:
        quantity_box: the choice of loss or metric.
        log_y_button, log_x_button, smooth_button: the toggles.
        legend: the newest values, and the best validation epoch.
        save_menu: the right-click menu.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Curves of loss and metrics")
        self._epochs: NDArray[np.float64] = np.empty(0)
        self._series: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
        self._log_y = {_LOSS: True}
        self._view: CurveView | None = None
        self._asked: CurveRequest | None = None
        self._stale = False
        self.quantity_box = CompactBox()
        self.quantity_box.setAccessibleName("Quantity to draw")
        self.quantity_box.set_entries([("Loss", _LOSS)], _LOSS)
        self.log_y_button = _toggle("log y", "Draw the values on a logarithmic axis")
        self.log_x_button = _toggle("log x", "Draw the epochs on a logarithmic axis")
        self.smooth_button = _toggle("smooth", "Draw moving averages; the raw curves stay, faintly")
        self.log_y_button.setChecked(True)
        self.smooth_button.setChecked(True)
        self.legend = Legend()
        self._message = QLabel(_EMPTY)
        self._message.setProperty("role", "muted")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._pages = QStackedLayout()
        self.save_menu = SaveMenu(self, "curves")
        self._arrange()
        self.quantity_box.currentIndexChanged.connect(self._choose_quantity)
        self.log_y_button.toggled.connect(self._choose_log_y)
        self.log_x_button.toggled.connect(self.redraw)
        self.smooth_button.toggled.connect(self.redraw)
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

    def prepare(self) -> None:
        """Import what drawing needs, at a moment when nobody waits."""
        self.view.set_quantity(self._axis_name())

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 290)

    def set_series(self, epochs: NDArray[np.generic], series: Series) -> None:
        """The curves there are from now on; `request` or `redraw` draws them.

        Args:
            epochs: (n,), rising.
            series: "loss" and metric names, each with the (n,) curves of the training and the
                validation split; NaN where there is no value.
        """
        self._epochs = np.asarray(epochs, np.float64)
        self._series = {
            name: (np.asarray(train, np.float64), np.asarray(validation, np.float64))
            for name, (train, validation) in series.items()
        }
        self._offer(list(series))

    def request(self) -> CurveRequest | None:
        """The chosen curves, to be laid out in any thread; None where nothing can be seen."""
        curves = self._series.get(self._quantity())
        self._stale = not self.isVisible()
        if self._stale or curves is None or len(self._epochs) == 0:
            return None
        from playground.gui.plots.curve_picture import CurveRequest

        buttons = (self.log_x_button, self.log_y_button, self.smooth_button)
        look = self.view.look(*(button.isChecked() for button in buttons))
        best = best_row(self._quantity(), curves[1])
        values = {"train": curves[0], "validation": curves[1]}
        self._asked = CurveRequest(self._epochs, values, best, look)
        return self._asked

    def show_picture(self, picture: CurvePicture) -> None:
        """Draw what was laid out, unless something else has been asked for since."""
        request = picture.request
        if request is not self._asked:
            return
        self._asked = None
        self.view.set_quantity(self._axis_name())
        if picture.lines:
            self.view.show_picture(picture)
            self._pages.setCurrentWidget(self.view)
        else:
            self._say(_why_nothing(picture))
        self._tell(request)

    @Slot()
    def redraw(self) -> None:
        """Lay the chosen curves out and draw them, now."""
        request = self.request()
        if request is not None:
            self.show_picture(request.draw())

    @Slot()
    def clear(self) -> None:
        """Show the sentence that invites to run."""
        self._epochs, self._series, self._asked = np.empty(0), {}, None
        self.legend.set_entries([])
        self.legend.set_remark("")
        self._say(_EMPTY)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the plot could not be seen."""
        super().showEvent(event)
        if self._stale:
            self.redraw()

    def _arrange(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(2)
        header.addWidget(self.quantity_box)
        header.addStretch(1)
        for button in (self.log_y_button, self.log_x_button, self.smooth_button):
            header.addWidget(button)
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
        rows.addLayout(header)
        rows.addWidget(card, 1)
        rows.addWidget(self.legend)

    def _offer(self, names: list[str]) -> None:
        """List these quantities, and keep the one that was chosen if it is still there."""
        listed = [self.quantity_box.itemData(row) for row in range(self.quantity_box.count())]
        if names == listed:
            return
        entries = [(label_of(name), name) for name in names]
        self.quantity_box.set_entries(entries, self._quantity())
        self._choose_quantity()

    def _quantity(self) -> str:
        return str(self.quantity_box.currentData() or _LOSS)

    def _axis_name(self) -> str:
        name = self._quantity()
        label = label_of(name)
        label = label if name in {"r2", "f1"} else label.lower()
        return f"{label} (0 to 1)" if name in _SHARES else label

    @Slot()
    def _choose_quantity(self) -> None:
        self.log_y_button.blockSignals(True)
        self.log_y_button.setChecked(self._log_y.get(self._quantity(), False))
        self.log_y_button.blockSignals(False)
        self.redraw()

    @Slot(bool)
    def _choose_log_y(self, checked: bool) -> None:
        self._log_y[self._quantity()] = checked
        self.redraw()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.redraw()

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._pages.setCurrentWidget(self._message)

    def _tell(self, request: CurveRequest) -> None:
        """Put the newest values and the best epoch into the legend."""
        palette, best = theme.current(), request.best
        train, validation = (words.number(float(v[-1]), 3) for v in request.values.values())
        self.legend.set_entries(
            [
                LegendEntry(palette.train, "train", train),
                LegendEntry(palette.validation, "validation", validation),
            ]
        )
        self.legend.set_remark("" if best is None else f"best epoch {request.epochs[best]:,.0f}")


def label_of(name: str) -> str:
    """A quantity's name as a person writes it."""
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def best_row(name: str, validation: NDArray[np.float64]) -> int | None:
    """The row of the best validation value; None if there is no finite one."""
    finite = np.isfinite(validation)
    if not finite.any():
        return None
    lower = name in _LOWER_IS_BETTER or "loss" in name or "error" in name
    worst = np.inf if lower else -np.inf
    known = np.where(finite, validation, worst)
    return int(known.argmin() if lower else known.argmax())


def _why_nothing(picture: CurvePicture) -> str:
    """Why there is nothing to see, and what to do."""
    if not picture.kept.any():
        return _NO_LOG_X
    return _NO_LOG_Y if picture.request.look.log_y else _NOT_FINITE


def _toggle(text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(help_text)
    button.setAccessibleName(help_text)
    button.setCheckable(True)
    button.setProperty("toggle", True)
    return button
