"""What a document leaves open of a file is guessed; what it says is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.guessing.changes import with_file, with_kind, with_role, with_target
from playground.data.guessing.proposal import first_kinds, propose
from playground.data.reading import glimpse, glimpse_text, read_table
from playground.data.tables.spec import ColumnSpec

if TYPE_CHECKING:
    from playground.data.reading import Glimpse
    from playground.data.spec import DataSpec
    from playground.data.tables.spec import FileSpec
    from playground.data.tables.table import Table

_KEPT = ("window", "drop_missing", "drop_duplicates", "most_rows", "size", "mark")


def is_settled(data: DataSpec) -> bool:
    """Whether nothing of a file has to be guessed; so for all data that is no file."""
    return data.file is None or (data.file.task is not None and bool(data.file.columns))


def settled(data: DataSpec) -> DataSpec:
    """The data with every column's kind, use and steps, the task and the split.

    What the document says of a column counts: each of its fields that is given there. Columns that
    it does not name are guessed, as `propose` does.

    Raises:
        UserError: the file can't be read, or has no such column.
        Cancelled: it is no longer wanted.
    """
    file = data.file
    if file is None or is_settled(data):
        return data
    seen = _seen(file)
    kinds = first_kinds(seen)
    kinds |= {each.name: each.kind for each in file.columns if "kind" in each.model_fields_set}
    columns = tuple(ColumnSpec(name=name, kind=kind) for name, kind in kinds.items())
    whole = file.model_copy(update={"reading": seen.reading, "columns": columns})
    table = read_table(whole)
    proposal = propose(table, seen, file.path, text=file.text)
    made = _as_said(proposal.file, file, table)
    guessed = with_file(proposal.data.model_copy(update={"file": made}), made)
    said = {name: getattr(data, name) for name in data.model_fields_set - {"file", "source"}}
    return guessed.model_copy(update=said)


def _seen(file: FileSpec) -> Glimpse:
    reading = file.reading if file.reading.model_fields_set else None
    return glimpse(Path(file.path), reading) if file.path else glimpse_text(file.text, reading)


def _as_said(made: FileSpec, said: FileSpec, table: Table) -> FileSpec:
    """The guesses with what the document says in their place."""
    kept = {name: getattr(said, name) for name in _KEPT if name in said.model_fields_set}
    made = made.model_copy(update=kept)
    for column in said.columns:
        if "kind" in column.model_fields_set:
            made = with_kind(made, table, column.name, column.kind)
        if "role" in column.model_fields_set and column.role != "target":
            made = with_role(made, table, column.name, column.role)
    targets = [c.name for c in said.columns if c.role == "target"]
    targets = targets or [c.name for c in made.targets]
    if said.task is not None or any(c.role == "target" for c in said.columns):
        made = with_target(made, table, targets, said.task)
    steps = {c.name: c.steps for c in said.columns if "steps" in c.model_fields_set}
    columns = tuple(
        c.model_copy(update={"steps": steps[c.name]}) if c.name in steps else c
        for c in made.columns
    )
    return made.model_copy(update={"columns": columns})
