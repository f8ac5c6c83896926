from __future__ import annotations

from pathlib import Path

import pytest

from playground.data.reading import glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec
from playground.errors import UserError
from tests.data.reading.layouts import cifar


def test_batches_become_pictures_with_named_classes_and_sides(tmp_path: Path) -> None:
    images, _ = cifar(tmp_path)
    assert reader_of(tmp_path).name == "cifar"
    seen = glimpse(tmp_path)
    assert (seen.n_rows, seen.names) == (30, ("picture", "class", "side"))
    table = read_table(FileSpec(path=str(tmp_path)))
    assert (table.column("picture").pictures.pixels(3, 32, 32) == images).all()
    assert table.column("class").words.strings()[:3] == ["airplane", "automobile", "bird"]
    assert table.column("side").words.strings() == ["train"] * 20 + ["test"] * 10

    # The set's own names come first; one file alone has no sides.
    (tmp_path / "batches.meta.txt").write_text("".join(f"class {k}\n" for k in range(10)))
    table = read_table(FileSpec(path=str(tmp_path / "data_batch_2.bin")))
    assert table.names == ("picture", "class")
    assert table.column("class").words.strings()[0] == "class 0"


def test_a_batch_cut_short_or_of_another_set_is_refused(tmp_path: Path) -> None:
    cifar(tmp_path)
    batch = tmp_path / "data_batch_1.bin"
    whole = batch.read_bytes()
    batch.write_bytes(whole[:-100])
    with pytest.raises(UserError, match=r"data_batch_1\.bin is damaged or cut short: after 9"):
        glimpse(tmp_path)
    batch.write_bytes(b"\x63" + whole[1:])
    with pytest.raises(UserError, match=r"data_batch_1\.bin: picture 1 has class 99"):
        read_table(FileSpec(path=str(tmp_path)))
