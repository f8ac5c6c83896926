"""Several runs side by side: their curves, their numbers and their maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.plots.curves import CurvesPlot
from playground.gui.plots.map_tiles import MapTiles
from playground.gui.topics import mark
from playground.gui.views.bench import Bench
from playground.gui.views.compare_maps import CompareMaps, MapsJob, plane_of
from playground.gui.views.compare_numbers import CompareNumbers
from playground.gui.views.compare_rows import RunRow, compare_sheet, rows_of
from playground.gui.views.pinning import Pinning
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.ground import show_ground
from playground.gui.widgets.message_label import MessageLabel

if TYPE_CHECKING:
    from playground.gui.plots.curve_picture import CurvePicture, CurveRequest
    from playground.gui.plots.map_picture import MapPicture

_INVITES = (
    "No run is pinned yet. Pin this one, then change something and run again: "
    "curves, numbers and maps of both stand here side by side."
)
_NOTHING = (
    "There is nothing to compare yet. Press Run, then pin that run here or beside its curves."
)
_NO_PLANE = "Maps are drawn of data with two features."
_STACKED_UNDER = 480


@dataclass(frozen=True, eq=False)
class CompareJob:
    """Lays the curves out and makes the maps."""

    curves: CurveRequest | None
    maps: MapsJob | None

    def run(self, bench: Bench) -> Compared:
        """What there is to draw."""
        picture = self.curves.draw() if self.curves is not None else None
        return Compared(self, picture, self.maps.run(bench) if self.maps is not None else {})


@dataclass(frozen=True, eq=False)
class Compared:
    """What a job has made."""

    job: CompareJob
    curves: CurvePicture | None
    maps: Mapping[int, MapPicture]


class CompareView(View):
    """The present run beside those that were pinned.

    Attributes:
        plot: the curves of all. numbers: the table, and the choice of validation or training.
        maps: of all, where data is on a plane.
        pinning: the button and the key P. invite_button: pins the first run.
    """

    key: ClassVar[str] = "compare"
    every_ms: ClassVar[int] = 200

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shown: Shown | None = None
        self._rows: tuple[RunRow, ...] = ()
        self._known_maps = CompareMaps()
        self.setAccessibleName("Runs side by side")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.plot = CurvesPlot()
        self.plot.set_splits(["validation"])
        self.pinning = Pinning(self)
        self.pinning.serve(self.plot.legend)
        self.numbers = CompareNumbers(self.pinning.button)
        self.maps = MapTiles()
        self.invite_button = QPushButton("Pin this run")
        mark(self.invite_button, "pin")
        self._invitation = MessageLabel()
        self._no_maps = _label()
        self._scroll = QScrollArea()
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._pages = QStackedLayout(self)
        self._arrange()
        self.numbers.split_switch.split_changed.connect(self._choose_split)
        self.invite_button.clicked.connect(self.pinning.pin)
        runs = getattr(context, "runs", None)
        if runs is not None:
            self.numbers.table.renamed.connect(runs.rename)
            self.numbers.table.removed.connect(runs.remove)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def rows(self) -> tuple[RunRow, ...]:
        """The runs that are compared, the present one first."""
        return self._rows

    @property
    def says(self) -> str:
        """The sentence that stands there while no run is pinned, or ""."""
        return self._invitation.text() if self._pages.currentIndex() == 0 else ""

    def sizeHint(self) -> QSize:
        """The centre of the window."""
        return QSize(860, 620)

    def minimumSizeHint(self) -> QSize:
        """The centre of a small window."""
        return QSize(400, 316)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Maps go beneath the curves where it is narrow."""
        narrow = event.size().width() < _STACKED_UNDER
        self._sides.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        self.pinning.fit(event.size().width() // 2)
        super().resizeEvent(event)

    def request(self, shown: Shown) -> CompareJob | None:
        """Curves and maps of all runs; the table is filled here."""
        self._shown = shown
        self.pinning.set_shown(shown)
        return self._ask()

    def show_result(self, result: Compared | None) -> None:
        """Draw them; of many new maps, the rest is asked for."""
        if result is None:
            return
        if result.curves is not None:
            self.plot.show_picture(result.curves)
        if result.job.maps is not None:
            self._known_maps.take(result.job.maps, result.maps)
        self._show_maps()
        if not self._known_maps.is_complete(self._rows, self.maps):
            self.stale.emit()

    @Slot()
    def clear(self) -> None:
        """Leave the pinned runs, or the sentence that says how to pin one."""
        self._shown = None
        self.pinning.set_shown(None)
        self.plot.clear()
        job = self._ask()
        if job is not None:
            self.stale.emit()

    def sheet(self) -> Sheet | None:
        """The table, of both splits."""
        return compare_sheet(self._rows)

    def _ask(self) -> CompareJob | None:
        runs, shown = self.pinning.runs, self._shown
        training = self.context.document.project.training
        self._rows = rows_of(shown, runs, training) if runs else ()
        if not runs:
            self._invitation.setText(_INVITES if self.pinning.can_pin else _NOTHING)
            self.invite_button.setEnabled(self.pinning.can_pin)
            self._pages.setCurrentIndex(0)
            return None
        self._pages.setCurrentIndex(1)
        self.numbers.set_rows(self._rows)
        self.plot.set_runs(runs)
        self.plot.set_curves(shown.curves if shown is not None else None, shown)
        self._show_maps()
        curves, maps = self.plot.request(), self._known_maps.job(self._rows, self.maps)
        return CompareJob(curves, maps) if curves is not None or maps is not None else None

    def _show_maps(self) -> None:
        plane = plane_of(self._rows)
        self._scroll.setVisible(plane is not None)
        self._no_maps.setVisible(plane is None)
        if plane is not None:
            tiles = self._known_maps.tiles(self._rows, self.numbers.split_switch.split)
            self.maps.set_tiles(tiles, *plane)

    def _arrange(self) -> None:
        left = QWidget()
        curves = QVBoxLayout(left)
        curves.setContentsMargins(0, 0, theme.SPACE_2, 0)
        curves.addWidget(self.plot)
        self._scroll.setWidget(self.maps)
        show_ground(self._scroll)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (left, self._scroll):
            self._sides.addWidget(part)
        self._sides.setChildrenCollapsible(False)
        self._sides.setHandleWidth(1)
        self._sides.setSizes([1000, 1000])
        self._no_maps.setText(_NO_PLANE)
        full = QWidget()
        whole = QVBoxLayout(full)
        whole.setContentsMargins(theme.SPACE_3, theme.SPACE_1, theme.SPACE_3, theme.SPACE_2)
        whole.setSpacing(theme.SPACE_2)
        whole.addWidget(self._sides, 1)
        whole.addWidget(self.numbers)
        whole.addWidget(self._no_maps)
        self._pages.addWidget(self._make_invitation())
        self._pages.addWidget(full)

    def _make_invitation(self) -> QWidget:
        self._invitation.setFixedWidth(420)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._invitation)
        across.addStretch(1)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setSpacing(theme.SPACE_3)
        rows.addStretch(1)
        rows.addLayout(across)
        rows.addWidget(self.invite_button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(1)
        return page

    @Slot()
    def _choose_split(self) -> None:
        self.plot.set_splits([self.numbers.split_switch.split])
        self.stale.emit()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.stale.emit()


def _label() -> QLabel:
    label = QLabel()
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label
