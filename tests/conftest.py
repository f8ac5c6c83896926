"""Shared by all tests: nothing here may touch what belongs to the person who runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from playground.engine.executors.native import cache

# A check of a change is about that change: the same cases each time. Elsewhere new ones are drawn.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


# Compiled kernels depend on nothing that a test could change, and take minutes to make.
KERNELS = Path(os.environ.get("PLAYGROUND_KERNELS", Path(__file__).parent.parent / ".kernels"))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Every kernel compiled before the first test, so that no run changes executors in mid-test.

    Where several processes share the tests, once, before they start.
    """
    os.environ["PLAYGROUND_KERNELS"] = str(KERNELS)
    if getattr(session.config.option, "numprocesses", None):
        # Processes that share the cores, each with threads for all of them, wait for one another.
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ.setdefault(name, "1")
    if hasattr(session.config, "workerinput") or session.config.option.collectonly:
        return
    wanted = {
        dtype: any(cache.read(name, dtype) is None for name in cache.names(dtype))
        for dtype in ("float32", "float64")
    }
    command = [sys.executable, "-m", "playground.engine.executors.native.build"]
    children = [subprocess.Popen([*command, dtype]) for dtype, some in wanted.items() if some]
    for child in children:
        assert child.wait() == 0


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings, state and caches of this test, child processes included, in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "STATE", "CACHE", "DATA"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.setenv("PLAYGROUND_KERNELS", str(KERNELS))
        yield home
