"""The entries of what can be set: every field of layers, parts, data and training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playground.data.spec import DataSpec
from playground.frozen import Frozen
from playground.gui.glossary.entry import Entry
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.network.named import NamedPart
from playground.network.node import NodeSpec
from playground.network.regularization import Regularization
from playground.project.setup import Setup
from playground.training.clipping import Clipping
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES
from playground.training.spec import TrainingSpec
from playground.training.stopping import StopSpec
from playground.training.unfreezing import Unfreezing

FAMILY = "Settings"
# Fields that hold a part of a kind that has an entry itself.
_PARTS = {
    "activation": "activation",
    "initializer": "initializer",
    "loss": "loss",
    "optimizer": "optimizer",
    "schedule": "schedule",
    "regularization": "regularization",
    "clipping": "clipping",
    "source": "data_source",
    "stop": "stop",
    "edits": "edits_by_hand",
}
# Dragged, or never shown.
_LEFT_OUT = {"position", "unknown_type", "unfreeze"}
# Every layer or head has them.
_OF_ALL = {"id", "colour", "frozen", "rate_factor"}
_SPECS: dict[type[Frozen], str] = {
    DataSpec: "data",
    TrainingSpec: "training",
    StopSpec: "stop",
    Regularization: "regularization",
    Clipping: "clipping",
    Unfreezing: "unfreezing",
    Setup: "set-up",
}
_MOST_NAMED = 3


@dataclass(frozen=True)
class _Field:
    """A field of one owner."""

    owner: str
    label: str
    name: str
    title: str
    help: str

    @property
    def same(self) -> tuple[str, str, str]:
        """What fields that mean the same have in common."""
        return self.name, self.title, self.help


def field_key(part: type[Frozen], name: str) -> str:
    """The key of a field of a part: "field.Dense.units", or that of what it holds."""
    if issubclass(part, tuple(HEADS.values())) and name == "activation":
        return "final_activation"
    if part in (Regularization, Clipping) and name == "type":
        return _SPECS[part]
    return _PARTS.get(name) or f"field.{_owner(part)}.{name}"


def settings_of(part: type[Frozen]) -> tuple[str, ...]:
    """The keys of the settings of a part that not all of its kind have."""
    names = [name for name in part.model_fields if name not in (*_LEFT_OUT, *_OF_ALL)]
    return tuple(field_key(part, name) for name in names)


def field_entries() -> Iterator[Entry]:
    """An entry for each meaning: fields alike in name and words share one.

    Where a name has one meaning its key is "field.units", else each has that of its first owner,
    "field.Dense.units". Every "field.OWNER.units" finds its meaning; "field.units" the first.
    """
    groups: dict[str, dict[tuple[str, str, str], list[_Field]]] = {}
    for each in _all():
        groups.setdefault(each.name, {}).setdefault(each.same, []).append(each)
    for name, meanings in groups.items():
        if len(meanings) == 1:
            (fields,) = meanings.values()
            yield _entry(f"field.{name}", fields[0].title, fields)
            continue
        for place, fields in enumerate(meanings.values()):
            title = f"{fields[0].title} ({_owners(fields)})"
            plain = () if place else (f"field.{name}",)
            yield _entry(f"field.{fields[0].owner}.{name}", title, fields, plain)


def _entry(key: str, title: str, fields: list[_Field], plain: tuple[str, ...] = ()) -> Entry:
    keys = (*plain, *(f"field.{field.owner}.{field.name}" for field in fields))
    others = tuple(each for each in keys if each != key)
    return Entry(key, FAMILY, title, fields[0].help, keys=others, words=(fields[0].title,))


def _owners(fields: list[_Field]) -> str:
    labels = [field.label for field in fields]
    return ", ".join(labels if len(labels) <= _MOST_NAMED else [*labels[:2], "others"])


def _all() -> Iterator[_Field]:
    parts: list[type[Frozen]] = [
        *LAYERS.values(),
        *ACTIVATIONS.values(),
        *LOSSES.values(),
        *HEADS.values(),
        *INITIALIZERS.values(),
        *OPTIMIZERS.values(),
        *SCHEDULES.values(),
        *_SPECS,
    ]
    for part in parts:
        for name, info in part.model_fields.items():
            if name in _LEFT_OUT or not field_key(part, name).startswith("field."):
                continue
            title = info.title or name.replace("_", " ").capitalize()
            yield _Field(_owner(part), _label(part), name, title, info.description or "")


def _owner(part: type[Frozen]) -> str:
    if issubclass(part, NodeSpec):
        return part.__name__
    if part in _SPECS:
        return _SPECS[part].replace("-", "_")
    return str(getattr(part, "name", part.__name__))


def _label(part: type[Frozen]) -> str:
    if issubclass(part, NodeSpec):
        return part.catalogue.label
    if issubclass(part, NamedPart) or part in HEADS.values():
        return str(getattr(part, "label", part.__name__))
    return _SPECS.get(part, part.__name__)
