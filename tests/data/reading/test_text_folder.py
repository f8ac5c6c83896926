from __future__ import annotations

from pathlib import Path

import pytest

from playground.data.reading import glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec
from playground.errors import UserError


def _imdb(folder: Path) -> Path:
    for side in ("train", "test"):
        for label in ("pos", "neg", *(("unsup",) if side == "train" else ())):
            place = folder / side / label
            place.mkdir(parents=True)
            for number in range(3):
                (place / f"{number}_7.txt").write_text(f"A {label} film, number {number}.<br />")
        (folder / side / f"urls_{label}.txt").write_text("left out")
    (folder / "imdb.vocab").write_text("the\na\n")
    (folder / "README").write_text("Large Movie Review Dataset")
    return folder


def test_reviews_by_class_with_sides_and_without_those_of_no_class(tmp_path: Path) -> None:
    root = _imdb(tmp_path / "aclImdb")
    assert reader_of(root).name == "text_folder"
    seen = glimpse(root)
    assert seen.names == ("text", "class", "side")
    assert (seen.n_rows, seen.counted) == (12, True)
    table = read_table(FileSpec(path=str(root)))
    assert set(table.column("class").words.distinct) == {"pos", "neg"}
    assert table.column("side").words.strings().count("test") == 6
    assert "A neg film, number 0.<br />" in table.column("text").words.distinct


def test_texts_in_other_letters_and_what_is_no_text_is_missing_and_named(tmp_path: Path) -> None:
    for label in ("a", "b"):
        (tmp_path / label).mkdir()
    (tmp_path / "a" / "1.txt").write_bytes("Caf\u00e9".encode("cp1252"))
    (tmp_path / "a" / "2.txt").write_bytes(b"\0\1\2\3" * 10)
    (tmp_path / "b" / "1.txt").write_text("\ufeffCafé", encoding="utf-8")
    (tmp_path / "b" / "2.txt").touch()
    table = read_table(FileSpec(path=str(tmp_path)))
    assert table.column("text").words.strings() == ["Café", "", "Café", ""]
    assert [trouble.what for trouble in table.troubles] == [
        "a/2.txt is no text: taken as missing",
        "b/2.txt is empty: taken as missing",
    ]


def test_a_pair_of_files_of_sentences(tmp_path: Path) -> None:
    (tmp_path / "rt-polarity.pos").write_bytes(b"a d\xe9licieux film \nand more \n\n")
    (tmp_path / "rt-polarity.neg").write_bytes(b"dull \n")
    for path in (tmp_path, tmp_path / "rt-polarity.neg"):
        assert reader_of(path).name == "polarity"
        seen = glimpse(path)
        assert (seen.n_rows, seen.kinds) == (3, ("text", "category"))
        table = read_table(FileSpec(path=str(path)))
        assert table.column("text").words.strings() == ["a délicieux film", "and more", "dull"]
        assert table.column("class").words.strings() == ["positive", "positive", "negative"]
    (tmp_path / "rt-polarity.pos").unlink()
    with pytest.raises(UserError, match=r"Beside rt-polarity\.neg the file that ends in \.pos"):
        glimpse(tmp_path / "rt-polarity.neg")
