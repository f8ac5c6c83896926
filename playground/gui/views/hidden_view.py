"""Where a hidden layer puts the samples, and how it bends the plane."""

from __future__ import annotations

from time import monotonic
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots import words
from playground.gui.plots.colours import class_colour
from playground.gui.plots.cut_words import cut_help, cut_words
from playground.gui.plots.hidden_job import Cuts, Hidden, HiddenJob
from playground.gui.plots.hidden_plot import HiddenPlot
from playground.gui.plots.hidden_space import Frozen
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.map_key import MapKey, Sign
from playground.gui.plots.unit_boxes import UnitBoxes
from playground.gui.topics import mark
from playground.gui.views.answers import Words
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel
from playground.network.spec import INPUT

_INVITATION = "Press Run, or step once, to see where the layers put the samples."
# While it runs, so often is it asked what straight cuts tell apart.
_CUTS_EVERY_S = 1.0
_ROOM_FOR_KEY = 300


class HiddenView(View):
    """The samples in a layer's space, the bent grid of the plane, and what a straight cut tells.

    Attributes:
        boxes: the choice of layer and axes. play_button: shows the way from the input.
        plot: the drawing. legend, key_row: what colours, rings and the line mean.
        said: what straight cuts tell apart, in words.
        message: what stands in place of the drawing.
    """

    key: ClassVar[str] = "hidden"
    every_ms: ClassVar[int] = 150

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Hidden space")
        self.hidden: Hidden | None = None
        self._former: Frozen | None = None
        self._cuts: Cuts | None = None
        self._cuts_at = 0.0
        self._film_wanted = False
        self.boxes = UnitBoxes()
        self.play_button = QToolButton()
        self.play_button.setIcon(icon("run", "muted"))
        self.play_button.setProperty("flat", True)
        self.play_button.setToolTip("Play through the layers: from the input to this layer")
        self.play_button.setAccessibleName("Play through the layers")
        mark(self.play_button, "button.play_layers")
        self.plot = HiddenPlot()
        self.message = MessageLabel(_INVITATION)
        self.legend = Legend()
        self.key_row = MapKey()
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setWordWrap(True)
        self._lay_out()
        self.boxes.chosen.connect(self._choose)
        self.play_button.clicked.connect(self.play)
        self.plot.film_ended.connect(self._end_film)
        theme.notifier().theme_changed.connect(self._recolour)
        self.clear()

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(0)
        controls.addWidget(self.boxes)
        controls.addWidget(self.play_button)
        controls.addStretch(1)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.message)
        self._pages.addWidget(self.plot)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(controls)
        rows.addLayout(self._pages, 1)
        rows.addWidget(self.legend)
        rows.addWidget(self.key_row)
        rows.addWidget(self.said)

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 330)

    def minimumSizeHint(self) -> QSize:
        """As small as a place for views gets."""
        return QSize(280, 220)

    @property
    def says(self) -> str:
        """The sentence that stands in place of the drawing, or ""."""
        return self.message.text() if self._pages.currentWidget() is self.message else ""

    def set_data(self, prepared: Prepared) -> None:
        """What was drawn of other samples goes."""
        self.clear()

    def request(self, shown: Shown) -> HiddenJob | None:
        """Look into the chosen layer."""
        if self.plot.playing and not self._film_wanted:
            return None
        frame, former = shown.frame, self._former
        if self.hidden is not None and self.hidden.frame.prepared is not frame.prepared:
            former = self._cuts = None
        with_cuts = (
            not frame.running or self._cuts is None or monotonic() > self._cuts_at + _CUTS_EVERY_S
        )
        return HiddenJob(
            frame,
            self.boxes.layer,
            self.boxes.pair,
            former,
            theme.current().dark,
            self.plot.side,
            self.plot.devicePixelRatioF(),
            with_cuts,
            self._film_wanted,
        )

    def show_result(self, result: Any) -> None:
        """Draw the space, or say why there is none."""
        if result is None:
            return
        if isinstance(result, Words):
            self._film_wanted = False
            self._say(result.text)
            return
        assert isinstance(result, Hidden)
        picture = result.picture
        self.hidden, self._former = result, picture.frozen()
        if result.cuts is not None:
            self._cuts, self._cuts_at = result.cuts, monotonic()
        self.boxes.list(result.layers, picture.layer, picture.width, picture.pair)
        self.play_button.setVisible(picture.layer != INPUT)
        self.plot.set_picture(picture, result.frame.prepared.dataset.target_names)
        self._pages.setCurrentWidget(self.plot)
        self._tell()
        if result.film and self._film_wanted:
            self._film_wanted = False
            self.plot.play(result.film)

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.hidden = self._former = self._cuts = None
        self._film_wanted = False
        self.boxes.forget()
        self.plot.stop()
        self.plot.set_picture(None)
        self._say(_INVITATION)

    def sheet(self) -> Sheet | None:
        """Where each sample that is drawn lies."""
        if self.hidden is None:
            return None
        shown, dataset = self.hidden.picture, self.hidden.frame.prepared.dataset
        points = shown.points
        rows = [
            (
                int(row),
                "validation" if aside else "training",
                words.target(target, points.task, dataset.target_names),
                float(place[0]),
                float(place[1]),
            )
            for row, aside, target, place in zip(
                shown.rows, points.validation_rows, points.targets, points.features, strict=True
            )
        ]
        return Sheet(("sample", "split", "truth", *shown.names), rows)

    def hideEvent(self, event: QHideEvent) -> None:
        """No film is shown to nobody."""
        self.plot.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low view leaves the key out."""
        super().resizeEvent(event)
        self._tell_key()

    @Slot()
    def play(self) -> None:
        """Show how the samples get from the input to this layer."""
        self._film_wanted = True
        self.stale.emit()

    @Slot()
    def _end_film(self) -> None:
        self.stale.emit()

    @Slot()
    def _choose(self) -> None:
        self._cuts = None
        self.plot.stop()
        self.stale.emit()

    @Slot(object)
    def _recolour(self, palette: theme.Palette) -> None:
        if self.hidden is not None:
            self.plot.set_picture(
                self.plot.picture, self.hidden.frame.prepared.dataset.target_names
            )
        self.stale.emit()

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self._pages.setCurrentWidget(self.message)
        self.legend.set_entries([])
        self._tell_key()
        self.said.hide()

    def _tell(self) -> None:
        """The legend, and what straight cuts tell apart."""
        assert self.hidden is not None
        shown, dataset = self.hidden.picture, self.hidden.frame.prepared.dataset
        if dataset.task == "regression":
            low, high = shown.points.value_range
            name = words.name_of(dataset.target_names, 0, "target")
            self.legend.set_scale(name, words.number(low), words.number(high))
        else:
            kind = "label" if dataset.task == "multilabel" else "class"
            self.legend.set_entries(
                [
                    LegendEntry(
                        QColor(*class_colour(dataset.task, number)).name(),
                        words.name_of(dataset.target_names, number, kind),
                    )
                    for number in range(len(dataset.target_names))
                ]
            )
        self._tell_key()
        self.said.setVisible(self._cuts is not None)
        if self._cuts is not None:
            self.said.setText(cut_words(shown.layer, self._cuts, dataset.task))
            self.said.setToolTip(cut_help(self._cuts))

    def _tell_key(self) -> None:
        """What rings and the line mean, where there is room to say it."""
        shown = self._pages.currentWidget() is self.plot and self.height() >= _ROOM_FOR_KEY
        self.key_row.setVisible(shown)
        if shown and self.hidden is not None:
            line = self.hidden.picture.regions is not None
            signs = [Sign("train", "training"), Sign("validation", "validation")]
            signs += [Sign("line", "the head's line")] * line
            self.key_row.set_signs(signs)
