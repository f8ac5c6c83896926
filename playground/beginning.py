"""`playground new`: a project with a sensible network to begin with, from a file of one's own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.guessing import (
    findings,
    first_kinds,
    propose,
    with_file,
    with_target,
)
from playground.data.guessing.targets import target_of
from playground.data.prepare import prepare
from playground.data.progress import part
from playground.data.reading import glimpse, read_table, stamped
from playground.data.tables.spec import ColumnSpec, FileSpec
from playground.errors import UserError
from playground.project.file import save_project
from playground.project.starting import starting_project
from playground.registry import did_you_mean
from playground.terminal import told_progress

if TYPE_CHECKING:
    from playground.data.dataset import Task
    from playground.data.guessing import Finding, Proposal
    from playground.data.spec import DataSpec
    from playground.data.tables.table import Table
    from playground.project.spec import ProjectSpec

_MOST_TOLD = 5
_KINDS = {
    "number": ("number", "numbers"),
    "category": ("category", "categories"),
    "date": ("date", "dates"),
    "text": ("text", "texts"),
    "tags": ("column of tags", "columns of tags"),
    "picture": ("picture", "pictures"),
    "identifier": ("identifier", "identifiers"),
}
_MARKS = {"error": "Error", "warning": "Mind", "note": "Note"}
_SUFFIXES = (".json", ".playground")


def place_for(file: Path, out: Path | None, *, force: bool) -> Path:
    """Where the project goes: beside the file, if nothing is said.

    Raises:
        UserError: something is there already, or nothing can be written there.
    """
    if not file.exists():
        raise UserError(f"There is no file {file}. Name a file or a folder with data.")
    place = out or Path(os.path.abspath(file)).with_suffix(".json")
    if out is None and place.exists() and not place.is_dir() and place.samefile(file):
        place = place.with_suffix(".project.json")
    if place.suffix.lower() not in _SUFFIXES:
        raise UserError(f"Expected a file that ends in .json or .playground. Received: {place}.")
    if place.exists() and place.samefile(file):
        raise UserError(f"{place} is the data itself. Give the project another name.")
    if place.is_dir() or not place.parent.is_dir():
        raise UserError(f"{place} can't be written: it is a folder, or lies in none.")
    if place.exists() and not force:
        raise UserError(f"{place} is there already. Give another name with --out, or --force.")
    return place


def make_project(
    file: Path, place: Path, targets: Sequence[str], task: Task | None
) -> tuple[ProjectSpec, list[str]]:
    """Look at a file, choose a network, and write the project.

    Args:
        file: or a folder, with data.
        place: of the project.
        targets: columns that the network is to tell; () to have them proposed.
        task: what they mean; None to have it proposed.

    Returns:
        The project, and what was found, a line each.

    Raises:
        UserError: the file can't be read, or can't be trained on so; nothing is written then.
    """
    with told_progress():
        proposal, table, data = _looked_at(file, targets, task)
        with part(0.8, 0.9):
            found = findings(data, table, proposal.survey)
        for each in found:
            if each.severity == "error":
                raise UserError(each.words + _ways_on(each))
        with part(0.9, 1.0):
            project = starting_project(file.stem, data, prepare(data))
    save_project(place, project, None)
    assert data.file is not None
    return project, [*_what_it_is(table, data.file), *_question(proposal, data.file), *_told(found)]


def _looked_at(
    file: Path, targets: Sequence[str], task: Task | None
) -> tuple[Proposal, Table, DataSpec]:
    path = os.path.abspath(file)
    seen = glimpse(Path(path))
    columns = tuple(ColumnSpec(name=name, kind=kind) for name, kind in first_kinds(seen).items())
    with part(0.0, 0.5):
        table = read_table(FileSpec(path=path, reading=seen.reading, columns=columns))
    proposal = propose(table, seen, path)
    chosen = stamped(proposal.file)
    if targets or task:
        _refuse_unknown(targets, table)
        wanted = targets or [column.name for column in chosen.targets]
        chosen = with_target(chosen, table, wanted, task)
    data = with_file(proposal.data, chosen)
    with part(0.5, 0.8):
        return proposal, read_table(chosen), data


def _refuse_unknown(targets: Sequence[str], table: Table) -> None:
    for name in targets:
        if name not in table:
            shown = ", ".join(table.names[:20]) + (", …" if len(table.names) > 20 else "")
            raise UserError(
                f"There is no column {name!r} in the table.{did_you_mean(name, table.names)} "
                f"There are: {shown}."
            )


# Words


def _what_it_is(table: Table, file: FileSpec) -> list[str]:
    counts = Counter(column.kind for column in file.features)
    features = ", ".join(f"{count} {_KINDS[kind][count > 1]}" for kind, count in counts.items())
    lines = [f"{len(table):,} rows of {len(table.columns):,} columns."]
    return [*lines, f"Features: {features}."] if features else lines


def _question(proposal: Proposal, file: FileSpec) -> list[str]:
    names = tuple(column.name for column in file.targets)
    same = proposal.file.task == file.task and {c.name for c in proposal.file.targets} == set(names)
    if same:
        return [f"Asked: {proposal.why}"]
    facts = [proposal.survey.column(name) for name in names]
    return [f"Asked: {target_of(facts, proposal.survey, file.task, 'is what you chose').why}"]


def _told(found: Sequence[Finding]) -> list[str]:
    lines = [f"{_MARKS[each.severity]}: {each.words}" for each in found[:_MOST_TOLD]]
    more = len(found) - _MOST_TOLD
    return [*lines, f"And {more:,} more; the Data tab shows all."] if more > 0 else lines


def _ways_on(found: Finding) -> str:
    if not found.remedies:
        return ""
    return " " + "; or ".join(remedy.label for remedy in found.remedies) + "."
