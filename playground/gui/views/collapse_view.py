"""The linear collapse lab: fold the layers one into the next, and see what stands between."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from playground.data.plane import Plane, why_no_plane
from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.editing.straightening import put_in, take_out
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.gui.views.answers import Words
from playground.gui.views.collapse.board import Board
from playground.gui.views.collapse.comparison import MAPS, SAMPLES, Comparison
from playground.gui.views.collapse.naming import bias_name, matrix_name
from playground.gui.views.collapse.telling import folded, verdict
from playground.gui.views.collapse.work import AS_IF, BEST, Collapsed, CollapseJob
from playground.gui.views.map_view import OTHER_DATA
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel
from playground.gui.widgets.segmented import Segmented
from playground.lessons.noticed import NOTHING, Noticed
from playground.network.activations import Activation
from playground.network.affine.folding import Run, product_of, runs
from playground.network.problems import LinearStack
from playground.network.straightening import activations_of, bending

_INVITATION = "Press Run, or step once, to have weights to fold."


class CollapseView(View):
    """The network's matrices in a row, folded step by step, and the one layer beside the network.

    Attributes:
        board: the row. said: how far the fold is, or why it stops.
        fold_button, unfold_button, all_button: fold one more, one less, all.
        straight_button: takes the activations out, or puts them back.
        comparison: the network beside one layer. verdict: how far they are apart.
        kind_box: which layer. pages: maps or samples.
        shown: what is shown; None before the first.
        folds: how many folds were made. refused: the bend at which a fold was tried; −1.
    """

    key: ClassVar[str] = "collapse"
    every_ms: ClassVar[int] = 200

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Linear collapse")
        self.shown: Collapsed | None = None
        self.folds, self.refused = 0, -1
        self._wanted: LinearStack | None = None
        self._kept: dict[str, Activation] = {}
        self._prepared: Prepared | None = None
        self._plane: Plane | None = None
        self.board = Board()
        self.said, self.verdict = _sentence(), _sentence()
        self.verdict.setToolTip("Of the sums before the head's last function, in float64")
        self.fold_button = QPushButton("Fold")
        self.fold_button.setProperty("primary", True)
        self.fold_button.setToolTip("Multiply the next two matrices into one")
        self.unfold_button = QPushButton("Unfold")
        self.unfold_button.setToolTip("Take the last fold apart again")
        self.all_button = QPushButton("Fold all")
        self.all_button.setToolTip("Fold as far as nothing bends")
        self.straight_button = QPushButton()
        self.kind_box = CompactBox()
        self.kind_box.setAccessibleName("Which single layer")
        self.kind_box.setToolTip(
            "What stands in the network's place: its own products with nothing between, or the "
            "single layer that comes nearest to it"
        )
        self.kind_box.set_entries(
            [("as if nothing bent", AS_IF), ("the best there is", BEST)],
            AS_IF,
        )
        self.pages = Segmented(
            [
                (MAPS, "Maps", "The network and one layer over the plane, and their difference"),
                (SAMPLES, "Samples", "The sums of both for some samples, in figures"),
            ]
        )
        self.comparison = Comparison()
        self.message = MessageLabel(_INVITATION)
        self._lay_out()
        self._connect()
        self.clear()

    def _lay_out(self) -> None:
        buttons, choices = QHBoxLayout(), QHBoxLayout()
        for each in (self.fold_button, self.unfold_button, self.all_button):
            buttons.addWidget(each)
        buttons.addStretch(1)
        buttons.addWidget(self.straight_button)
        choices.setSpacing(theme.SPACE_2)
        choices.addWidget(self.pages)
        choices.addWidget(self.verdict, 1)
        choices.addWidget(self.kind_box)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.board, 4)
        rows.addLayout(buttons)
        rows.addWidget(self.said)
        rows.addLayout(choices)
        rows.addWidget(self.comparison, 6)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.message)
        self._stack.addWidget(whole)
        self._whole = whole

    def _connect(self) -> None:
        mark(self, "linear_collapse")
        mark(self.board, "matrix_product")
        mark(self.straight_button, "non_linearity")
        for button in (self.fold_button, self.unfold_button, self.all_button):
            mark(button, "collapse.fold")
        mark(self.kind_box, "collapse.single")
        self.pages.explain({MAPS: "collapse.compared", SAMPLES: "collapse.compared"})
        self.fold_button.clicked.connect(self.fold)
        self.unfold_button.clicked.connect(self.unfold)
        self.all_button.clicked.connect(self.fold_all)
        self.straight_button.clicked.connect(self._straighten)
        self.kind_box.activated.connect(self._ask)
        self.pages.current_changed.connect(self._turn)
        theme.notifier().theme_changed.connect(self._ask)
        if self.context is not None:
            self.context.document.changed.connect(self._tell_button)

    def sizeHint(self) -> QSize:
        """The middle of a window."""
        return QSize(640, 560)

    def minimumSizeHint(self) -> QSize:
        """The board and the sentences, and small maps."""
        return QSize(420, 360)

    @property
    def says(self) -> str:
        """The sentence that stands in place of it all, or ""."""
        return self.message.text() if self._stack.currentWidget() is self.message else ""

    @property
    def runs(self) -> tuple[Run, ...]:
        """The row as it is folded."""
        return () if self.shown is None else runs(self.shown.row, self.folds)

    # What views do

    def set_data(self, prepared: Prepared) -> None:
        """Other samples; where they were only edited by hand, what there is stays."""
        before, self._prepared = self._prepared, prepared
        if before is not None and before.spec.drawn == prepared.spec.drawn:
            if self._plane is not None:
                self.comparison.set_samples(prepared, self._plane, keep=True)
            self.stale.emit()
            return
        self.clear()
        planar = not why_no_plane(prepared.dataset)
        self._plane = Plane.of(prepared.dataset) if planar else None
        if self._plane is not None:
            self.comparison.set_samples(prepared, self._plane)
        self.pages.set_available(MAPS, planar, why_no_plane(prepared.dataset))
        self.pages.set_current(MAPS if prepared.dataset.on_plane else SAMPLES)

    def request(self, shown: Shown) -> CollapseJob | None:
        """Fold this moment's weights."""
        if shown.frame.prepared is not self._prepared:
            if not shown.live:
                self._say(OTHER_DATA)
            return None
        looks = self.comparison.looks() if self._plane is not None else None
        kind = str(self.kind_box.currentData())
        return CollapseJob(shown.frame, kind, self._plane, looks)

    def show_result(self, result: Any) -> None:
        """Show the row and the comparison, or say why there is nothing."""
        if isinstance(result, Words):
            self.shown = None
            self._say(result.text)
        elif isinstance(result, Collapsed):
            if self.shown is None or result.row is not self.shown.row:
                self.folds, self.refused = 0, -1
            self.shown = result
            self._fold_wanted()
            self._show()

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.shown, self.folds, self.refused = None, 0, -1
        self.board.clear()
        self.comparison.clear_maps()
        self._say(_INVITATION)

    def sheet(self) -> Sheet | None:
        """The matrices of the row as it is folded: a row for each number."""
        if self.shown is None:
            return None
        row, found = self.shown.row, []
        for run in self.runs:
            product = product_of(self.shown.maps, run)
            if product is None:
                continue
            for place, numbers in enumerate(product.matrix.tolist(), 1):
                name = matrix_name(row, run)
                found += [(name, place, to, number) for to, number in enumerate(numbers, 1)]
            bias = enumerate(product.bias.tolist(), 1)
            found += [(bias_name(row, run), 1, to, number) for to, number in bias]
        return Sheet(("matrix", "row", "column", "number"), found)

    def noticed(self) -> Noticed:
        """How far it is folded, and how far one layer is from the network."""
        shown = self.shown
        if shown is None:
            return NOTHING
        readings = {"pieces left": float(len(self.runs))}
        if shown.apart is not None:
            readings["difference"] = shown.apart.largest
        return Noticed(readings=readings)

    def part(self, name: str) -> QWidget | None:
        """The parts that lessons point at."""
        parts = {"fold of collapse": self.fold_button, "bend of collapse": self.straight_button}
        return parts.get(name)

    # Folding

    @Slot()
    def fold(self) -> None:
        """Multiply the next two into one; where nothing is left to fold, say why."""
        if self.shown is None:
            return
        row = self.shown.row
        if self.folds < len(row.joints):
            self.folds += 1
        elif row.bends:
            places = [n for n, piece in enumerate(row.pieces) if not piece.is_product]
            later = [place for place in places if place > self.refused]
            self.refused = (later or places)[0]
        self._show()

    @Slot()
    def unfold(self) -> None:
        """Take the last fold apart."""
        self.refused = -1
        self.folds = max(0, self.folds - 1)
        self._show()

    @Slot()
    def fold_all(self) -> None:
        """As far as nothing bends."""
        if self.shown is not None:
            self.refused = -1
            self.folds = len(self.shown.row.joints)
            self._show()

    def show_stack(self, stack: LinearStack) -> None:
        """Fold until these layers are one; as soon as there is a row."""
        self._wanted = stack
        self._fold_wanted()
        if self.shown is not None:
            self._show()

    def _fold_wanted(self) -> None:
        if self._wanted is None or self.shown is None:
            return
        row, wanted = self.shown.row, set(self._wanted.layers)
        joints = [
            number
            for number, place in enumerate(row.joints, 1)
            if wanted.issuperset(row.pieces[place + 1].layers)
        ]
        self._wanted = None
        self.folds = max(joints, default=self.folds)

    # Showing

    def _show(self) -> None:
        shown = self.shown
        if shown is None:
            return
        network = shown.frame.network
        self.board.set_row(shown.row, shown.maps, self.runs, network, self.refused)
        self.said.setText(folded(shown, self.runs, self.refused))
        _warn(self.said, self.refused >= 0)
        self.kind_box.setVisible(bool(shown.row.bends))
        axes = self._plane.axis_names if self._plane is not None else ("", "")
        self.verdict.setText(verdict(shown, axes))
        self.comparison.show_result(shown)
        more = self.folds < len(shown.row.joints)
        self.fold_button.setEnabled(more or bool(shown.row.bends))
        self.all_button.setEnabled(more)
        self.unfold_button.setEnabled(self.folds > 0 or self.refused >= 0)
        self._tell_button()
        self._stack.setCurrentWidget(self._whole)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self._stack.setCurrentWidget(self.message)

    @Slot()
    def _ask(self) -> None:
        self.stale.emit()

    @Slot(str)
    def _turn(self, page: str) -> None:
        self.comparison.choose(page)
        self.stale.emit()

    # The experiment

    @Slot()
    def _tell_button(self) -> None:
        network = self.context.document.network
        bent = bending(network)
        able = activations_of(network)
        kept = {each: own for each, own in self._kept.items() if each in able}
        if bent:
            text, tip = "Take the activations out", "Leave each layer its product alone; undoable"
        elif kept:
            text, tip = "Put them back", "The activations that were taken out; undoable"
        else:
            text, tip = "Put tanh between", "A tanh after every layer's product; undoable"
        self.straight_button.setText(text)
        self.straight_button.setToolTip(f"{tip}. The weights stay.")
        self.straight_button.setEnabled(bool(able))

    @Slot()
    def _straighten(self) -> None:
        document = self.context.document
        bent = bending(document.network)
        if bent:
            self._kept = bent
            take_out(document)
        else:
            put_in(document, self._kept)


def _sentence() -> QLabel:
    """Room for two lines, so that nothing leaps as its words change."""
    label = QLabel()
    label.setFont(theme.font(theme.TEXT_BODY))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumHeight(2 * label.fontMetrics().lineSpacing())
    return label


def _warn(label: QLabel, warned: bool) -> None:
    role = "warning" if warned else ""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
