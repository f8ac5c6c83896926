"""What a check looks at, and the changes that remedies are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.data.guessing.changes import with_file, with_role
from playground.data.guessing.columns import with_text_alone
from playground.data.guessing.finding import Remedy

if TYPE_CHECKING:
    from playground.data.guessing.survey import ColumnSurvey, Survey
    from playground.data.spec import DataSpec
    from playground.data.steps import StepField
    from playground.data.tables.kinds import Role
    from playground.data.tables.spec import ColumnSpec, FileSpec
    from playground.data.tables.table import Table


@dataclass(frozen=True)
class Case:
    """Data as it is to be used.

    Attributes:
        data: the data part; it has a file.
        table: all rows.
        survey: facts of every column.
    """

    data: DataSpec
    table: Table
    survey: Survey

    @property
    def file(self) -> FileSpec:
        """The file part."""
        assert self.data.file is not None
        return self.data.file

    def known(self, *roles: Role) -> list[tuple[ColumnSpec, ColumnSurvey]]:
        """The columns for this that are in the table, with their facts."""
        return [
            (column, self.survey.column(column.name))
            for column in self.file.columns
            if column.role in roles and column.name in self.survey
        ]

    def changed(self, **fields: Any) -> DataSpec:
        """The data with other fields of the file."""
        return with_file(self.data, self.file.model_copy(update=fields))

    def leaving_out(self, names: Iterable[str]) -> DataSpec:
        """The data without these columns."""
        out = set(names)
        columns = tuple(
            column.model_copy(update={"role": "skip"}) if column.name in out else column
            for column in self.file.columns
        )
        file = self.file.model_copy(update={"columns": columns})
        return with_file(self.data, with_text_alone(file, len(self.table)))

    def using(self, name: str, role: Role = "feature") -> DataSpec:
        """The data with a column for something."""
        return with_file(self.data, with_role(self.file, self.table, name, role))

    def prepared_by(self, name: str, steps: tuple[StepField, ...]) -> DataSpec:
        """The data with other steps of a column."""
        columns = tuple(
            column.model_copy(update={"steps": steps}) if column.name == name else column
            for column in self.file.columns
        )
        return self.changed(columns=columns)

    def leave_out(self, *names: str) -> Remedy:
        """Leave columns out."""
        what = "it" if len(names) == 1 else "them"
        return Remedy(
            f"Leave {what} out", f"The network does not see {what}.", self.leaving_out(names)
        )

    def use(self, name: str) -> Remedy:
        """Take a column in that is left out."""
        return Remedy("Use it all the same", "The network sees it.", self.using(name))


def listed(names: Iterable[str], most: int = 4) -> str:
    """Names in quotation marks: “a”, “b” and 3 more."""
    every = [f"“{name}”" for name in names]
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join((", ".join(every[:-1]), every[-1])) if len(every) > 1 else "".join(every)
