"""What a card says, read from the document. Nothing here draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from playground.engine.graph import Shape
from playground.gui.canvas.feature_menu import feature_choices
from playground.gui.canvas.number_field import NumberField, number_field
from playground.gui.document import Document
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.analysis import count_words, multiply_adds
from playground.network.canvas_parts import Group
from playground.network.layers.input import Input
from playground.network.layers.shared import Shared
from playground.network.node import NodeSpec, Unknown
from playground.network.pairs import FINAL_LABELS
from playground.network.problems import Problem
from playground.network.shapes import in_words
from playground.network.spec import HEAD, INPUT, stem_of
from playground.training.unfreezing import thawing

# A longer choice stands without the word before it.
_MOST_BESIDE_LABEL = 14


@dataclass(frozen=True)
class Stepper:
    """A number with − and +."""

    field: NumberField
    value: float

    @property
    def text(self) -> str:
        """The number as shown."""
        return self.field.text(self.value)

    @property
    def label(self) -> str:
        """The word before it; units and filters need none."""
        return "" if self.field.name in ("units", "filters") else self.field.title.lower()


@dataclass(frozen=True)
class Chooser:
    """A choice that opens a menu: an activation, the final activation, the loss.

    Attributes:
        part: what it chooses: a node's field, or "final" or "loss" of the head.
        label: the word before it, or "".
        text: the choice in force.
        activation: what curve to draw, if any.
    """

    part: str
    label: str
    text: str
    activation: Activation | None


_FROZEN = "Frozen: training leaves its weights as they are. Click the lock, or press L, to free it."
_FREED = "Frozen at first; the run has freed it by now, and it learns. A reset freezes it again."


@dataclass(frozen=True)
class Face:
    """Everything that a card shows.

    Attributes:
        id: the node's, or "head".
        title: what it is called. name: the id, where the title alone does not tell which.
        icon, family: of the layer type.
        caption: the second line: what leaves, and how much is learned.
        cost: the third: what it costs, "" where that is nothing.
        rows: controls, line by line.
        severity: of the worst problem at this card, if any. tip: in words, with the problems.
        ports: "input" and "output", as far as it has them.
        colour: the name of the colour that it was given, if any.
        holds: how many layers a collapsed group holds; 0 for anything else.
        unknown: whether it stands for a layer type that this version does not have.
        frozen: whether training leaves its weights as they are. freed: whether the run has come to
            free it all the same.
    """

    id: str
    title: str
    name: str
    icon: str
    family: str
    caption: str
    cost: str
    rows: tuple[tuple[Stepper | Chooser, ...], ...]
    severity: Literal["error", "warning"] | None
    tip: str
    ports: tuple[str, ...] = ("input", "output")
    colour: str | None = None
    holds: int = 0
    unknown: bool = False
    frozen: bool = False
    freed: bool = False

    @property
    def stepper(self) -> Stepper | None:
        """The number with − and +, if there is one."""
        return next((c for row in self.rows for c in row if isinstance(c, Stepper)), None)

    @property
    def choosers(self) -> tuple[Chooser, ...]:
        """The choices that open a menu."""
        return tuple(c for row in self.rows for c in row if isinstance(c, Chooser))

    @property
    def spoken(self) -> str:
        """The card in one sentence, for a screen reader."""
        controls = [f"{c.label or c.part} {c.text}" for c in self.choosers]
        frozen = ("freed for now" if self.freed else "frozen") if self.frozen else ""
        said = [f"{self.title} {self.id}", self.caption, self.cost, frozen, *controls]
        said.append(self.severity or "")
        return ", ".join(part for part in said if part)


class Faces:
    """The faces of all cards of a document as it is now.

    Args:
        earlier: the faces before an edit; a card of which nothing has changed keeps its face.
        freed: the frozen layers that the run has freed.
    """

    def __init__(
        self,
        document: Document,
        earlier: Faces | None = None,
        freed: frozenset[str] = frozenset(),
    ) -> None:
        self._document = document
        self._freed = freed
        self._freed_at = _freed_at(document)
        self._shapes = document.traced.shapes()
        self._counts = document.traced.parameter_counts()
        self._products = multiply_adds(document.traced)
        self._problems_at: dict[str | None, list[Problem]] = {}
        for problem in document.problems:
            if problem.severity == "note":
                continue  # worth a word, but no mark on a card
            self._problems_at.setdefault(problem.node, []).append(problem)
        self._titles = Counter(node.catalogue.label for node in document.network)
        self._shared = {node.layer for node in document.network if isinstance(node, Shared)}
        self._inputs = sum(isinstance(node, Input) for node in document.network)
        self._groups = {group.id: group for group in document.network.groups}
        self._made: dict[str, tuple[tuple[object, ...], Face]] = {}
        self._earlier = earlier._made if earlier is not None else {}

    def of(self, identity: str) -> Face:
        """The face of one node, of a collapsed group, or of the head."""
        if identity == HEAD:
            return self._head()
        if identity in self._groups:
            return self._group(self._groups[identity])
        node = self._document.network[identity]
        says = self._says(node)
        known = self._earlier.get(identity)
        if known is None or known[0][0] is not node or known[0][1:] != says[1:]:
            known = says, self._node(node)
        self._made[identity] = known
        return known[1]

    def _says(self, node: NodeSpec) -> tuple[object, ...]:
        """Everything that a node's face depends on."""
        signature = self._document.signature
        return (
            node,
            self._shapes.get(node.id),
            self._counts.get(node.id, 0),
            self._products.get(node.id, 0),
            tuple(self._problems_at.get(node.id, ())),
            self._titles[node.catalogue.label] > 1,
            node.id in self._shared,
            (signature, self._inputs) if isinstance(node, Input) else None,
            node.id in self._freed,
            self._freed_at.get(node.id),
        )

    def _group(self, group: Group) -> Face:
        inside = set(group.nodes)
        found = [p for name in group.nodes for p in self._problems_at.get(name, ())]
        severity = _worst(found)
        count = sum(self._counts.get(name, 0) for name in group.nodes)
        ends = [a for a, b in self._document.network.links if a in inside and b not in inside]
        outputs = dict.fromkeys(_outputs(self._shapes[e]) for e in ends if e in self._shapes)
        said = [f"{len(inside)} layer" + "s" * (len(inside) != 1)]
        said += [f"{' and '.join(outputs)} out"] if outputs else []
        said += [count_in_words(count)] if count else []
        names = ", ".join(group.nodes)
        help_line = f"{group.title}: {names}. Double-click opens it."
        return Face(
            id=group.id,
            title=group.title,
            name="",
            icon="group",
            family="",
            caption=" · ".join(said),
            cost=self._cost(group.nodes),
            rows=(),
            severity=severity,
            tip="\n".join([*(problem.message for problem in found), help_line]),
            ports=self._group_ports(inside),
            colour=group.colour,
            holds=len(inside),
        )

    def _group_ports(self, inside: set[str]) -> tuple[str, ...]:
        """Wires come out of every group, and go in where one does or a layer waits for one."""
        network = self._document.network
        fed = {target for _, target in network.links}
        waits = any(network[name].inputs[1] != 0 and name not in fed for name in inside)
        enters = any(b in inside and a not in inside for a, b in network.links)
        return ("input", "output") if enters or waits else ("output",)

    def _node(self, node: NodeSpec) -> Face:
        title = node.type if isinstance(node, Unknown) else node.catalogue.label
        learning = self._learning(node)
        severity, tip = self._problems(node.id, f"{node.id}: {node.catalogue.help}{learning}")
        return Face(
            id=node.id,
            title=title,
            name=node.id if self._is_ambiguous(node, title) else "",
            icon=node.catalogue.icon,
            family=node.catalogue.family,
            caption=self._input_caption(node)
            if isinstance(node, Input)
            else self._caption(node.id),
            cost=self._cost([node.id]),
            rows=self._columns_row(node) if isinstance(node, Input) else _rows(node),
            severity=severity,
            tip=tip,
            ports=("output",) if node.inputs[1] == 0 else ("input", "output"),
            colour=node.colour,
            unknown=isinstance(node, Unknown),
            frozen=node.frozen,
            freed=node.frozen and node.id in self._freed,
        )

    def _learning(self, node: NodeSpec) -> str:
        """How it learns, if that is not as usual."""
        rate = _at_a_rate_of_its_own(node.rate_factor)
        if not node.frozen:
            return rate
        if node.id in self._freed:
            return f"\n{_FREED}{rate}"
        epoch = self._freed_at.get(node.id)
        until = f" The run frees it after epoch {epoch:,}." if epoch is not None else ""
        return f"\n{_FROZEN}{until}"

    def _head(self) -> Face:
        head = self._document.project.head
        rate = _at_a_rate_of_its_own(head.rate_factor)
        severity, tip = self._problems(HEAD, f"{head.help}{rate}")
        loss = head.loss_part.label.lower()
        final = ACTIVATIONS[head.final]() if head.final in ACTIVATIONS else None
        return Face(
            id=HEAD,
            title=f"{head.label.partition(',')[0]} head",
            name="",
            icon="head",
            family="Basic",
            caption=self._caption(HEAD),
            cost=self._cost([HEAD]),
            rows=(
                (Chooser("final", "final", FINAL_LABELS[head.final].lower(), final),),
                (Chooser("loss", "loss" * (len(loss) <= _MOST_BESIDE_LABEL), loss, None),),
            ),
            severity=severity,
            tip=tip,
            ports=("input",),
        )

    def _is_ambiguous(self, node: NodeSpec, title: str) -> bool:
        return node.id != INPUT and (
            node.id in self._shared
            or self._titles[node.catalogue.label] > 1
            or node.id.rpartition("_")[0] != stem_of(node.type)
        )

    def _input_caption(self, node: Input) -> str:
        shape = self._document.signature.features
        if len(shape) == 2:
            return f"{in_words(shape)} sequence"
        if len(shape) == 3:
            return f"{in_words(shape)} image"
        features = f"{prod(shape):,} feature" + "s" * (prod(shape) != 1)
        return features if node.columns is None else f"{len(node.columns):,} of {features}"

    def _columns_row(self, node: Input) -> tuple[tuple[Chooser, ...], ...]:
        """The choice of features, where there is one: with a second input, or once it was made."""
        if node.columns is None and self._inputs < 2:
            return ()
        names = feature_choices(self._document)
        if not names:
            return ()
        chosen = "all" if node.columns is None else _listed(names, node.columns)
        return ((Chooser("columns", "features", chosen, None),),)

    def _caption(self, identity: str) -> str:
        if identity not in self._shapes:
            return "no output yet"
        outputs = f"{_outputs(self._shapes[identity])} out"
        count = self._counts.get(identity, 0)
        return f"{outputs} · {count_in_words(count)}" if count else outputs

    def _cost(self, identities: Sequence[str]) -> str:
        products = sum(self._products.get(each, 0) for each in identities)
        return f"{count_words(products)} multiply-add{'s' * (products != 1)}" if products else ""

    def _problems(
        self, identity: str, help_line: str
    ) -> tuple[Literal["error", "warning"] | None, str]:
        """The worst severity at a node, and the tooltip."""
        found = self._problems_at.get(identity, [])
        severity = _worst(found)
        return severity, "\n".join([*(problem.message for problem in found), help_line])


