"""The keys and gestures, on one card."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from playground.gui import theme

_ROWS = (
    ("Space", "Run or pause"),
    (".   Shift .", "Step one batch, one epoch"),
    ("R   Shift R", "Reset: same start, new start"),
    ("Drag a layer onto a wire", "Insert it there"),
    ("Enter in the palette", "Insert before the head"),
    ("Tab, arrow keys", "Move between the layers"),
    ("+   −", "More or fewer units"),
    ("Enter on a layer", "Choose its activation"),
    ("L", "Freeze the weights of what is selected"),
    ("Delete", "Remove what is selected"),
    ("Ctrl Z   Ctrl Shift Z", "Undo, redo"),
    ("Ctrl S   Ctrl O", "Save, open"),
    ("Ctrl E", "Export as ONNX"),
    ("F   Ctrl L", "Fit, tidy the canvas"),
    ("Ctrl wheel", "Zoom"),
    ("Right click on a plot", "Save it as PNG or SVG"),
)


class HelpCard(QFrame):
    """A popup; a click elsewhere, or Escape, closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Keys and gestures")
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.SPACE_4] * 4)
        grid.setHorizontalSpacing(theme.SPACE_6)
        title = QLabel("Keys and gestures")
        title.setProperty("role", "title")
        grid.addWidget(title, 0, 0, 1, 2)
        for row, (keys, meaning) in enumerate(_ROWS, 1):
            left = QLabel(keys)
            left.setProperty("role", "value")
            grid.addWidget(left, row, 0)
            grid.addWidget(QLabel(meaning), row, 1)

    def show_beneath(self, widget: QWidget) -> None:
        """Show under `widget`, right edges together."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        self.move(corner)
        self.show()
