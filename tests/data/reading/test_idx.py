from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from playground.data.reading import glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec
from playground.errors import UserError
from tests.data.reading.layouts import mnist, write_idx


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_four_files_in_a_folder_or_any_one_of_them(tmp_path: Path, ending: str) -> None:
    images, labels = mnist(tmp_path, ending)
    one = tmp_path / f"t10k-labels-idx1-ubyte{ending}"
    for path in (tmp_path, one):
        assert reader_of(path).name == "idx"
        seen = glimpse(path)
        assert seen.names == ("picture", "class", "side")
        assert (seen.n_rows, seen.counted) == (30, True)
        table = read_table(FileSpec(path=str(path)))
        assert (table.column("picture").pictures.pixels(1, 8, 8)[:, 0] == images).all()
        assert table.column("class").words.strings() == [str(label) for label in labels]
        assert table.column("side").words.strings() == ["train"] * 20 + ["test"] * 10


def test_names_of_a_known_set_are_given(tmp_path: Path) -> None:
    mnist(tmp_path / "Fashion-MNIST" / "raw")
    table = read_table(FileSpec(path=str(tmp_path / "Fashion-MNIST")))
    assert table.column("class").words.strings()[:2] == ["T-shirt", "Trouser"]


def test_lying_and_broken_files_are_named(tmp_path: Path) -> None:
    begin = time.monotonic()
    mnist(tmp_path)
    images = tmp_path / "train-images-idx3-ubyte"
    pixels = np.zeros((20, 8, 8), np.uint8)
    for claims, said in (
        ((1_000, 8, 8), r"cut short: it claims 64,000 numbers and has 1,280"),
        ((4_000_000_000, 4_000, 4_000), r"which can't be"),
        ((0, 8, 8), r"which can't be"),
        ((20, 64), r"along 2 axes; bytes \(kind 8\) along 3"),
        ((10, 8, 8), r"has 10 pictures, but train-labels-idx1-ubyte has 20 classes"),
    ):
        write_idx(images, pixels, claims)
        with pytest.raises(UserError, match=f"train-images-idx3-ubyte.*{said}"):
            read_table(FileSpec(path=str(tmp_path)))
    images.write_bytes(b"\x89PNG and so on, and on")
    with pytest.raises(UserError, match="does not begin as an idx file does"):
        glimpse(tmp_path)
    images.unlink()
    packed = write_idx(tmp_path / "train-images-idx3-ubyte.gz", pixels)
    packed.write_bytes(packed.read_bytes()[:-12])
    with pytest.raises(UserError, match="damaged or cut short"):
        read_table(FileSpec(path=str(tmp_path)))
    packed.unlink()
    with pytest.raises(UserError, match="the file of its images is missing"):
        glimpse(tmp_path / "train-labels-idx1-ubyte")
    assert time.monotonic() - begin < 5.0
