"""The program in Playground itself: the project as a dict, and a session of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from playground.formats.code.design import Code, Design
from playground.formats.code.dialect import Dialect
from playground.formats.code.literals import literal
from playground.formats.code.names import prose, quoted
from playground.formats.code.page import Line, code_of, lines
from playground.network.layers import LAYERS
from playground.network.layers.input import Input
from playground.network.spec import HEAD, INPUT


class PlaygroundDialect(Dialect):
    """A project that a script trains, asks and exports."""

    name = "playground"
    label = "Playground"
    help = "The whole project as a script: it trains, answers and exports."
    writes = LAYERS.keys()

    def write(self, design: Design) -> Code:
        self.plan(design, ())  # refuses what can't run
        space = [Line("")]
        program = [*_header(design), *space, *_project(design), *space, *_training(design)]
        return code_of(program)


def _header(design: Design) -> list[Line]:
    title = prose(design.name)
    return lines(f'"""{title}: a network made with Playground."""\n\nimport playground')


def _project(design: Design) -> list[Line]:
    training = _without_defaults(design.training)
    training["epochs"] = design.training.epochs
    return [
        Line("PROJECT = {"),
        *_entry("name", design.name),
        *_entry("data", _data(design), INPUT),
        *_network(design),
        *_entry("head", _head(design), HEAD),
        *_entry("training", training),
        Line("}"),
    ]


def _entry(key: str, value: Any, owner: str = "", depth: int = 1) -> list[Line]:
    """A key of a dict with its value."""
    return [
        Line(line.text, owner, line.depth + depth)
        for line in literal(value, f"{quoted(key)}: ", ",", depth)
    ]


def _data(design: Design) -> dict[str, Any]:
    fields = {"source": design.data.source, **_without_defaults(design.data)}
    if design.data.file is not None:  # whose steps go by the name of their type
        fields["file"] = design.data.file.model_dump(mode="json")
    return fields


def _network(design: Design) -> list[Line]:
    nodes = [node for node in design.network if node.id != INPUT or node != Input(id=INPUT)]
    if not nodes and _is_chain(design):
        return [Line('"network": {"nodes": []},', "", 1)]
    found = [Line('"network": {', "", 1), Line('"nodes": [', "", 2)]
    for node in nodes:
        fields = node.model_dump(mode="json", exclude_defaults=True)
        fields.pop("position", None)
        fields.pop("colour", None)
        found += [Line(line.text, node.id, line.depth + 3) for line in literal(fields, "", ",", 3)]
    found.append(Line("],", "", 2))
    if not _is_chain(design):
        found.append(Line('"links": [', "", 2))
        found += [
            Line(f"[{quoted(source)}, {quoted(target)}],", target, 3)
            for source, target in design.network.links
        ]
        found.append(Line("],", "", 2))
    return [*found, Line("},", "", 1)]


def _is_chain(design: Design) -> bool:
    """Whether the links are those that are taken where none are given."""
    names = [node.id for node in design.network if node.id == INPUT or not isinstance(node, Input)]
    ordered = [INPUT, *(name for name in names if name != INPUT)]
    return names == ordered and design.network.links == tuple(pairwise([*names, HEAD]))


def _head(design: Design) -> dict[str, Any]:
    fields = design.head.model_dump(mode="json")
    fields.pop("position", None)
    return fields


def _without_defaults(part: Any) -> dict[str, Any]:
    fields: dict[str, Any] = part.model_dump(mode="json", exclude_defaults=True)
    return fields


def _training(design: Design) -> list[Line]:
    return lines(f"""
project = playground.from_dict(PROJECT)
session = playground.Session(project)
session.train(epochs={design.training.epochs})
print(session.metrics("validation"))

# Raw features in, answers out; the weights go to the programs in other dialects.
answers = session.predict(session.prepared.dataset.features[:5])
session.export("weights.npz")
""")
