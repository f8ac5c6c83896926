"""The entries that the program's registries hold: a title and one line each, written there once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from playground.data.sources import SOURCES
from playground.data.steps import STEPS
from playground.formats.code import DIALECTS
from playground.gui.exporting.offers import OFFERS
from playground.gui.glossary.entry import Entry
from playground.gui.glossary.fields import field_entries, settings_of
from playground.gui.views.catalogue import VIEWS
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.project.templates import TEMPLATES
from playground.training.metrics import LABELS
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES

ENGINE = "as the engine computes it"


def registered() -> Iterator[Entry]:
    """Everything that a registry explains in one line."""
    for name, layer in LAYERS.items():
        listed = layer.catalogue
        yield Entry(
            f"layer.{name}",
            "Layers",
            listed.label,
            _sentence(listed.help),
            words=(name,),
            parts=settings_of(layer),
        )
    yield from _parts("activation", "Activations", ACTIVATIONS.values(), pictured=True)
    yield from _parts("loss", "Losses", LOSSES.values(), pictured=True)
    yield from _parts("head", "Task heads", HEADS.values(), pictured=True)
    yield from _parts("optimizer", "Optimizers", OPTIMIZERS.values(), pictured=True)
    yield from _parts("schedule", "Schedules", SCHEDULES.values(), pictured=True)
    yield from _parts("initializer", "Initializers", INITIALIZERS.values(), pictured=True)
    yield from _parts("data", "Data sets", SOURCES.values(), pictured=True)
    for name, label in LABELS.items():
        yield Entry(f"metric.{name}", "Metrics", label[0].upper() + label[1:], "", words=(name,))
    yield from _parts("view", "Views", VIEWS.values())
    yield from _parts("format", "Formats", OFFERS.values())
    yield from _parts("code", "Code", DIALECTS.values())
    yield from _parts("template", "Templates", TEMPLATES.values())
    for step in STEPS:
        kind = step.model_fields["type"].default
        yield Entry(
            f"step.{kind}",
            "Preparation",
            step.label,
            _sentence(step.help),
            words=(str(kind).replace("_", " "), "preprocessing"),
        )
    yield from field_entries()


def _parts(
    prefix: str, family: str, parts: Iterable[Any], *, pictured: bool = False
) -> Iterator[Entry]:
    for part in parts:
        key = f"{prefix}.{part.name}"
        formula = _formula(part) if prefix in ("activation", "loss", "optimizer") else ""
        yield Entry(
            key,
            family,
            part.label,
            _sentence(part.help),
            formula=formula,
            origin=ENGINE if formula else "",
            picture=key if pictured else "",
            words=(part.name.replace("_", " "),),
            parts=settings_of(part) if isinstance(part, type) else (),
        )


def _formula(part: Any) -> str:
    """That of the op which computes it, as the part is by default."""
    return str(part().formula)


def _sentence(line: str) -> str:
    """With its full stop, which some registries leave out."""
    return line if line.endswith((".", "?", "!")) else f"{line}."
