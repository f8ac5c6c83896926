"""Documents that only name a file: what they leave open is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.project.spec import ProjectSpec

_NETWORK = {"network", "head", "training"}


def settled(spec: ProjectSpec) -> ProjectSpec:
    """The document with its columns, its task and its split settled; see `guessing.settling`.

    A network, a head or a training that the document does not have either is the one that suits the
    data. Where the file can't be read the document is as it was, and whoever wants its samples is
    told.
    """
    if spec.data.file is None:
        return spec
    from playground.data.guessing.settling import is_settled
    from playground.data.guessing.settling import settled as settled_data

    if is_settled(spec.data):
        return spec
    try:
        data: DataSpec = settled_data(spec.data)
        return _with_network(spec, data)
    except UserError:
        return spec


def _with_network(spec: ProjectSpec, data: DataSpec) -> ProjectSpec:
    from playground.project.starting import starting_project

    named = {} if "name" in spec.model_fields_set else {"name": _name_of(data)}
    made = spec.model_copy(update={"data": data, **named})
    open_parts = _NETWORK - spec.model_fields_set
    if not open_parts:
        return made
    start = starting_project(made.name, data, prepare(data))
    return made.model_copy(update={name: getattr(start, name) for name in open_parts})


def _name_of(data: DataSpec) -> str:
    assert data.file is not None
    return Path(data.file.path).stem[:200] or "Pasted table"
