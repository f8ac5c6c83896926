"""The choice of the task head: a control of the bar that opens a card of pictures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.help.question import Question
from playground.gui.panels.head_facts import head_facts
from playground.gui.panels.head_tile import HeadTile
from playground.gui.topics import mark
from playground.gui.widgets.popup_place import place_by_left
from playground.gui.widgets.two_line_button import TwoLineButton
from playground.network.heads import HEADS

_COLUMNS = 2
_TILE_WIDTH = 424
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}
_CHOOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HeadPicker(TwoLineButton):
    """Shows the document's head; opens the card that changes it.

    Attributes:
        card: the popup.

    Signals:
        value_chosen(str): a head was picked by hand; `set_value` emits nothing.
    """

    value_chosen = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__("Task head", parent)
        self._value: str | None = None
        self.card = HeadCard(document, self)
        self.card.head_chosen.connect(self._choose)

    @property
    def value(self) -> str | None:
        """The head that is shown as chosen; None before the first."""
        return self._value

    def set_value(self, name: str) -> None:
        """Show the head called `name`."""
        self._value = name
        self._text, self._help = HEADS[name].label, HEADS[name].help
        self._tell()

    def open_menu(self) -> None:
        """Open the card beneath, with the keyboard on the head in force."""
        self.card.refresh()
        self.card.adjustSize()
        place_by_left(self.card, self)
        self.card.show()
        self.card.focus_chosen()

    @Slot(str)
    def _choose(self, name: str) -> None:
        self.set_value(name)
        self.value_chosen.emit(name)


class HeadCard(QFrame):
    """A popup with one tile a head; arrow keys move, Enter chooses, Escape closes.

    Attributes:
        tiles: by the head's name.

    Signals:
        head_chosen(name).
    """

    head_chosen = Signal(str)

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Task heads")
        mark(self, "head")
        self._document = document
        self.tiles: dict[str, HeadTile] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.SPACE_3] * 4)
        grid.setSpacing(theme.SPACE_2)
        title = QLabel("What should the network answer?")
        title.setProperty("role", "title")
        grid.addWidget(title, 0, 0)
        question = Question("head", "task heads")
        grid.addWidget(question, 0, _COLUMNS - 1, Qt.AlignmentFlag.AlignRight)
        for place, name in enumerate(HEADS):
            tile = HeadTile(name, self)
            tile.setFixedWidth(_TILE_WIDTH)
            tile.clicked.connect(self._choose)
            self.tiles[name] = tile
            grid.addWidget(tile, 1 + place // _COLUMNS, place % _COLUMNS)
        after = QLabel("Loss and final activation can each be changed afterwards.")
        after.setProperty("role", "muted")
        grid.addWidget(after, 2 + (len(HEADS) - 1) // _COLUMNS, 0, 1, _COLUMNS)

    @Slot()
    def refresh(self) -> None:
        """Say what each head is to the document's data, and which is in force."""
        for name, tile in self.tiles.items():
            tile.show_facts(head_facts(name, self._document.signature))
            tile.setChecked(name == self._document.project.head.name)

    def focus_chosen(self) -> None:
        """Put the keyboard on the head in force, or on the first that can be chosen."""
        chosen = self.tiles[self._document.project.head.name]
        able = [tile for tile in self.tiles.values() if tile.isEnabled()]
        start = chosen if chosen.isEnabled() else able[0]
        start.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move from tile to tile, past those that can't be chosen; Enter chooses."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(_STEPS[key])
        elif key in _CHOOSING_KEYS and (tile := self._focused()) is not None:
            tile.click()
        else:
            super().keyPressEvent(event)

    def _focused(self) -> HeadTile | None:
        return next((tile for tile in self.tiles.values() if tile.hasFocus()), None)

    def _move(self, step: int) -> None:
        tiles = list(self.tiles.values())
        now = self._focused()
        place = tiles.index(now) + step if now is not None else 0
        while 0 <= place < len(tiles) and not tiles[place].isEnabled():
            place += step
        if 0 <= place < len(tiles):
            tiles[place].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _choose(self) -> None:
        tile = self.sender()
        assert isinstance(tile, HeadTile)
        self.hide()
        self.head_chosen.emit(tile.name)
