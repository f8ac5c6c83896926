"""Every hostile file is refused in one plain line, or loaded as it is, and does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.makers import MAKERS
from tests.hostile.run import Outcome, opened
from tests.hostile.valid import FILES, valid


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Outcome]]]:
    """What came of every file, by name. Sound files come first, so that all is imported by then."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in FILES:
        (folder / name).write_bytes(valid(name))
    for name, maker in MAKERS.items():
        maker.make(folder / name)
    before = _state(folder)
    found: dict[str, list[Outcome]] = {name: [] for name in (*FILES, *MAKERS)}
    for outcome in opened(folder / name for name in (*FILES, *MAKERS)):
        found[outcome.path.name].append(outcome)
    yield found
    assert _state(folder) == before


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    status = {path.name: path.lstat() for path in folder.iterdir()}
    return {name: (each.st_size, each.st_mtime_ns) for name, each in status.items()}


def test_there_are_more_than_sixty_of_them() -> None:
    assert len(MAKERS) > 200


@pytest.mark.parametrize("file", FILES)
def test_what_is_sound_is_loaded(outcomes: dict[str, list[Outcome]], file: str) -> None:
    assert [each.refused for each in outcomes[file] if each.refused] == []
    assert [each.fault or each.seen for each in outcomes[file] if each.fault or each.seen] == []


@pytest.mark.parametrize("file", MAKERS)
def test_a_hostile_file_is_refused_in_one_plain_line_and_does_no_harm(
    outcomes: dict[str, list[Outcome]], file: str
) -> None:
    for outcome in outcomes[file]:
        assert outcome.complaints() == [], outcome
    if MAKERS[file].loads is not None:
        assert any(outcome.refused for outcome in outcomes[file]) is not MAKERS[file].loads
