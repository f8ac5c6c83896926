"""A whole file settled by guesses, each with its reason: what to begin with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.guessing import names
from playground.data.guessing.changes import with_file, with_target
from playground.data.guessing.columns import guessed, numbered_words, steps_for, with_text_alone
from playground.data.guessing.copies import copies
from playground.data.guessing.leaks import leaks, to_leave_out
from playground.data.guessing.survey import Survey, survey
from playground.data.guessing.targets import Target, target_of, targets_of
from playground.data.reading.cells import number_of, seconds_of
from playground.data.spec import FILE, DataSpec
from playground.data.tables.kinds import WORDED
from playground.data.tables.spec import FileSpec, Window
from playground.data.tables.table import Column, Table, Words
from playground.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.data.reading import Glimpse
    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import ColumnSpec, Reading

_STEPS, _FEWEST_WINDOWS = 24, 4
_SHARE, _SHARE_OF_FEW, _FEW = 0.2, 0.3, 300


@dataclass(frozen=True)
class Proposal:
    """What to begin with, and why.

    Attributes:
        data: the file with every column's kind, use and steps, the task and the split.
        why: the reason for target and task: "“churned” is last and has 2 distinct values: binary."
        reasons: for each column, why it is read and used so, in words that follow "since".
        alternatives: what else could be asked, best first; the one taken is among them.
        survey: what it was guessed from.
    """

    data: DataSpec
    why: str
    reasons: Mapping[str, str]
    alternatives: tuple[Target, ...]
    survey: Survey

    @property
    def file(self) -> FileSpec:
        """The file part."""
        assert self.data.file is not None
        return self.data.file


def propose(
    table: Table,
    glimpse: Glimpse | None = None,
    path: str = "",
    *,
    text: str = "",
    facts: Survey | None = None,
) -> Proposal:
    """Settle everything about a table.

    Args:
        table: as it was read; see `first_table` for one from a glimpse alone.
        glimpse: what the layout of the file says of reading, uses and task is kept to.
        path, text: of the file, or the pasted table itself.
        facts: of the table, where they are known already.

    Raises:
        UserError: there is nothing in the table.
        Cancelled: it is no longer wanted.
    """
    if not table.columns or not len(table):
        raise UserError("There are no rows in this table. Open a file that has some.")
    found = facts or survey(table)
    reading = {"reading": glimpse.reading} if glimpse is not None else {}
    file = FileSpec(path=path, text=text, **reading)
    columns, reasons = [], {}
    for column in found.columns:
        spec, why = guessed(column)
        columns.append(spec)
        reasons[column.name] = why
    file = file.model_copy(update={"columns": tuple(columns)})
    file, told = _as_laid_out(file, glimpse, reasons)
    alternatives = _alternatives(found, file)
    special = _ratings(file, found) or _series(file, found)
    if special is not None and not told:
        file, target, more = special
        reasons.update(more)
        why = target.why
    else:
        target = _told_target(found, glimpse, told) if told else alternatives[0]
        file = with_target(file, table, target.names, target.task)
        why = target.why
    file = _with_a_feature(file, found, reasons)
    file = _pictures_alone(file, reasons)
    file = _without_copies(file, table, found, reasons)
    file = _without_leaks(file, table, reasons)
    file = with_text_alone(file, len(table))
    alternatives = (target, *(each for each in alternatives if each.names != target.names))
    for name in target.names:
        reasons[name] = f"{reasons[name]}; the network is to tell it"
    return Proposal(starting_data(file, found.rows), why, reasons, alternatives, found)


def starting_data(file: FileSpec, rows: int) -> DataSpec:
    """The data part that goes with a settled file of so many rows."""
    share = _SHARE_OF_FEW if rows < _FEW else _SHARE
    return with_file(DataSpec(source=FILE, file=file, validation=share), file)


def first_table(glimpse: Glimpse) -> Table:
    """The first rows alone, each column read as it seems to be, to propose something at once.

    Pictures are no part of it.
    """
    columns = []
    for place, (name, kind) in enumerate(zip(glimpse.names, glimpse.kinds, strict=True)):
        if kind != "picture":
            cells = [row[place] for row in glimpse.rows]
            columns.append(_read(name, kind, cells, glimpse.reading))
    lines = read_only(np.array(glimpse.lines, np.int64)) if glimpse.lines else None
    return Table(tuple(columns), lines=lines)


def first_kinds(glimpse: Glimpse) -> dict[str, Kind]:
    """How to read each column, as far as the first rows tell: so it hardly has to be read twice."""
    kinds = dict(zip(glimpse.names, glimpse.kinds, strict=True))
    first = first_table(glimpse)
    if first.columns and len(first):
        kinds |= {column.name: column.kind for column in propose(first, glimpse).file.columns}
    return kinds


def _read(name: str, kind: Kind, cells: Sequence[str | None], reading: Reading) -> Column:
    if kind in WORDED:
        return Column(name, kind, Words.of(cells))
    values = [
        None
        if cell is None
        else number_of(cell, reading.decimal)
        if kind == "number"
        else seconds_of(cell, reading.dates)
        for cell in cells
    ]
    numbers = [np.nan if value is None else value for value in values]
    return Column(name, kind, read_only(np.array(numbers, np.float64)))


def _alternatives(found: Survey, file: FileSpec) -> tuple[Target, ...]:
    """Columns that the layout gives another use are no targets."""
    taken = {c.name for role in ("group", "time", "side") for c in file.with_role(role)}
    every = targets_of(found)
    free = tuple(each for each in every if taken.isdisjoint(each.names))
    if not (free or every):
        raise UserError("Nothing stands in any column of this table. Open one that has values.")
    return free or every


# What the layout says


def _as_laid_out(
    file: FileSpec, glimpse: Glimpse | None, reasons: dict[str, str]
) -> tuple[FileSpec, tuple[str, ...]]:
    """Uses that the layout itself gives, and the targets that it names."""
    if glimpse is None or not glimpse.roles:
        return file, ()
    columns = []
    for column in file.columns:
        role = glimpse.roles.get(column.name)
        if role is not None and role != "target":
            reasons[column.name] = glimpse.why or "the files are laid out so"
            steps = column.steps
            if role == "feature" and column.kind == "identifier":
                steps = numbered_words()
            column = column.model_copy(update={"role": role, "steps": steps})
        columns.append(column)
    known = {column.name for column in columns}
    targets = tuple(n for n, role in glimpse.roles.items() if role == "target" and n in known)
    return file.model_copy(update={"columns": tuple(columns)}), targets


def _told_target(found: Survey, glimpse: Glimpse | None, told: tuple[str, ...]) -> Target:
    assert glimpse is not None
    target = target_of([found.column(name) for name in told], found, glimpse.task)
    said = glimpse.why.rstrip(".")
    if not said:
        return target
    if said.split()[0].isalpha():  # no file's name
        said = said[0].upper() + said[1:]
    return replace(target, why=f"{said}. {target.why}")


# Ratings


def _ratings(file: FileSpec, found: Survey) -> tuple[FileSpec, Target, dict[str, str]] | None:
    """Users and items, each with a number of its own, and how much they like each other."""
    user = _first(found, names.USERS, but=())
    item = _first(found, names.ITEMS, but=(user,))
    rating = _first(found, names.RATINGS, but=(user, item))
    if not (user and item and rating) or found.column(rating).kind != "number":
        return None
    repeated = all(1 < found.column(name).distinct < found.rows for name in (user, item))
    if not repeated or len(found.columns) > 8:
        return None
    columns, reasons = [], {}
    for column in file.columns:
        update: dict[str, Any] = {"role": "skip"}
        if column.name in (user, item):
            update = {"kind": "identifier", "role": "feature", "steps": numbered_words()}
            reasons[column.name] = "each of them gets numbers of its own that are learned"
        elif column.name == rating:
            update = {"kind": "number", "role": "target", "steps": ()}
        else:
            reasons[column.name] = "who and what are enough to foretell a rating"
        columns.append(column.model_copy(update=update))
    target = Target(
        (rating,),
        "regression",
        f"“{rating}” says how much each “{user}” likes each “{item}”: regression within bounds.",
    )
    changed = file.model_copy(update={"columns": tuple(columns), "task": "regression"})
    return changed, target, reasons


def _first(found: Survey, words: frozenset[str], but: Sequence[str]) -> str:
    """The first column that is called so."""
    for column in found.columns:
        if column.name not in but and names.says(column.name, words):
            return column.name
    return ""


# Series


def _series(file: FileSpec, found: Survey) -> tuple[FileSpec, Target, dict[str, str]] | None:
    """Numbers in equal steps of time: what came before is to tell what comes."""
    numbers = [c.name for c in file.columns if c.kind == "number" and c.role == "feature"]
    time = _time_in_equal_steps(found)
    others = [
        c
        for c in file.columns
        if c.role == "feature" and c.name not in numbers and (time is None or c.name != time)
    ]
    alone = len(found.columns) == 1
    numbers = [name for name in numbers if name != time]
    if others or not numbers or not (time or alone) or found.rows < 40:
        return None
    likely = [n for n in numbers if names.says(n, names.SOUNDING)]
    wanted = (likely or numbers)[0 if likely else -1]
    if found.column(wanted).distinct <= 2:
        return None
    steps = min(_STEPS, found.rows // (2 * _FEWEST_WINDOWS))
    reasons = {wanted: "it is what changes with time"}
    columns: list[ColumnSpec] = []
    for column in file.columns:
        if column.name == time:
            column = column.model_copy(update={"role": "time", "steps": ()})
            reasons[column.name] = "it goes on in equal steps"
        elif column.name == wanted:
            column = column.model_copy(update={"role": "target", "steps": steps_for("number")})
        columns.append(column)
    how = f"“{time}” goes on in equal steps" if time else "there is one column of numbers"
    why = f"{how}, so {steps} rows of “{wanted}” are to tell the next one: regression."
    changed = file.model_copy(
        update={
            "columns": tuple(columns),
            "task": "regression",
            "window": Window(steps=steps),
        }
    )
    return changed, Target((wanted,), "regression", why), reasons


def _time_in_equal_steps(found: Survey) -> str | None:
    for column in found.columns:
        amounts = column.amounts
        if amounts is None or not amounts.steps or column.missing:
            continue
        if column.kind == "date" or (
            column.kind == "number" and names.says(column.name, names.TIMES)
        ):
            return column.name
    return None


# Columns that say nothing new, or all


def _with_a_feature(file: FileSpec, found: Survey, reasons: dict[str, str]) -> FileSpec:
    """Where only running numbers or names are left, these are what the network sees."""
    if file.features or file.window is not None:
        return file
    columns = []
    for column in file.columns:
        facts = found.column(column.name)
        running = column.kind == "identifier" and (facts.amounts is not None or facts.numeric)
        if column.role == "skip" and (running or column.kind == "text"):
            kind: Kind = "number" if running else "text"
            update = {"kind": kind, "role": "feature", "steps": steps_for(kind, facts)}
            column = column.model_copy(update=update)
            reasons[column.name] = "there is nothing else to go by"
        columns.append(column)
    return file.model_copy(update={"columns": tuple(columns)})


def _without_copies(
    file: FileSpec, table: Table, found: Survey, reasons: dict[str, str]
) -> FileSpec:
    features = [c.name for c in file.features if found.column(c.name).distinct > 1]
    same = copies([table.column(name) for name in features])
    reasons.update({name: f"it says the same as “{other}”" for name, other in same.items()})
    return _leaving_out(file, same)


def _without_leaks(file: FileSpec, table: Table, reasons: dict[str, str]) -> FileSpec:
    out = to_leave_out(file, leaks(file, table))
    reasons.update(dict.fromkeys(out, "it gives the target away by itself"))
    return _leaving_out(file, out)


def _leaving_out(file: FileSpec, names: Collection[str]) -> FileSpec:
    columns = tuple(
        column.model_copy(update={"role": "skip"}) if column.name in names else column
        for column in file.columns
    )
    return file.model_copy(update={"columns": columns})


# Pictures


def _pictures_alone(file: FileSpec, reasons: dict[str, str]) -> FileSpec:
    """A column of pictures is the only feature."""
    pictures = [column.name for column in file.features if column.kind == "picture"]
    if not pictures:
        return file
    out = [column.name for column in file.features if column.name != pictures[0]]
    reasons.update(dict.fromkeys(out, "pictures have to be the only feature"))
    return _leaving_out(file, out)
