"""The dialog that imports: what matches, row by row, and what can be made of the file."""

from __future__ import annotations

from math import prod

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.errors import UserError
from playground.formats.importing import Found, Matching
from playground.gui import theme
from playground.gui.help.helper import helper_of
from playground.gui.importing.match_model import MatchItemModel
from playground.gui.importing.match_table import MatchTable
from playground.gui.topics import mark
from playground.network.shapes import in_words
from playground.project.adoption import Adoption, adoption
from playground.project.spec import ProjectSpec
from playground.training.trained import Trained

_SIZE = QSize(880, 560)
_FRAMEWORKS = {
    "playground": "inputs before outputs",
    "pytorch": "as PyTorch keeps them, outputs before inputs",
    "keras": "as Keras keeps them",
}
_STAYS = "What is not ticked stays as it is. Undo takes all of it back."


class ImportDialog(QDialog):
    """Shows what matches before anything is done; Escape does nothing at all.

    Attributes:
        table: a row a parameter. model: what it shows.
        summary: what matches, in a sentence. whole: what the file's network is, or why there is
            none.
        weights_button: takes what is ticked. network_button: takes the file's whole network.
        all_button, none_button: tick everything, or nothing.

    Signals:
        weights_wanted(dict): these arrays, by parameter, are to go onto the network.
        network_wanted(Adoption): the file's network is to take the network's place.
    """

    weights_wanted = Signal(object)
    network_wanted = Signal(object)

    def __init__(
        self, found: Found, matching: Matching, project: ProjectSpec, broken: str, parent: QWidget
    ) -> None:
        """Args: broken: why the network can't take weights, in words, or ""."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import")
        self.setAccessibleName("Import")
        helper = helper_of(parent)
        if helper is not None:
            helper.attend(self)
        self._broken = broken
        self.model = MatchItemModel(matching)
        self.table = MatchTable(self.model)
        mark(self, "import")
        mark(self.table, "import.table")
        self.summary = _label("value")
        self.summary.setAccessibleName("What matches")
        self.whole = _label("muted")
        self.whole.setAccessibleName("The network in the file")
        self.weights_button = QPushButton()
        self.weights_button.clicked.connect(self._take_weights)
        self.network_button = QPushButton("Make it this network")
        self.network_button.clicked.connect(self._take_network)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.clicked.connect(self.reject)
        self.all_button, self.none_button = _link("Tick all"), _link("Tick none")
        self.all_button.clicked.connect(self._tick_all)
        self.none_button.clicked.connect(self._tick_none)
        self.model.matching_changed.connect(self._show_matching)
        self._adoption = self._show_whole(found, project)
        self._arrange(found)
        self._show_matching()
        partly = matching.count < len(matching.matches)
        whole = self._adoption is not None and partly
        chosen = self.network_button if whole else self.weights_button
        chosen.setProperty("primary", True)
        chosen.setDefault(True)
        self.resize(_SIZE.boundedTo(parent.window().size() - QSize(80, 80)))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Doing

    @Slot()
    def _take_weights(self) -> None:
        self.weights_wanted.emit(self.model.matching.arrays())
        self.accept()

    @Slot()
    def _take_network(self) -> None:
        if self._adoption is not None:
            self.network_wanted.emit(self._adoption)
            self.accept()

    @Slot()
    def _tick_all(self) -> None:
        self.model.tick_all(True)

    @Slot()
    def _tick_none(self) -> None:
        self.model.tick_all(False)

    # Showing

    @Slot()
    def _show_matching(self) -> None:
        matching = self.model.matching
        self.summary.setText(self._broken or matching.summary())
        count = matching.count
        what = {0: "Import", 1: "Import 1 array"}.get(count, f"Import {count} arrays")
        self.weights_button.setText(f"{what} onto this network")
        reason = self._broken or ("" if count else "Nothing is ticked: choose what goes in.")
        _enable(self.weights_button, reason, "Lay what is ticked onto the network, and begin anew")

    def _show_whole(self, found: Found, project: ProjectSpec) -> Adoption | None:
        """Say what the file's network is, and what would become of it here, if it has one."""
        if found.trained is None:
            self.network_button.hide()
            self.whole.setText(_sentence(found.why))
            return None
        described = (_described(found.trained), *found.told)
        try:
            made = adoption(found.trained, project)
        except UserError as error:
            self.whole.setText(" ".join((*described, str(error))))
            _enable(self.network_button, str(error), "")
            return None
        self.whole.setText(" ".join((*described, *made.told)))
        _enable(self.network_button, "", "Take the file's network, head and weights; data stays")
        return made

    def _arrange(self, found: Found) -> None:
        title = _label("title")
        title.setText(found.path.name)
        title.setToolTip(str(found.path))
        count = len(self.model.matching.sources)
        about = _label("muted")
        how = _FRAMEWORKS.get(
            self.model.matching.framework.partition("-")[0], "in an order that it does not say"
        )
        numbers = sum(prod(each.array.shape) for each in self.model.matching.sources)
        about.setText(
            f"{_sentence(found.kind).rstrip('.')} of {count} arrays, {numbers:,} numbers, {how}"
        )
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE_1)
        above.addWidget(self.summary, 1)
        above.addWidget(self.all_button)
        above.addWidget(self.none_button)
        stays = _label("caption")
        stays.setText(_STAYS)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE_2)
        foot.addWidget(stays, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.network_button)
        foot.addWidget(self.weights_button)
        line = QFrame()
        line.setProperty("role", "divider")
        line.setFixedHeight(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(title)
        rows.addWidget(about)
        rows.addSpacing(theme.SPACE_2)
        rows.addLayout(above)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.whole)
        rows.addWidget(line)
        rows.addLayout(foot)


def _label(role: str) -> QLabel:
    """Text that may come from a file."""
    made = QLabel()
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def _link(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setFlat(True)
    made.setAutoDefault(False)
    return made


def _enable(button: QPushButton, reason: str, help_: str) -> None:
    button.setEnabled(not reason)
    button.setToolTip(reason or help_)
    button.setAccessibleDescription(reason or help_)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _described(trained: Trained) -> str:
    layers = sum(node.inputs[1] != 0 for node in trained.network)
    return (
        f"The file holds a whole network: {layers} {'layer' if layers == 1 else 'layers'} and the "
        f"{trained.head.label.lower()} head, for samples of {in_words(trained.signature.features)}."
    )
