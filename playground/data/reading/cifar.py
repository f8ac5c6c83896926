"""CIFAR-10 in its binary form: a byte for the class, then 3 × 32 × 32 for the picture.

The form: Krizhevsky, "Learning multiple layers of features from tiny images", 2009, and the page of
the set. CIFAR-100 has two bytes before the picture, the coarse class and the fine one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.progress import tell
from playground.data.reading.array_table import picture_glimpse, picture_table
from playground.data.reading.known_names import CIFAR_10
from playground.data.reading.pictures import ArrayPictures
from playground.data.reading.scan import names_in, within
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.reading.reader import Glimpse
    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import Reading
    from playground.data.tables.table import Table

_TEN = re.compile(r"(data_batch_\d+|test_batch)\.bin")
_HUNDRED = ("train.bin", "test.bin")
_MOST_NAMES_BYTES = 64 << 10


@dataclass(frozen=True)
class _Form:
    """How a record looks."""

    record: np.dtype[Any]
    names_file: str
    names: tuple[str, ...]


_TEN_FORM = _Form(
    np.dtype([("label", "u1"), ("pixels", "u1", (3, 32, 32))]), "batches.meta.txt", CIFAR_10
)
_HUNDRED_FORM = _Form(
    np.dtype([("coarse", "u1"), ("label", "u1"), ("pixels", "u1", (3, 32, 32))]),
    "fine_label_names.txt",
    (),
)


class Cifar:
    """The binary files of CIFAR-10 and CIFAR-100."""

    name = "cifar"
    label = "CIFAR binary files"
    help = "A folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin, or one of them."
    suffixes: tuple[str, ...] = ()

    def recognises(self, path: Path) -> bool:
        """A folder with such files, or one of them."""
        if path.is_dir():
            return bool(_files(path)[0])
        return bool(_TEN.fullmatch(path.name))

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        files, form = _files(path)
        counts: dict[str, int] = {}
        for file in files:
            side = _side_of(file)
            counts[side] = counts.get(side, 0) + _count(file, form)
        labels = _mapped(files[0], form)["label"][:200]
        n_bytes = sum(file.stat().st_size for file in files)
        why = "each picture has its class beside it"
        return picture_glimpse(self.name, counts, _named(labels, files[0], form), n_bytes, why)

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        files, form = _files(path)
        total = sum(_count(file, form) for file in files)
        pixels = np.empty((total, 3, 32, 32), np.uint8)
        labels: list[str] = []
        sides: list[str] = []
        for file in files:
            tell(len(labels) / total, f"reading {file.name}")
            records = _mapped(file, form)
            pixels[len(labels) : len(labels) + len(records)] = records["pixels"]
            labels += _named(records["label"], file, form)
            sides += [_side_of(file)] * len(records)
        if len(set(sides)) < 2:
            sides = [""] * total
        return picture_table(ArrayPictures.of(pixels, "NCHW"), labels, sides, kinds)


def _files(path: Path) -> tuple[list[Path], _Form]:
    """The files of a set, those to train on first."""
    if path.is_file():
        return [path], _TEN_FORM
    folder = within(path)
    names = names_in(folder)[0]
    ten = [folder / name for name in names if _TEN.fullmatch(name)]
    if ten:
        return sorted(ten, key=lambda file: (_side_of(file) == "test", file.name)), _TEN_FORM
    if all(name in names for name in (*_HUNDRED, _HUNDRED_FORM.names_file)):
        return [folder / name for name in _HUNDRED], _HUNDRED_FORM
    return [], _TEN_FORM


def _side_of(file: Path) -> str:
    return "test" if file.name.startswith("test") else "train"


def _count(file: Path, form: _Form) -> int:
    """How many records a file has.

    Raises:
        UserError: it is cut short.
    """
    size, length = file.stat().st_size, form.record.itemsize
    if size == 0 or size % length:
        raise UserError(
            f"{file.name} is damaged or cut short: after {size // length:,} pictures of "
            f"{length:,} bytes {size % length:,} bytes are left over. Fetch it again."
        )
    return size // length


def _mapped(file: Path, form: _Form) -> NDArray[Any]:
    return np.memmap(file, form.record, "r", shape=(_count(file, form),))


def _named(labels: NDArray[np.uint8], file: Path, form: _Form) -> list[str]:
    names = _names(file.parent / form.names_file) or form.names
    for row, label in enumerate(labels.tolist()):
        if names and label >= len(names):
            raise UserError(
                f"{file.name}: picture {row + 1:,} has class {label}, and there are "
                f"{len(names)} from 0 on. It is damaged, or no file of this set; fetch it again."
            )
    return [names[label] if names else str(label) for label in labels.tolist()]


def _names(path: Path) -> tuple[str, ...]:
    """The names in a file, one on each line; () where there is none."""
    try:
        with path.open("rb") as file:
            lines = file.read(_MOST_NAMES_BYTES).decode(errors="replace").split("\n")
    except OSError:
        return ()
    return tuple(line.strip() for line in lines if line.strip())
