"""Kernels are compiled in the background, and a run moves over when they are there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.engine.executors.native import cache
from playground.engine.executors.native.library import Library

SCRIPT = """
import sys, time
import playground
from playground.engine.executors.native.library import builder
session = playground.Session(playground.open("examples/xor.json"), device="cpu")
names = [session.executor_name]
assert not any(name in sys.modules for name in ("numba", "cupy", "scipy"))
end = time.monotonic() + 100
while session.executor_name == "numpy" and time.monotonic() < end:
    session.train(1)
    time.sleep(0.02)
names.append(session.executor_name)
other = playground.Session(playground.open("examples/xor.json"), device="numpy")
other.train(session.epoch)
session.train(2)
other.train(2)
difference = max(abs(session.parameters()[n] - a).max() for n, a in other.parameters().items())
builder().finish()
assert "numba" not in sys.modules
print(*names, difference)
"""


def run(cache_folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PLAYGROUND_KERNELS": str(cache_folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_first_run_begins_at_once_and_moves_over_with_its_numbers(tmp_path: Path) -> None:
    before, after, difference = run(tmp_path)
    assert (before, after) == ("numpy", "native")
    assert float(difference) < 1e-4
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.rglob("*.kernel")}
    (damaged,) = tmp_path.rglob("matmul-float32-*.kernel")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    before, after, _ = run(tmp_path)
    assert (before, after) == ("numpy", "native")
    again = {path.name: path.stat().st_mtime_ns for path in tmp_path.rglob("*.kernel")}
    assert again[damaged.name] > kept[damaged.name]
    assert again[before_other(kept)] == kept[before_other(kept)]
    before, _, _ = run(tmp_path)
    assert before == "native"


def before_other(names: dict[str, int]) -> str:
    return next(name for name in names if name.startswith("add_bias-float32"))


def test_a_compiler_that_fails_is_said_in_words_and_asked_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from playground.engine.executors.native import library as module

    builder = module.Builder()
    monkeypatch.setattr(module, "_CHILD", "playground.no_such_module")
    monkeypatch.setattr(module, "builder", lambda: builder)
    monkeypatch.setattr(cache, "read", lambda name, dtype: None)
    library = Library("float32")
    assert not library.wait(["tanh"])
    assert "Compiling kernels failed" in library.failure
    assert "no_such_module" in library.failure
    assert not library.wanted(["tanh"])
