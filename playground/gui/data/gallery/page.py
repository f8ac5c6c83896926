"""The page Gallery: every data set that comes with the program, as a card."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.data.prepare import Prepared
from playground.data.reading.known_sets import KnownSet, folders_of_sets, known_sets
from playground.data.sources import SOURCES, Source
from playground.gui import theme
from playground.gui.data.gallery.pictures import HEIGHT, WIDTH, picture_of
from playground.gui.data.pages import DataPage, Surroundings
from playground.gui.icons import icon
from playground.gui.topics import TOPIC_ROLE, mark
from playground.gui.widgets.segmented import Segmented

_NAME = Qt.ItemDataRole.UserRole
_PICTURE = Qt.ItemDataRole.UserRole + 1
_PAD = 8
_CARD = QSize(WIDTH + 2 * _PAD, HEIGHT + 96)
_TASKS = {
    "binary": "Binary",
    "multiclass": "Multi-class",
    "multilabel": "Multi-label",
    "regression": "Regression",
}


class GalleryPage(DataPage):
    """Cards to choose from, by task and by words; a click or Enter uses one.

    Attributes:
        disk_button: opens a public set on this disk. disk_told: where such are looked for.
        tasks, search: which are shown. list: the cards. about: what is said of the one chosen.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._drawn_in = self._in_use = ""
        self.tasks = Segmented(
            [("all", "All", "Data of every task")]
            + [(task, label, f"Data of the task {label.lower()}") for task, label in _TASKS.items()]
        )
        self.tasks.set_compact(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search the gallery")
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListWidget()
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(theme.SPACE_1)
        self.list.setItemDelegate(_Card(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("Data sets")
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.disk_button = QToolButton()
        self.disk_button.setText("On this disk")
        self.disk_button.setProperty("chip", True)
        self.disk_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.disk_button.setMenu(QMenu(self.disk_button))
        self.disk_button.setAccessibleName("Data sets on this disk")
        self.disk_told = QLabel()
        self.disk_told.setProperty("role", "muted")
        self.disk_told.setWordWrap(True)
        self.disk_told.setTextFormat(Qt.TextFormat.PlainText)
        for source in SOURCES.values():
            self.list.addItem(_item(source))
        self._arrange()
        self.tasks.current_changed.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.list.itemActivated.connect(self._use)
        self.list.itemClicked.connect(self._use)
        self.list.currentItemChanged.connect(self._tell)

    def set_data(self, prepared: Prepared) -> None:
        """The data in use is marked."""
        name = self._in_use = prepared.spec.source
        for place in range(self.list.count()):
            item = self.list.item(place)
            if item.data(_NAME) == name:
                self.list.setCurrentItem(item)
                return
        self.list.setCurrentIndex(QModelIndex())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()
        self._surroundings.jobs.start(known_sets, self._show_sets, self.disk_told.setText)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme wants other pictures."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._draw()

    def _draw(self) -> None:
        if self._drawn_in == theme.current().name:
            return
        self._drawn_in = theme.current().name
        for place in range(self.list.count()):
            item = self.list.item(place)
            name = str(item.data(_NAME))
            self._surroundings.jobs.start(
                partial(picture_of, name, theme.current().dark),
                partial(self._take_picture, item),
                lambda message: None,
            )

    def _take_picture(self, item: QListWidgetItem, picture: QImage) -> None:
        item.setData(_PICTURE, picture)

    def _show_sets(self, found: tuple[KnownSet, ...]) -> None:
        """Offer the public sets that somebody has put where they are looked for."""
        menu = self.disk_button.menu()
        menu.clear()
        menu.setToolTipsVisible(True)
        for known in found:
            action = menu.addAction(known.label)
            action.setToolTip(known.about or str(known.path))
            action.triggered.connect(partial(self._open_set, str(known.path)))
        self.disk_button.setVisible(bool(found))
        self.disk_button.setText(f"On this disk ({len(found)})")
        self.disk_told.setText(
            "Public sets such as MNIST, CIFAR-10, IMDB reviews, MovieLens or satellite tags are "
            f"found once they lie in {folders_of_sets()[0]}."
        )

    def _open_set(self, path: str, _checked: bool = False) -> None:
        self._surroundings.review.open(path)

    @Slot()
    def _filter(self) -> None:
        task, words = self.tasks.current, self.search.text().lower().split()
        for place in range(self.list.count()):
            item = self.list.item(place)
            source = SOURCES[str(item.data(_NAME))]
            text = f"{source.label} {source.help} {source.origin} {_TASKS[source.task]}".lower()
            fits = task in ("all", source.task) and all(word in text for word in words)
            item.setHidden(not fits)

    @Slot(QListWidgetItem)
    def _use(self, item: QListWidgetItem) -> None:
        name = str(item.data(_NAME))
        if name != self._in_use:  # a double click is a click and one more
            self._in_use = name
            self._surroundings.choose_source(name)

    @Slot(QListWidgetItem)
    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is None:
            self.about.setText("The data in use is a file of your own.")
            return
        source = SOURCES[str(item.data(_NAME))]
        self.about.setText(f"{source.help} {source.origin}. Licence: {source.licence}.")

    def _arrange(self) -> None:
        mark(self, "data.gallery")
        mark(self.list, "data.gallery")
        mark(self.search, "data.gallery")
        head = QHBoxLayout()
        head.addWidget(self.tasks)
        head.addStretch(1)
        self.search.setMaximumWidth(220)
        head.addWidget(self.search, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(head)
        rows.addWidget(self.list, 1)
        rows.addWidget(self.about)
        disk = QHBoxLayout()
        disk.addWidget(self.disk_button)
        disk.addWidget(self.disk_told, 1)
        rows.addLayout(disk)
        mark(self.disk_button, "data.gallery")


def _item(source: Source) -> QListWidgetItem:
    item = QListWidgetItem(source.label)
    item.setData(_NAME, source.name)
    item.setData(TOPIC_ROLE, f"data.{source.name}")
    item.setSizeHint(_CARD)
    item.setToolTip(f"{source.label}\n{source.help}")
    return item


class _Card(QStyledItemDelegate):
    """Draws a picture, the name, task and size, and where it is from."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return _CARD

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        palette = theme.current()
        source = SOURCES[str(index.data(_NAME))]
        state, box = option.state, option.rect.adjusted(2, 2, -2, -2)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        ground = palette.accent_soft if chosen else palette.hover if hovered else palette.card
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(palette.accent if chosen else palette.card_border), 1.5))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        place = QRect(box.left() + _PAD - 2, box.top() + _PAD - 2, WIDTH, HEIGHT)
        clip = QPainterPath()
        clip.addRoundedRect(place, 6, 6)
        painter.setClipPath(clip)
        picture = index.data(_PICTURE)
        if isinstance(picture, QImage):
            painter.drawImage(place, picture)
        else:
            painter.fillRect(place, QColor(palette.chip))
        painter.setClipping(False)
        self._write(painter, place, source)
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, source: Source) -> None:
        palette = theme.current()
        size = f"{source.size:,} samples" if source.size else "any number"
        lines = (
            (source.label, palette.text, theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold)),
            (f"{_TASKS[source.task]} · {source.shape}", palette.text, theme.font(theme.TEXT_SMALL)),
            (f"{size} · {source.licence}", palette.muted, theme.font(theme.TEXT_SMALL)),
            (source.origin, palette.muted, theme.font(theme.TEXT_SMALL)),
        )
        top = place.bottom() + 7
        for text, colour, font in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            room = QRect(place.left() + 2, top, place.width(), 18)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            top += 18
