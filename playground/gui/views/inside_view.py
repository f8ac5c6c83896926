"""What the views of the layers' insides have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.errors import UserError
from playground.gui import theme
from playground.gui.plots.axes import FOOT
from playground.gui.plots.layer_bars import LayerBars
from playground.gui.plots.layer_lines import LayerLines, epoch_text
from playground.gui.plots.layer_picture import LayerPicture
from playground.gui.plots.scrolled_plot import ScrolledPlot
from playground.gui.plots.sentence import Sentence
from playground.gui.views.answers import Words
from playground.gui.views.bench import Bench
from playground.gui.views.inside_columns import Shelf, shelf_of
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel


@dataclass(frozen=True, eq=False)
class InsideJob:
    """Looks into the layers at the moments of a run.

    Attributes:
        shown: what is looked at.
    """

    shown: Shown

    def run(self, bench: Bench) -> Any:
        """What the view draws, or `Words`."""
        try:
            return self.look(shelf_of(bench))
        except UserError as error:
            return Words(str(error))

    def look(self, shelf: Shelf) -> Any:
        """What the view draws, or `Words`."""
        raise NotImplementedError


class InsideView(View):
    """A drawing, or a sentence in its place, and what to make of it beneath.

    Attributes:
        sentence: what to make of it. message: what stands in place of a drawing.
    """

    every_ms = 500
    invitation = "Press Run, or step once, to look inside the layers."

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        """Args: name: what it is, for assistive tools."""
        super().__init__(context, parent)
        self.setAccessibleName(name)
        self.sentence = Sentence()
        self.message = MessageLabel(self.invitation)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.message)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(theme.SPACE_3, 0, theme.SPACE_3, 0)
        self._rows.setSpacing(theme.SPACE_1)
        self._rows.addLayout(self._pages, 1)
        self._rows.addWidget(self.sentence)
        self._body: QWidget | None = None

    def sizeHint(self) -> QSize:
        """The drawer."""
        return QSize(820, 190)

    def minimumSizeHint(self) -> QSize:
        """A low drawer in a small window."""
        return QSize(360, 150)

    @property
    def says(self) -> str:
        """The sentence that stands in place of the drawing, or ""."""
        return self.message.text() if self._pages.currentWidget() is self.message else ""

    def whole_size(self) -> QSize:
        """So large that nothing has to be scrolled to."""
        size = self.size()
        for plot in self.findChildren(ScrolledPlot):
            if plot.isVisible():
                across, down = plot.horizontalScrollBar(), plot.verticalScrollBar()
                more = self.size() + QSize(across.maximum(), down.maximum())
                size = size.expandedTo(more)
        return size

    def set_data(self, prepared: Prepared) -> None:
        """What was drawn of other samples goes."""
        self.clear()

    def request(self, shown: Shown) -> InsideJob:
        raise NotImplementedError

    def show_result(self, result: Any) -> None:
        """Draw, or say why not; ask again while there is more to be measured."""
        if result is None:
            return
        if isinstance(result, Words):
            self.say(result.text)
            return
        self.draw(result)
        if self._body is not None:
            self._pages.setCurrentWidget(self._body)
        if result.n_missing:
            self.stale.emit()

    def draw(self, result: Any) -> None:
        """Draw what the job has found."""
        raise NotImplementedError

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.say(self.invitation)

    def say(self, text: str) -> None:
        """A sentence in place of the drawing."""
        self.message.setText(text)
        self.sentence.say("")
        self._pages.setCurrentWidget(self.message)

    def _set_body(self, body: QWidget) -> None:
        self._body = body
        self._pages.addWidget(body)


class LayersView(InsideView):
    """A bar a layer for the shown moment, a line a layer over the run.

    Attributes:
        bars: the list of layers. caption: what their numbers are. lines: the plot over the epochs.
        picture: what is drawn.
    """

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(context, name, parent)
        self.picture: LayerPicture | None = None
        self._chosen: frozenset[str] = frozenset()
        self.bars = LayerBars()
        self.lines = LayerLines()
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        self.caption = QLabel()
        self.caption.setProperty("role", "caption")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.caption.setFixedHeight(int(FOOT))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.bars, 1)
        column.addWidget(self.caption)
        row.addLayout(column, 2)
        row.addWidget(self.lines, 3)
        self._set_body(body)
        self.bars.picked.connect(self._pick)

    def draw(self, result: LayerPicture) -> None:
        """Show bars, lines and what to make of them."""
        self.picture = result
        self._chosen &= {line.layer for line in result.lines}
        when = "now" if result.live else f"at epoch {epoch_text(result.cursor)}"
        self.caption.setText(f"{result.name}, {when}")
        self.lines.setAccessibleName(f"{result.name} by layer over the epochs")
        self.bars.show_picture(result, self._chosen)
        self.lines.show_picture(result, self._chosen)
        self.sentence.say(result.sentence, alarm=result.alarm)

    def say(self, text: str) -> None:
        """A sentence in place of the drawing."""
        self.picture = None
        super().say(text)

    def sheet(self) -> Sheet | None:
        """The lines: a row an epoch, a column a layer."""
        picture = self.picture
        if picture is None:
            return None
        columns = ["epoch", *(f"{line.label}: {picture.name}" for line in picture.lines)]
        return Sheet(
            columns,
            [
                [float(x), *(float(line.y[row]) for line in picture.lines)]
                for row, x in enumerate(picture.x)
            ],
        )

    @Slot(str)
    def _pick(self, layer: str) -> None:
        self._chosen ^= {layer}
        if self.picture is not None:
            self.bars.show_picture(self.picture, self._chosen)
            self.lines.show_picture(self.picture, self._chosen)
        self.node_chosen.emit(layer)
