"""The right-click menu of every plot: save as PNG or SVG, copy, and its numbers as CSV."""

from __future__ import annotations

from collections.abc import Callable
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
from playground.gui.topics import mark
from playground.gui.views.sheet import Sheet

# Pictures are saved at twice the size in px that they have on the screen.
_SCALE = 2.0


class SaveMenu(QObject):
    """Gives a plot its right-click menu.

    A plot that is part of a larger one with such a menu opens that one's.

    Attributes:
        menu: the menu, made anew at each opening; None before the first.

    Signals:
        saved(str): the path of a file that was written.
        failed(str): a sentence that says why one was not.
        present_requested: the plot is to be shown full screen.
    """

    saved = Signal(str)
    failed = Signal(str)
    present_requested = Signal()

    def __init__(
        self, plot: QWidget, name: str, sheet: Callable[[], Sheet | None] | None = None
    ) -> None:
        """Attach to `plot`.

        Args:
            name: the file name that is offered, without suffix.
            sheet: what gives the numbers that are drawn; with it, there are entries to take them
                along, and one to show the plot full screen.
        """
        super().__init__(plot)
        self._plot = plot
        self._name = name
        self._sheet = sheet
        self.menu: QMenu | None = None
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        plot.customContextMenuRequested.connect(self._open)

    @Slot(QPoint)
    def _open(self, place: QPoint) -> None:
        self._outermost().open_at(self._plot.mapToGlobal(place))

    def _outermost(self) -> SaveMenu:
        """The menu of the largest plot that this one is part of."""
        found, widget = self, self._plot.parentWidget()
        while widget is not None:
            menu = getattr(widget, "save_menu", None)
            found = menu if isinstance(menu, SaveMenu) else found
            widget = widget.parentWidget()
        return found

    def open_at(self, place: QPoint) -> None:
        """Open the menu at a place on the screen."""
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._plot)
        mark(self.menu, "save_view")
        self.menu.addAction(icon("save"), "Save as PNG…").triggered.connect(self._ask_png)
        self.menu.addAction(icon("save"), "Save as SVG…").triggered.connect(self._ask_svg)
        if self._sheet is not None:
            self.menu.addAction(icon("save"), "Save data as CSV…").triggered.connect(self._ask_csv)
        self.menu.addSeparator()
        self.menu.addAction(icon("copy"), "Copy picture").triggered.connect(self._copy)
        if self._sheet is not None:
            self.menu.addAction(icon("copy"), "Copy data").triggered.connect(self._copy_data)
            self.menu.addSeparator()
            present = self.menu.addAction(icon("present"), "Full screen\tF11")
            present.triggered.connect(self.present_requested)
        self.menu.popup(place)

    @Slot()
    def _ask_png(self) -> None:
        self._ask("PNG picture (*.png)", ".png")

    @Slot()
    def _ask_svg(self) -> None:
        self._ask("SVG drawing (*.svg)", ".svg")

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(picture(self._plot))

    @Slot()
    def _ask_csv(self) -> None:
        sheet = self._numbers()
        if sheet is not None:
            self._ask("Table (*.csv)", ".csv", sheet)

    @Slot()
    def _copy_data(self) -> None:
        sheet = self._numbers()
        if sheet is not None:
            QGuiApplication.clipboard().setText(sheet.csv())

    def _numbers(self) -> Sheet | None:
        sheet = self._sheet() if self._sheet is not None else None
        if sheet is None:
            self._say("There are no numbers here yet. Press Run, then try again.")
        return sheet

    def _ask(self, kind: str, suffix: str, sheet: Sheet | None = None) -> None:
        what = "Save picture" if sheet is None else "Save data"
        chosen, _ = QFileDialog.getSaveFileName(self._plot, what, self._name + suffix, kind)
        if chosen:
            self._save(Path(chosen).with_suffix(suffix), sheet)

    def _save(self, path: Path, sheet: Sheet | None = None) -> None:
        try:
            if sheet is None:
                save_picture(self._plot, path)
            else:
                write_atomically(path, sheet.csv().encode())
        except UserError as error:
            self._say(str(error))
            self.failed.emit(str(error))
        else:
            self.saved.emit(str(path))

    def _say(self, words: str) -> None:
        QToolTip.showText(self._plot.mapToGlobal(QPoint(16, 16)), words, self._plot)


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
