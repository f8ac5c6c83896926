"""Where the samples come from."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.data.prepare import prepare, thumbnail_points
from playground.data.sources import SOURCES, Source, source_of
from playground.data.spec import FILE, DataSpec
from playground.gui import theme
from playground.gui.document import Document
from playground.gui.icons import icon
from playground.gui.panels.class_picker import ClassPicker
from playground.gui.topics import mark
from playground.gui.widgets.choice_tile import ChoiceTile
from playground.gui.widgets.gallery_picture import gallery_pixmap
from playground.gui.widgets.labelled_slider import LabelledSlider
from playground.gui.widgets.thumbnail import ThumbnailButton

_COLUMNS = 6
_SIDE = 36
_NAME_PX = 110  # room for the name of a file
_TILE_COLUMNS = 2
_FOLDED = "data folded"
# More samples of a class than any that the slider takes: as many as the validation share leaves.
_ANY = 101

# Made, or of late: they stand in the gallery and on the page Make.
_ELSEWHERE = (
    "formula",
    "painted",
    "shapes",
    "digits28",
    "satellite",
    "film_reviews",
    "sine",
    "seasonal",
)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class DataPanel(QWidget):
    """A gallery of data, and sliders for what can be changed of it.

    Attributes:
        gallery: the buttons, by the source's name: a picture for points of the plane, a tile with
            an icon for the rest.
        noise, samples, classes, per_class, validation: the sliders, together in `sliders`.
        class_picker: which classes of data that is not drawn are kept.
        fold_button: folds all but the heading away.
        redraw_button: draws other points.
        open_button: opens a file of one's own. gallery_button: shows all data there is.
        by_hand: the line that says how many points were added and removed by hand; forget_button:
            takes all of them back.

    Signals:
        source_chosen(name): a picture was clicked; the window loads the data and edits.
        change_wanted(fields): a file is to be used otherwise; the window prepares it and edits.
    """

    source_chosen = Signal(str)
    change_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.gallery: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        mark(self, "data_source")
        self._group.setExclusive(True)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._name = QLabel()
        self._name.setProperty("role", "value")
        self.redraw_button = QToolButton()
        self.redraw_button.setProperty("flat", True)
        self.redraw_button.setIcon(icon("shuffle", "muted"))
        self.redraw_button.setToolTip("Draw other samples of the same kind")
        self.redraw_button.setAccessibleName("Draw other samples")
        mark(self.redraw_button, "button.redraw")
        self._about = QLabel()
        self._about.setProperty("role", "muted")
        self._about.setWordWrap(True)
        self.noise = LabelledSlider("Noise", 0.0, 0.5, 0.05, step=0.01)
        self.noise.set_help("How far samples stray from the truth.")
        self.samples = LabelledSlider("Points", 50, 5000, 500, step=10, logarithmic=True)
        self.samples.set_help("How many samples to draw.")
        self.classes = LabelledSlider("Classes", 2, 10, 3)
        self.classes.set_help("How many classes to draw.")
        self.class_picker = ClassPicker()
        self.per_class = LabelledSlider(
            "Per class",
            1,
            _ANY,
            _ANY,
            text=_few,
        )
        self.per_class.set_help(
            "How many samples of each class to train on; all others judge the network."
        )
        self.validation = LabelledSlider(
            "Validation", 0.1, 0.9, 0.5, step=0.05, text=lambda share: f"{100 * share:.0f}%"
        )
        self.validation.set_help("Share of the samples kept aside to judge the network on.")
        self.by_hand = QWidget()
        self._by_hand_label = QLabel()
        self._by_hand_label.setProperty("role", "muted")
        self.forget_button = QToolButton()
        self.forget_button.setProperty("chip", True)
        self.forget_button.setText("Undo all")
        self.forget_button.setToolTip("Have the points as they were drawn")
        self.forget_button.setAccessibleName("Undo all edits of the points by hand")
        mark(self.forget_button, "button.undo_points")
        self.sliders = QWidget()
        mark(self.noise, "field.noise")
        mark(self.samples, "field.samples")
        mark(self.classes, "field.classes")
        mark(self.class_picker, "field.only_classes")
        mark(self.per_class, "field.per_class")
        mark(self.validation, "field.validation")
        mark(self.by_hand, "edits_by_hand")
        self.open_button = _more(
            "Open data…", "A table, a folder of images or texts, …", "data_open"
        )
        self.gallery_button = _more("Gallery…", "All data that comes with the program", "templates")
        mark(self.open_button, "data_tab")
        mark(self.gallery_button, "data.gallery")
        self._body = QWidget()
        self.fold_button = self._make_fold_button()
        self._arrange()
        self._connect()
        self._draw_gallery()
        self.refresh()

    def set_terse(self, terse: bool) -> None:
        """Leave out what is said of the data, as in a low window; its button says it too."""
        self._name.setVisible(not terse)
        self._about.setVisible(not terse)

    def set_busy(self, source: str | None) -> None:
        """Say that data is being loaded, or (None) no longer."""
        if source is None:
            self.refresh()
        elif source in SOURCES:
            self._count.setText(f"loading {SOURCES[source].label}…")
        else:
            self._count.setText("preparing…")

    @Slot()
    def refresh(self) -> None:
        """Show the document's data."""
        spec = self._document.project.data
        source = source_of(spec)
        self._check(spec.source)
        rows = len(prepare(spec).dataset.features)
        what = "samples" if source.icon else "points"
        folded = self.fold_button.isChecked()
        self._tell_count(spec, source, f"{rows:,} {what}", folded)
        self._name.setText(source.label)
        self._about.setText(source.help)
        for widget in (self.noise, self.samples, self.redraw_button):
            widget.setVisible(source.generated)
        self.classes.setVisible(source.uses_classes)
        self.classes.set_value(spec.classes)
        self.noise.set_value(spec.noise)
        self.samples.set_name("Samples" if source.icon else "Points")
        self.samples.set_value(spec.samples)
        self.validation.set_value(spec.validation)
        self._show_classes(spec, source)
        self._show_edits()

    def _tell_count(self, spec: DataSpec, source: Source, count: str, folded: bool) -> None:
        """How many samples; or what data it is, where nothing else says so."""
        own = spec.source == FILE
        name = self._count.fontMetrics().elidedText(
            source.label, Qt.TextElideMode.ElideMiddle, _NAME_PX
        )
        self._count.setText(name if own or folded else count)
        self._count.setToolTip(f"{source.label}: {count}" if own else "")

    def _check(self, source: str) -> None:
        """Mark the picture of the data in use; none where it is a file."""
        if source in self.gallery:
            self.gallery[source].setChecked(True)
            return
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def _show_classes(self, spec: DataSpec, source: Source) -> None:
        """Which are kept, and how many samples of each are trained on; of data that comes whole."""
        several = source.task == "multiclass"
        classes = source.task == "binary" or several
        few = spec.per_class is not None
        self.class_picker.setVisible(
            several and (not source.generated or spec.only_classes is not None)
        )
        if several:
            whole = spec.drawn.model_copy(update={"only_classes": None, "per_class": None})
            names = prepare(whole).dataset.target_names
            self.class_picker.show_classes(names, spec.only_classes or range(len(names)))
        self.per_class.setVisible(classes and (not source.generated or few))
        self.per_class.set_value(min(spec.per_class or _ANY, _ANY))
        self.validation.setVisible(not few)

    def _show_edits(self) -> None:
        """How many points were added and removed by hand, if any."""
        edits = self._document.project.data.edits
        counts = ((len(edits.points), "added"), (len(edits.removed), "removed"))
        said = ", ".join(f"{count:,} {what}" for count, what in counts if count)
        self._by_hand_label.setText(said)
        self._by_hand_label.setToolTip(f"Edited by hand on the map: {said}")
        self.by_hand.setVisible(bool(said))

    def _arrange(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(0)
        heading.addWidget(self.fold_button)
        heading.addStretch(1)
        heading.addWidget(self._count)
        heading.addWidget(self.redraw_button)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, source in enumerate(_shown(with_icon=False)):
            picture = ThumbnailButton(source.label, source.help, _SIDE)
            self._add(source.name, picture)
            mark(picture, f"data.{source.name}")
            grid.addWidget(picture, place // _COLUMNS, place % _COLUMNS)
        grid.setColumnStretch(_COLUMNS, 1)
        tiles = QGridLayout()
        tiles.setSpacing(theme.SPACE_1)
        for place, source in enumerate(_shown(with_icon=True)):
            tile = ChoiceTile(source.label, source.icon, source.help)
            self._add(source.name, tile)
            mark(tile, f"data.{source.name}")
            tiles.addWidget(tile, place // _TILE_COLUMNS, place % _TILE_COLUMNS)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(heading)
        rows.addWidget(self._body)
        rows.addStretch(1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.SPACE_1)
        body.addLayout(grid)
        body.addLayout(tiles)
        more = QHBoxLayout()
        more.setSpacing(theme.SPACE_1)
        more.addWidget(self.open_button)
        more.addWidget(self.gallery_button)
        body.addLayout(more)
        body.addWidget(self._name)
        body.addWidget(self._about)
        body.addWidget(self.by_hand)
        body.addWidget(self.sliders)
        line = QHBoxLayout(self.by_hand)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_1)
        line.addWidget(self._by_hand_label, 1)
        line.addWidget(self.forget_button)
        column = QVBoxLayout(self.sliders)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_1)
        for row in (self.noise, self.samples, self.classes, self.class_picker, self.per_class):
            column.addWidget(row)
        column.addWidget(self.validation)

    def _make_fold_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("fold", True)
        button.setText("DATA")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setToolTip("Fold the data away, for more room for the layers")
        button.setAccessibleName("Fold the data away")
        mark(button, "fold")
        button.toggled.connect(self._fold)
        folded = QSettings().value(_FOLDED, False, bool) is True
        button.setIcon(icon("caret_right" if folded else "caret_down", "muted"))
        self._body.setVisible(not folded)
        button.setChecked(folded)
        return button

    @Slot(bool)
    def _fold(self, folded: bool) -> None:
        """Leave the heading alone, or show everything again; remembered."""
        self._body.setVisible(not folded)
        self.fold_button.setIcon(icon("caret_right" if folded else "caret_down", "muted"))
        QSettings().setValue(_FOLDED, folded)
        self.refresh()

    def _add(self, source: str, button: QAbstractButton) -> None:
        button.setProperty("source", source)
        self.gallery[source] = button
        self._group.addButton(button)
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move among the data, Enter chooses: Qt's own arrows would choose on the way."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            button = self.gallery.get(str(watched.property("source")))
            if button is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                button.click()
                return True
            if button is not None and event.key() in _ARROWS:
                self._neighbour(button, Qt.Key(event.key())).setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _neighbour(self, button: QAbstractButton, key: Qt.Key) -> QAbstractButton:
        """The button before or behind, or the nearest above or below; else itself."""
        buttons = [each for each in self.gallery.values() if each.isVisible()]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = buttons.index(button) + (1 if key == Qt.Key.Key_Right else -1)
            return buttons[at] if 0 <= at < len(buttons) else button
        here, side = button.geometry().center(), 1 if key == Qt.Key.Key_Down else -1
        ahead = [b for b in buttons if (b.geometry().center().y() - here.y()) * side > 4]
        return min(ahead, key=lambda b: _way(b.geometry().center() - here), default=button)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._choose)
        self.noise.value_changed.connect(self._set_noise)
        self.samples.value_changed.connect(self._set_samples)
        self.classes.value_changed.connect(self._set_classes)
        self.redraw_button.clicked.connect(self._redraw)
        self.validation.value_changed.connect(self._set_validation)
        self.per_class.value_changed.connect(self._set_per_class)
        self.class_picker.chosen_changed.connect(self._set_only_classes)
        self._document.refused.connect(self.refresh)
        self.forget_button.clicked.connect(self._document.forget_data_edits)
        self._document.data_changed.connect(self.refresh)
        self._document.replaced.connect(self.refresh)
        theme.notifier().theme_changed.connect(self._restyle)

    def _draw_gallery(self) -> None:
        dark = theme.current().dark
        for name, button in self.gallery.items():
            points = thumbnail_points(name)
            if points is not None and isinstance(button, ThumbnailButton):
                side = button.picture_side
                picture = gallery_pixmap(points.features, points.targets, points.task, side, dark)
                button.set_picture(picture)

    @Slot(object)
    def _choose(self, button: QAbstractButton) -> None:
        name = str(button.property("source"))
        if name != self._document.project.data.source:
            self.source_chosen.emit(name)

    @Slot(object)
    def _set_noise(self, noise: float) -> None:
        self._document.set_data(noise=noise)

    @Slot(object)
    def _set_samples(self, samples: int) -> None:
        self._document.set_data(samples=samples)

    @Slot(object)
    def _set_classes(self, classes: int) -> None:
        self._document.set_data(classes=classes)

    @Slot()
    def _redraw(self) -> None:
        self._document.set_data(seed=(self._document.project.data.seed + 1) % 2**32)

    @Slot(object)
    def _set_validation(self, share: float) -> None:
        self._set(validation=share)

    @Slot(object)
    def _set_per_class(self, count: int) -> None:
        spec = self._document.project.data
        targets = prepare(spec).dataset.targets
        most = int(np.unique(targets, return_counts=True)[1].min()) - 1
        wanted = None if count >= _ANY else max(1, min(count, most))
        if wanted == spec.per_class:
            self.refresh()
        else:
            self._set(per_class=wanted)

    @Slot(object)
    def _set_only_classes(self, kept: tuple[int, ...]) -> None:
        whole = len(kept) == len(self.class_picker.buttons)
        self._set(only_classes=None if whole else kept)

    def _set(self, **fields: Any) -> None:
        """Change the data; a file, which may be large, is prepared before."""
        if self._document.project.data.source == FILE:
            self.change_wanted.emit(fields)
        else:
            self._document.set_data(**fields)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._draw_gallery()


def _more(label: str, help_text: str, picture: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("chip", True)
    button.setText(label)
    button.setIcon(icon(picture, "muted"))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setToolTip(help_text)
    button.setAccessibleName(label.rstrip("…"))
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button


def _shown(*, with_icon: bool) -> list[Source]:
    """What stands in the panel itself; the gallery has all of them."""
    return [s for s in SOURCES.values() if bool(s.icon) == with_icon and s.name not in _ELSEWHERE]


def _way(offset: QPoint) -> int:
    """How far away something is, rows counting more than columns."""
    return 4 * abs(offset.y()) + abs(offset.x())


def _few(count: float) -> str:
    return "any" if count >= _ANY else f"{count:.0f}"
