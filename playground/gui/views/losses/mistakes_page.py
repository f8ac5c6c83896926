"""One mistake, judged by several losses: what each costs and what each sends back."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.chart import Chart, Knob
from playground.gui.plots.sentence import Sentence
from playground.gui.topics import mark
from playground.gui.views.judged_view import choice
from playground.gui.views.losses.colours import loss_colour
from playground.gui.views.losses.loss_card import LossCard
from playground.gui.views.losses.mistakes_charts import gradient_chart, loss_chart
from playground.gui.views.losses.mistakes_job import N_WORST, Met, answer_words
from playground.gui.views.losses.question import part_of
from playground.gui.views.losses.table import LossTable
from playground.gui.views.losses.words import point_words, says_words
from playground.gui.widgets.held_size import hold_size
from playground.network.losses import Loss
from playground.network.mistakes import Judged, Mistakes

_START = 0.02
_LOW_PX = 430


class MistakesPage(QWidget):
    """Curves of losses and of what they send back, a point to move, and the worst real answers.

    Attributes:
        loss_chart, gradient_chart: the curves. axis_box, truth_box, slope_box: along what, which
            truth the point has, and by what slopes are taken; `controls` are the three.
        table, card: of the losses.
        said: the point in words. worst: buttons of the worst samples.
        met: what is shown; None before the first. point: where it is. fields: losses with
            other fields than the usual ones, by name.

    Signals:
        changed: something was chosen that has to be worked out.
        sample_chosen(row): a sample was clicked, as a row of the data.
        loss_wanted(part): this loss is to be the document's.
    """

    changed = Signal()
    sample_chosen = Signal(int)
    loss_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.met: Met | None = None
        self.point = _START
        self.looked = ""
        self.fields: dict[str, Loss] = {}
        # What was drawn and told last: while a run goes on, most of it stays.
        self._drawn: tuple[object, ...] = ()
        self._told: tuple[object, ...] = ()
        self._judges: dict[tuple[object, ...], Mistakes] = {}
        self._build()
        self._arrange()
        theme.notifier().theme_changed.connect(self._recolour)

    @property
    def axis(self) -> str:
        """ "prediction" or "sum"."""
        return str(self.axis_box.currentData())

    @property
    def yes(self) -> bool:
        """Whether the point's truth is 1."""
        return bool(self.truth_box.currentData())

    def show_met(self, met: Met) -> None:
        """Show this, unless something else was chosen since it was asked for."""
        if self._is_old(met):
            return
        before, self.met = self.met, met
        if before is not None and before.question.kind != met.question.kind:
            self.point = _START if met.question.kind != "amount" else met.reach / 2.0
        elif before is None and met.question.kind == "amount":
            self.point = met.reach / 2.0
        self.looked = met.looked.name
        self.axis_box.setVisible(met.question.has_axes)
        self.truth_box.setVisible(met.question.kind == "yes_no")
        own = met.frame.head.loss_part
        self.table.show_losses(met.question.candidates, own.name, self.looked)
        self.card.show_loss(met.looked, own)
        self._name_worst(met)
        self._draw()

    def _is_old(self, met: Met) -> bool:
        wanted = self.fields.get(self.looked)
        return (
            (met.question.has_axes and met.axis != self.axis)
            or (self.looked in met.question.candidates and met.looked.name != self.looked)
            or (wanted is not None and met.looked.name == self.looked and met.looked != wanted)
        )

    def put_point(self, x: float, *, yes: bool) -> None:
        """Move the point."""
        self.truth_box.setCurrentIndex(self.truth_box.findData(yes))
        self.point = x
        self._tell_point()

    # Building

    def _build(self) -> None:
        self.loss_chart, self.gradient_chart = Chart("Loss"), Chart("What is sent back")
        self.axis_box = choice(
            "Along what",
            "Along the final prediction ŷ, or along the sum z before the final activation",
            [("along ŷ", "prediction"), ("along z", "sum")],
        )
        self.truth_box = choice(
            "The point's truth",
            "What the point's answer should have been; the other case is dashed",
            [("truth 1", True), ("truth 0", False)],
        )
        self.slope_box = choice(
            "By what slopes are taken",
            "What reaches the sum z before the final activation, or the final prediction ŷ",
            [("∂L/∂z", "sum"), ("∂L/∂ŷ", "prediction")],
        )
        self.controls = (self.axis_box, self.truth_box, self.slope_box)
        self.table, self.card = LossTable(), LossCard()
        self.said = Sentence(2)
        self.worst = [QPushButton() for _ in range(N_WORST)]
        for number, button in enumerate(self.worst):
            button.setFlat(True)
            mark(button, "view.worst")
            button.clicked.connect(partial(self._go_to_worst, number))
        for chart in (self.loss_chart, self.gradient_chart):
            chart.cursor_moved.connect(self._move)
        self.loss_chart.dot_chosen.connect(self._choose_dot)
        self.axis_box.currentIndexChanged.connect(self._change_axis)
        self.truth_box.currentIndexChanged.connect(self._tell_point)
        self.slope_box.currentIndexChanged.connect(self._draw)
        self.table.looked.connect(self._look)
        self.table.drawn.connect(self.changed)
        self.card.sliders.changed.connect(self._take_fields)
        self.card.wanted.connect(self.loss_wanted)
        for widget, topic in (
            (self.loss_chart, "loss"),
            (self.gradient_chart, "gradient"),
            (self.slope_box, "gradient"),
            (self.axis_box, "prediction"),
            (self.truth_box, "target"),
            (self.said, "loss"),
        ):
            mark(widget, topic)

    def _arrange(self) -> None:
        charts = QHBoxLayout()
        charts.setSpacing(theme.SPACE_2)
        charts.addWidget(self.loss_chart, 1)
        charts.addWidget(self.gradient_chart, 1)
        beneath = QHBoxLayout()
        beneath.setSpacing(theme.SPACE_3)
        beneath.addWidget(self.table, 1)
        beneath.addWidget(self.card)
        worst = QHBoxLayout()
        worst.setContentsMargins(0, 0, 0, 0)
        worst.setSpacing(0)
        self._worst_label = QLabel("Worst:")
        self._worst_label.setProperty("role", "muted")
        worst.addWidget(self._worst_label)
        for button in self.worst:
            worst.addWidget(button)
        worst.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(charts, 1)
        rows.addWidget(self.said)
        rows.addLayout(beneath)
        rows.addLayout(worst)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low page keeps the formula for its tool tip."""
        super().resizeEvent(event)
        self.card.set_low(self.height() < _LOW_PX)

    # Drawing

    @Slot()
    def _draw(self) -> None:
        met, palette = self.met, theme.current()
        if met is None:
            return
        others = [name for name in self.table.drawn_names if name != self.looked]
        self.loss_chart.set_picture(loss_chart(met, others, palette))
        by = self.slope_box.currentData()
        curves = tuple((loss, yes, id(curve)) for (loss, yes), curve in met.curves.items())
        drawn = curves, tuple(others), met.looked, met.ends, by, palette.name
        if drawn != self._drawn:
            self._drawn = drawn
            self.gradient_chart.set_picture(gradient_chart(met, others, palette, by))
        self._tell_point()

    @Slot()
    def _tell_point(self) -> None:
        """The numbers of the point, by every loss."""
        met = self.met
        if met is None:
            return
        low, high = met.ends
        self.point = float(np.clip(self.point, low, high))
        names, by = self.table.drawn_names, self.slope_box.currentData()
        fields = tuple(self.fields.values())
        told = met.question, met.axis, self.point, self.yes, self.looked, names, fields, by
        if (*told, theme.current().name) == self._told:
            return
        self._told = (*told, theme.current().name)
        judged = {name: self._judge(met, name) for name in met.question.candidates}
        self.table.show_numbers(judged)
        own = judged[self.looked]
        says = says_words(met.question, float(own.predictions[0, 0]), self.point, yes=self.yes)
        drawn = {name: judged[name] for name in self.table.drawn_names}
        self.said.say(point_words(met.question, says, self.looked, drawn))
        palette = theme.current()
        knobs, backs = [], []
        for name, found in drawn.items():
            colour = loss_colour(name, palette)
            knobs.append(Knob(self.point, float(found.losses[0]), colour))
            by = found.by_logits
            if self.slope_box.currentData() == "prediction":
                by = found.by_predictions if found.by_predictions is not None else by * np.nan
            backs.append(Knob(self.point, float(by[0, 0]), colour))
        loss = words.number(float(own.losses[0]))
        self.loss_chart.set_cursor(self.point, tuple(knobs), f"L {loss}")
        back = own.by_logits
        if self.slope_box.currentData() == "prediction" and own.by_predictions is not None:
            back = own.by_predictions
        self.gradient_chart.set_cursor(self.point, tuple(backs), words.number(float(back[0, 0])))

    def _judge(self, met: Met, name: str) -> Judged:
        """The point by one loss; what judges is kept."""
        question = met.question
        loss = self.fields.get(name) or part_of(question, name)
        key = question, loss
        if key not in self._judges:
            if len(self._judges) > 64:
                self._judges.clear()
            self._judges[key] = question.judges(loss)
        logits = question.logits(np.array([self.point]), met.axis)
        return self._judges[key].judge(logits, question.targets(self.yes, 1))

    def _name_worst(self, met: Met) -> None:
        samples = met.samples
        for number, button in enumerate(self.worst):
            known = number < len(samples.worst)
            button.setVisible(known)
            if not known:
                continue
            at = int(samples.worst[number])
            said = answer_words(
                met.question, float(samples.said[at]), bool(samples.yes[at]), float(samples.x[at])
            )
            loss = words.number(float(samples.losses[at]))
            text = f"row {int(samples.rows[at])} · {loss}"
            if text == button.text():
                continue
            button.setText(text)
            size = button.sizeHint()
            hold_size(button, size.width(), size.height(), 16, 48)
            button.setToolTip(
                f"{said}: loss {loss}. Click to put the point there and the sample into Matrices."
            )
            button.setAccessibleName(f"Worst answer {number + 1}: {said}, loss {loss}")

    # Choosing

    @Slot(float)
    def _move(self, x: float) -> None:
        self.point = x
        self._tell_point()

    @Slot()
    def _change_axis(self) -> None:
        """The point stays the same answer."""
        if self.met is not None:
            found = self.met.question.logits(np.array([self.point]), self.met.axis)
            z = float(found[0, 0])
            if self.axis == "sum":
                self.point = z
            else:
                judged = self._judge(self.met, self.looked)
                self.point = float(judged.predictions[0, 0])
        self.changed.emit()

    @Slot(str)
    def _look(self, name: str) -> None:
        self.looked = name
        self.changed.emit()

    @Slot(object)
    def _take_fields(self, loss: Loss) -> None:
        self.fields[loss.name] = loss
        self.changed.emit()

    @Slot(int)
    def _choose_dot(self, number: int) -> None:
        picture, met = self.loss_chart.picture, self.met
        if picture is None or picture.dots is None or met is None:
            return
        x = float(picture.dots.x[number])
        self.put_point(x, yes=bool(picture.dots.colours[number]))
        self.sample_chosen.emit(int(picture.dots.keys[number]))

    def _go_to_worst(self, number: int) -> None:
        met = self.met
        if met is not None and number < len(met.samples.worst):
            at = int(met.samples.worst[number])
            self.put_point(float(met.samples.x[at]), yes=bool(met.samples.yes[at]))
            self.sample_chosen.emit(int(met.samples.rows[at]))

    @Slot(object)
    def _recolour(self, palette: theme.Palette) -> None:
        self._draw()
