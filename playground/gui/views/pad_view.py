"""A pad to draw on; the network says what it sees."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
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
from playground.gui.plots import words
from playground.gui.plots.answer_bars import AnswerBars
from playground.gui.plots.pad_canvas import PadCanvas
from playground.gui.plots.pad_ink import Drawing, Manner
from playground.gui.plots.pad_job import PadAnswer, PadJob
from playground.gui.plots.seen_picture import SeenPicture
from playground.gui.topics import mark
from playground.gui.views.answers import Words
from playground.gui.views.reasons import pad_reason
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View

_HINT = "Draw here, or take a sample."
_HELP = "The right button rubs out. Ctrl+Z takes a stroke back; arrow keys show samples."


class PadView(View):
    """The pad, what the network sees of it, and what it answers, as one draws and as it learns.

    Attributes:
        canvas: the pad. seen: what the network is given. bars: what it answers.
        take_button, clear_button, centre_button: the row above. note: what is on the pad.
        message: why there is no pad. result: what is shown; None for nothing.
    """

    key: ClassVar[str] = "pad"
    every_ms: ClassVar[int] = 50

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Drawing pad and what the network sees")
        self._prepared: Prepared | None = None
        self._place: int | None = None
        self._random = np.random.default_rng()
        self.result: PadAnswer | None = None
        self.canvas, self.seen, self.bars = PadCanvas(), SeenPicture(), AnswerBars()
        self.canvas.hint = _HINT
        self.take_button = _button("Take a sample", "Put a random validation sample on the pad")
        self.clear_button = _button("Clear", "Take everything off the pad (Delete)")
        self.centre_button = _button(
            "Centre it",
            "Move and scale the drawing to where the training images have theirs, and make it as "
            "strong; a sample nobody has drawn on stays as it is",
        )
        self.centre_button.setCheckable(True)
        self.centre_button.setChecked(True)
        self.note = QLabel(_HELP)
        mark(self.take_button, "button.pad_take")
        mark(self.clear_button, "button.pad_clear")
        mark(self.centre_button, "button.pad_centre")
        mark(self.bars, "answer_bars")
        self.message = QLabel()
        for label in (self.note, self.message):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.canvas.changed.connect(self._ask)
        self.canvas.stepped.connect(self.step)
        self.take_button.clicked.connect(self.take_sample)
        self.clear_button.clicked.connect(self.canvas.clear)
        self.centre_button.toggled.connect(self._ask)
        self._say("Press Run, or step once, and draw.")

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(theme.SPACE_1)
        for each in (self.take_button, self.clear_button, self.centre_button):
            controls.addWidget(each)
        controls.addStretch(1)
        answers = QVBoxLayout()
        answers.setContentsMargins(0, 0, 0, 0)
        answers.setSpacing(theme.SPACE_1)
        answers.addWidget(self.seen)
        answers.addWidget(self.bars, 1)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.SPACE_3)
        beside.addWidget(self.canvas, 5)
        beside.addLayout(answers, 3)
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(controls)
        rows.addLayout(beside, 1)
        rows.addWidget(self.note)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.message)
        self._pages.addWidget(body)
        self._body = body

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 330)

    def minimumSizeHint(self) -> QSize:
        """As small as a place for views gets."""
        return QSize(280, 220)

    def set_data(self, prepared: Prepared) -> None:
        """An empty pad for these images."""
        self._prepared, self._place = prepared, None
        shape = prepared.dataset.feature_shape
        drawable = len(shape) == 3 and shape[0] == 1
        self.canvas.set_manner(Manner.of(prepared) if drawable else None)

    def request(self, shown: Shown) -> PadJob | None:
        """Ask about what is on the pad."""
        frame = shown.frame
        if frame.prepared is not self._prepared:
            self.set_data(frame.prepared)
        manner, drawing = self.canvas.manner, self.canvas.drawing
        if manner is None:
            self._say(pad_reason(frame.prepared, frame.head))
            return None
        if self._pages.currentWidget() is not self._body:
            self._pages.setCurrentWidget(self._body)
        if drawing.is_empty:
            self._show(None)
            return None
        return PadJob(frame, drawing, manner, self.centre_button.isChecked())

    def show_result(self, result: Any) -> None:
        """Show what it sees and says; or why it says nothing."""
        if isinstance(result, Words):
            self._show(None)
            self.note.setText(result.text)
        elif isinstance(result, PadAnswer) and not self.canvas.drawing.is_empty:
            self._show(result)

    @Slot()
    def clear(self) -> None:
        """The run is gone; what is drawn stays."""
        self._show(None)

    def sheet(self) -> Sheet | None:
        """The answers, and beneath them what the network was given."""
        if self.result is None:
            return None
        answer, image = self.result.answer, self.result.image
        column = "value" if answer.task == "regression" else "probability"
        rows: list[tuple[object, float]] = [
            (name, float(value)) for name, value in zip(answer.names, answer.values, strict=True)
        ]
        rows += [
            (f"pixel row {row + 1} column {place + 1}", float(value))
            for row, line in enumerate(image)
            for place, value in enumerate(line)
        ]
        return Sheet(("answer or pixel", column), rows)

    @Slot()
    def take_sample(self) -> None:
        """Put a random validation sample on the pad."""
        if self._count:
            self.put_sample(int(self._random.integers(self._count)))

    @Slot(int)
    def step(self, way: int) -> None:
        """Put the next validation sample on the pad, or the one before."""
        if self._count:
            place = (-1 if way > 0 else 0) if self._place is None else self._place
            self.put_sample((place + way) % self._count)

    def put_sample(self, place: int) -> None:
        """Put a validation sample on the pad, by its place in the split."""
        prepared = self._prepared
        if prepared is None or self.canvas.manner is None:
            return
        self._place = place
        row = int(prepared.split.validation[place])
        self.canvas.put(Drawing(prepared.dataset.features[row, 0]))

    @property
    def _count(self) -> int:
        """Of the validation samples."""
        return 0 if self._prepared is None else len(self._prepared.split.validation)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self._pages.setCurrentWidget(self.message)

    @Slot()
    def _ask(self) -> None:
        self._tell_note()
        self.stale.emit()

    def _show(self, result: PadAnswer | None) -> None:
        self.result = result
        manner = self.canvas.manner
        if result is None or manner is None:
            self.seen.set_shares(None)
            self.bars.set_answer(None)
        else:
            self.seen.set_shares(manner.shares(result.image))
            self.bars.set_answer(result.answer)
        self._tell_note()

    def _tell_note(self) -> None:
        """What is on the pad."""
        drawing, prepared = self.canvas.drawing, self._prepared
        text = _HELP
        if drawing.sample is not None and prepared is not None and self._place is not None:
            row = int(prepared.split.validation[self._place])
            dataset = prepared.dataset
            target = np.asarray(dataset.targets[row])
            told = words.target(target, dataset.task, dataset.target_names)
            text = f"Validation sample {row:,}, truly {told}"
            text += ", drawn on." if drawing.ink is not None else "."
        self.note.setText(text)


def _button(text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(help_text)
    button.setAccessibleName(text)
    button.setProperty("toggle", True)
    return button
