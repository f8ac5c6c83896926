"""Whatever happens to the bytes of a file, it is read or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.data.reading import READERS
from playground.data.reading.picture_file import ENDINGS, pixels_of, size_of
from playground.data.tables.spec import Reading
from playground.errors import UserError
from tests.data.reading.layouts import cifar, mnist, picture

_TRIES = 60


def _pictures(folder: Path) -> Callable[[], None]:
    paths = [picture(folder / f"a{ending}", side=24) for ending in ENDINGS]

    def read() -> None:
        for path in paths:
            try:
                size_of(path)
                pixels_of(path, 3, 8, 8)
            except UserError:
                continue

    return read


def _arrays(folder: Path) -> Callable[[], None]:
    rng = np.random.default_rng(0)
    np.save(folder / "a.npy", rng.random((20, 3)))
    np.savez_compressed(folder / "b.npz", x=rng.random((20, 3)), y=np.arange(20))
    np.savez(folder / "c.npz", x=rng.integers(0, 255, (20, 9, 9)).astype(np.uint8), y=np.arange(20))
    return _by(READERS["numpy"], [folder / "a.npy", folder / "b.npz", folder / "c.npz"])


def _idx(folder: Path) -> Callable[[], None]:
    mnist(folder)
    return _by(READERS["idx"], [folder])


def _idx_packed(folder: Path) -> Callable[[], None]:
    mnist(folder, ".gz")
    return _by(READERS["idx"], [folder])


def _cifar(folder: Path) -> Callable[[], None]:
    cifar(folder)
    return _by(READERS["cifar"], [folder])


def _by(reader, paths):
    def read() -> None:
        for path in paths:
            for way in (
                lambda path=path: reader.glimpse(path, None),
                lambda path=path: reader.read(path, Reading(), {}),
            ):
                try:
                    way()
                except UserError:
                    continue

    return read


def _broken(contents: bytes, rng: np.random.Generator) -> bytes:
    """Cut short, or with some bytes changed, in the heading or anywhere."""
    if rng.integers(4) == 0:
        return contents[: rng.integers(len(contents))]
    changed = bytearray(contents)
    reach = min(len(changed), 60) if rng.integers(2) else len(changed)
    for place in rng.integers(0, reach, rng.integers(1, 12)):
        changed[place] = rng.integers(256)
    return bytes(changed)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("made", [_pictures, _arrays, _idx, _idx_packed, _cifar])
def test_broken_files_are_read_or_refused_in_words(
    tmp_path: Path, made: Callable[[Path], Callable[[], None]]
) -> None:
    read = made(tmp_path)
    rng = np.random.default_rng(8)
    files = sorted(tmp_path.iterdir())
    whole = {file: file.read_bytes() for file in files}
    for _ in range(_TRIES):
        some = files if made is _pictures else [files[rng.integers(len(files))]]
        for file in some:
            file.write_bytes(_broken(whole[file], rng))
        read()
        for file in some:
            file.write_bytes(whole[file])
