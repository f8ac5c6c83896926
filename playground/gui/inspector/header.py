"""What is selected: icon, name, what leaves it, what it learns, and one line of help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.icons import icon
from playground.gui.widgets.tips import plain_tip
from playground.network.node import NodeSpec, Unknown
from playground.network.shapes import in_words
from playground.network.spec import HEAD

_ICON = 18
# Of a longer name the beginning is shown, so that there is room for the rest.
_MOST_LETTERS = 40
_SERIOUS = ("error", "warning")


@dataclass(frozen=True)
class About:
    """What the header says.

    Attributes:
        icon, title: of what is selected.
        name: the layer's id, or what kinds there are.
        facts: what leaves, and how much is learned.
        help: one line; a problem there comes before it.
        role: "muted", "warning" or "error".
    """

    icon: str
    title: str
    name: str
    facts: str
    help: str
    role: str = "muted"


def about_nothing(document: Document) -> About:
    """Nothing is selected: the whole network and its training."""
    count = sum(document.traced.parameter_counts().values())
    words = "Select a layer to see its fields."
    about = About("inspector", "Head and training", "", _parameters(count), words)
    return _with_problem(document, None, about)


def about_head(document: Document) -> About:
    """The head."""
    head = document.project.head
    return _with_problem(
        document, HEAD, About("head", "Head", head.label, _facts(document, HEAD), head.help)
    )


def about_nodes(document: Document, nodes: Sequence[NodeSpec]) -> About:
    """One layer, or several."""
    if len(nodes) > 1:
        return _about_several(document, nodes)
    (node,) = nodes
    entry = node.catalogue
    title = node.type if isinstance(node, Unknown) else entry.label
    about = About(entry.icon, title, node.id, _facts(document, node.id), entry.help)
    return _with_problem(document, node.id, about)


def _about_several(document: Document, nodes: Sequence[NodeSpec]) -> About:
    kinds = Counter(node.catalogue.label for node in nodes)
    what = ", ".join(f"{count} {label}" for label, count in kinds.items())
    counts = document.traced.parameter_counts()
    total = sum(counts.get(node.id, 0) for node in nodes)
    shown = nodes[0].catalogue.icon if len(kinds) == 1 else "copy"
    words = "A change here is made to all of them."
    return About(shown, f"{len(nodes)} layers", what, _parameters(total), words)


def _with_problem(document: Document, identity: str | None, about: About) -> About:
    """With the worst problem at a layer in place of its help; what is only a note is not."""
    problem = next((each for each in document.problems if each.node == identity), None)
    if problem is None or problem.severity not in _SERIOUS:
        return about
    return About(
        about.icon, about.title, about.name, about.facts, problem.message, problem.severity
    )


def _facts(document: Document, identity: str) -> str:
    shape = document.traced.shapes().get(identity)
    leaves = f"{in_words(shape)} out" if shape is not None else "no output yet"
    count = document.traced.parameter_counts().get(identity, 0)
    return f"{leaves} · {_parameters(count)}" if count else leaves


def _parameters(count: int) -> str:
    return f"{count:,} parameter" + "s" * (count != 1)


def _shortened(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"


class Header(QWidget):
    """One line over the fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about: About | None = None
        self._icon = _Icon(self)
        self.title = _label("value", self)
        self.name = _label("muted", self)
        self.facts = _label("muted", self)
        self.help = _Elided(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        for part in (self._icon, self.title, self.name, self.facts):
            row.addWidget(part)
        row.addWidget(self.help, 1)

    def show_about(self, about: About) -> None:
        """Say it."""
        if about == self._about:
            return
        self._about = about
        self._icon.set_name(about.icon)
        self.title.setText(about.title)
        self.name.setText(_shortened(about.name))
        self.name.setVisible(bool(about.name))
        self.facts.setText(about.facts)
        self.help.say(about.help, about.role)
        said = (about.title, about.name, about.facts, about.help)
        self.setAccessibleName(", ".join(part for part in said if part))


class _Icon(QWidget):
    """An icon that follows the theme."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = "unknown"
        self.setFixedSize(QSize(_ICON, _ICON))

    def set_name(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon(self._name, "accent").paint(painter, self.rect())


class _Elided(QLabel):
    """A line that is cut short where there is no room; its tool tip has all of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str, role: str) -> None:
        self.setText(words)
        self.setToolTip(plain_tip(words))
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), alignment, shown)


def _label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
