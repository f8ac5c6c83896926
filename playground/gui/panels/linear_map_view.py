"""The one matrix that layers with nothing between them equal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.document import Document
from playground.gui.plots.matrix_picture import LabelledMatrix, MatrixPicture, named, numbered
from playground.gui.topics import mark
from playground.network.fixes import in_a_row
from playground.network.layers.dropout import Dropout
from playground.network.layers.flatten import Flatten
from playground.network.linear_stack import fits, single_layer
from playground.network.problems import LinearStack
from playground.network.spec import HEAD, INPUT

_WORDS_WIDTH = 360
_ONE_OUTPUT = 1


class LinearMapView(QFrame):
    """A popup with the matrix and the bias of a `LinearStack`.

    Attributes:
        title: whose it is. said: what it means, or why there is none. picture: the matrix.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("The single matrix it equals")
        mark(self, "linear_collapse")
        self._document = document
        self.title = QLabel()
        self.title.setProperty("role", "value")
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setMinimumWidth(_WORDS_WIDTH)
        self.picture = MatrixPicture()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_4] * 4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.title)
        rows.addWidget(self.said)
        rows.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_stack(self, stack: LinearStack, parameters: Mapping[str, NDArray[Any]]) -> None:
        """Show what a stack equals with these weights, in the middle of the window.

        Args:
            parameters: by name, as in a snapshot; where they are not those of the stack, because
                the layers have just changed, that is said instead.
        """
        known = fits(stack, parameters)
        self.picture.setVisible(known)
        self.title.setText(f"{in_a_row([_name(each) for each in stack.layers])}, as one layer")
        if known:
            shown = LabelledMatrix(
                *single_layer(stack, parameters), self._rows(stack), self._columns(stack)
            )
            self.picture.set_matrix(shown)
            self.said.setText(_meaning(stack, shown))
        else:
            self.said.setText(
                "These layers have just changed, and their new weights are not there yet. Ask "
                "again in a moment."
            )
        self.adjustSize()
        self._centre()
        self.show()

    def _rows(self, stack: LinearStack) -> tuple[str, ...]:
        """The names of what goes in: features, or the units of the layer before."""
        source = self._before(stack.layers[0])
        if source == INPUT:
            names = prepare(self._document.project.data).dataset.feature_names
            return named(names, "input", stack.inputs)
        return numbered(source, stack.inputs)

    def _before(self, identity: str) -> str:
        """What a layer's numbers come from, moves of them left out."""
        network = self._document.network
        (source,) = network.sources(identity)[:1] or (INPUT,)
        while isinstance(network[source], Dropout | Flatten):
            (source,) = network.sources(source)[:1] or (INPUT,)
        return source

    def _columns(self, stack: LinearStack) -> tuple[str, ...]:
        """The names of what comes out: classes or targets, or units."""
        last = stack.layers[-1]
        if last != HEAD:
            return numbered(last, stack.outputs)
        names = prepare(self._document.project.data).dataset.target_names
        if stack.outputs == _ONE_OUTPUT and len(names) > 1:
            return (names[-1],)  # the one output of two classes is the second's
        return named(names, "output", stack.outputs)

    def _centre(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        window = parent.window()
        middle = window.mapToGlobal(window.rect().center())
        self.move(middle - self.rect().center())


def _meaning(stack: LinearStack, shown: LabelledMatrix) -> str:
    products = "".join(f" · W{_subscript(place)}" for place in range(1, len(stack.layers) + 1))
    words = (
        f"x{products} is x · W with this one W; the biases fold into one too. Blue is below 0, "
        f"orange above, ±{shown.largest:.3g} the strongest."
    )
    if stack.narrowest < min(stack.inputs, stack.outputs):
        words += (
            f" Its rank is {stack.narrowest} at most, since only {stack.narrowest} numbers pass "
            "between the layers."
        )
    return words


def _subscript(number: int) -> str:
    return "".join(chr(ord("₀") + int(digit)) for digit in str(number))


def _name(identity: str) -> str:
    return "the head" if identity == HEAD else identity
