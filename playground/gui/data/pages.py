"""Every page of the tab Data, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.data.prepare import Prepared
from playground.gui.document import Document
from playground.gui.jobs import Jobs
from playground.registry import Registry

if TYPE_CHECKING:
    from playground.gui.data.review.review import Review


@dataclass(frozen=True)
class Surroundings:
    """What a page may use of the window.

    Attributes:
        document: the project and its edits.
        jobs: long work in the background, one after the other.
        review: the file that is being looked through.
        choose_source: has one of the data that comes with the program, by its name.
        judge_test: tells in words how good the network is on the samples held out.
    """

    document: Document
    jobs: Jobs
    review: Review
    choose_source: Callable[[str], None]
    judge_test: Callable[[Callable[[str], None]], None]


class DataPage(QWidget):
    """A page about the data in use."""

    def set_data(self, prepared: Prepared) -> None:
        """The data in use is other data."""

    def tell(self, message: str) -> None:
        """Why there is nothing to see, for a page that has room to say so."""

    def begin(self) -> None:
        """Somebody came here to look something through: take the focus."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def parts_to_prepare(self) -> list[Callable[[], None]]:
        """What takes a while when the page is first shown, in parts that can be done before."""
        return []

    def finish(self) -> None:
        """The window closes: end every thread of one's own."""


@dataclass(frozen=True)
class Page:
    """A kind of page.

    Attributes:
        name: in code. label, help: as shown. topic: of the glossary.
        path: "module:Class", imported at first use.
    """

    name: str
    label: str
    help: str
    topic: str
    path: str

    @property
    def key(self) -> str:
        """Its name."""
        return self.name

    def make(self, surroundings: Surroundings) -> DataPage:
        """The widget."""
        module, _, name = self.path.partition(":")
        made: DataPage = getattr(import_module(module), name)(surroundings)
        return made


TABLE, PREPARATION, SPLIT, LOOK, MAKE, GALLERY = (
    "table",
    "preparation",
    "split",
    "look",
    "make",
    "gallery",
)
_HERE = "playground.gui.data"

PAGES: Registry[Page] = Registry(
    "data page",
    [
        Page(
            TABLE,
            "Table",
            "The rows and columns, what each column is for, and what is wrong",
            "data.table",
            f"{_HERE}.review.table_page:TablePage",
        ),
        Page(
            PREPARATION,
            "Preparation",
            "What is done to each column before the network sees it",
            "data.preparation",
            f"{_HERE}.preparation.page:PreparationPage",
        ),
        Page(
            SPLIT,
            "Split",
            "Which samples train, which judge, and which wait for the end",
            "data.split",
            f"{_HERE}.split.page:SplitPage",
        ),
        Page(
            LOOK,
            "Look",
            "Spreads, correlations, maps and samples, before any network",
            "look",
            f"{_HERE}.look.page:LookPage",
        ),
        Page(
            MAKE,
            "Make",
            "Paint data, type a formula, or turn the numbers of a generator",
            "make",
            f"{_HERE}.make.page:MakePage",
        ),
        Page(
            GALLERY,
            "Gallery",
            "All data that comes with the program, and public sets that are on this disk",
            "data.gallery",
            f"{_HERE}.gallery.page:GalleryPage",
        ),
    ],
)
