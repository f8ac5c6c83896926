"""The glossary, to be looked through: a search, a list, and the entry that was chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.glossary.entry import Entry
from playground.gui.glossary.glossary import glossary
from playground.gui.help.entry_delegate import EntryDelegate
from playground.gui.help.entry_model import EntryItemModel
from playground.gui.help.page import EntryPage
from playground.gui.help.places import places_of, show_place
from playground.gui.icons import icon
from playground.gui.topics import mark

_WIDE = 560  # from so many px on, the entry stands beside the list
_FIRST = "neural_network"
_MOVES = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class GlossaryPanel(QWidget):
    """Search as you type; arrow keys move in the list from within the search field.

    It fits a narrow column as well as a window of its own. The glossary is read when the panel is
    made.

    Attributes:
        search_field: what to look for. list: what was found. page: the entry that is chosen.
        where_button: shows where in the window the entry's control is; off where there is none.

    Signals:
        place_shown: a control was pointed out in the window.
    """

    place_shown = Signal()

    def __init__(self, home: QWidget, parent: QWidget | None = None) -> None:
        """Args:
        home: the window in which entries' controls are looked for.
        """
        super().__init__(parent)
        self._home = home
        self.setAccessibleName("Glossary")
        mark(self, "glossary")
        self.model = EntryItemModel(glossary(), self)
        self.search_field = self._make_search()
        self.list = self._make_list()
        self._nothing = QLabel("Nothing is called that. Try one word, or fewer.")
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, 0)
        found = QWidget()
        self._found = QStackedLayout(found)
        self._found.addWidget(self.list)
        self._found.addWidget(self._nothing)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(found)
        self._split.addWidget(self._make_reader())
        self._split.setStretchFactor(1, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.search_field)
        rows.addWidget(self._split, 1)
        self.show_topic(_FIRST)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 280)

    def show_topic(self, topic: str) -> None:
        """Show an entry, and find it in the list."""
        entry = glossary().find(topic)
        if entry is None:
            return
        if self.model.row_of(entry.key) < 0:
            self.search_field.clear()
        self._choose(self.model.row_of(entry.key))

    def begin_search(self) -> None:
        """Put the keyboard in the search field, what is there ready to be typed over."""
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._split.orientation() != way or event.oldSize().width() <= 0:
            self._split.setOrientation(way)
            whole = self.width() if wide else self.height()
            first = 250 if wide else round(whole * 0.38)
            self._split.setSizes([first, max(1, whole - first)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that move in the list do so from the search field too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _MOVES.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    # Parts

    def _make_search(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("Search the glossary: a word, a layer, a metric")
        field.setAccessibleName("Search the glossary")
        field.setClearButtonEnabled(True)
        field.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        field.textChanged.connect(self._search)
        field.installEventFilter(self)
        return field

    def _make_list(self) -> QListView:
        view = QListView()
        view.setAccessibleName("Entries")
        view.setModel(self.model)
        view.setMouseTracking(True)
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        self._delegate = EntryDelegate(view)
        view.setItemDelegate(self._delegate)
        view.selectionModel().currentChanged.connect(self._show_current)
        return view

    def _make_reader(self) -> QWidget:
        self.page = EntryPage()
        self.page.link_chosen.connect(self.show_topic)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        column.addWidget(self.page)
        self.where_button = QPushButton("Show me where it is")
        self.where_button.setFlat(True)
        self.where_button.clicked.connect(self._show_place)
        line = QHBoxLayout()
        line.addWidget(self.where_button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        self._scroll.setWidget(inner)
        return self._scroll

    # What is done

    @Slot(str)
    def _search(self, query: str) -> None:
        before = self.page.entry.key if self.page.entry is not None else ""
        self._delegate.families = bool(query.strip())
        self.model.find(query)
        first = self.model.first()
        self._found.setCurrentIndex(0 if first >= 0 else 1)
        self._choose(first if query.strip() else self.model.row_of(before))

    def _choose(self, row: int) -> None:
        if row < 0:
            return
        index = self.model.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index, QListView.ScrollHint.EnsureVisible)

    def _move(self, step: int) -> None:
        """So many entries on, past headings."""
        lines = self.model.lines
        rows = [row for row, line in enumerate(lines) if isinstance(line, Entry)]
        if not rows:
            return
        now = self.list.currentIndex().row()
        place = rows.index(now) if now in rows else -1
        self._choose(rows[max(0, min(place + step, len(rows) - 1))])

    @Slot(QModelIndex, QModelIndex)
    def _show_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        entry = self.model.entry(index) if index.isValid() else None
        if entry is None:
            return
        self.page.show_entry(entry)
        self._scroll.verticalScrollBar().setValue(0)
        self.where_button.setVisible(bool(places_of(self._home, entry)))

    @Slot()
    def _show_place(self) -> None:
        if self.page.entry is not None and show_place(self._home, self.page.entry):
            self.place_shown.emit()
