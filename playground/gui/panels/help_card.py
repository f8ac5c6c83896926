"""The keys and gestures, on one card."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.gui import theme

_Rows = tuple[tuple[str, str], ...]

_BUILD: _Rows = (
    ("Ctrl F", "Find a layer; Enter puts it in"),
    ("Ctrl Shift N", "Start from a template"),
    ("Drag a layer onto a wire", "Insert it there"),
    ("Drag a layer onto a card", "Put it in its place, keeping weights"),
    ("Drag from a right port", "Draw a wire"),
    ("C", "Draw a wire by keyboard"),
    ("Alt drag", "Lift a layer out; the gap closes"),
    ("Drag out of the canvas", "Remove it"),
    ("+   −", "More or fewer units"),
    ("Enter", "Choose the activation"),
    ("L", "Freeze the weights"),
    ("Shift+L", "Freeze all before"),
    ("Ctrl G   Ctrl Shift G", "Group, ungroup"),
    ("N   F2", "Write a note, rename"),
    ("Ctrl C   X   V   D", "Copy, cut, paste, duplicate"),
    ("Delete", "Remove what is selected"),
    ("Ctrl Z   Ctrl Shift Z", "Undo, redo"),
)
_OTHERS: dict[str, _Rows] = {
    "Run": (
        ("Space", "Run or pause"),
        (",   .   Shift .", "Step one sample, batch, epoch"),
        ("R   Shift R", "Reset: same start, new start"),
    ),
    "Look": (
        ("Tab, arrow keys", "Move between the cards"),
        ("Shift arrows   Alt arrows", "Select, move the cards"),
        ("F   Ctrl L", "Show all, tidy"),
        ("Ctrl wheel   Ctrl +   −   0", "Zoom"),
        ("Ctrl 1   2   3", "Build, Neurons, Compare"),
        ("F11", "A view full screen, in large type"),
        ("P", "Pin the run, to compare with"),
        ("Ctrl K   Ctrl J", "Output or code, the drawer"),
        ("Right click", "What can be done there"),
    ),
    "Files": (
        ("Ctrl S   Ctrl O", "Save, open"),
        ("Ctrl E   Ctrl I", "Export, import"),
    ),
}


class HelpCard(QFrame):
    """A popup; a click elsewhere, or Escape, closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Keys and gestures")
        title = QLabel("Keys and gestures")
        title.setProperty("role", "title")
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE_3)
        for heading, rows in _OTHERS.items():
            right.addLayout(_section(heading, rows))
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(theme.SPACE_6 + theme.SPACE_4)
        columns.addLayout(_section("Build", _BUILD))
        columns.addLayout(right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[theme.SPACE_4] * 4)
        whole.setSpacing(theme.SPACE_3)
        whole.addWidget(title)
        whole.addLayout(columns)

    def show_beneath(self, widget: QWidget) -> None:
        """Show under `widget`, right edges together."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        self.move(corner)
        self.show()


def _section(heading: str, rows: _Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_4)
    grid.setVerticalSpacing(5)
    label = QLabel(heading.upper())
    label.setProperty("role", "heading")
    grid.addWidget(label, 0, 0, 1, 2)
    for row, (keys, meaning) in enumerate(rows, 1):
        left = QLabel(keys)
        left.setProperty("role", "value")
        grid.addWidget(left, row, 0)
        grid.addWidget(QLabel(meaning), row, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return grid
