"""One layer, large: what is multiplied by what, to be pointed at, zoomed and walked through."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.number_grid import Grid, GridPainter, Text, texts_of
from playground.gui.plots.vector import magnifies
from playground.gui.views.matrices import zooming
from playground.gui.views.matrices.aim import Aim
from playground.gui.views.matrices.board_painter import draw_over, draw_scene
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits import exhibit_for
from playground.gui.views.matrices.look import Look
from playground.gui.views.matrices.scene import Moment, Scene
from playground.gui.views.matrices.walking import next_aim

_NOTCH = 1.4
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ZOOMS = {Qt.Key.Key_Plus: _NOTCH, Qt.Key.Key_Equal: _NOTCH, Qt.Key.Key_Minus: 1.0 / _NOTCH}


class MatrixBoard(QWidget):
    """Draws the scene of a case.

    Attributes:
        scene: what is drawn; None before the first case.
        aim: the cell that is looked at. moment: the beat that is shown, if it is played.

    Signals:
        aimed(Aim): another cell is looked at, or none, None.
        page_wanted(±1): the next layer, or the one before.
        play_wanted, step_wanted(±1): the keys of the calculation by hand.
    """

    aimed = Signal(object)
    page_wanted = Signal(int)
    play_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Matrices of the chosen layer")
        self.setAccessibleDescription(
            "Arrow keys go from number to number, + and − zoom, Page up and Page down choose a "
            "layer, Enter plays the calculation, [ and ] step through it."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.scene: Scene | None = None
        self.aim: Aim | None = None
        self.moment: Moment | None = None
        self._case: Case | None = None
        self._zooms: dict[str, zooming.Zooms] = {}  # by layer
        self._grids = GridPainter()
        self._base: QPixmap | None = None
        self._dragged: tuple[Grid, QPointF] | None = None
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """The most of the view."""
        return QSize(640, 320)

    def minimumSizeHint(self) -> QSize:
        """A small heat map."""
        return QSize(240, 150)

    def show_case(self, case: Case | None) -> None:
        """Draw this layer; zoom and scroll stay as they were when it was last seen."""
        other = case is None or self._case is None or case.id != self._case.id
        self._case = case
        self._build()
        if other or (self.aim is not None and self.scene and not self.scene.knows(self.aim)):
            self.aim = None

    def look_at(self, aim: Aim | None) -> None:
        """Let a cell, and all that belongs to it, stand out; says nothing of it."""
        if aim != self.aim:
            self.aim = aim if aim is None or (self.scene and self.scene.knows(aim)) else None
            self.update()

    def show_moment(self, moment: Moment | None) -> None:
        """Show a beat of the calculation; None shows everything."""
        self.moment = moment
        self.update()

    @property
    def texts(self) -> tuple[tuple[str, Text], ...]:
        """Everything that is written, each with the key of its grid, "" for what is beside."""
        scene = self.scene
        if scene is None:
            return ()
        found = [(grid.matrix.key, each) for grid in scene.grids for each in texts_of(grid)]
        shown = {} if self.moment is None else self.moment.shown
        known = [pair for pair in found if not _hidden(scene, shown, *pair)]
        return (*known, *(("", each) for each in scene.texts))

    def cell_box(self, aim: Aim) -> QRectF:
        """Where a cell stands."""
        grid = self.scene.grid(aim.grid) if self.scene is not None else None
        assert grid is not None
        return grid.cell_box(*aim.cell)

    def reset_zoom(self) -> None:
        """Show all of it."""
        if self._case is not None:
            self._zooms.pop(self._case.id, None)
            self._build()

    def _build(self) -> None:
        self.scene = None
        if self._case is not None:
            zooms = self._zooms.get(self._case.id, {})
            look = Look(float(self.width()), float(self.height()), zooms)
            self.scene = exhibit_for(self._case).scene(self._case, look)
        self._base = None
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        palette = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(palette.accent if self.hasFocus() else palette.card_border))
        painter.setBrush(QColor(palette.card))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        scene = self.scene
        if scene is None:
            return
        if magnifies(painter, self.devicePixelRatioF()):
            draw_scene(painter, scene, self._grids)
        else:
            if self._base is None:
                self._base = self._drawn(scene)
            painter.drawPixmap(0, 0, self._base)
        if self.aim is not None:
            draw_over(
                painter,
                scene,
                dict(scene.lights(self.aim)),
                self.moment and replace(self.moment, partial=None),
                scene.point(self.aim),
            )
        elif self.moment is not None:
            draw_over(painter, scene, dict(self.moment.lights), self.moment, self.moment.point)

    def _drawn(self, scene: Scene) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        draw_scene(painter, scene, self._grids)
        painter.end()
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        self._build()

    # The mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the pointer, or drag it along."""
        place = event.position()
        if self._dragged is not None and self.scene is not None:
            grid, before = self._dragged
            way = place - before
            self._use(zooming.moved(self.scene, self._own, grid, -way.x(), -way.y()))
            found = self.scene.grid(grid.matrix.key)
            self._dragged = (found, place) if found is not None else None
            return
        self._point_at(self.scene.at(place.x(), place.y()) if self.scene is not None else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a grid."""
        place = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self.scene is None:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        grid = zooming.grid_at(self.scene, place.x(), place.y())
        if grid is not None and (grid.across.reach > 0.0 or grid.down.reach > 0.0):
            self._dragged = grid, place

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragged = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of it again."""
        self.reset_zoom()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is looked at."""
        self._point_at(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        place, notches = event.position(), event.angleDelta().y() / 120.0
        grid = None
        if self.scene is not None and notches:
            grid = zooming.grid_at(self.scene, place.x(), place.y())
        if grid is None:
            event.ignore()
            return
        self._zoom(grid, _NOTCH**notches, place)
        event.accept()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the numbers, zoom, choose a layer, play."""
        key, scene = Qt.Key(event.key()), self.scene
        if scene is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._walk(scene, *_ARROWS[key])
        elif key in _ZOOMS:
            grid = scene.grid(self.aim.grid) if self.aim is not None else None
            grid = grid or (scene.grids[0] if scene.grids else None)
            if grid is not None:
                box = grid.box if self.aim is None else grid.cell_box(*self.aim.cell)
                self._zoom(grid, _ZOOMS[key], box.center())
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.page_wanted.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.play_wanted.emit()
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.step_wanted.emit(1 if key == Qt.Key.Key_BracketRight else -1)
        elif key == Qt.Key.Key_Escape and self.aim is not None:
            self._point_at(None)
        else:
            super().keyPressEvent(event)

    def _walk(self, scene: Scene, right: int, down: int) -> None:
        aim = next_aim(scene, self.aim, right, down)
        grid = scene.grid(aim.grid) if aim is not None else None
        if aim is not None and grid is not None:
            zooms = zooming.showing(scene, self._own, grid, *aim.cell)
            if zooms is not self._own:
                self._use(zooms)
            self._point_at(aim)

    # What these have in common

    @property
    def _own(self) -> zooming.Zooms:
        return self._zooms.get(self._case.id, {}) if self._case is not None else {}

    def _use(self, zooms: zooming.Zooms) -> None:
        if self._case is not None:
            self._zooms[self._case.id] = zooms
            self._build()

    def _zoom(self, grid: Grid, factor: float, place: QPointF) -> None:
        assert self.scene is not None
        self._use(zooming.zoomed(self.scene, self._own, grid, factor, place.x(), place.y()))

    def _point_at(self, aim: Aim | None) -> None:
        if aim != self.aim:
            self.aim = aim
            self.aimed.emit(aim)
            self.update()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._base = None
        self.update()


def _hidden(scene: Scene, shown: object, key: str, text: Text) -> bool:
    """Whether a number is not known yet."""
    assert isinstance(shown, dict)
    grid = scene.grid(key)
    if text.role != "number" or key not in shown or grid is None:
        return False
    row, column = text.index
    return bool(row * grid.matrix.shape[1] + column >= shown[key])
