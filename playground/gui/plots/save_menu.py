"""The right-click menu of every plot: save as PNG or SVG, copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu, QToolTip, QWidget

from playground.errors import UserError
from playground.formats.atomic import write_atomically
from playground.gui import theme
from playground.gui.icons import icon

# Pictures are saved at twice the size in px that they have on the screen.
_SCALE = 2.0


class SaveMenu(QObject):
    """Gives a plot its right-click menu.

    Attributes:
        menu: the menu, made anew at each opening; None before the first.

    Signals:
        saved(str): the path of a picture that was written.
        failed(str): a sentence that says why one was not.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, plot: QWidget, name: str) -> None:
        """Attach to `plot`; `name` is the file name that is offered, without suffix."""
        super().__init__(plot)
        self._plot = plot
        self._name = name
        self.menu: QMenu | None = None
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        plot.customContextMenuRequested.connect(self._open)

    @Slot(QPoint)
    def _open(self, place: QPoint) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._plot)
        self.menu.addAction(icon("save"), "Save as PNG…").triggered.connect(self._ask_png)
        self.menu.addAction(icon("save"), "Save as SVG…").triggered.connect(self._ask_svg)
        self.menu.addSeparator()
        self.menu.addAction(icon("copy"), "Copy picture").triggered.connect(self._copy)
        self.menu.popup(self._plot.mapToGlobal(place))

    @Slot()
    def _ask_png(self) -> None:
        self._ask("PNG picture (*.png)", ".png")

    @Slot()
    def _ask_svg(self) -> None:
        self._ask("SVG drawing (*.svg)", ".svg")

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(picture(self._plot))

    def _ask(self, kind: str, suffix: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._plot, "Save picture", self._name + suffix, kind
        )
        if chosen:
            self._save(Path(chosen).with_suffix(suffix))

    def _save(self, path: Path) -> None:
        try:
            save_picture(self._plot, path)
        except UserError as error:
            QToolTip.showText(self._plot.mapToGlobal(QPoint(16, 16)), str(error), self._plot)
            self.failed.emit(str(error))
        else:
            self.saved.emit(str(path))


def picture(plot: QWidget) -> QImage:
    """What `plot` shows, at twice its size, on the panel's colour."""
    image = QPixmap(plot.size() * _SCALE)
    image.setDevicePixelRatio(_SCALE)
    image.fill(QColor(theme.current().panel))
    painter = QPainter(image)
    plot.render(painter, QPoint(0, 0), renderFlags=_flags())
    painter.end()
    return image.toImage()


def save_picture(plot: QWidget, path: Path) -> None:
    """Write what `plot` shows as PNG or SVG, by the suffix of `path`.

    Raises:
        UserError: if the file can't be written.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if path.suffix == ".svg":
        _draw_svg(plot, buffer)
    else:
        QImageWriter(buffer, QByteArray(b"png")).write(picture(plot))
    write_atomically(path, bytes(buffer.data().data()))


def _draw_svg(plot: QWidget, device: QIODevice) -> None:
    # WORKAROUND: pyqtgraph 0.14's own SVG exporter fails on PySide6 6.11 and newer.
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setSize(QSize(plot.width(), plot.height()))
    generator.setViewBox(QRect(0, 0, plot.width(), plot.height()))
    generator.setTitle(plot.accessibleName())
    painter = QPainter(generator)
    painter.fillRect(plot.rect(), QColor(theme.current().panel))
    plot.render(painter, QPoint(0, 0), renderFlags=_flags())
    painter.end()


def _flags() -> QWidget.RenderFlag:
    return QWidget.RenderFlag.DrawChildren
