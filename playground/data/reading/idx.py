"""Arrays in the idx form, as the MNIST digits come: pictures in one file, classes in another.

The form (LeCun, Cortes, Burges, "The MNIST database of handwritten digits"): two zero bytes, a byte
for the kind of number (8 for bytes), the number of axes, each axis' length as four bytes, big end
first, then the numbers. A file may be packed with gzip.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import numpy as np

from playground.data.progress import tell
from playground.data.reading.array_table import picture_glimpse, picture_table
from playground.data.reading.known_names import classes_of
from playground.data.reading.pictures import ArrayPictures
from playground.data.reading.scan import names_in, within
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.reading.reader import Glimpse
    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import Reading
    from playground.data.tables.table import Table

_BYTES, _MOST_AXES = 8, 4
_PIECE = 4 << 20
_MOST_BYTES = 2 << 30
_NAME = re.compile(
    r"(?P<set>.*?)[-_.]?(?P<what>images|labels)[-_.]idx(?P<axes>[134])[-_.]?ubyte(\.gz)?", re.I
)
_SIDES = {"train": "train", "t10k": "test", "test": "test", "valid": "validation"}


@dataclass(frozen=True)
class _Pair:
    """The two files of a side."""

    images: Path
    labels: Path
    side: str


class Idx:
    """Pictures and classes in the files of MNIST and its kin."""

    name = "idx"
    label = "MNIST idx files"
    help = (
        "A folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and the two of t10k, plain "
        "or as .gz; or any one of them."
    )
    suffixes: tuple[str, ...] = ()

    def recognises(self, path: Path) -> bool:
        """A folder with such files, or one of them."""
        if path.is_dir():
            return bool(_pairs(within(path), None))
        return bool(_NAME.fullmatch(path.name))

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        pairs = self._pairs(path)
        counts = {pair.side: _shape_of(pair.labels, 1)[0] for pair in pairs}
        for pair in pairs:
            _shape_of(pair.images, 3)
        first = _read(pairs[0].labels, 1, 200)
        n_bytes = sum(
            place.stat().st_size for pair in pairs for place in (pair.images, pair.labels)
        )
        return picture_glimpse(self.name, counts, _named(first, path), n_bytes, self._why(path))

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        pairs = self._pairs(path)
        images, labels = [], []
        for number, pair in enumerate(pairs):
            tell(number / len(pairs), f"reading {pair.images.name}")
            images.append(_read(pair.images, 3))
            labels.append(_read(pair.labels, 1))
            if len(images[-1]) != len(labels[-1]):
                raise UserError(
                    f"{pair.images.name} has {len(images[-1]):,} pictures, but {pair.labels.name} "
                    f"has {len(labels[-1]):,} classes. Take the two files of one set."
                )
        if len({each.shape[1:] for each in images}) > 1:
            raise UserError(
                f"The pictures in {path.name} are of several sizes: {[e.shape for e in images]}. "
                "Open the files of one set alone."
            )
        pictures = ArrayPictures.of(np.concatenate(images), "NHW")
        sides: list[str] = []
        for pair, given in zip(pairs, labels, strict=True):
            sides += [pair.side] * len(given)
        return picture_table(pictures, _named(np.concatenate(labels), path), sides, kinds)

    def _pairs(self, path: Path) -> list[_Pair]:
        if path.is_dir():
            return _pairs(within(path), None)
        found = _pairs(path.parent, path)
        if not found:
            match = _NAME.fullmatch(path.name)
            other = "labels" if match and match["what"].lower() == "images" else "images"
            raise UserError(
                f"Beside {path.name} the file of its {other} is missing. Put both into one folder."
            )
        return found

    def _why(self, path: Path) -> str:
        return "pictures and their classes are in the files of one set"


def _pairs(folder: Path, near: Path | None) -> list[_Pair]:
    """The pairs in a folder, training first; `near` has to be in one of them."""
    found: dict[str, dict[str, Path]] = {}
    for name in names_in(folder)[0]:
        match = _NAME.fullmatch(name)
        if match:
            found.setdefault(match["set"].lower(), {}).setdefault(
                match["what"].lower(), folder / name
            )
    if near is not None:
        match = _NAME.fullmatch(near.name)
        asked = match["set"].lower() if match else ""
        found.setdefault(asked, {})[match["what"].lower() if match else ""] = near
        if len(found[asked]) < 2:
            return []
        prefix = _prefix(asked)
        found = {name: files for name, files in found.items() if _prefix(name) == prefix}
    pairs = [
        _Pair(files["images"], files["labels"], _side_of(name))
        for name, files in found.items()
        if len(files) == 2
    ]
    order = ("train", "validation", "test", "")
    pairs.sort(key=lambda pair: order.index(pair.side))
    if len(pairs) > 1 and len({pair.side for pair in pairs}) < len(pairs):
        # Several sets lie here, as those of EMNIST do: one at a time.
        pairs = pairs[:1]
    return pairs


def _prefix(name: str) -> str:
    for side in _SIDES:
        name = name.removesuffix(side)
    return name


def _side_of(name: str) -> str:
    for word, side in _SIDES.items():
        if name.endswith(word):
            return side
    return ""


def _named(labels: NDArray[np.uint8], path: Path) -> list[str]:
    """The classes' names where the set is known by its folder's name, else their numbers."""
    names = classes_of(path)
    return [names[k] if k < len(names) else str(k) for k in labels.tolist()]


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(path, "rb") if packed else path.open("rb"))


def _shape_of(path: Path, axes: int) -> tuple[int, ...]:
    """What the heading of a file claims, checked against its length where it is not packed.

    Raises:
        UserError: it is of another form, or cut short.
    """
    try:
        with _open(path) as file:
            shape = _heading(file, path, axes)
            packed = isinstance(file, gzip.GzipFile)
    except (OSError, EOFError, zlib.error) as error:
        raise _cut_short(path, str(error)) from error
    if not packed:
        there, claimed = path.stat().st_size - 4 - 4 * axes, int(np.prod(shape, dtype=object))
        if there < claimed:
            raise _cut_short(path, f"it claims {claimed:,} numbers and has {max(there, 0):,}")
    return shape


def _heading(file: BinaryIO, path: Path, axes: int) -> tuple[int, ...]:
    head = file.read(4 + 4 * axes)
    if len(head) < 4 + 4 * axes or head[:2] != b"\0\0":
        raise UserError(
            f"{path.name} does not begin as an idx file does. Fetch it again, or give it the name "
            "of what it is."
        )
    if head[2] != _BYTES or head[3] != axes:
        raise UserError(
            f"{path.name} holds numbers of kind {head[2]} along {head[3]} axes; bytes (kind 8) "
            f"along {axes} were expected. Take images as images and labels as labels."
        )
    shape = tuple(int.from_bytes(head[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(axes))
    if min(shape) < 1 or int(np.prod(shape, dtype=object)) > _MOST_BYTES:
        raise UserError(
            f"{path.name} claims {' × '.join(f'{n:,}' for n in shape)} numbers, which can't be. "
            "Fetch it again."
        )
    return shape


def _read(path: Path, axes: int, most: int | None = None) -> NDArray[np.uint8]:
    """The array in a file, or its first some along the first axis."""
    shape = _shape_of(path, axes)
    if most is not None:
        shape = (min(most, shape[0]), *shape[1:])
    wanted = int(np.prod(shape, dtype=object))
    pieces, there = [], 0
    try:
        with _open(path) as file:
            _heading(file, path, axes)
            # Piece by piece: a heading that lies takes no memory.
            while there < wanted:
                piece = file.read(min(_PIECE, wanted - there))
                if not piece:
                    break
                pieces.append(piece)
                there += len(piece)
                tell(there / wanted, f"reading {path.name}")
    except (OSError, EOFError, zlib.error) as error:
        raise _cut_short(path, str(error)) from error
    if there < wanted:
        raise _cut_short(path, f"it claims {wanted:,} numbers and has {there:,}")
    return np.frombuffer(b"".join(pieces), np.uint8).reshape(shape)


def _cut_short(path: Path, what: str) -> UserError:
    return UserError(f"{path.name} is damaged or cut short: {what}. Fetch it again.")
