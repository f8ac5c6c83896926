"""A folder as competitions hand it out: train.csv, test.csv, and perhaps a sample of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.reading.renamed import glimpse_renamed, read_renamed
from playground.data.reading.scan import names_in, within
from playground.data.reading.separated import Separated

if TYPE_CHECKING:
    from playground.data.reading.reader import Glimpse
    from playground.data.tables.kinds import Kind, Role
    from playground.data.tables.spec import Reading
    from playground.data.tables.table import Table

_TRAIN, _TEST = "train.csv", "test.csv"


class TrainAndTest:
    """The rows to learn from, and rows without the answer, which are left alone."""

    name = "train_and_test"
    label = "Folder with train.csv and test.csv"
    help = "train.csv has one column more than test.csv: the target. train.csv is read."
    suffixes: tuple[str, ...] = ()

    def recognises(self, path: Path) -> bool:
        """A folder with the two files in it."""
        if not path.is_dir():
            return False
        files = names_in(within(path))[0]
        return _TRAIN in files and _TEST in files

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        folder = within(path)
        seen = glimpse_renamed(folder / _TRAIN, reading, self.name)
        others = Separated().glimpse(folder / _TEST, None).names
        lacking = [name for name in seen.names if name not in others]
        answers = _answers(folder)
        targets = [name for name in lacking if name in answers] or lacking[-1:]
        if not targets:
            return seen
        roles: dict[str, Role] = dict.fromkeys(lacking, "skip")
        roles.update(dict.fromkeys(targets, "target"))
        said = ", ".join(f"“{name}”" for name in targets)
        return replace(seen, roles=roles, why=f"{_TEST} lacks {said}")

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        return read_renamed(within(path) / _TRAIN, reading, kinds)


def _answers(folder: Path) -> tuple[str, ...]:
    """The columns of the sample of answers."""
    for name in names_in(folder)[0]:
        if "submission" in name.lower() and name.lower().endswith(".csv"):
            return Separated().glimpse(folder / name, None).names
    return ()
