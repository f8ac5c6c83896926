"""The page Gallery: every data set that comes with the program, and the public ones, as cards."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.data.prepare import Prepared
from playground.data.sources import SOURCES, Source
from playground.gui import theme
from playground.gui.data.gallery.cards import KEY, PICTURE, Card, CardList, card_item
from playground.gui.data.gallery.pictures import picture_of
from playground.gui.data.gallery.public import PublicSets
from playground.gui.data.pages import DataPage, Surroundings
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.gui.widgets.segmented import Segmented
from playground.network.pairs import HEAD_LABELS


class GalleryPage(DataPage):
    """Cards to choose from, by task and by words; a click or Enter uses one.

    Attributes:
        tasks, search: which are shown. list: the cards of what comes with the program.
        public: those of public sets. about: what is said of the one chosen.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._drawn_in = self._in_use = ""
        self.tasks = Segmented(
            [("all", "All", "Data of every task")]
            + [
                (task, label, f"Data of the task {label.lower()}")
                for task, label in HEAD_LABELS.items()
            ]
        )
        self.tasks.set_compact(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search the gallery")
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = CardList("Data sets")
        self.public = PublicSets(surroundings.jobs, self._open)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        for source in SOURCES.values():
            self.list.addItem(_item(source))
        self._arrange()
        self.tasks.current_changed.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.list.itemActivated.connect(self._use)
        self.list.itemClicked.connect(self._use)
        self.list.currentItemChanged.connect(self._tell)
        self.public.told_of.connect(self.about.setText)
        for each in (self.list, self.public.list):
            each.currentItemChanged.connect(partial(self._reach, each))

    def set_data(self, prepared: Prepared) -> None:
        """The data in use is marked."""
        self._in_use = prepared.spec.source
        file = prepared.spec.file
        here = self.list.choose(self._in_use)
        there = self.public.mark_used("" if file is None else file.path)
        if not here and not there:
            self.about.setText("The data in use is a file of your own.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.fit()
        self.public.look()  # before the pictures, which take longer
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme wants other pictures."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._draw()

    def _draw(self) -> None:
        if self._drawn_in == theme.current().name:
            return
        self._drawn_in = theme.current().name
        for item in self.list.cards():
            self._surroundings.jobs.start(
                partial(picture_of, str(item.data(KEY)), theme.current().dark),
                partial(self._take_picture, item),
                lambda message: None,
            )

    def _take_picture(self, item: QListWidgetItem, picture: QImage) -> None:
        item.setData(PICTURE, picture)

    def _open(self, path: str) -> None:
        self._surroundings.review.open(path)

    @Slot()
    def _filter(self) -> None:
        task, words = self.tasks.current, self.search.text().lower().split()
        for item in self.list.cards():
            source = SOURCES[str(item.data(KEY))]
            text = f"{source.label} {source.help} {source.origin} {HEAD_LABELS[source.task]}"
            fits = task in ("all", source.task)
            item.setHidden(not (fits and all(word in text.lower() for word in words)))
        self.list.fit()
        self.public.narrow(task, words)

    @Slot(QListWidgetItem)
    def _use(self, item: QListWidgetItem) -> None:
        name = str(item.data(KEY))
        if name != self._in_use:  # a double click is a click and one more
            self._in_use = name
            self._surroundings.choose_source(name)

    @Slot(QListWidgetItem)
    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            source = SOURCES[str(item.data(KEY))]
            self.about.setText(f"{source.help} {source.origin}. Licence: {source.licence}.")

    def _reach(
        self, cards: CardList, item: QListWidgetItem | None, _: QListWidgetItem | None
    ) -> None:
        """Scroll to a card that the keys have come to."""
        if item is not None:
            place = cards.visualItemRect(item)
            place.moveTopLeft(cards.viewport().mapTo(self._inner, place.topLeft()))
            self._scroll.ensureVisible(
                place.center().x(), place.center().y(), 0, place.height() // 2 + theme.SPACE_2
            )

    def _arrange(self) -> None:
        mark(self, "data.gallery")
        mark(self.list, "data.gallery")
        mark(self.search, "data.gallery")
        head = QHBoxLayout()
        head.addWidget(self.tasks)
        head.addStretch(1)
        self.search.setMaximumWidth(220)
        head.addWidget(self.search, 1)
        self._inner = QWidget()
        parts = QVBoxLayout(self._inner)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(theme.SPACE_1)
        parts.addWidget(self.list)
        parts.addWidget(self.public)
        parts.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inner)
        for widget in (self._scroll.viewport(), self._inner):
            widget.setAutoFillBackground(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(head)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(self.about)


def _item(source: Source) -> QListWidgetItem:
    size = f"{source.size:,} samples" if source.size else "any number"
    lines = (
        (source.label, "text"),
        (f"{HEAD_LABELS[source.task]} · {source.shape}", "text"),
        (f"{size} · {source.licence}", "muted"),
        (source.origin, "muted"),
    )
    tip = f"{source.label}\n{source.help}"
    return card_item(source.name, Card(lines), f"data.{source.name}", tip)
