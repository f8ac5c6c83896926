"""A drawing that may be larger than its place, and says what is under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.readout import Readout


class ScrolledPlot(QAbstractScrollArea):
    """Draws what can be seen of a content, repaints with the theme, shows `text_at`.

    Attributes:
        readout: the label beside the pointer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.readout = Readout(self.viewport())
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.readout.hide)
        theme.notifier().theme_changed.connect(self._restyle)

    def content_size(self) -> tuple[float, float]:
        """How much room the whole takes, in px."""
        raise NotImplementedError

    def text_at(self, place: QPointF) -> str:
        """What to say of a place of the viewport, in px; "" for nothing."""
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        """Small: it scrolls."""
        return QSize(120, 100)

    @property
    def offset(self) -> QPointF:
        """How far it is scrolled, in px."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def fit_bars(self) -> None:
        """Tell the scroll bars the size of the content."""
        width, height = self.content_size()
        view = self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), width, view.width()),
            (self.verticalScrollBar(), height, view.height()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(24)
            bar.setRange(0, max(0, int(whole + 0.999) - seen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self.fit_bars()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self.say_at(event.position(), self.text_at(event.position()))

    def say_at(self, place: QPointF, text: str) -> None:
        """Show a text beside a place; none hides it."""
        if text:
            self.readout.show_at(text, place.toPoint(), self.viewport().rect())
        else:
            self.readout.hide()

    def viewportEvent(self, event: QEvent) -> bool:
        """Hide the read-out as the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self.readout.hide()
        return super().viewportEvent(event)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.viewport().update()
