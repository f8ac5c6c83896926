"""What a reader of files is."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Protocol

from playground.data.tables.table import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playground.data.dataset import Task
    from playground.data.tables.kinds import Kind, Role
    from playground.data.tables.spec import Reading
    from playground.data.tables.table import Table

FIRST_ROWS = 200


@dataclass(frozen=True)
class Glimpse:
    """What a first look into a file says, within two seconds whatever its size.

    Attributes:
        reading: how it is to be read, as far as that can be seen.
        names: of the columns.
        kinds: what the cells of each seem to hold, from a sample spread over the file.
        rows: the first rows, at most `FIRST_ROWS`, each cell as it stands there; None is missing.
        n_rows: how many rows there are; about so many where not `counted`.
        n_bytes: how large it is.
        sheets: those of a workbook.
        roles, task, why: what the layout itself says of the columns (by name) and the task, such as
            folders that are classes; and the reason, in words. Empty where it says nothing.
        troubles: what stands out already.
        lines: the row of the file that each of `rows` is, as in `Table.lines`; () where they follow
            one another from the first.
    """

    reading: Reading
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[str | None, ...], ...]
    n_rows: int
    counted: bool
    n_bytes: int
    sheets: tuple[str, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    task: Task | None = None
    why: str = ""
    troubles: tuple[Trouble, ...] = ()
    lines: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON, for another process."""
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        reading = self.reading.model_dump(mode="json")
        return {**known, "reading": reading, "troubles": [astuple(each) for each in self.troubles]}

    @classmethod
    def of_json(cls, known: dict[str, Any]) -> Glimpse:
        """What `to_json` gave."""
        from playground.data.tables.spec import Reading

        return cls(
            **{
                **known,
                "reading": Reading.model_validate(known["reading"]),
                "names": tuple(known["names"]),
                "kinds": tuple(known["kinds"]),
                "rows": tuple(tuple(row) for row in known["rows"]),
                "sheets": tuple(known["sheets"]),
                "troubles": tuple(Trouble(*each) for each in known["troubles"]),
                "lines": tuple(known["lines"]),
            }
        )


class Reader(Protocol):
    """Reads one layout of files or folders.

    Attributes:
        name: as written in files.
        label: as shown: "CSV or TSV", "Folder of images by class".
        help: a plain sentence: what it looks like on disk.
        suffixes: endings of file names in small letters, (".csv", ".tsv"); () for folders.
    """

    name: str
    label: str
    help: str
    suffixes: tuple[str, ...]

    def recognises(self, path: Path) -> bool:
        """Whether this file or folder is laid out so. Looks at little, and raises nothing."""
        ...

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """A first look. With a reading, that one is kept to; else it is found out.

        Raises:
            UserError: it can't be read; says what is wrong, where, and what to do.
        """
        ...

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """All of it. Tells its progress (see `playground.data.progress`).

        Args:
            kinds: of the columns, by name.

        Raises:
            UserError: as above.
            Cancelled: it is no longer wanted.
        """
        ...
