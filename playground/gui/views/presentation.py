"""One view on the whole screen, in large type."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsProxyWidget,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.gui.views.catalogue import VIEWS
from playground.gui.views.view import View

# The view is laid out as if the screen were this high, and drawn larger by what is left over.
_LAID_OUT_PX = 540
_LEAST, _MOST = 1.25, 4.0


class Presentation(QWidget):
    """Takes a view in while it is shown, and gives it back when it closes.

    It is laid out as on a small screen and magnified, so that text, lines and controls all grow.

    Attributes:
        view: what is shown. factor: how much larger than elsewhere.

    Signals:
        closed(View): it is over; the view has no parent now.
    """

    closed = Signal(object)

    def __init__(self, view: View, actions: list[QAction], parent: QWidget) -> None:
        """Args: actions: with keys that work here too."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "side")
        entry = VIEWS[view.key]
        self.setWindowTitle(f"{entry.label} – Playground")
        self.view = view
        self.factor = 1.0
        self._scene = QGraphicsScene(self)
        self._stage = QGraphicsView(self._scene)
        self._stage.setFrameShape(QFrame.Shape.NoFrame)
        self._stage.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._stage.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._stage.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stage.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stage.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        view.setParent(None)
        self._proxy = QGraphicsProxyWidget()
        self._proxy.setWidget(view)
        self._scene.addItem(self._proxy)
        view.show()
        title = QLabel(entry.label)
        title.setFont(theme.font(2 * theme.TEXT_TITLE))
        mark(self, f"view.{view.key}")
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setToolTip("Back to the window (Esc)")
        self.close_button.setAccessibleName("Back to the window")
        mark(self.close_button, "present")
        self.close_button.clicked.connect(self.close)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_6, theme.SPACE_4, theme.SPACE_6, theme.SPACE_4)
        rows.setSpacing(theme.SPACE_3)
        rows.addLayout(head)
        rows.addWidget(self._stage, 1)
        for keys in ("Esc", "F11"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        for action in actions:
            self.addAction(action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the view out for a small screen, and magnify it to fill this one."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        width, height = self._stage.width(), self._stage.height()
        self.factor = min(max(height / _LAID_OUT_PX, _LEAST), _MOST)
        self._stage.resetTransform()
        self._stage.scale(self.factor, self.factor)
        box = QRectF(0.0, 0.0, width / self.factor, height / self.factor)
        self._proxy.setGeometry(box)
        self._scene.setSceneRect(box)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the view back."""
        if self._proxy.widget() is not None:
            self._proxy.setWidget(None)  # type: ignore[arg-type]
            self.closed.emit(self.view)
        super().closeEvent(event)
