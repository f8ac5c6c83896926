"""A file of people's own data, as the document has it: how it is read and what is made of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_serializer, model_validator

from playground.data.dataset import Task
from playground.data.steps import StepField
from playground.data.tables.kinds import Kind, Role
from playground.frozen import Frozen

MOST_COLUMNS = 5_000
MOST_TEXT = 4_000_000
MISSING_WORDS = ("", "na", "n/a", "nan", "null", "none", "-", "?", "missing", "#n/a")


class Reading(Frozen):
    """How a file is read.

    Attributes:
        layout: the name of a reader in `playground.data.reading.READERS`; "" to go by the file.
    """

    layout: str = Field("", title="Layout", description="What kind of file or folder it is.")
    separator: str = Field(
        ",", min_length=1, max_length=2, title="Separator", description="What stands between cells."
    )
    decimal: Literal[".", ","] = Field(
        ".", title="Decimal sign", description="What stands before the decimals of a number."
    )
    encoding: str = Field(
        "utf-8",
        max_length=40,
        title="Encoding",
        description="How letters are written as bytes.",
    )
    header: bool = Field(
        True, title="First row has names", description="Whether the first row names the columns."
    )
    dates: Literal["ymd", "dmy", "mdy"] = Field(
        "ymd", title="Dates", description="The order of day, month and year where it is not clear."
    )
    sheet: str = Field(
        "",
        max_length=200,
        title="Sheet",
        description="Of a workbook; the first if empty.",
    )
    missing: tuple[str, ...] = Field(
        MISSING_WORDS,
        max_length=100,
        title="Missing",
        description="What stands in a cell where there is nothing, in small letters.",
    )


class ColumnSpec(Frozen):
    """One column: what it holds, what it is for, and what is done to it before the network."""

    name: str = Field(max_length=1_000, title="Name")
    kind: Kind = Field("number", title="Kind", description="What the cells mean.")
    role: Role = Field("feature", title="Use", description="What the column is for.")
    steps: tuple[StepField, ...] = Field(
        (), max_length=20, title="Preparation", description="What is done to it, in order."
    )


class Window(Frozen):
    """Rows in a row as one sample: what came before is to tell what comes."""

    steps: int = Field(
        24, ge=1, le=10_000, title="Steps", description="How many rows the network looks back on."
    )
    ahead: int = Field(
        1, ge=1, le=10_000, title="Ahead", description="How many rows after the last it looks."
    )


class FileSpec(Frozen):
    """People's own data: a file, a folder, or a table that was pasted.

    Attributes:
        path: of the file or folder; in files of projects relative to the project where it can be.
        text: the table itself, where it was pasted and there is no file; then `path` is "".
        columns: every column of the table, in its order; () to have them guessed.
        task: what the targets mean; None to have it guessed.
        size, mark: of the file when it was read, to notice that it has changed; 0 and "" if it has
            not been.
    """

    path: str = Field("", max_length=4_000, title="File")
    text: str = Field("", max_length=MOST_TEXT, title="Pasted table")
    reading: Reading = Field(Reading(), title="Reading")
    columns: Annotated[tuple[ColumnSpec, ...], Field(max_length=MOST_COLUMNS, title="Columns")] = ()
    task: Task | None = Field(None, title="Task", description="What the targets mean.")
    window: Window | None = Field(
        None, title="Series", description="Rows in a row are one sample of a sequence."
    )
    drop_missing: bool = Field(
        False,
        title="Leave out rows with gaps",
        description="Leave out rows in which a feature is missing, in place of filling it in.",
    )
    drop_duplicates: bool = Field(
        False, title="Leave out repeated rows", description="Keep only the first of equal rows."
    )
    most_rows: int | None = Field(
        None, ge=10, title="At most", description="Take only so many rows, drawn at random."
    )
    size: int = Field(0, ge=0, title="Size")
    mark: str = Field("", max_length=100, title="Mark")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: Any) -> Any:
        """A path alone is enough of a file, and so is a path with the target's name."""
        if isinstance(given, str):
            return {"path": given}
        if not (isinstance(given, dict) and "target" in given):
            return given
        long = {name: value for name, value in given.items() if name != "target"}
        if long.get("columns"):
            raise ValueError("give the target either as such or as the role of a column, not both")
        names = given["target"] if isinstance(given["target"], list) else [given["target"]]
        return {**long, "columns": [{"name": name, "role": "target"} for name in names]}

    @field_validator("columns")
    @classmethod
    def _unlike(cls, columns: tuple[ColumnSpec, ...]) -> tuple[ColumnSpec, ...]:
        names = [column.name for column in columns]
        for name in names:
            if names.count(name) > 1 and len(names) < 1_000:
                raise ValueError(f"two columns are called {name!r}")
        if len(set(names)) < len(names):
            raise ValueError("two columns have one name")
        return columns

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        return {name: value for name, value in given.items() if value not in ("", None, False, 0)}

    def __hash__(self) -> int:
        # All of a thousand columns would take long, and specs are looked up by it many times.
        columns = self.columns[:1] + self.columns[-1:]
        return hash((self.path, self.reading, self.task, len(self.columns), columns, self.mark))

    def with_role(self, role: Role) -> tuple[ColumnSpec, ...]:
        """The columns that are for this."""
        return tuple(column for column in self.columns if column.role == role)

    @property
    def features(self) -> tuple[ColumnSpec, ...]:
        """The columns that the network sees."""
        return self.with_role("feature")

    @property
    def targets(self) -> tuple[ColumnSpec, ...]:
        """The columns that the network is to say."""
        return self.with_role("target")
