"""Which layers the neurons view draws, what their units are, and what runs between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import Literal

from playground.engine.graph import Shape
from playground.gui.frame import Frame
from playground.gui.views.neurons.naming import names_of, words_of
from playground.network.activations import Activation
from playground.network.compiler import trace
from playground.network.layers.concatenate import Concatenate
from playground.network.layers.dense import Dense
from playground.network.layers.input import Input
from playground.network.layers.shared import Shared
from playground.network.node import NodeSpec
from playground.network.pairs import FINAL_LABELS
from playground.network.shapes import in_words
from playground.network.spec import HEAD, NetworkSpec

# What a unit shows: its answer over the plane, or, of one sample, a picture, a row of steps, or
# one number.
Kind = Literal["map", "image", "steps", "amount"]
Run = Literal["weights", "one", "band"]

# Layers whose unit k takes only the units k of what leads in.
_UNIT_BY_UNIT = {
    "Activation",
    "Dropout",
    "BatchNorm",
    "LayerNorm",
    "Add",
    "Multiply",
    "MaxPool",
    "AveragePool",
    "GlobalAveragePool",
}


@dataclass(frozen=True)
class Layer:
    """A layer as a column of units.

    Attributes:
        id: the node's, or "head".
        title: what its card is called. caption: its units and its activation, in words.
        depth: the longest way to it from an input, in links; the head comes last.
        shape: of what leaves it for one sample.
        kind: what a unit shows.
        units: how many there are.
        names: what they are called, where they have names; else empty.
        bias: the name of the parameter that holds a number for each unit, or "".
        filters: the name of the convolution's weight, or "".
        family: of the layer's type, for its colour.
        activation: the curve on its card, if there is one.
        coded: whether its numbers stand for words or items, so that only names mean something.
    """

    id: str
    title: str
    caption: str
    depth: int
    shape: Shape
    kind: Kind
    units: int
    names: tuple[str, ...] = ()
    bias: str = ""
    filters: str = ""
    family: str = "Basic"
    activation: Activation | None = None
    coded: bool = False

    def unit_name(self, unit: int) -> str:
        """ "x₁", "class 1", "unit 3": what a unit is called in its layer."""
        if unit < len(self.names):
            return self.names[unit]
        words = {"image": "channel", "steps": "feature"}
        return f"{words.get(self.kind, 'unit')} {unit + 1}"

    def full_name(self, unit: int) -> str:
        """ "x₁", "dense_1 unit 3": what it is called in the network."""
        name = self.unit_name(unit)
        return name if unit < len(self.names) else f"{self.id} {name}"


@dataclass(frozen=True)
class Wiring:
    """A link: what runs between the units of two layers.

    Attributes:
        source, target: the layers' ids.
        run: a weight from every unit to every unit, one wire a unit, or all to all with no number
            of its own.
        weight: the name of the parameter (units of the source, units of the target), or "".
        offset: with one wire a unit: unit k of the source leads to unit k + offset.
    """

    source: str
    target: str
    run: Run
    weight: str = ""
    offset: int = 0


@dataclass(frozen=True)
class Plan:
    """What there is to draw.

    Attributes:
        by_sample: whether units show one sample, for images, sequences and coded features; else
            they show a plane.
        layers: by depth, branches in the network's order.
        wirings: the links between them.
        work: how many multiplications and numbers one row of features takes, about.
    """

    by_sample: bool
    layers: tuple[Layer, ...]
    wirings: tuple[Wiring, ...]
    work: int

    def layer(self, identity: str) -> Layer:
        """The layer of this id."""
        return next(each for each in self.layers if each.id == identity)

    @property
    def columns(self) -> tuple[tuple[Layer, ...], ...]:
        """The layers of each depth."""
        depths = sorted({each.depth for each in self.layers})
        return tuple(tuple(x for x in self.layers if x.depth == depth) for depth in depths)


def named_for(plan: Plan, frame: Frame, row: int) -> Plan:
    """The plan with the words, or the items, of one sample as the names of what is coded."""
    if not any(layer.coded for layer in plan.layers):
        return plan
    layers = tuple(
        replace(layer, names=words_of(frame, layer.id, row)) if layer.coded else layer
        for layer in plan.layers
    )
    return replace(plan, layers=layers)


def shows_samples(frame: Frame) -> bool:
    """Whether units are shown for one sample, and not over a plane."""
    dataset = frame.prepared.dataset
    return dataset.coded or len(dataset.feature_shape) != 1


def plan_of(frame: Frame) -> Plan:
    """The layers that reach the head, and what runs between them.

    Raises:
        UserError: the network has errors.
    """
    network, by_sample = frame.network, shows_samples(frame)
    traced = trace(network, frame.head, frame.signature, training=False)
    shapes = traced.shapes()
    reaching = network.reaching_head() | {HEAD}
    depths = _depths(network, reaching)
    ordered = [n for n in network.order() if n in reaching and n in shapes]
    names = {name: names_of(frame, name, shapes) for name in ordered}
    layers = [
        _layer(frame, name, shapes[name], depths[name], names[name], by_sample=by_sample)
        for name in sorted(ordered, key=lambda name: depths[name])
    ]
    known = {layer.id: layer for layer in layers}
    wirings = [
        wiring
        for target in ordered
        for wiring in _wirings(frame, target, network.sources(target), known)
    ]
    work = sum(prod(shapes[name]) for name in ordered)
    work += sum(prod(place.shape) for place in frame.layout.values())
    return Plan(by_sample, tuple(layers), tuple(wirings), work)


def _depths(network: NetworkSpec, reaching: set[str]) -> dict[str, int]:
    """The longest way to each from an input."""
    sources, depths = network.all_sources(), dict[str, int]()
    for name in network.order():
        if name in reaching:
            depths[name] = max((depths.get(s, 0) + 1 for s in sources[name]), default=0)
    depths[HEAD] = max(depths.values())
    return depths


def _layer(
    frame: Frame,
    name: str,
    shape: Shape,
    depth: int,
    names: tuple[str, ...],
    *,
    by_sample: bool,
) -> Layer:
    kind, units = _kind(shape, by_sample)
    owner = _owner(frame.network, name)
    bias, weight = f"{owner}.bias", f"{owner}.weight"
    has_bias = bias in frame.layout and frame.layout[bias].shape == (units,)
    filters = weight in frame.layout and len(frame.layout[weight].shape) in (3, 4)
    bias = bias if has_bias else ""
    weight = weight if filters and by_sample else ""
    if name == HEAD:
        words = FINAL_LABELS[frame.head.final].lower()
        title = f"{frame.head.label.partition(',')[0]} head"
        caption = f"{units:,} · {words}"
        return Layer(name, title, caption, depth, shape, kind, units, names, bias, weight)
    node = frame.network[name]
    bend = _activation(node)
    return Layer(
        name,
        "Input" if name == "input" else name,
        _caption(node, shape, bend),
        depth,
        shape,
        kind,
        units,
        names,
        bias,
        weight,
        family=node.catalogue.family,
        coded=frame.prepared.dataset.coded and isinstance(node, Input),
        activation=bend,
    )


def _kind(shape: Shape, by_sample: bool) -> tuple[Kind, int]:
    """What a unit shows, and how many there are."""
    if not by_sample:
        return "map", prod(shape)
    if len(shape) == 3:
        return "image", shape[0]
    if len(shape) == 2:
        return "steps", shape[1]
    return "amount", prod(shape)


def _caption(node: NodeSpec, shape: Shape, bend: Activation | None) -> str:
    size = in_words(shape) if len(shape) > 1 else f"{prod(shape):,}"
    if isinstance(node, Input):
        return f"{size} feature{'s' * (prod(shape) != 1)}" if len(shape) == 1 else size
    return f"{size} · {bend.label.lower()}" if bend is not None else size


def _activation(node: NodeSpec) -> Activation | None:
    found = getattr(node, "activation", None)
    return found if isinstance(found, Activation) else None


def _owner(network: NetworkSpec, name: str) -> str:
    """Under whose name the parameters of a layer stand."""
    if name != HEAD and isinstance(node := network[name], Shared):
        return node.layer
    return name


def _wirings(
    frame: Frame, target: str, sources: list[str], known: dict[str, Layer]
) -> list[Wiring]:
    found, offset = [], 0
    for source in sources:
        if source not in known:
            continue
        found.append(_wiring(frame, known[source], known[target], offset))
        offset += known[source].units
    return found


def _wiring(frame: Frame, source: Layer, target: Layer, offset: int) -> Wiring:
    owner = _owner(frame.network, target.id)
    weight = f"{owner}.weight"
    dense = owner == HEAD or (owner in frame.network and isinstance(frame.network[owner], Dense))
    sizes = (source.units, target.units)
    if dense and weight in frame.layout and frame.layout[weight].shape == sizes:
        return Wiring(source.id, target.id, "weights", weight)
    if target.id in frame.network:
        node = frame.network[target.id]
        if isinstance(node, Concatenate) and node.axis == "features" and target.kind != "map":
            return Wiring(source.id, target.id, "one", offset=offset)
        flat = len(source.shape) == len(target.shape) == 1
        if isinstance(node, Concatenate) and flat:
            return Wiring(source.id, target.id, "one", offset=offset)
        if node.type in _UNIT_BY_UNIT and sizes[0] == sizes[1]:
            return Wiring(source.id, target.id, "one")
    return Wiring(source.id, target.id, "band")