def _freed_at(document: Document) -> dict[str, int]:
    """After which epoch a run frees each frozen layer, if it does."""
    unfreezing = document.project.training.unfreeze
    if unfreezing.every is None:
        return {}
    groups = thawing(unfreezing, document.network, document.traced.learning()).groups
    return {
        identity: unfreezing.every * number
        for number, group in enumerate(groups, 1)
        for identity in group
    }


def _at_a_rate_of_its_own(factor: float) -> str:
    return "" if factor == 1.0 else f"\nIt learns at {factor:g} times the learning rate."


def _listed(names: Sequence[str], columns: Sequence[int]) -> str:
    """The chosen features by name, those that the data does not have by number."""
    words = [names[column] if column < len(names) else str(column) for column in columns]
    return ", ".join(words[:2]) + (f" +{len(words) - 2}" if len(words) > 2 else "")


def _worst(problems: Sequence[Problem]) -> Literal["error", "warning"] | None:
    """The severity that a card is marked with."""
    if not problems:
        return None
    return "error" if any(p.severity == "error" for p in problems) else "warning"


def count_in_words(count: int) -> str:
    """105 as "105 params", 1,234,567 as "1.23M params"."""
    for size, letter in ((1_000_000_000, "G"), (1_000_000, "M")):
        if count >= size:
            return f"{count / size:.3g}{letter} params"
    return f"{count:,} param" + "s" * (count != 1)


def _outputs(shape: Shape) -> str:
    return f"{shape[0]:,}" if len(shape) == 1 else in_words(shape)


def _rows(node: NodeSpec) -> tuple[tuple[Stepper | Chooser, ...], ...]:
    """A layer's first number and its activation in one line, then its choices, a line each."""
    row: list[Stepper | Chooser] = []
    if isinstance(node, Unknown):
        return ()
    if field := number_field(node):
        row.append(Stepper(field, getattr(node, field.name)))
    for name in type(node).model_fields:
        value = getattr(node, name)
        if isinstance(value, Activation):
            row.append(Chooser(name, "", value.label, value))
            break
    choices = tuple(
        (Chooser(name, _title(node, name).lower(), getattr(node, name) or "choose one", None),)
        for name in node.on_card
    )
    return ((tuple(row),) if row else ()) + choices


def _title(node: NodeSpec, field: str) -> str:
    return type(node).model_fields[field].title or field
