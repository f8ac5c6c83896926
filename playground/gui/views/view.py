"""What all views have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.data.prepare import Prepared
from playground.gui.document import Document
from playground.gui.jobs import Jobs
from playground.gui.plots.save_menu import SaveMenu
from playground.gui.topics import mark
from playground.gui.trainer_thread import TrainerThread
from playground.gui.views.bench import Bench
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.lessons.noticed import NOTHING, Noticed

if TYPE_CHECKING:
    from playground.gui.runs import Runs


class Job(Protocol):
    """A frozen description of what to evaluate; the renderer's thread runs it."""

    def run(self, bench: Bench) -> Any:
        """What the view that asked is to show. Touches no widget."""


@dataclass(frozen=True)
class Context:
    """What a view may use of the window.

    Attributes:
        document: the project and its edits.
        trainer: signals that ask the trainer.
        jobs: long work in the background, one after the other.
        runs: those that were pinned; None in a window without them.
    """

    document: Document
    trainer: TrainerThread
    jobs: Jobs
    runs: Runs | None = None


class View(QWidget):
    """One way to look at a run: asks for what it needs of a moment, and shows what came.

    A view that can't be seen is asked for nothing. The display asks a view that can for a job
    whenever there is another moment to show, one job at a time, the one that waited longest first;
    the renderer's thread runs it; `show_result` draws, quickly, in the window's thread.

    Attributes:
        key: its name in code, settings and `playground shot --view`.
        save_menu: the right-click menu.
        every_ms: the least time between two jobs while a run goes on.

    Signals:
        stale: something was chosen in the view, and it is to be asked for a job anew.
        node_chosen(id): a layer was clicked.
        rerun_wanted: the run is to start over, from the same first weights, and go on.
        sample_wanted(row): a sample was clicked, as a row of the data: views of one show it.
        card_wanted(id): its card on the canvas is to be seen.
        place_shown(id, phase): what is shown happens in this layer, "" for none.
    """

    key: ClassVar[str]
    every_ms: ClassVar[int] = 100

    stale = Signal()
    node_chosen = Signal(str)
    rerun_wanted = Signal()
    sample_wanted = Signal(int)
    card_wanted = Signal(str)
    place_shown = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.save_menu = SaveMenu(self, self.key, self.sheet)
        mark(self, f"view.{self.key}")

    def set_data(self, prepared: Prepared) -> None:
        """Show other samples from now on; what was drawn of earlier ones goes."""

    def request(self, shown: Shown) -> Job | None:
        """What it takes to show this moment; None where nothing has to be evaluated.

        A view that can draw at once from `shown` does so here and returns None.
        """
        raise NotImplementedError

    def show_result(self, result: Any) -> None:
        """Draw what a job of this view has found. None after a fault: keep what there is."""
        raise NotImplementedError

    @Slot()
    def clear(self) -> None:
        """The run is gone: take away what was drawn of it, and say what to do."""

    def finish(self) -> None:
        """The window closes: end every thread of one's own."""

    def follow_selection(self, identities: Sequence[str]) -> None:
        """These nodes are selected on the canvas: a view of one layer turns to it."""

    def follow_sample(self, row: int) -> None:
        """This sample was clicked elsewhere: a view of one sample turns to it."""

    def prepare(self) -> None:
        """Import what drawing needs, at a moment when nobody waits."""

    @property
    def says(self) -> str:
        """The sentence that stands in place of the drawing, or ""."""
        return ""

    @property
    def at_work(self) -> bool:
        """Whether more is to come without being asked for."""
        return False

    def begin_work(self) -> None:
        """Start what is otherwise only done when it is asked for by hand."""

    def whole_size(self) -> QSize:
        """How large it would have to be to show all of what it draws now."""
        return self.size()

    def noticed(self) -> Noticed:
        """What lessons may know of it just now."""
        return NOTHING

    def part(self, name: str) -> QWidget | None:
        """A part that lessons point at, as `lessons/parts.py` calls it."""
        return None

    def sheet(self) -> Sheet | None:
        """The numbers that are drawn, as a table; None where there are none yet."""
        return None
