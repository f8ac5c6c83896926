"""Whatever has fields can be read and changed whole, whether or not anyone thought of it here."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from playground.gui import field_edits
from playground.gui.inspector.kinds import Choice, Shown, Switch, Written
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.network.named import NamedPart
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES

# What a person may type, and what is meant; the first that a field can have is typed.
TYPED = [
    ("3", 3),
    ("5", 5),
    ("0.3", 0.3),
    ("0.7", 0.7),
    ("30%", 0.3),
    ("2, 3", (2, 3)),
    ("0, 1", (0, 1)),
    ("valid", "valid"),
    ("balanced", "balanced"),
    ("renamed", "renamed"),
    ("loss", "loss"),
]
NEVER = ("?!", "-2", "1e99", "nan", "1, 1")
ON = {"regularization": {"type": "l2"}, "clipping": {"type": "norm"}}


def node(**fields):
    return {"network": {"nodes": [{"id": "other", "type": "Dense"}, {"id": "it", **fields}]}}


def dense(**fields):
    return node(type="Dense", **fields)


def head(**fields):
    return {"head": {"type": "multiclass", **fields}}


def training(**fields):
    return {"training": {**ON, **fields}}


# What is selected of which project, and the field that is looked at with all that lies within it.
PLACES = {
    **{f"layer {name}": (node(type=name), "it", "") for name in LAYERS},
    **{f"activation {name}": (dense(activation=name), "it", "activation") for name in ACTIVATIONS},
    **{
        f"initializer {name}": (dense(initializer=name), "it", "initializer")
        for name in INITIALIZERS
    },
    **{f"head {name}": (head(type=name), "head", "") for name in HEADS},
    **{f"loss {name}": (head(loss=name), "head", "loss") for name in LOSSES},
    **{
        f"optimizer {name}": (training(optimizer={"type": name}), None, "optimizer")
        for name in OPTIMIZERS
    },
    **{f"schedule {name}": (training(schedule=name), None, "schedule") for name in SCHEDULES},
    "training": (training(), None, ""),
}


class Place:
    """A part of the document, found again after every edit.

    Attributes:
        paths: of the fields that are looked at.
    """

    def __init__(self, inspector, selected, field):
        self.document = inspector._document
        self.selected = selected
        self.paths = [path for path in paths_of(self.spec) if field in ("", path[0])]

    @property
    def spec(self):
        project = self.document.project
        if self.selected == "it":
            return project.network.nodes[-1]
        return field_edits.in_force(project.head) if self.selected == "head" else project.training

    def value(self, path):
        return value_of(self.spec, path)

    def allows(self, path, value):
        try:
            rebuilt(self.spec, path, value)
        except ValidationError:
            return False
        return True


def value_of(spec, path):
    for name in path:
        spec = getattr(spec, name)
    return spec.name if isinstance(spec, NamedPart) else spec


def rebuilt(spec, path, value):
    """Checked anew from its fields, the way a file is."""
    fields = {name: getattr(spec, name) for name in type(spec).model_fields}
    if len(path) > 1:
        value = rebuilt(fields[path[0]], path[1:], value)
    return type(spec)(**{**fields, path[0]: value})


def paths_of(spec):
    """Every field there is, but for places on the canvas."""
    found = []
    for name in type(spec).model_fields:
        value = getattr(spec, name)
        if name == "position":
            continue
        if isinstance(value, NamedPart) or not isinstance(value, BaseModel):
            found.append((name,))
        if isinstance(value, BaseModel):
            found += [(name, *rest) for rest in paths_of(value)]
    return found


@pytest.fixture(params=PLACES)
def place(request, inspect, project_of):
    parts, selected, field = PLACES[request.param]
    network = parts.get("network", {"nodes": [{"id": "other", "type": "Dense"}]})
    project = project_of(*network["nodes"], **{k: v for k, v in parts.items() if k != "network"})
    inspector = inspect(project, *([selected] if selected else []))
    return inspector, Place(inspector, selected, field)


def test_every_field_is_shown_changed_by_hand_undone_and_brought_back(place, hand):
    inspector, at = place
    stack = at.document.undo_stack
    for path in at.paths:
        before = at.document.project
        require_shown(hand(inspector.row(*path)), at.value(path))
        stack.clear()
        wanted = change(hand(inspector.row(*path)), at, path)
        assert at.value(path) == wanted
        require_shown(hand(inspector.row(*path)), wanted)
        assert (stack.count(), " " in stack.undoText()) == (1, True)
        require_way_back(hand(inspector.row(*path)), at, path)
        at.document.edit("x", head=before.head, network=before.network, training=before.training)
        require_shown(hand(inspector.row(*path)), at.value(path))


def require_shown(hand, value):
    row = hand.row
    assert not isinstance(row.field.kind, Shown), row.field.path
    assert hand.shown == value
    assert row.isVisible()
    assert row.label.text() == row.field.title
    assert row.field.title in row.editor.accessibleName()


def require_way_back(hand, at, path):
    """The button is there where the value is not the default, and brings it."""
    button = hand.row.reset_button
    if path == ("id",):
        assert not button.isVisible()
        return
    default = default_of(at.spec, path)
    assert button.isVisible() == (at.value(path) != default)
    if button.isVisible():
        hand.click(button)
    assert at.value(path) == default
    assert not button.isVisible()


def test_every_typed_field_refuses_what_it_cannot_have_in_words(place, hand):
    inspector, at = place
    at.document.refused.connect(pytest.fail)
    for path in at.paths:
        row, before = inspector.row(*path), at.document.project
        if not isinstance(row.field.kind, Written):
            continue
        text = next(text for text in NEVER if not possible(row, at, path, text))
        hand(row).type(text)
        assert at.document.project is before, path
        assert row.error.isVisible()
        assert row.field.title in row.error.text()
        assert row.editor.text() == text
        row.editor.clearFocus()
        assert hand(row).shown == at.value(path)


def change(hand, at, path):
    """Change a field by hand to something else; what it should be now."""
    kind, now = hand.row.field.kind, at.value(path)
    if isinstance(kind, Switch):
        hand.tick()
        return not now
    if isinstance(kind, Choice):
        values = [option.value for option in kind.options]
        place = values.index(now) if now in values else len(values)
        wanted = values[place - 1] if 0 < place < len(values) else values[min(1, len(values) - 1)]
        hand.choose(wanted)
        return wanted
    percent = hand.editor.text().endswith("%")
    text, wanted = next(
        (text, value)
        for text, value in TYPED
        if value != now and text.endswith("%") == percent and at.allows(path, value)
    )
    hand.type(text)
    return wanted


def possible(row, at, path, text):
    try:
        return at.allows(path, row.field.kind.read(text))
    except ValueError:
        return False


def default_of(spec, path):
    owner = value_or_part(spec, path[:-1])
    default = type(owner).model_fields[path[-1]].default
    if path == ("loss",):
        return spec.losses[0]
    return default.name if isinstance(default, NamedPart) else default


def value_or_part(spec, path):
    for name in path:
        spec = getattr(spec, name)
    return spec
