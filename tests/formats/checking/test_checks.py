"""What is said of an export that was read back: the truth, also where it went wrong."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from playground.formats import FORMATS
from playground.formats.checking import Check, child, difference, same
from playground.formats.checking.child import NoReaderError, ReaderFailedError
from playground.formats.checking.judged import judged
from playground.formats.export import write
from tests.formats.trained import session

X = np.ones((3, 2))


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (
            Check("PyTorch 2.1", True, 3e-7, 40, True),
            "matches PyTorch 2.1 to 3e-07 on 40 samples, every weight bit for bit the same",
        ),
        (Check("PyTorch", True, 0.0, 1), "matches PyTorch exactly on 1 samples"),
        (Check("PyTorch", True, 0.5, 9), "DIFFERS from PyTorch by 5e-01 on 9 samples"),
        (
            Check("NumPy", False, 1e-8, 9, False),
            "read back with NumPy: matches the network to 1e-08 on 9 samples, "
            "NOT EVERY WEIGHT IS THE SAME",
        ),
        (
            Check("h5py 3", False, exact=True, note="Its answers were not compared: no Keras"),
            "read back with h5py 3: every weight bit for bit the same. "
            "Its answers were not compared: no Keras",
        ),
        (Check("PyTorch", True, float("inf"), 9, note="It failed: x"), "DIFFERS from PyTorch"),
    ],
)
def test_a_verdict_names_the_reader_the_difference_and_the_weights(
    check: Check, words: str
) -> None:
    assert str(check).startswith(words)
    assert check.agrees == (("DIFFERS" not in words) and ("NOT EVERY" not in words))


def test_differences_are_relative_to_the_largest_answer_and_infinite_for_what_is_none() -> None:
    ours = np.array([[100.0], [0.0]])
    assert difference(ours, ours + 1.0) == pytest.approx(0.01)
    assert difference(ours, ours[:1]) == np.inf
    assert difference(ours, ours * np.nan) == np.inf
    assert difference(ours * 0, ours * 0) == 0.0


def test_weights_that_differ_in_a_bit_a_shape_or_a_name_are_not_the_same() -> None:
    one = {"a": np.zeros((2, 3), np.float32)}
    assert same(one, {"a": np.zeros((2, 3), np.float32)})
    assert not same(one, {"a": -np.zeros((2, 3), np.float32)})
    assert not same(one, {"a": np.zeros((3, 2), np.float32)})
    assert not same(one, {"a": np.zeros((2, 3), np.float64)})
    assert not same(one, {"b": np.zeros((2, 3), np.float32)})


def test_a_program_runs_by_itself_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("SECRET", "x")
    code = """
import os, sys
import numpy as np
assert "playground" not in sys.modules and sys.flags.isolated
assert "SECRET" not in os.environ and "PYTHONPATH" not in os.environ
np.savez("found.npz", answers=np.load("features.npy") * 2, where=os.getcwd())
"""
    found = child.python(code, [], X)
    assert np.array_equal(found["answers"], X * 2)
    assert not os.path.exists(str(found["where"]))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise ValueError('no such layer')", "no such layer"),
        ("pass", "it left no answers"),
        ("open('found.npz', 'wb').write(b'PK junk')", "it left no answers"),
        ("import numpy as np; np.savez('found.npz', answers=np.array([{}]))", "left no answers"),
    ],
)
def test_a_program_that_fails_makes_the_check_fail_and_says_why(code: str, words: str) -> None:
    with pytest.raises(ReaderFailedError, match=words):
        child.python(code, [], X)
    material = session("binary").material()
    check = judged("NumPy", material, lambda x: child.python(code, [], x))
    assert not check.agrees
    assert words in str(check)


def test_a_reader_that_is_not_there_or_too_slow_is_no_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = f"import sys; print('there is no X', file=sys.stderr); sys.exit({child.MISSING})"
    with pytest.raises(NoReaderError, match="there is no X"):
        child.python(gone, [], X)
    monkeypatch.setattr(child, "LIMIT_S", 0.5)
    started = time.monotonic()
    with pytest.raises(NoReaderError, match="took over"):
        child.python("import time; time.sleep(60)", [], X)
    assert time.monotonic() - started < 30
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(NoReaderError, match="no Python"):
        child.python("", [], X)


@pytest.mark.parametrize("name", ["safetensors", "npz", "numpy", "onnx"])
def test_a_file_of_other_weights_is_found_out(name: str, tmp_path: Path) -> None:
    one, other = session("binary").material(), session("binary_softmax").material()
    path = tmp_path / f"x{FORMATS[name].suffix}"
    write(other, path, FORMATS[name])
    assert not FORMATS[name].check(path, one).agrees
