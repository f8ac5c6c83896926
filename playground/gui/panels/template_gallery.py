"""The templates, to choose one to start from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.panels.template_tile import TemplateTile
from playground.gui.topics import mark
from playground.project.templates import TEMPLATES

_COLUMNS = 3
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}


class TemplateGallery(QFrame):
    """A popup of tiles; a click elsewhere, or Escape, closes it.

    Attributes:
        tiles: by the template's name.

    Signals:
        template_chosen(name): a tile was clicked, or Enter pressed on it; the popup is closed.
    """

    template_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Templates")
        mark(self, "templates")
        self.tiles = {name: TemplateTile(each, self) for name, each in TEMPLATES.items()}
        title = QLabel("Start from a template")
        title.setProperty("role", "title")
        about = QLabel(
            "It replaces the network and its training, and the data where they do not suit it. "
            "Training starts anew. Undo brings back what was there, untrained."
        )
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE_2)
        for place, tile in enumerate(self.tiles.values()):
            tile.clicked.connect(self._choose)
            tile.installEventFilter(self)
            grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_4] * 4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(title)
        rows.addWidget(about)
        rows.addLayout(grid)

    def show_beneath(self, widget: QWidget) -> None:
        """Show under `widget`, as far as that is within its window, with the first tile chosen."""
        self.adjustSize()
        window = widget.window()
        corner = widget.mapToGlobal(QPoint(0, widget.height() + theme.SPACE_1))
        far = window.mapToGlobal(QPoint(window.width(), window.height()))
        near = window.mapToGlobal(QPoint(0, 0))
        gap = theme.SPACE_2
        left = max(near.x() + gap, min(corner.x(), far.x() - self.width() - gap))
        top = max(near.y() + gap, min(corner.y(), far.y() - self.height() - gap))
        self.move(left, top)
        self.show()
        next(iter(self.tiles.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys lead from tile to tile."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None:
            return super().eventFilter(watched, event)
        tiles = list(self.tiles.values())
        at = tiles.index(watched) + steps  # type: ignore[arg-type]
        if 0 <= at < len(tiles):
            tiles[at].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot()
    def _choose(self) -> None:
        tile = self.sender()
        assert isinstance(tile, TemplateTile)
        self.close()
        self.template_chosen.emit(tile.template.name)
