"""The page on which data is made."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.data.make.formula_page import FormulaPage
from playground.gui.data.make.generator_page import GeneratorPage
from playground.gui.data.make.paint_page import PaintPage
from playground.gui.data.pages import DataPage, Surroundings
from playground.gui.topics import mark
from playground.gui.widgets.segmented import Segmented

PAINT, FORMULA, GENERATOR = "paint", "formula", "generator"
_WAYS = (
    (PAINT, "Paint", "Paint points and regions on the plane"),
    (FORMULA, "Formula", "A surface whose height you type as a formula"),
    (GENERATOR, "Generator", "Every number of a generator"),
)


class MakePage(DataPage):
    """Three ways to make data: paint it, type it, or turn the numbers of a generator.

    Attributes:
        ways: which of them is shown.
        paint, formula, generator: them.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        document = surroundings.document
        self._document = document
        self.ways = Segmented(_WAYS)
        self.ways.explain(
            {PAINT: "data.painted", FORMULA: "data.formula", GENERATOR: "make.generator"}
        )
        self.paint = PaintPage(document)
        self.formula = FormulaPage(document)
        self.generator = GeneratorPage(document)
        self._stack = QStackedWidget()
        for page in (self.paint, self.formula, self.generator):
            self._stack.addWidget(page)
        mark(self, "make")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_3)
        rows.addWidget(self.ways)
        rows.addWidget(self._stack, 1)
        self.ways.current_changed.connect(self._show)
        self._follow()
        document.replaced.connect(self._follow)

    @Slot(str)
    def _show(self, way: str) -> None:
        self._stack.setCurrentIndex((PAINT, FORMULA, GENERATOR).index(way))

    @Slot()
    def _follow(self) -> None:
        """Begin where the document's data was made."""
        source = self._document.project.data.source
        self.ways.set_current({"formula": FORMULA, "painted": PAINT}.get(source, PAINT))
