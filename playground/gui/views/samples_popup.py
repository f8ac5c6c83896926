"""The samples behind a number, on a card of their own."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.plots.sample_list import ROW, SampleList
from playground.gui.plots.told_samples import ToldSamples

_WIDTH = 360
_MOST_ROWS = 6
_GAP = 4


class SamplesPopup(QFrame):
    """A popup with a title and a list; a click elsewhere, or Escape, closes it.

    Attributes:
        title: what they have in common. listing: the samples.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Samples of a cell")
        self.title = QLabel("")
        self.title.setWordWrap(True)
        self.listing = SampleList()
        self.listing.setAccessibleName("Samples")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_3] * 4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.title)
        rows.addWidget(self.listing, 1)
        self.setFixedWidth(_WIDTH)

    def show_samples(self, title: str, samples: ToldSamples, place: QPoint) -> None:
        """Show these near a place of the screen, all of it within the screen.

        Args:
            title: what they have in common.
            samples: some, or none.
        """
        self.title.setText(title)
        self.listing.setVisible(len(samples) > 0)
        self.listing.set_samples(samples)
        self.listing.verticalScrollBar().setValue(0)
        self.listing.setFixedHeight(int(min(len(samples), _MOST_ROWS) * ROW))
        self.adjustSize()
        parent = self.parentWidget()
        screen = parent.screen().availableGeometry() if parent is not None else self.geometry()
        x = max(screen.left(), min(place.x() + _GAP, screen.right() - self.width()))
        y = max(screen.top(), min(place.y() + _GAP, screen.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.listing.setFocus(Qt.FocusReason.PopupFocusReason)
