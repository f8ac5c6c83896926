"""What holds for every reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.data.reading import READERS, glimpse
from playground.errors import UserError


@pytest.mark.parametrize("reader", READERS.values(), ids=list(READERS))
def test_a_reader_says_what_it_reads_and_looks_without_raising(reader, tmp_path: Path) -> None:
    assert reader.label
    assert reader.help.endswith(".")
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty").touch()
    for name in ("folder", "loop", "empty", "not there"):
        assert not reader.recognises(tmp_path / name), name


def test_no_two_readers_claim_one_ending() -> None:
    claimed = [suffix for reader in READERS.values() for suffix in reader.suffixes]
    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize("ending", sorted({s for r in READERS.values() for s in r.suffixes}))
def test_an_empty_file_of_every_ending_is_refused_by_name(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"nothing{ending}"
    path.touch()
    with pytest.raises(UserError, match="nothing"):
        glimpse(path)
