"""Sound files cut off anywhere, and with a bit turned anywhere: refused, or read as they are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.hostile.run import Outcome, opened
from tests.hostile.valid import FILES, valid

# Files that are read in a process of their own take half a second each.
_DEAR = (".onnx", ".keras", ".h5")
# Files of which every byte has a sum to tell it by: what is loaded is what was saved.
_SUMMED = (".playground", ".npz", ".keras")


@dataclass(frozen=True)
class Damaged:
    """One sound file and what was made of it.

    Attributes:
        file: which of `FILES`.
        cut: cut off, at places evenly from its beginning on.
        turned: with one bit turned.
    """

    file: str
    cut: tuple[Path, ...]
    turned: tuple[Path, ...]

    @classmethod
    def of(cls, file: str, folder: Path, n_cut: int, n_turned: int) -> Damaged:
        """Written to a folder, with the sound file beside."""
        whole, random = valid(file), np.random.default_rng(7)
        (folder / file).write_bytes(whole)
        cut = tuple(folder / f"cut{number}_{file}" for number in range(n_cut))
        for number, path in enumerate(cut):
            path.write_bytes(whole[: number * len(whole) // n_cut])
        turned = tuple(folder / f"turned{number}_{file}" for number in range(n_turned))
        for path, place in zip(turned, random.integers(0, len(whole) * 8, n_turned), strict=True):
            damaged = bytearray(whole)
            damaged[place // 8] ^= 1 << int(place) % 8
            path.write_bytes(damaged)
        return cls(file, cut, turned)

    def paths(self) -> tuple[Path, ...]:
        """All of them, the sound one first."""
        return (self.cut[0].parent / self.file, *self.cut, *self.turned)

    def judge(self, outcomes: list[Outcome]) -> None:
        """Hold what came of them to what is right."""
        sound = {each.entry: each.digest for each in outcomes if each.path.name == self.file}
        for outcome in outcomes:
            assert outcome.complaints() == [], outcome
            assert outcome.refused or outcome.path not in self.cut, outcome
            if self.file.endswith(_SUMMED) and not outcome.refused:
                assert outcome.digest == sound[outcome.entry], outcome


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Damaged, list[Outcome]]]:
    """Some of every file, all read by one process."""
    folder = tmp_path_factory.mktemp("damaged")
    made = [
        Damaged.of(file, folder, *((3, 8) if file.endswith(_DEAR) else (20, 100))) for file in FILES
    ]
    outcomes = opened(path for each in made for path in each.paths())
    return {
        each.file: (each, [found for found in outcomes if found.path in each.paths()])
        for each in made
    }


@pytest.mark.parametrize("file", FILES)
def test_damaged_files_are_refused_or_read_as_they_are(
    sample: dict[str, tuple[Damaged, list[Outcome]]], file: str
) -> None:
    damaged, outcomes = sample[file]
    damaged.judge(outcomes)
    assert len(outcomes) >= len(damaged.paths())


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("file", FILES)
def test_a_thousand_turned_bits_and_every_hundredth(tmp_path: Path, file: str) -> None:
    damaged = Damaged.of(file, tmp_path, 100, 1000)
    outcomes = opened(damaged.paths())
    _report(file, outcomes)
    damaged.judge(outcomes)


def _report(file: str, outcomes: list[Outcome]) -> None:
    counts = Counter((each.entry, "refused" if each.refused else "loaded") for each in outcomes)
    slowest = max(outcomes, key=lambda each: each.seconds)
    largest = max(outcomes, key=lambda each: each.mb)
    print(
        f"\n{file}: {dict(counts)}; slowest {slowest.seconds:.2f} s ({slowest.path.name}, "
        f"{slowest.entry}), by the clock {max(each.wait for each in outcomes):.2f} s; "
        f"most {largest.mb:.0f} MB, of children {outcomes[-1].children_mb:.0f} MB"
    )
