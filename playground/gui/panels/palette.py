"""The layers there are, to drag onto the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.panels.layer_tile import LayerTile
from playground.network.layers import LAYERS
from playground.network.node import NodeSpec

_N_COLUMNS = 2


class Palette(QWidget):
    """A search field over tiles of all layer types, family by family, which scroll.

    Attributes:
        search: the search field.
        tiles: by layer type.

    Signals:
        insert_requested(str): a layer type, to be put before the head.
    """

    insert_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None, margin: int = 0) -> None:
        """Args: margin: px left free on the right, where the scroll bar goes if there is one."""
        super().__init__(parent)
        self._margin = margin
        self.setAccessibleName("Layers")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search layers")
        self.search.setAccessibleName("Search layers")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._insert_first)
        self.search.installEventFilter(self)
        self._nothing = QLabel(self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self.tiles: dict[str, LayerTile] = {}
        shelf = QWidget()
        for layer_type in _by_family():
            tile = LayerTile(layer_type, shelf)
            tile.insert_requested.connect(self.insert_requested)
            tile.installEventFilter(self)
            self.tiles[layer_type] = tile
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        for column in range(_N_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._shelf_layout = QVBoxLayout(shelf)
        self._shelf_layout.setContentsMargins(0, 0, margin, 0)
        self._shelf_layout.addLayout(self._grid)
        self._shelf_layout.addWidget(self._nothing)
        self._shelf_layout.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(shelf)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._make_room_for_bar)
        self._scroll.viewport().setAutoFillBackground(False)
        shelf.setAutoFillBackground(False)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(8)
        search_row = QHBoxLayout()
        search_row.setContentsMargins(0, 0, margin, 0)
        search_row.addWidget(self.search)
        column_layout.addLayout(search_row)
        column_layout.addWidget(self._scroll, 1)
        self._filter("")

    def shown_types(self) -> list[str]:
        """The layer types that match the search, in their order."""
        return [name for name, tile in self.tiles.items() if not tile.isHidden()]

    def message(self) -> str:
        """What is said in place of tiles when none matches, or ""."""
        return "" if self._nothing.isHidden() else self._nothing.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, LayerTile):
            self._scroll.ensureWidgetVisible(watched, 0, theme.SPACE_2)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search:
                return self._press_in_search(event)
            if isinstance(watched, LayerTile):
                return self._press_on_tile(watched, event)
        return super().eventFilter(watched, event)

    def _press_in_search(self, event: QKeyEvent) -> bool:
        shown = self.shown_types()
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() == Qt.Key.Key_Down and shown:
            self.tiles[shown[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _press_on_tile(self, tile: LayerTile, event: QKeyEvent) -> bool:
        shown = self.shown_types()
        at = shown.index(tile.layer_type)
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_N_COLUMNS,
            Qt.Key.Key_Down: _N_COLUMNS,
        }.get(Qt.Key(event.key()))
        if steps is None:
            return False
        if at + steps < 0 and event.key() == Qt.Key.Key_Up:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif 0 <= at + steps < len(shown):
            self.tiles[shown[at + steps]].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot(str)
    def _filter(self, text: str) -> None:
        """Show the tiles that match, close together."""
        matching = [name for name in self.tiles if _matches(name, text)]
        for name, tile in self.tiles.items():
            self._grid.removeWidget(tile)
            tile.setVisible(name in matching)
        for index, name in enumerate(matching):
            self._grid.addWidget(self.tiles[name], index // _N_COLUMNS, index % _N_COLUMNS)
        self._nothing.setText(f"No layer is called “{text}”.")
        self._nothing.setVisible(not matching)

    @Slot(int, int)
    def _make_room_for_bar(self, least: int, most: int) -> None:
        margin = 0 if most > least else self._margin
        self._shelf_layout.setContentsMargins(0, 0, margin, 0)

    @Slot()
    def _insert_first(self) -> None:
        if self.search.text() and (shown := self.shown_types()):
            self.insert_requested.emit(shown[0])


def _by_family() -> list[str]:
    """All layer types, families together, in the order of the list."""
    families = list(dict.fromkeys(layer.catalogue.family for layer in LAYERS.values()))
    return sorted(LAYERS, key=lambda name: families.index(LAYERS[name].catalogue.family))


def _matches(layer_type: str, text: str) -> bool:
    """Whether every word that was typed is in a type's label, family or help."""
    layer: type[NodeSpec] = LAYERS[layer_type]
    about = layer.catalogue
    words = f"{layer_type} {about.label} {about.family} {about.help}".lower()
    return all(word in words for word in text.lower().split())
