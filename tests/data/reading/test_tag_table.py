from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.data.guessing import propose
from playground.data.own import prepare_table
from playground.data.reading import glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec
from tests.data.reading.layouts import picture

_TAGS = ["clear", "cloudy", "water", "road", "forest", "agriculture"]


def _satellite(folder: Path, count: int = 40) -> Path:
    rng = np.random.default_rng(0)
    lines = ["image_name,tags"]
    for number in range(count):
        picture(folder / "train-jpg" / f"train_{number}.jpg", (number, 100, 50))
        lines.append(f"train_{number},{' '.join(rng.choice(_TAGS, rng.integers(1, 4), False))}")
    (folder / "train_v2.csv").write_text("\n".join(lines) + "\n")
    return folder


def test_names_without_their_ending_are_found_in_the_folder_beside(tmp_path: Path) -> None:
    folder = _satellite(tmp_path / "planet")
    for path in (folder, folder / "train_v2.csv"):
        assert reader_of(path).name == "tag_table"
        seen = glimpse(path)
        assert seen.kinds == ("picture", "tags")
        assert seen.roles == {"image_name": "feature", "tags": "target"}
        table = read_table(FileSpec(path=str(path), reading=seen.reading))
        assert table.column("image_name").pictures.size == (3, 12, 12)
    proposal = propose(table, seen, str(folder))
    assert proposal.file.task == "multilabel"
    prepared = prepare_table(proposal.data, table)
    assert prepared.dataset.features.shape == (40, 3, 12, 12)
    assert set(prepared.dataset.target_names) == set(_TAGS)


def test_rows_without_a_sound_picture_are_left_out_by_number(tmp_path: Path) -> None:
    folder = _satellite(tmp_path)
    (folder / "train-jpg" / "train_3.jpg").unlink()
    damaged = folder / "train-jpg" / "train_5.jpg"
    damaged.write_bytes(damaged.read_bytes()[:200])
    table = read_table(FileSpec(path=str(folder)))
    assert len(table) == 38
    assert table.n_left_out == 2
    assert [trouble.row for trouble in table.troubles] == [5, 7]
    assert "no picture “train_3” in train-jpg" in table.troubles[0].what
    assert "train_5.jpg is damaged" in table.troubles[1].what


@pytest.mark.parametrize("name", ["../secret.png", "/etc/hostname", "a\0b"])
def test_names_never_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    picture(tmp_path / "secret.png")
    picture(tmp_path / "set" / "one.png")
    (tmp_path / "set" / "table.csv").write_text(
        "file,class\n" + "one.png,a\n" * 4 + f"{name},b\n" * 2
    )
    table = read_table(FileSpec(path=str(tmp_path / "set" / "table.csv")))
    assert len(table) == 4


def test_a_table_that_names_no_pictures_stays_a_table(tmp_path: Path) -> None:
    picture(tmp_path / "holiday.png")
    (tmp_path / "table.csv").write_text("city,x\n" + "Bonn,1\nKöln,2\n" * 5)
    assert reader_of(tmp_path / "table.csv").name == "separated"
