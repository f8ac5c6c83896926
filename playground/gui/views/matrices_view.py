"""The network as neurons and as matrix products, side by side and linked."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.convolution.faces import BANDED, IM2COL, SLIDING
from playground.gui.views.convolution.linking import look_at_spot, touch_of
from playground.gui.views.convolution.page import ConvolutionPage
from playground.gui.views.matrices.aim import NO_TOUCH, Aim, Spot, Touch
from playground.gui.views.matrices.board import MatrixBoard
from playground.gui.views.matrices.case import LOSS
from playground.gui.views.matrices.job import MatricesJob
from playground.gui.views.matrices.overview import HEIGHT, LOW_HEIGHT, Overview
from playground.gui.views.matrices.picture import Picture, first_product, layer_showing
from playground.gui.views.matrices.play_bar import PlayBar
from playground.gui.views.matrices.samples_row import SamplesRow
from playground.gui.views.matrices.scene import Scene
from playground.gui.views.matrices.titles import title_of
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.lessons.noticed import Noticed
from playground.network.layers.input import Input

# Of a deeper network nothing could be made out.
MOST_LAYERS = 100
_LOW = 540
_HINT = (
    "Point at a neuron: its column lights up. Point at a number: its wire does. "
    "Play works a layer out by hand; the wheel zooms."
)


class MatricesView(View):
    """The network above, one of its layers as a product beneath, and a sentence on it.

    Attributes:
        overview: the network. board: the layer. page: in the board's place, a layer with windows.
        play_bar: the calculation by hand.
        sample_bar, samples: which samples pass through. title, caption: what is shown, and what
            is pointed at, in words.
        shown_id: the layer that is shown large now.
    """

    key: ClassVar[str] = "matrices"
    every_ms: ClassVar[int] = 150

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Matrices view")
        self.overview, self.board, self.play_bar = Overview(), MatrixBoard(), PlayBar()
        self.page = ConvolutionPage()
        self.controls = SamplesRow()
        self.samples, self.sample_bar = self.controls.which, self.controls.bar
        self.title, self.caption, self.message = QLabel(), QLabel(), QLabel()
        self._prepared: Prepared | None = None
        self._picture: Picture | None = None
        self._chosen, self._spot = "", Spot("", -1)
        self._peek: Spot | None = None
        self.shown_id = ""
        self._drawn_up = False
        self._arrange()
        self._connect()

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(820, 640)

    def minimumSizeHint(self) -> QSize:
        """The network, and a small board."""
        return QSize(320, 320)

    @property
    def picture(self) -> Picture | None:
        """What is drawn."""
        return self._picture

    @property
    def says(self) -> str:
        """The sentence that stands in place of the drawing, or ""."""
        return self.message.text() if self._picture is None else ""

    def set_data(self, prepared: Prepared) -> None:
        """Show other samples."""
        self._take_data(prepared)
        self.stale.emit()

    def _take_data(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self.sample_bar.set_data(prepared.dataset)

    def request(self, shown: Shown) -> MatricesJob | None:
        """The workings of this moment."""
        frame = shown.frame
        if frame.prepared is not self._prepared:
            self._take_data(frame.prepared)
        layers = sum(not isinstance(node, Input) for node in frame.network)
        if layers > MOST_LAYERS or len(frame.prepared.dataset.features) == 0:
            self._say(
                f"This network has {layers:,} layers; up to {MOST_LAYERS} can be shown here."
                if layers > MOST_LAYERS
                else "There are no samples to show. Choose other data."
            )
            return None
        if frame.sample_row is not None:
            self.sample_bar.show_row(frame.sample_row)
        batch = self.controls.batch
        look = theme.current().dark, self.overview.size(), self.devicePixelRatioF()
        face = self.page.faces.current
        return MatricesJob(frame, self.sample_bar.row, batch, self.shown_id, *look, face)

    def follow_sample(self, row: int) -> None:
        """Let this sample pass through."""
        self.sample_bar.show_row(row)
        self.stale.emit()

    def show_result(self, result: Any) -> None:
        """Draw it."""
        if not isinstance(result, Picture):
            return
        if result.message:
            self._say(result.message)
            return
        self._picture = result
        self.controls.tell(result)
        if self._chosen not in result.ids:
            self._chosen = first_product(result)
        self._refresh()

    @Slot()
    def clear(self) -> None:
        """Nothing is known of any network."""
        self._say("There is no network to look into yet. Mend it under Build.")

    def begin_work(self) -> None:
        """Stand for itself, as on paper, where nobody points at anything."""
        self._drawn_up = True
        self.samples.hide()
        self._tell()

    def sheet(self) -> Sheet | None:
        """Every number of the layer that is shown."""
        if self.page.numbers is not None:
            return self.page.sheet()
        scene = self.board.scene
        if scene is None:
            return None
        return Sheet(("matrix", "row", "column", "value"), scene.sheet_rows)

    def noticed(self) -> Noticed:
        """What of the layer is pointed at, and whether it is worked out by hand."""
        unit, aim, found = self._peek or self._spot, self.board.aim, set()
        if unit.unit >= 0 and not unit.source and unit.layer == self.shown_id:
            found.add("matrix column")
        if self._peek is None and aim is not None and aim.grid == "w":
            found.add("matrix entry")
        if self.board.moment is not None:
            found.add("calculation")
        places = {f"{sight} of {self.shown_id}" for sight in found}
        return Noticed(frozenset(found | places)) | self.page.noticed()

    def part(self, name: str) -> QWidget | None:
        """The parts that lessons point at."""
        faces = self.page.faces
        parts: dict[str, QWidget] = {
            "network of matrices": self.overview,
            "product of matrices": self.board if self.board.isVisible() else self.page.board,
            "sliding of matrices": faces.button(SLIDING),
            "im2col of matrices": faces.button(IM2COL),
            "banded matrix of matrices": faces.button(BANDED),
            "play of matrices": self.play_bar.play_button,
        }
        return parts.get(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the matrices take it."""
        super().resizeEvent(event)
        self.overview.setFixedHeight(LOW_HEIGHT if self.height() < _LOW else HEIGHT)
        self._fit_caption()

    def _fit_caption(self) -> None:
        short = self.height() < _LOW and self.page.numbers is None
        self.caption.setFixedHeight(36 if short else 52)

    # The parts of the widget

    def _arrange(self) -> None:
        self.title.setProperty("role", "value")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.play_bar)
        for label in (self.caption, self.message):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.caption.setAccessibleName("What is pointed at")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setProperty("role", "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.controls)
        rows.addWidget(self.overview)
        rows.addLayout(head)
        rows.addWidget(self.board, 1)
        rows.addWidget(self.page, 1)
        rows.addWidget(self.caption)
        rows.addWidget(self.message, 1)
        mark(self.overview, "neuron")
        for each in (self.board, self.play_bar, self.title):
            mark(each, "matrix_product")
        self._say("Waiting for the network.")

    def _connect(self) -> None:
        self.overview.pointed.connect(self._peek_at)
        self.overview.layer_chosen.connect(self._choose_layer)
        self.overview.unit_chosen.connect(self._choose_unit)
        self.overview.resized.connect(self.stale)
        self.board.aimed.connect(self._aim_at)
        self.board.page_wanted.connect(self._turn)
        self.board.play_wanted.connect(self.play_bar.toggle)
        self.board.step_wanted.connect(self._step)
        self.page.told.connect(self._tell)
        self.page.beat_left.connect(self.play_bar.rewind)
        self.page.face_changed.connect(self.stale)
        self.page.board.page_wanted.connect(self._turn)
        self.page.board.play_wanted.connect(self.play_bar.toggle)
        self.page.board.step_wanted.connect(self._step)
        self.play_bar.beat_changed.connect(self._show_beat)
        self.controls.changed.connect(self._take_samples)

    def _show_parts(self, on: bool) -> None:
        for each in (self.controls, self.overview, self.title, self.play_bar, self.caption):
            each.setVisible(on)
        windows = self.page.numbers is not None
        self.board.setVisible(on and not windows)
        self.page.setVisible(on and windows)
        self.message.setVisible(not on)
        self._fit_caption()

    def _say(self, words: str) -> None:
        self._picture = None
        self.message.setText(words)
        self.board.show_case(None)
        self.page.clear()
        self.overview.set_picture(None, "")
        self._show_parts(False)

    # What is shown

    def _refresh(self) -> None:
        """Draw the picture anew, the pointer and the calculation being where they were."""
        picture = self._picture
        if picture is None:
            return
        self.shown_id = self._shown_for(self._peek) or self._chosen
        self.overview.set_picture(picture, self.shown_id)
        case, numbers = picture.case(self.shown_id), picture.numbers(self.shown_id)
        self.page.show_numbers(numbers)
        self.board.show_case(case if numbers is None else None)
        self._show_parts(True)
        scene = self.board.scene
        self.play_bar.set_length(scene.length if scene is not None else self.page.length)
        first = numbers is not None and len(picture.rows) > 1
        of = f" · {picture.row_names[0]}, the first" if first else ""
        self.title.setText(title_of(case) + of)
        self._aim_for_spot()
        self._show_beat(self.play_bar.beat)

    def _shown_for(self, spot: Spot | None) -> str:
        return "" if spot is None or self._picture is None else layer_showing(self._picture, spot)

    def _aim_for_spot(self) -> None:
        """Let what is pointed at, or was chosen, in the network stand out on the board."""
        scene, spot = self.board.scene, self._peek or self._spot
        if self.page.numbers is not None:
            self.page.look_at(look_at_spot(self.page.numbers, self.page.look, spot))
        if scene is None or self._shown_for(spot) != self.shown_id:
            return
        if spot.source:
            aim = scene.aim_of_wire(spot.source, spot.source_unit, spot.unit)
        elif spot.layer == self.shown_id:
            aim = scene.aim_of_unit(spot.unit)
        else:
            aim = scene.aim_of_input(spot.layer, spot.unit)
        self.board.look_at(aim)

    def _tell(self) -> None:
        """Say what stands out, and let it stand out in the network."""
        scene, aim, moment = self.board.scene, self.board.aim, self.board.moment
        if self.page.numbers is not None:
            self._say_beneath(self.page.says, touch_of(self.page.numbers, self.page.look))
        if scene is None:
            return
        if aim is not None:
            words, touch = scene.says(aim), scene.touch(aim)
        elif moment is not None:
            words, touch = moment.says, moment.touch
        else:
            words, touch = self._at_rest(scene), NO_TOUCH
        if self._peek is not None and aim is None and self._peek.layer in self.overview_ids:
            touch = type(touch)(frozenset({(self._peek.layer, self._peek.unit)}))
        self._say_beneath(words, touch)

    def _at_rest(self, scene: Scene) -> str:
        """What is said while nothing is pointed at: what to do, or, on paper, a unit's sum."""
        if not self._drawn_up:
            return _HINT
        first = scene.aim_of_unit(0)
        return scene.says(first) if first is not None else ""

    def _say_beneath(self, words: str, touch: Touch) -> None:
        self.caption.setText(words)
        self.caption.setAccessibleDescription(words)
        self.overview.set_touch(touch)

    @property
    def overview_ids(self) -> tuple[str, ...]:
        """The layers that are drawn above."""
        return self._picture.ids if self._picture is not None else ()

    # What was done by hand

    @Slot(object)
    def _peek_at(self, spot: Spot | None) -> None:
        before = self.shown_id
        self._peek = spot
        if (self._shown_for(spot) or self._chosen) != before:
            self._refresh()
            return
        self.board.look_at(None)
        self.page.look_at(self.page.look.pointing())
        self._aim_for_spot()
        self._tell()

    @Slot(str)
    def _choose_layer(self, identity: str) -> None:
        self._chosen, self._spot = identity, Spot("", -1)
        self.play_bar.rewind()
        self.board.look_at(None)
        self._refresh()
        if identity != LOSS:
            self.node_chosen.emit(identity)

    @Slot(object)
    def _choose_unit(self, spot: Spot) -> None:
        shown = self._shown_for(spot)
        if shown and shown != self._chosen:
            self.play_bar.rewind()
        self._chosen, self._spot = shown or self._chosen, spot
        self._refresh()

    @Slot(object)
    def _aim_at(self, aim: Aim | None) -> None:
        self._spot = Spot("", -1)
        self._tell()

    @Slot(int)
    def _turn(self, by: int) -> None:
        ids = self.overview_ids
        if self._chosen in ids:
            place = min(max(ids.index(self._chosen) + by, 0), len(ids) - 1)
            self._choose_layer(ids[place])

    @Slot(int)
    def _step(self, by: int) -> None:
        if by > 0:
            self.play_bar.forward()
        else:
            self.play_bar.back()

    @Slot(int)
    def _show_beat(self, beat: int) -> None:
        scene = self.board.scene
        if self.page.numbers is not None:
            self.page.show_beat(beat)
        moment = scene.moment(beat) if scene is not None and 0 <= beat < scene.length else None
        self.board.show_moment(moment)
        self._tell()

    @Slot()
    def _take_samples(self) -> None:
        self.play_bar.rewind()
        self.stale.emit()
