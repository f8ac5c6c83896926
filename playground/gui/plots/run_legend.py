"""A legend whose pinned runs can be hidden, renamed and taken away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.topics import mark

_HELP = "Click: hide or show. Right click: rename or remove."
_EDIT_WIDTH = 140


class RunLegend(Legend):
    """Entries with a key answer to the mouse, and to arrows, Space, F2 and Delete.

    Attributes:
        menu: of an entry, made anew at each opening; None before the first.
        editor: the field in which one is renamed, while it is.

    Signals:
        toggled(key): hide it, or show it again.
        renamed(key, text): call it so.
        removed(key): take it away.
        cleared: take all away.
    """

    toggled = Signal(int)
    renamed = Signal(int, str)
    removed = Signal(int)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu: QMenu | None = None
        self.editor: QLineEdit | None = None
        self._current: int | None = None
        self._asked: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleDescription(_HELP)

    def box_of(self, key: int) -> QRectF | None:
        """Where an entry is; None if it isn't shown."""
        return next((box for entry, box in self.places() if entry.key == key), None)

    def begin_rename(self, key: int) -> None:
        """Open a field in the entry's place."""
        place = next(((e, box) for e, box in self.places() if e.key == key), None)
        if place is None:
            return
        self._end_edit()
        entry, box = place
        self._asked = key
        self.editor = QLineEdit(entry.text, self)
        self.editor.setAccessibleName("Name of the run")
        self.editor.setProperty("field", True)
        left = max(0, min(int(box.left()), self.width() - _EDIT_WIDTH))
        self.editor.setGeometry(left, int(box.top()), min(_EDIT_WIDTH, self.width()), 22)
        self.editor.selectAll()
        self.editor.editingFinished.connect(self._take_name)
        self.editor.show()
        self.editor.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be clicked."""
        over = self._entry_at(event.position())
        self.setCursor(
            Qt.CursorShape.ArrowCursor if over is None else Qt.CursorShape.PointingHandCursor
        )
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hide or show."""
        over = self._entry_at(event.position())
        if (
            over is not None
            and over.key is not None
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self.toggled.emit(over.key)
        super().mouseReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here too."""
        if self._entry_at(event.position()) is None:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """An entry's menu; elsewhere that of the plot."""
        entry = self._entry_at(QPointF(event.pos()))
        key = entry.key if entry is not None else None
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            key = self._current
        if key is None:
            event.ignore()
            return
        self.open_menu(key, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the runs; hide, rename, remove."""
        keys = [entry.key for entry, _ in self.places() if entry.key is not None]
        current = self._current if self._current in keys else None
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if keys:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                place = keys.index(current) + step if current is not None else 0
                self._current = keys[place % len(keys)]
                self.update()
            case Qt.Key.Key_Space | Qt.Key.Key_Return if current is not None:
                self.toggled.emit(current)
            case Qt.Key.Key_F2 if current is not None:
                self.begin_rename(current)
            case Qt.Key.Key_Delete if current is not None:
                self.removed.emit(current)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first run is the current one."""
        keys = [entry.key for entry, _ in self.places() if entry.key is not None]
        if self._current not in keys:
            self._current = keys[0] if keys else None
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is marked any more."""
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries, and a ring around the one that keys act on."""
        super().paintEvent(event)
        box = self.box_of(self._current) if self._current is not None else None
        if box is None or not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.current().accent), 2.0))
        painter.drawRoundedRect(box.adjusted(-1.0, 1.0, 3.0, -1.0), 6.0, 6.0)

    def open_menu(self, key: int, place: QPoint) -> None:
        """The menu of an entry, at a place on the screen."""
        if self.menu is not None:
            self.menu.deleteLater()
        self._asked = key
        off = next((entry.off for entry, _ in self.places() if entry.key == key), False)
        self.menu = QMenu(self)
        mark(self.menu, "pin")
        self.menu.addAction("Show" if off else "Hide").triggered.connect(self._toggle)
        self.menu.addAction(icon("rename"), "Rename").triggered.connect(self._rename)
        self.menu.addAction(icon("delete"), "Remove").triggered.connect(self._remove)
        self.menu.addSeparator()
        self.menu.addAction("Remove all pinned runs").triggered.connect(self.cleared)
        self.menu.popup(place)

    @Slot()
    def _toggle(self) -> None:
        if self._asked is not None:
            self.toggled.emit(self._asked)

    @Slot()
    def _rename(self) -> None:
        if self._asked is not None:
            self.begin_rename(self._asked)

    @Slot()
    def _remove(self) -> None:
        if self._asked is not None:
            self.removed.emit(self._asked)

    @Slot()
    def _take_name(self) -> None:
        if self.editor is not None and self._asked is not None:
            text = self.editor.text()
            self._end_edit()
            self.renamed.emit(self._asked, text)

    def _end_edit(self) -> None:
        if self.editor is not None:
            self.editor.blockSignals(True)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None

    def _entry_at(self, place: QPointF) -> LegendEntry | None:
        """The entry with a key under the pointer."""
        for entry, box in self.places():
            if entry.key is not None and box.contains(place):
                return entry
        return None
