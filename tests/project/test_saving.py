"""Saves that are killed, and saves of which a system call fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import faults

ROOT = Path(__file__).parents[2]


def run_child(module: str, *arguments: object, **environment: str) -> dict[str, object]:
    result = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    told: dict[str, object] = json.loads(result.stdout)
    return told


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_save_that_is_killed_at_any_moment_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    told = run_child("killed", tmp_path, 500, 11)
    assert min(told["found"]) > 25  # type: ignore[arg-type]
    assert told["left"] > 0  # type: ignore[operator]  # some were killed in mid-write


@pytest.mark.skipif(not faults.available(), reason="needs Linux and gcc")
def test_whichever_system_call_fails_the_original_is_intact_and_nothing_is_left(
    tmp_path: Path,
) -> None:
    library, folder = faults.library(tmp_path), tmp_path / "saves"
    folder.mkdir()
    told = run_child("failing", library, folder, LD_PRELOAD=str(library))
    assert told["tried"] > 50  # type: ignore[operator]
