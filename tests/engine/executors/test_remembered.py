"""What was fastest is kept in a file, which may be lost or damaged at any time."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.executors import remembered
from playground.engine.executors.remembered import MOST, path, recall, remember, signature_of

from .programs import ADAM, MOMENTUM, program_of


def test_an_answer_is_found_again() -> None:
    assert recall("which?") is None
    remember("which?", "cuda")
    remember("and this?", "cpu")
    assert (recall("which?"), recall("and this?")) == ("cuda", "cpu")
    remember("which?", "cpu")
    assert recall("which?") == "cpu"


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": 1}',
        b'{"format": 1, "answers": 3}',
        b'{"format": 99, "answers": {"which?": "cuda"}}',
    ],
)
def test_a_damaged_file_counts_as_empty_and_is_written_anew(contents: bytes) -> None:
    path().parent.mkdir(parents=True)
    path().write_bytes(contents)
    assert recall("which?") is None
    remember("which?", "cuda")
    assert recall("which?") == "cuda"


def test_where_nothing_can_be_written_nothing_is_kept() -> None:
    path().mkdir(parents=True)
    remember("which?", "cuda")
    assert recall("which?") is None
    assert not [each for each in path().parent.iterdir() if each != path()]


def test_the_oldest_answers_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 3)
    assert MOST > 3
    for number in range(5):
        remember(f"{number}?", "cpu")
    assert [recall(f"{number}?") for number in range(5)] == [None, None, "cpu", "cpu", "cpu"]


def test_a_signature_is_of_all_that_makes_a_step_longer_and_of_nothing_else() -> None:
    single, double = np.dtype("float32"), np.dtype("float64")
    same = signature_of(program_of(ADAM), single, "a card")
    assert signature_of(program_of(ADAM), single, "a card") == same
    others = {
        signature_of(program_of(ADAM), double, "a card"),
        signature_of(program_of(ADAM), single, "another"),
        signature_of(program_of(MOMENTUM), single, "a card"),
        signature_of(program_of(ADAM, batch=16), single, "a card"),
        signature_of(program_of(ADAM, units=16), single, "a card"),
    }
    assert len(others | {same}) == 6
