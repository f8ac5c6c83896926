"""Work in a process of its own: bounded, and ended at once."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from playground.data.progress import Cancelled, listening
from playground.data.reading import glimpse, store
from playground.data.reading.apart import run_apart, table_apart
from playground.data.reading.separated import Separated
from playground.errors import UserError

JOBS = "tests.data.reading.jobs:"
READ = "playground.data.reading.separated:read_here"


def test_a_job_answers_and_tells_its_progress() -> None:
    told: list[tuple[float, str]] = []
    with listening(lambda share, what: told.append((share, what))):
        assert run_apart(JOBS + "doubled", {"number": 21}, "it", 0) == {"number": 42}
    assert (0.5, "doubling") in told


@pytest.mark.parametrize(
    ("job", "given", "words"),
    [
        ("refused", {}, "not to be"),
        ("crashed", {}, "it.csv breaks the program that reads it"),
        ("greedy", {"bytes": 900 << 20}, "it.csv needs more memory"),
    ],
)
def test_a_job_that_fails_is_told_of_in_words(job: str, given: dict, words: str) -> None:
    with pytest.raises(UserError, match=words):
        run_apart(JOBS + job, given, "it.csv", 1 << 20)


def test_a_job_that_is_no_longer_wanted_ends_at_once(tmp_path: Path) -> None:
    asked = tmp_path / "number"
    stopped = 0.0

    def stop(share: float, what: str) -> None:
        nonlocal stopped
        if asked.exists() and asked.read_text(encoding="utf-8"):
            stopped = time.monotonic()
            raise Cancelled

    with listening(stop), pytest.raises(Cancelled):
        run_apart(JOBS + "endless", {"file": str(asked)}, "it", 0)
    assert time.monotonic() - stopped < 0.5
    with pytest.raises(ProcessLookupError):
        os.kill(int(asked.read_text(encoding="utf-8")), 0)


def test_a_table_is_read_apart_once_and_then_opened(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = (
        f"{k},w{k % 7},2024-01-{k % 28 + 1:02},u{k},{'x' if k == 5 else k}" for k in range(3000)
    )
    path.write_text("n,word,day,id,odd\n" + "\n".join(rows), encoding="utf-8")
    seen = glimpse(path)
    kinds = dict(zip(seen.names, seen.kinds, strict=True))
    here = Separated().read(path, seen.reading, kinds)
    for _ in range(2):
        apart = table_apart(READ, path, seen.reading, kinds)
        assert apart.troubles == here.troubles
        assert len(apart.troubles) == 1
        for one, other in zip(apart.columns, here.columns, strict=True):
            assert (one.name, one.kind) == (other.name, other.kind)
            if isinstance(one.values, store.Words):
                assert one.words.strings() == other.words.strings()
            else:
                assert one.numbers.tobytes() == other.numbers.tobytes()
    assert len(list(store.tables_folder().iterdir())) == 1


def test_a_table_in_the_cache_that_is_damaged_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("n,m\n1,2\n3,4\n", encoding="utf-8")
    seen = glimpse(path)
    kinds = dict(zip(seen.names, seen.kinds, strict=True))
    table_apart(READ, path, seen.reading, kinds)
    folder = next(store.tables_folder().iterdir())
    (folder / "0.npy").write_bytes(b"")
    assert table_apart(READ, path, seen.reading, kinds).column("n").numbers.tolist() == [1, 3]


def test_old_tables_go(tmp_path: Path) -> None:
    for name, days in (("new", 0), ("old", 40), ("half.part", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0.npy").write_bytes(b"x")
        then = time.time() - days * 86_400
        os.utime(tmp_path / name, (then, then))
    store.tidy(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["new"]
