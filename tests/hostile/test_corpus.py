"""Every hostile file is refused in one plain line, or loaded as it is, and does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.makers import MAKERS
from tests.hostile.run import Outcome, opened
from tests.hostile.valid import FILES, valid

FIRST = Path(FILES[0]).suffix  # what is no such file is opened with these


class Corpus:
    """Opens files when they are first asked about, all of one ending at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in FILES:
            (folder / name).write_bytes(valid(name))
        for name, maker in MAKERS.items():
            maker.make(folder / name)
        self._found: dict[str, list[Outcome]] = {}

    def outcomes(self, name: str) -> list[Outcome]:
        """What came of a file. Sound files come first, so that all is imported by then."""
        if name not in self._found:
            ending = _ending(name)
            names = [each for each in (*FILES, *MAKERS) if _ending(each) == ending]
            self._found |= {each: [] for each in names}
            for outcome in opened(self._folder / each for each in names):
                self._found[outcome.path.name].append(outcome)
        return self._found[name]


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending in {Path(each).suffix for each in FILES} else FIRST


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """All files, in a folder that nothing else may come into."""
    folder = tmp_path_factory.mktemp("hostile")
    made = Corpus(folder)
    before = _state(folder)
    yield made
    assert _state(folder) == before


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    status = {path.name: path.lstat() for path in folder.iterdir()}
    return {name: (each.st_size, each.st_mtime_ns) for name, each in status.items()}


def test_there_are_more_than_sixty_of_them() -> None:
    assert len(MAKERS) > 200


@pytest.mark.parametrize("file", FILES)
def test_what_is_sound_is_loaded(corpus: Corpus, file: str) -> None:
    outcomes = corpus.outcomes(file)
    assert [each.refused for each in outcomes if each.refused] == []
    assert [each.fault or each.seen for each in outcomes if each.fault or each.seen] == []


@pytest.mark.parametrize("file", MAKERS)
def test_a_hostile_file_is_refused_in_one_plain_line_and_does_no_harm(
    corpus: Corpus, file: str
) -> None:
    for outcome in corpus.outcomes(file):
        assert outcome.complaints() == [], outcome
    if MAKERS[file].loads is not None:
        assert any(each.refused for each in corpus.outcomes(file)) is not MAKERS[file].loads
