"""The layers and blocks there are, to drag onto the canvas."""

from __future__ import annotations

from operator import itemgetter

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.blocks import Blocks
from playground.gui.icons import icon
from playground.gui.panels.block_tile import BlockTile
from playground.gui.panels.layer_tile import LayerTile
from playground.gui.panels.shelf import Shelf
from playground.gui.panels.tile import Tile
from playground.gui.topics import mark
from playground.network.layers import LAYERS
from playground.network.node import NodeSpec

FAVOURITES, BLOCKS, FOUND = "Favourites", "Blocks", "Found"
# The blocks come so long after the palette is on screen.
_FILL_AFTER_MS = 150
_SETTING = "favourites"


class Palette(QWidget):
    """A search field over tiles of all layer types and blocks, family by family, which scroll.

    Attributes:
        search: the search field. templates_button: whole networks to start from.
        tiles: by layer type. block_tiles: by title.
        blocks: the blocks there are.

    Signals:
        insert_requested(str): a layer type, to be put where work goes on.
        block_requested(str): a block's title, likewise.
        templates_requested(): the templates are asked for.
        left(): Escape was pressed: the canvas is to have the keys.
    """

    insert_requested = Signal(str)
    block_requested = Signal(str)
    templates_requested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None, margin: int = 0) -> None:
        """Args: margin: px left free on the right, where the scroll bar goes if there is one."""
        super().__init__(parent)
        self._margin = margin
        self.blocks = Blocks(self)
        self.setAccessibleName("Layers")
        mark(self, "palette")
        self.search = self._make_search()
        self.templates_button = self._make_templates_button()
        self._help = QLabel()
        self._help.setProperty("role", "caption")
        self._help.setWordWrap(True)
        self._help.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._help.setFixedHeight(2 * self._help.fontMetrics().lineSpacing())
        self.tiles: dict[str, LayerTile] = {}
        self.block_tiles: dict[str, BlockTile] = {}
        self._shelf = Shelf(margin)
        self._favourites = _kept_favourites()
        self._filled = False
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self.fill)
        self._make_tiles()
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._shelf)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._make_room_for_bar)
        self._scroll.viewport().setAutoFillBackground(False)
        self._shelf.setAutoFillBackground(False)
        self.blocks.changed.connect(self._take_blocks)
        self._arrange()
        self._filter("")

    def shown_types(self) -> list[str]:
        """The layer types that match the search, in their order."""
        order = [tile.layer_type for tile in self._shelf.tiles() if isinstance(tile, LayerTile)]
        return list(dict.fromkeys(order))

    def fill(self) -> None:
        """Offer the blocks, which are read when the window stands, or when they are asked for."""
        if not self._filled:
            self._filled = True
            self._take_blocks()

    def shown_blocks(self) -> list[str]:
        """The titles of the blocks that match the search."""
        self.fill()
        return [tile.text() for tile in self._shelf.tiles() if isinstance(tile, BlockTile)]

    def show_tile(self, layer_type: str) -> None:
        """Scroll to a layer type."""
        self._scroll.ensureWidgetVisible(self.tiles[layer_type], 0, theme.SPACE_2)

    def message(self) -> str:
        """What is said in place of tiles when none matches, or ""."""
        return self._shelf.message

    @Slot()
    def begin_search(self) -> None:
        """Give the keys to the search field, what is in it selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @property
    def help_line(self) -> str:
        """What is said at the foot about the tile that is looked at."""
        return self._help.text()

    @property
    def favourites(self) -> list[str]:
        """The layer types that stand first."""
        return list(self._favourites)

    def set_favourite(self, layer_type: str, favourite: bool) -> None:
        """Let a layer type stand first, or no longer; remembered."""
        kept = [name for name in self._favourites if name != layer_type]
        self._favourites = [*kept, layer_type] if favourite else kept
        QSettings().setValue(_SETTING, self._favourites)
        self._filter(self.search.text())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._filling.start(_FILL_AFTER_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Tile):
            self._scroll.ensureWidgetVisible(watched, 0, theme.SPACE_2)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search:
                return self._press_in_search(event)
            if isinstance(watched, Tile):
                return self._press_on_tile(watched, event)
        return super().eventFilter(watched, event)

    # Inside

    def _make_search(self) -> QLineEdit:
        search = QLineEdit(self)
        search.setPlaceholderText("Search")
        search.setToolTip("Find a layer; Enter puts it in (Ctrl+F)")
        search.setAccessibleName("Search layers")
        mark(search, "search_layers")
        search.setClearButtonEnabled(True)
        search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        search.textChanged.connect(self._filter)
        search.returnPressed.connect(self._insert_first)
        search.installEventFilter(self)
        return search

    def _make_templates_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setText("Templates")
        button.setIcon(icon("templates", "muted"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip("Whole networks to start from (Ctrl+Shift+N)")
        button.setAccessibleName("Templates")
        mark(button, "templates")
        button.clicked.connect(self.templates_requested)
        return button

    def _arrange(self) -> None:
        search_row = QHBoxLayout()
        search_row.setContentsMargins(0, 0, self._margin, 0)
        search_row.setSpacing(theme.SPACE_1)
        search_row.addWidget(self.search, 1)
        search_row.addWidget(self.templates_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(search_row)
        column.addWidget(self._scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, self._margin, 0)
        foot.addWidget(self._help)
        column.addLayout(foot)

    def _make_tiles(self) -> None:
        for layer_type in LAYERS:
            tile = LayerTile(layer_type, self._shelf)
            tile.insert_requested.connect(self.insert_requested)
            self._adopt(tile)
            self.tiles[layer_type] = tile

    def _make_block_tiles(self) -> None:
        for title in self.blocks.titles:
            tile = BlockTile(self.blocks.find(title), self._shelf)
            tile.insert_requested.connect(self.block_requested)
            self._adopt(tile)
            self.block_tiles[title] = tile

    def _adopt(self, tile: Tile) -> None:
        tile.installEventFilter(self)
        tile.looked_at.connect(self._tell_help)
        tile.menu_requested.connect(self._open_menu)

    @Slot()
    def _take_blocks(self) -> None:
        for tile in self.block_tiles.values():
            tile.hide()
            tile.deleteLater()
        self.block_tiles.clear()
        self._make_block_tiles()
        self._filter(self.search.text())

    @Slot(str)
    def _filter(self, text: str) -> None:
        """Show the tiles that match, under their families."""
        for name, tile in self.tiles.items():
            tile.set_starred(name in self._favourites)
        sections = self._found(text) if text.strip() else self._families()
        self._shelf.show_sections(sections, f"No layer is called “{text}”.")

    def _families(self) -> dict[str, list[Tile]]:
        """Everything, the favourites first and the blocks last."""
        sections: dict[str, list[Tile]] = {FAVOURITES: []}
        for name, tile in self.tiles.items():
            family = LAYERS[name].catalogue.family
            section = FAVOURITES if name in self._favourites else family
            sections.setdefault(section, []).append(tile)
        sections[BLOCKS] = list(self.block_tiles.values())
        return sections

    def _found(self, text: str) -> dict[str, list[Tile]]:
        """What matches, what is called so before what only speaks of it."""
        self.fill()
        layers = [(name, tile) for name, tile in self.tiles.items() if _matches(name, text)]
        ranked: list[tuple[int, Tile]] = [(_rank(tile, text), tile) for _, tile in layers]
        words = text.lower().split()
        for title, block in self.block_tiles.items():
            if all(word in f"{title} {block.help} block".lower() for word in words):
                ranked.append((_rank(block, text), block))
        return {FOUND: [tile for _, tile in sorted(ranked, key=itemgetter(0))]}

    @Slot(int, int)
    def _make_room_for_bar(self, least: int, most: int) -> None:
        self._shelf.set_margin(0 if most > least else self._margin)

    @Slot()
    def _insert_first(self) -> None:
        tiles = self._shelf.tiles()
        if self.search.text() and tiles:
            tiles[0].insert()

    @Slot(bool)
    def _tell_help(self, looked_at: bool) -> None:
        tile = self.sender()
        self._help.setText(tile.help if looked_at and isinstance(tile, Tile) else "")

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        tile = self.sender()
        assert isinstance(tile, Tile)
        menu = QMenu(self)
        mark(menu, "blocks")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("plus"), "Insert").triggered.connect(tile.insert)
        if isinstance(tile, LayerTile):
            favourite = tile.layer_type in self._favourites
            words = "Remove from the favourites" if favourite else "Add to the favourites"
            action = menu.addAction(icon("favourite"), words)
            action.setData((tile.layer_type, not favourite))
            action.triggered.connect(self._toggle_favourite)
        elif tile.text() in self.blocks.own:
            action = menu.addAction(icon("delete"), "Remove from the palette")
            action.setData(tile.text())
            action.triggered.connect(self._remove_block)
        menu.popup(place)

    @Slot()
    def _toggle_favourite(self) -> None:
        self.set_favourite(*self.sender().data())  # type: ignore[attr-defined]

    @Slot()
    def _remove_block(self) -> None:
        self.blocks.remove(self.sender().data())  # type: ignore[attr-defined]

    def _press_in_search(self, event: QKeyEvent) -> bool:
        tiles = self._shelf.tiles()
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down and tiles:
            tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _press_on_tile(self, tile: Tile, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            return False
        other = self._shelf.neighbour(tile, Qt.Key(event.key()))
        if other is not None:
            other.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Up:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _kept_favourites() -> list[str]:
    kept = QSettings().value(_SETTING, [])
    names = [kept] if isinstance(kept, str) else kept
    return [name for name in names if name in LAYERS] if isinstance(names, list) else []


def _rank(tile: Tile, text: str) -> int:
    """How near a tile's name is to what was typed: it is it, begins with it, has it, or not."""
    name, typed = tile.text().lower(), text.lower().strip()
    return (name != typed) + (not name.startswith(typed)) + (typed not in name)


def _matches(layer_type: str, text: str) -> bool:
    """Whether every word that was typed is in a type's label, family or help."""
    layer: type[NodeSpec] = LAYERS[layer_type]
    about = layer.catalogue
    words = f"{layer_type} {about.label} {about.family} {about.help}".lower()
    return all(word in words for word in text.lower().split())
