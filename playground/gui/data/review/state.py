"""What is known of a file so far, and how it gets known: away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from playground.data.guessing.finding import Finding
from playground.data.guessing.findings import findings
from playground.data.guessing.proposal import first_kinds, first_table, propose
from playground.data.guessing.survey import Survey, survey
from playground.data.guessing.targets import Target
from playground.data.looking import Spread, looked_at, spread_of
from playground.data.prepare import Prepared, prepare
from playground.data.progress import part, tell
from playground.data.reading import Glimpse, glimpse, glimpse_text, read_table, stamped
from playground.data.spec import DataSpec
from playground.data.tables.spec import ColumnSpec, FileSpec, Reading
from playground.data.tables.table import Table
from playground.project.spec import ProjectSpec
from playground.project.starting import starting_project

_SPREAD_ROWS = 5_000
_MOST_SPREADS = 200


@dataclass(frozen=True)
class Known:
    """A file, as far as it is known. Nothing in it changes.

    Attributes:
        path, text: where it is; or the table itself, where it was pasted.
        glimpse: the first look; None for data that is in use already.
        table: the first rows, or all of them where `whole`.
        data: what is made of it, as it would be in the document.
        survey: what was counted. findings: what is wrong. targets: what could be the target.
        reasons: of columns, by name. why: of the target and the task.
        spreads: of columns, by name, of some of the rows; see `spreads_of`.
    """

    path: str
    text: str
    glimpse: Glimpse | None
    table: Table
    whole: bool
    data: DataSpec
    survey: Survey
    findings: tuple[Finding, ...] = ()
    targets: tuple[Target, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    spreads: Mapping[str, Spread] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Of the file."""
        return Path(self.path).name or "Pasted table"

    @property
    def file(self) -> FileSpec:
        """The file's part of the data."""
        assert self.data.file is not None
        return self.data.file

    @property
    def usable(self) -> bool:
        """Whether nothing keeps it from being trained on."""
        return self.whole and not any(each.severity == "error" for each in self.findings)


def look(path: str, text: str, reading: Reading | None, seen: Callable[[Known], None]) -> Known:
    """All there is to know of a file.

    Args:
        reading: how it is to be read; None to find that out.
        seen: gets what the first look says, before everything is read.

    Raises:
        UserError: it can't be read.
        Cancelled: it is no longer wanted.
    """
    tell(0.0, f"looking into {Path(path).name or 'the table'}")
    first = glimpse(Path(path), reading) if path else glimpse_text(text, reading)
    tell(0.02, "guessing what it is")
    beginning = first_table(first)
    begun = propose(beginning, first, path, text=text)
    seen(
        Known(
            path,
            text,
            first,
            beginning,
            False,
            begun.data,
            begun.survey,
            (),
            begun.alternatives,
            begun.reasons,
            begun.why,
            spreads_of(beginning),
        )
    )
    kinds = first_kinds(first).items()
    columns = tuple(ColumnSpec(name=name, kind=kind) for name, kind in kinds)
    file = FileSpec(path=path, text=text, reading=first.reading, columns=columns)
    with part(0.05, 0.75):
        table = read_table(file)
    with part(0.75, 0.9):
        counted = survey(table)
    proposal = propose(table, first, path, text=text, facts=counted)
    assert proposal.data.file is not None
    data = proposal.data.model_copy(update={"file": stamped(proposal.data.file)})
    with part(0.9, 1.0):
        return settled(
            Known(
                path,
                text,
                first,
                table,
                True,
                data,
                proposal.survey,
                (),
                proposal.alternatives,
                proposal.reasons,
                proposal.why,
                spreads_of(table),
            )
        )


def settled(known: Known) -> Known:
    """The same with its columns read as they are said to be, and everything found anew.

    Raises:
        UserError, Cancelled: as above.
    """
    kinds = {column.name: column.kind for column in known.table.columns}
    wanted = {column.name: column.kind for column in known.file.columns}
    if any(kinds.get(name) != kind for name, kind in wanted.items()):
        with part(0.0, 0.8):
            table = read_table(known.file)
        known = replace(known, table=table, survey=survey(table), spreads=spreads_of(table))
    tell(0.9, "looking for what is wrong")
    return replace(known, findings=findings(known.data, known.table, known.survey))


def in_use(prepared: Prepared) -> Known:
    """The file that is in use already."""
    file = prepared.spec.file
    assert file is not None
    table = read_table(file)
    counted = survey(table)
    known = Known(file.path, file.text, None, table, True, prepared.spec, counted)
    return settled(replace(known, spreads=spreads_of(table)))


def spreads_of(table: Table) -> dict[str, Spread]:
    """How columns of numbers and of a few words are spread, of some of the rows."""
    rows = looked_at(len(table), _SPREAD_ROWS)
    shown = [c for c in table.columns[:_MOST_SPREADS] if c.kind not in ("picture", "text")]
    return {column.name: spread_of(column.take(rows)) for column in shown}


def started(known: Known) -> ProjectSpec:
    """The project that this file begins.

    Raises:
        UserError: it can't be prepared so.
        Cancelled: it is no longer wanted.
    """
    with part(0.0, 0.95):
        prepared = prepare(known.data)
    tell(0.95, "choosing a network")
    name = Path(known.path).stem or "Pasted table"
    return starting_project(name, known.data, prepared)


def prepared_of(data: DataSpec) -> DataSpec:
    """The same data, which is prepared from then on."""
    prepare(data)
    return data
