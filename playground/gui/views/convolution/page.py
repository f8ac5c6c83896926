"""A layer with windows, in three faces, with the choice of filter and channel."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.convolution.beats import Beats
from playground.gui.views.convolution.board import SlidingBoard
from playground.gui.views.convolution.faces import BANDED, FACES, SLIDING, reason_against
from playground.gui.views.convolution.look import Look
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.scene import Piece
from playground.gui.views.convolution.sentences import sentence
from playground.gui.views.sheet import Sheet
from playground.gui.widgets.segmented import Segmented
from playground.lessons.noticed import NOTHING, Noticed

# Of a grid of more cells none is listed.
_MOST_IN_SHEET = 200_000


class ConvolutionPage(QWidget):
    """Faces, filter and channel above, and the board.

    Attributes:
        faces: the choice of the face. filter_box, channel_box: counted from 1.
        board: the drawing.

    Signals:
        told: there is another sentence to `says`.
        face_changed: another face was chosen.
        beat_left: something was looked at by hand, so the calculation by hand is left.
    """

    told = Signal()
    face_changed = Signal()
    beat_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Convolution")
        self.faces = Segmented([(face.key, face.label, face.help) for face in FACES])
        self.filter_box = _box("Filter", "Which filter's result is shown")
        self.channel_box = _box("Channel", "Which channel of what arrives is shown")
        self.board = SlidingBoard()
        self._wanted = SLIDING  # also while a layer is shown that has no such face
        self._lay_out()
        mark(self, "convolution")
        mark(self.faces.button(FACES[1].key), "im2col")
        mark(self.faces.button(FACES[2].key), "banded_matrix")
        mark(self.filter_box, "filters")
        mark(self.channel_box, "channel")
        self.faces.current_changed.connect(self._choose_face)
        self.filter_box.valueChanged.connect(self._choose_filter)
        self.channel_box.valueChanged.connect(self._choose_channel)
        self.board.look_changed.connect(self._follow)

    def _lay_out(self) -> None:
        self._filter_title, self._channel_title = QLabel("Filter"), QLabel("Channel")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(self.faces)
        row.addStretch(1)
        for title, box in (
            (self._filter_title, self.filter_box),
            (self._channel_title, self.channel_box),
        ):
            title.setProperty("role", "muted")
            row.addSpacing(theme.SPACE_2)
            row.addWidget(title)
            row.addWidget(box)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(row)
        rows.addWidget(self.board, 1)

    @property
    def numbers(self) -> Numbers | None:
        """Of the layer that is shown."""
        return self.board.numbers

    @property
    def look(self) -> Look:
        """What is looked at."""
        return self.board.look

    def look_at(self, look: Look) -> None:
        """Look at something else."""
        self.board.set_look(look)
        self._tell_boxes()

    def show_numbers(self, numbers: Numbers | None) -> None:
        """Show a layer at work, or nothing."""
        if numbers is None:
            self.clear()
            return
        sliding = numbers.slid.sliding
        for face in FACES:
            reason = reason_against(face.key, sliding)
            self.faces.set_available(face.key, not reason, reason)
        possible = not reason_against(self._wanted, sliding)
        self._show_face(self._wanted if possible else SLIDING)
        self.board.show_numbers(numbers)
        self._tell_boxes()
        self._tell()

    def _show_face(self, face: str) -> None:
        """Show a face that was not chosen just now."""
        if self.faces.current != face:
            self.board.show_numbers(None)
            self.faces.blockSignals(True)
            self.faces.set_current(face)
            self.faces.blockSignals(False)
            self.board.set_face(face)

    def clear(self) -> None:
        """Show nothing."""
        self.board.show_numbers(None)

    def noticed(self) -> Noticed:
        """What of it is pointed at, and the face."""
        numbers, look = self.numbers, self.board.look
        if numbers is None:
            return NOTHING
        sight = ""
        if look.cell is not None and self.faces.current == BANDED:
            sight = "shared weight"
        elif self.board.pointed in ("image", "input") and look.source is not None:
            sight = "pixel"
        elif self.board.pointed in ("result", "sums", "output"):
            sight = "window"
        sights = frozenset({sight, f"{sight} of {numbers.id}"} if sight else ())
        return Noticed(sights, choices={"face": self.faces.current})

    # The calculation by hand

    @property
    def length(self) -> int:
        """How many beats it has; 0 where nothing is calculated by hand."""
        if self.numbers is None or self.numbers.slid.winners is not None:
            return 0
        return Beats(self.numbers.slid.sliding).length

    def show_beat(self, beat: int) -> None:
        """Show one beat of it; −1 shows every number."""
        if self.numbers is not None:
            look = Beats(self.numbers.slid.sliding).look(beat, self.board.look)
            if look.by_hand:
                self.board.follow(look)
            else:
                self.board.set_look(look)
            self._tell_boxes()
            self._tell()

    def sheet(self) -> Sheet | None:
        """Every number that is drawn, but of a matrix of millions."""
        if self.numbers is None:
            return None
        rows = [row for piece in self.board.scene.pieces for row in _rows_of(piece)]
        return Sheet(("grid", "row", "column", "value"), rows)

    @Slot(str)
    def _choose_face(self, face: str) -> None:
        self._wanted = face
        self.board.set_face(face)
        self._tell_boxes()
        self._tell()
        self.face_changed.emit()

    @Slot(int)
    def _choose_filter(self, value: int) -> None:
        if self.numbers is not None:
            look = self.board.look
            place = value - 1, look.row, look.column
            self.board.set_look(look.at(place, self.numbers.slid.sliding))
            self._tell_boxes()
            self._tell()
            self.beat_left.emit()

    @Slot(int)
    def _choose_channel(self, value: int) -> None:
        self.board.set_look(self.board.look.showing(value - 1))
        self._tell()

    @Slot()
    def _follow(self) -> None:
        """Say what the hand on the board looks at."""
        self._tell_boxes()
        self._tell()
        if not self.board.look.by_hand:
            self.beat_left.emit()

    def _tell_boxes(self) -> None:
        numbers, look = self.numbers, self.board.look
        if numbers is None:
            return
        sliding = numbers.slid.sliding
        seen = sliding.channels_of(sliding.group_of(look.filter))
        _set(self.filter_box, 1, sliding.filters, look.filter + 1)
        _set(self.channel_box, seen.start + 1, seen.stop, look.channel + 1)
        several = len(seen) > 1 and not numbers.planes.whole
        for each in (self._channel_title, self.channel_box):
            each.setVisible(several)
        self._filter_title.setText(numbers.filter_word.capitalize())
        for each in (self._filter_title, self.filter_box):
            each.setVisible(sliding.filters > 1)

    @property
    def says(self) -> str:
        """What is to be learned of what is looked at."""
        numbers = self.numbers
        return (
            "" if numbers is None else sentence(self.faces.current, numbers.slid, self.board.look)
        )

    def _tell(self) -> None:
        self.told.emit()


def _rows_of(piece: Piece) -> Iterator[tuple[str, int, int, float]]:
    """The numbers that are seen of a grid; none of one whose cells nobody could count."""
    down, across = piece.grid.down.seen, piece.grid.across.seen
    if len(down) * len(across) > _MOST_IN_SHEET:
        return
    for row, numbers in zip(down, piece.grid.matrix.part(down, across), strict=True):
        for column, value in zip(across, numbers, strict=True):
            yield piece.role, row + 1, column + 1, float(value)


def _box(name: str, help_text: str) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setToolTip(help_text)
    box.setMinimumWidth(64)
    return box


def _set(box: QSpinBox, low: int, high: int, value: int) -> None:
    box.blockSignals(True)
    box.setRange(low, high)
    box.setValue(value)
    box.blockSignals(False)
