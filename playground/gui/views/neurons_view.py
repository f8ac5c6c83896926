"""What each unit responds to, the weights between them, and how a sample passes through."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from playground.data.extent import Extent
from playground.data.plane import Plane
from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.plots.plane_picker import PlanePicker
from playground.gui.topics import mark
from playground.gui.views.neurons.aim import Aim, name_of, number_of
from playground.gui.views.neurons.board import NeuronBoard
from playground.gui.views.neurons.editor import NumberEditor
from playground.gui.views.neurons.job import NeuronsJob
from playground.gui.views.neurons.key import Key, entries_of
from playground.gui.views.neurons.picture import Picture
from playground.gui.views.neurons.plan import shows_samples
from playground.gui.views.neurons.sample_bar import SampleBar
from playground.gui.views.neurons.table import sheet_of_numbers
from playground.gui.views.neurons.wires import largest_of
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.lessons.noticed import NOTHING, Noticed
from playground.network.layers.input import Input
from playground.training.carry import part

# Of a deeper network nothing could be made out, and evaluating every layer would take too long.
MOST_LAYERS = 200
_SIGHTS = {"unit": "neuron", "wire": "wire", "bias": "bias"}


class NeuronsView(View):
    """Columns of units with their answers as small pictures, and wires as wide as their weights.

    Over a plane of two features or components; for images, sequences and coded features, of one
    sample. A wire or the dot of a bias can be clicked and set, while the network trains or rests.

    Attributes:
        board: the columns. legend: what its signs mean. editor: what sets a number.
        plane_picker, sample_bar: what the units' pictures are of.
    """

    key: ClassVar[str] = "neurons"
    every_ms: ClassVar[int] = 125

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Neurons view")
        self.board = NeuronBoard(self)
        mark(self.board, "neurons.board")
        self.legend = Key(self)
        self.editor = NumberEditor(self.board)
        self.plane_picker = PlanePicker()
        self.sample_bar = SampleBar()
        self._across = QScrollBar(Qt.Orientation.Horizontal)
        self._down = QScrollBar(Qt.Orientation.Vertical)
        self._prepared: Prepared | None = None
        self._plane: Plane | None = None
        self._extent: Extent = (-1.0, 1.0, -1.0, 1.0)
        self._pages: dict[str, int] = {}
        self._aim: Aim | None = None
        self._live = True
        self._arrange()
        self._connect()

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(820, 640)

    def minimumSizeHint(self) -> QSize:
        """A few small columns and their key."""
        return QSize(320, 240)

    @property
    def says(self) -> str:
        """The sentence that stands in place of the columns, or ""."""
        return self.board.message

    def whole_size(self) -> QSize:
        """So large that no column has to be scrolled to."""
        return self.size() + self.board.reach

    def set_data(self, prepared: Prepared) -> None:
        """Show other samples; where they are of the same kind, what was chosen stays."""
        self._take_data(prepared)
        self.stale.emit()

    def _take_data(self, prepared: Prepared) -> None:
        self._prepared = prepared
        dataset = prepared.dataset
        self.plane_picker.set_data(dataset)
        self.sample_bar.set_data(dataset)
        by_sample = dataset.coded or len(dataset.feature_shape) != 1
        self.sample_bar.setVisible(by_sample)
        if by_sample:
            self.plane_picker.hide()
        self._plane = None if by_sample else self.plane_picker.plane
        self._find_extent()

    def request(self, shown: Shown) -> NeuronsJob | None:
        """Everything that is drawn, for the size the board has."""
        frame = shown.frame
        self._live = shown.live
        if frame.prepared is not self._prepared:
            self._take_data(frame.prepared)
        layers = sum(not isinstance(node, Input) for node in frame.network)
        reason = self._why_not(layers, len(frame.prepared.dataset.features))
        if reason:
            self.board.set_message(reason)
            self._tell(None)
            return None
        if shows_samples(frame) and frame.sample_row is not None:
            self.sample_bar.show_row(frame.sample_row)
        size = float(self.board.width()), float(self.board.height())
        return NeuronsJob(
            frame,
            size,
            self.board.devicePixelRatioF(),
            theme.current().dark,
            self._plane,
            self._extent,
            self.sample_bar.row,
            dict(self._pages),
        )

    def follow_sample(self, row: int) -> None:
        """Let this sample pass through."""
        self.sample_bar.show_row(row)
        self.stale.emit()

    def show_result(self, result: Any) -> None:
        """Draw it."""
        if not isinstance(result, Picture):
            return
        self.board.set_picture(result)
        self._tell(result)
        self._fit_bars()
        self._follow(result)

    @Slot()
    def clear(self) -> None:
        """Nothing is known of any network."""
        self.editor.leave()
        self._pages.clear()
        self.board.set_message("There is no network to look into yet. Mend it under Build.")
        self._tell(None)

    def sheet(self) -> Sheet | None:
        """Each unit's answer, bias and weights."""
        picture = self.board.picture
        return None if picture is None else sheet_of_numbers(picture)

    def noticed(self) -> Noticed:
        """The unit, wire or bias that stands out."""
        aim = self.board.accent.aim
        if aim is None or aim.kind not in _SIGHTS:
            return NOTHING
        name = _SIGHTS[aim.kind]
        return Noticed(frozenset({name, f"{name} of {aim.layer}"}))

    def _why_not(self, layers: int, samples: int) -> str:
        if layers > MOST_LAYERS:
            return (
                f"This network has {layers:,} layers; up to {MOST_LAYERS} can be looked into here. "
                "The histograms and norms under the canvas show networks of any depth."
            )
        if samples == 0:
            return "There are no samples to show. Choose other data."
        return ""

    # The parts of the widget

    def _arrange(self) -> None:
        self.controls = QWidget()
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(theme.SPACE_1, 0, 0, 0)
        row.addWidget(self.plane_picker)
        row.addWidget(self.sample_bar, 1)
        self.plane_picker.setAccessibleName("Plane of the units' pictures")
        self.sample_bar.hide()
        middle = QGridLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.board, 0, 0)
        middle.addWidget(self._down, 0, 1)
        middle.addWidget(self._across, 1, 0)
        for bar, name in ((self._across, "Along the network"), (self._down, "Down the network")):
            bar.setAccessibleName(name)
            mark(bar, "scroll")
            bar.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.controls)
        rows.addLayout(middle, 1)
        rows.addWidget(self.legend)

    def _connect(self) -> None:
        self.board.resized.connect(self.stale)
        self.board.page_wanted.connect(self._turn)
        self.board.edit_wanted.connect(self._edit)
        self.board.layer_chosen.connect(self.node_chosen)
        self.board.scrolled.connect(self._fit_bars)
        self.plane_picker.plane_changed.connect(self._take_plane)
        self.sample_bar.row_chosen.connect(self._take_row)
        self.editor.number_set.connect(self._set_number)
        self.editor.closed.connect(self._end_edit)
        self._across.valueChanged.connect(self._scroll)
        self._down.valueChanged.connect(self._scroll)

    def _tell(self, picture: Picture | None) -> None:
        self.legend.set_entries([] if picture is None else entries_of(picture))

    @Slot()
    def _fit_bars(self) -> None:
        reach, offset = self.board.reach, self.board.offset
        ends = (
            (self._across, reach.width(), offset.x(), self.board.width()),
            (self._down, reach.height(), offset.y(), self.board.height()),
        )
        for bar, most, now, page in ends:
            bar.blockSignals(True)
            bar.setRange(0, most)
            bar.setPageStep(page)
            bar.setSingleStep(40)
            bar.setValue(now)
            bar.blockSignals(False)
            bar.setVisible(most > 0)

    @Slot()
    def _scroll(self) -> None:
        self.editor.leave()
        self.board.scroll_to(self._across.value(), self._down.value())

    @Slot(str, int)
    def _turn(self, layer: str, first: int) -> None:
        self.editor.leave()
        self._pages[layer] = first
        self.stale.emit()

    # What the pictures are of

    def _find_extent(self) -> None:
        if self._plane is not None and self._prepared is not None:
            self._extent = self._plane.extent(self._prepared.dataset.features)

    @Slot(object)
    def _take_plane(self, plane: Plane) -> None:
        self._plane = plane
        self._find_extent()
        self.stale.emit()

    @Slot(int)
    def _take_row(self, row: int) -> None:
        self.stale.emit()

    # Setting numbers

    @Slot(object)
    def _edit(self, aim: Aim | None) -> None:
        picture = self.board.picture
        if aim is None:
            self.editor.leave()
            return
        number = number_of(picture, aim) if picture is not None else None
        if picture is None or number is None:
            return
        place = self.board.place_in_widget(aim)
        if not self._live:
            words = "This is an earlier moment. Go back to the newest to set its numbers."
            self.board.readout.show_at(words, place, self.board.rect())
            return
        self._aim = aim
        self.board.hold(aim)
        frame = picture.job.frame
        largest = largest_of(part(frame.parameters, frame.layout[number.name]))
        self.board.readout.hide()
        within = self.board.rect()
        self.editor.open(number, name_of(picture, aim), largest, QPoint(place), within)

    @Slot(float)
    def _set_number(self, value: float) -> None:
        number = self.editor.number
        if number is not None:
            self.context.trainer.set_number.emit(number.name, number.index, value)

    @Slot()
    def _end_edit(self) -> None:
        self._aim = None
        self.board.hold(None)
        self.board.setFocus()

    def _follow(self, picture: Picture) -> None:
        """The editor says what its number is now; it goes with what it belongs to."""
        if self._aim is None:
            return
        names = {layer.id for layer in picture.plan.layers} if picture.plan is not None else set()
        number = number_of(picture, self._aim) if self._aim.layer in names else None
        if number is None:
            self.editor.leave()
        else:
            self.editor.follow(number.value)
