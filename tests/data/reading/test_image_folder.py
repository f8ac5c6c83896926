from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from playground.data.guessing import propose
from playground.data.own import prepare_table
from playground.data.reading import change_of, glimpse, read_table, reader_of, scan, stamped
from playground.data.tables.spec import FileSpec
from playground.errors import UserError
from tests.data.reading.layouts import classes, picture


def test_folders_are_classes_and_train_and_test_above_them_are_sides(tmp_path: Path) -> None:
    root = classes(tmp_path / "plain")
    assert reader_of(root).name == "image_folder"
    seen = glimpse(root)
    assert seen.names == ("picture", "class")
    assert (seen.n_rows, seen.counted) == (12, True)
    assert seen.roles["class"] == "target"
    table = read_table(FileSpec(path=str(root)))
    assert table.column("class").words.distinct == ("blue", "red")
    assert table.column("picture").pictures.size == (3, 12, 12)

    # One folder round it all, as archives have it, and sides.
    for side in ("train", "val", "test"):
        classes(tmp_path / "packed" / "set" / side, each=3)
    seen = glimpse(tmp_path / "packed")
    assert seen.names == ("picture", "class", "side")
    assert seen.roles["side"] == "side"
    table = read_table(FileSpec(path=str(tmp_path / "packed")))
    assert table.column("side").words.distinct == ("test", "train", "validation")
    assert len(table) == 18


def test_from_folder_to_samples(tmp_path: Path) -> None:
    root = classes(tmp_path / "colours", each=10, ending=".jpg")
    table = read_table(FileSpec(path=str(root)))
    proposal = propose(table, glimpse(root), str(root))
    assert proposal.file.task == "binary"
    prepared = prepare_table(proposal.data, table)
    assert prepared.dataset.features.shape == (20, 3, 12, 12)
    red = prepared.dataset.features[prepared.dataset.targets.ravel() == 1]
    assert red[:, 0].mean() > 0.7
    assert red[:, 2].mean() < 0.2


def test_damaged_pictures_are_left_out_and_named(tmp_path: Path) -> None:
    root = classes(tmp_path)
    (root / "red" / "2.png").write_bytes((root / "red" / "2.png").read_bytes()[:70])
    (root / "blue" / "4.png").write_text("no picture")
    (root / "blue" / "notes.txt").write_text("not one of them")
    table = read_table(FileSpec(path=str(root)))
    assert len(table) == 10
    assert table.n_left_out == 2
    said = " ".join(trouble.what for trouble in table.troubles)
    assert "2.png is damaged" in said
    assert "4.png is no picture" in said


def test_what_is_no_set_of_classes_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="empty is of no kind that can be read"):
        glimpse(tmp_path / "empty")
    for number in range(3):
        picture(tmp_path / "one" / "cat" / f"{number}.png")
    with pytest.raises(UserError, match=r"one class alone, “cat”. Put the pictures into two"):
        glimpse(tmp_path / "one")
    with pytest.raises(UserError, match=r"cat has no pictures in folders. Put the pictures"):
        glimpse(tmp_path / "one" / "cat")
    root = classes(tmp_path / "all bad", each=1)
    for file in root.rglob("*.png"):
        file.write_bytes(b"\x89PNG")
    with pytest.raises(UserError, match="None of the pictures in all bad can be read"):
        read_table(FileSpec(path=str(root)))


def test_a_link_loop_and_very_many_files_are_seen_through_quickly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = classes(tmp_path / "loop")
    (root / "red" / "again").symlink_to(root, target_is_directory=True)
    (root / "round").symlink_to(root / "round")
    begin = time.monotonic()
    assert len(read_table(FileSpec(path=str(root)))) == 12

    many = tmp_path / "many"
    source = picture(many / "a" / "0.png")
    (many / "b").mkdir()
    for number in range(20_000):
        os.link(source, many / "ab"[number % 2] / f"{number + 1}.png")
    begin = time.monotonic()
    seen = glimpse(many)
    assert not seen.counted
    assert time.monotonic() - begin < 2.0
    assert {row[1] for row in seen.rows} == {"a", "b"}
    with pytest.raises(UserError, match="a has no pictures in folders"):
        glimpse(many / "a")
    monkeypatch.setattr(scan.files_by_class, "__defaults__", (5_000,))
    with pytest.raises(UserError, match="holds more than 5,000 files"):
        read_table(FileSpec(path=str(many)))
    assert time.monotonic() - begin < 5.0


def test_a_column_of_pictures_can_be_taken_as_names(tmp_path: Path) -> None:
    root = classes(tmp_path, each=2)
    kinds = {"picture": "identifier", "class": "category"}
    file = FileSpec(path=str(root), columns=[{"name": n, "kind": k} for n, k in kinds.items()])
    assert read_table(file).column("picture").words.strings()[0] == "blue/0.png"
    assert np.array_equal(read_table(file).column("class").words.codes, [0, 0, 1, 1])


def test_a_change_deep_in_a_folder_is_noticed(tmp_path: Path) -> None:
    root = classes(tmp_path / "set", each=3)
    file = stamped(FileSpec(path=str(root)))
    assert len(read_table(file)) == 6
    assert change_of(file) == ""
    (root / "red" / "1.png").unlink()
    assert len(read_table(file)) == 5
    assert "set has changed since" in change_of(file)


def test_pictures_without_a_class_are_read_to_be_answered_but_not_looked_through(
    tmp_path: Path,
) -> None:
    paths = [picture(tmp_path / "new" / f"{k}.png") for k in range(3)]
    for path, count in ((tmp_path / "new", 3), (paths[0], 1)):
        table = read_table(FileSpec(path=str(path)))
        assert table.names == ("picture",)
        assert len(table) == count
        with pytest.raises(UserError, match="folder"):
            glimpse(path)
