"""A surface by a formula, with its picture while it is typed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.data.extent import cell_centres
from playground.data.formula import FUNCTIONS, FormulaError, parse_formula
from playground.data.sources.plane import FEATURE_NAMES
from playground.data.sources.surfaces import FIRST_FORMULA
from playground.gui import theme
from playground.gui.data.make.beside import controls_beside
from playground.gui.document import Document
from playground.gui.plots.colours import diverging
from playground.gui.plots.plot_area import PlotArea
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider

_CELLS = 160
_EXTENT = (-1.0, 1.0, -1.0, 1.0)
_WAIT_MS = 120
_ABOVE_PX = 8  # half of the topmost number on the axis
_EXAMPLES = (
    "x1 * x2",
    "sin(3 * x1) * cos(2 * x2)",
    "exp(-4 * (x1² + x2²))",
    "(x1 > 0) - (x2 > 0)",
    "|x1| + |x2| - 1",
    "sinc(2 * hypot(x1, x2))",
)


class SurfacePicture(QWidget):
    """The heights of a formula over the plane, blue to orange."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 220)
        self.setAccessibleName("The surface of the formula")
        theme.notifier().theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(520, 520)

    def show_heights(
        self, heights: np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None
    ) -> None:
        """Show heights (cells, cells), the first row at the bottom; None for nothing."""
        self._heights = heights
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        area = PlotArea.fitted(self.width(), self.height() - _ABOVE_PX, _EXTENT, FEATURE_NAMES)
        painter = QPainter(self)
        painter.translate(0, _ABOVE_PX)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillRect(area.box, QColor(palette.card))
        if self._heights is not None:
            known = self._heights[np.isfinite(self._heights)]
            most = float(np.abs(known).max(initial=0.0)) or 1.0
            pixels = np.ascontiguousarray(diverging(self._heights[::-1], -most, most, palette.dark))
            image = QImage(
                pixels.tobytes(), _CELLS, _CELLS, 4 * _CELLS, QImage.Format.Format_RGBX8888
            )
            painter.drawImage(QRectF(area.box), image)
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)
        painter.end()


class FormulaPage(QWidget):
    """A line for the formula, what is wrong with it, and its surface.

    Attributes:
        line: what is typed. told: what is wrong, or what it comes to. picture: the surface.
        use_button: makes it the data; Enter in the line does too.
        samples, noise: how many points, and how far their heights stray.
        examples: buttons that type one.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.line = QLineEdit()
        self.line.setPlaceholderText(FIRST_FORMULA)
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("Formula of x1 and x2")
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.picture = SurfacePicture()
        self.use_button = QPushButton("Use this surface")
        self.use_button.setProperty("primary", True)
        self.samples = LabelledSlider("Points", 50, 5000, 500, step=10, logarithmic=True)
        self.samples.set_help("How many points of the surface are drawn.")
        self.noise = LabelledSlider("Noise", 0.0, 0.5, 0.05, step=0.01)
        self.noise.set_help("How far heights stray from the surface.")
        self.examples = [QPushButton(text) for text in _EXAMPLES]
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._mark()
        self._arrange()
        self._connect()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the document's formula, where that is its data."""
        data = self._document.project.data
        if data.source == "formula" and not self.line.hasFocus():
            self.line.setText(data.formula or FIRST_FORMULA)
        if data.source == "formula":
            self.samples.set_value(data.samples)
            self.noise.set_value(data.noise)
        self.look()

    @Slot()
    def look(self) -> None:
        """Work out what is typed, and say what is wrong with it."""
        self._timer.stop()
        text = self.line.text() or FIRST_FORMULA
        try:
            formula = parse_formula(text, FEATURE_NAMES)
        except FormulaError as error:
            self.told.setText(f"{_with_caret(text, error.place)}\n{error}")
            self._tell(wrong=True)
            return
        centres = cell_centres(_EXTENT, _CELLS, _CELLS)
        heights = formula.at(dict(zip(FEATURE_NAMES, centres.T, strict=True)))
        self.picture.show_heights(heights.reshape(_CELLS, _CELLS))
        known = heights[np.isfinite(heights)]
        if len(known) < len(heights):
            self.told.setText("It has no height in the grey part, so it can't be data yet.")
            self._tell(wrong=True)
            return
        self.told.setText(
            f"From {known.min():.3g} to {known.max():.3g} over the square.".replace("-", "−")
        )
        self._tell(wrong=False)

    def _tell(self, *, wrong: bool) -> None:
        self.told.setProperty("role", "error" if wrong else "muted")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.use_button.setEnabled(not wrong)

    @Slot()
    def use(self) -> None:
        """Make it the document's data."""
        self.look()
        if not self.use_button.isEnabled():
            return
        data = self._document.project.data
        fields = {
            "formula": self.line.text() or FIRST_FORMULA,
            "samples": int(self.samples.value),
            "noise": float(self.noise.value),
        }
        if data.source != "formula":
            self._document.set_data(source="formula", **fields)
        elif any(getattr(data, name) != value for name, value in fields.items()):
            self._document.set_data(**fields)

    @Slot(object)
    def _number(self, value: object) -> None:
        if self._document.project.data.source == "formula":
            self.use()

    @Slot()
    def _take_example(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.line.setText(button.text())
        self.use()

    def _mark(self) -> None:
        mark(self, "data.formula")
        mark(self.line, "field.formula")
        mark(self.picture, "formula.surface")
        mark(self.use_button, "formula.use")
        mark(self.samples, "field.samples")
        mark(self.noise, "field.noise")
        for button in self.examples:
            mark(button, "formula.examples")

    def _arrange(self) -> None:
        column = controls_beside(self.picture, self)
        column.addWidget(self.line)
        column.addWidget(self.told)
        column.addSpacing(theme.SPACE_1)
        column.addWidget(self.samples)
        column.addWidget(self.noise)
        column.addWidget(self.use_button)
        known = QLabel(
            "x1 and x2 go from −1 to 1. There are + − * / ^, comparisons, |x1|, pi, e and "
            f"{', '.join(FUNCTIONS)}."
        )
        known.setProperty("role", "muted")
        known.setWordWrap(True)
        column.addWidget(known)
        tries = QVBoxLayout()
        tries.setSpacing(0)
        for button in self.examples:
            button.setFlat(True)
            button.setProperty("chip", True)
            button.setAccessibleName(f"Use {button.text()}")
            tries.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(tries)
        column.addStretch(1)

    def _connect(self) -> None:
        self.line.textEdited.connect(self._timer.start)
        self.line.returnPressed.connect(self.use)
        self._timer.timeout.connect(self.look)
        self.use_button.clicked.connect(self.use)
        for button in self.examples:
            button.clicked.connect(self._take_example)
        self.samples.value_changed.connect(self._number)
        self.noise.value_changed.connect(self._number)
        self._document.data_changed.connect(self.refresh)
        self._document.replaced.connect(self.refresh)


def _with_caret(text: str, place: int) -> str:
    """The formula up to where it goes wrong: "x1 + ▸"."""
    return f"{text[:place]}▸{text[place:]}"
