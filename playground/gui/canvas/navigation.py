"""What of the canvas is seen, and how large."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation, Slot
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

from playground.gui.canvas.arranger import GLIDE_MS

LEAST_ZOOM, MOST_ZOOM = 0.1, 4.0
# Room kept free around the network when it is fitted: the tabs stand above, the hint below.
_MARGIN_X, _MARGIN_Y = 24.0, 60.0


class Navigation(QObject):
    """Zooms and pans a view.

    Attributes:
        following: whether the view keeps the whole network in sight by itself; until the user
            moves or zooms, and again after a fit.
    """

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self.following = True
        self._view = view
        self._from = (1.0, QPointF())
        self._to = (1.0, QPointF())
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._advance)

    @property
    def zoom(self) -> float:
        """How many px on the screen one px of the scene takes."""
        return self._view.transform().m11()

    @property
    def centre(self) -> QPointF:
        """The scene point in the middle of the view."""
        area = self._view.viewport().rect()
        return self._view.mapToScene(area).boundingRect().center()

    def free_area(self) -> tuple[float, float]:
        """The width and the height, in px, that a network has when it is fitted."""
        area = self._view.viewport().rect()
        return area.width() - 2 * _MARGIN_X, area.height() - 2 * _MARGIN_Y

    def fit(self, content: QRectF, *, animated: bool) -> None:
        """Show all of `content`, no larger than it is."""
        width, height = self.free_area()
        if content.isEmpty():
            return
        zoom = min(width / content.width(), height / content.height(), 1.0)
        self.go(max(zoom, LEAST_ZOOM), content.center(), animated=animated)

    def go(self, zoom: float, centre: QPointF, *, animated: bool) -> None:
        """Look at `centre` at that zoom."""
        self._glide.stop()
        self._from, self._to = (self.zoom, self.centre), (zoom, centre)
        if animated:
            self._glide.start()
        else:
            self._show(zoom, centre)

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom, leaving the scene point `anchor` where it is on the screen."""
        self._glide.stop()
        self.following = False
        zoom = min(max(self.zoom * factor, LEAST_ZOOM), MOST_ZOOM)
        self._show(zoom, anchor + (self.centre - anchor) * (self.zoom / zoom))

    def pan(self, offset: QPointF) -> None:
        """Move the middle of the view by `offset` in the scene."""
        self._glide.stop()
        self.following = False
        self._show(self.zoom, self.centre + offset)

    @Slot(object)
    def _advance(self, progress: float) -> None:
        (zoom, centre), (to_zoom, to_centre) = self._from, self._to
        self._show(zoom + (to_zoom - zoom) * progress, centre + (to_centre - centre) * progress)

    def _show(self, zoom: float, centre: QPointF) -> None:
        if zoom != self.zoom:
            self._view.setTransform(QTransform.fromScale(zoom, zoom))
        self._view.centerOn(centre)
