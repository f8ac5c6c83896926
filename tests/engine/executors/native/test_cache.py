"""Compiled kernels on disk: found again, never trusted when they are not ours or not whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from playground.engine.executors.native import cache
from playground.engine.ops import OPS


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "kernels")
    cache.path_of.cache_clear()
    yield
    cache.path_of.cache_clear()


def test_what_was_written_is_read() -> None:
    assert cache.read("tanh", "float32") is None
    cache.write("tanh", "float32", "a_symbol", b"code\nmore\0code")
    assert cache.read("tanh", "float32") == ("a_symbol", b"code\nmore\0code")
    assert cache.read("tanh", "float64") is None


@pytest.mark.parametrize("length", [0, 5, 40, -1])
def test_a_file_cut_short_counts_as_absent(length: int) -> None:
    cache.write("tanh", "float32", "a_symbol", b"code" * 100)
    path = cache.path_of("tanh", "float32")
    path.write_bytes(path.read_bytes()[:length])
    assert cache.read("tanh", "float32") is None


def test_a_file_with_one_bit_changed_counts_as_absent() -> None:
    cache.write("tanh", "float32", "a_symbol", b"code" * 100)
    path = cache.path_of("tanh", "float32")
    contents = bytearray(path.read_bytes())
    contents[-7] ^= 1
    path.write_bytes(contents)
    assert cache.read("tanh", "float32") is None


def test_the_file_of_another_kernel_is_not_taken_for_this_one() -> None:
    cache.write("tanh", "float32", "a_symbol", b"code")
    path = cache.path_of("tanh", "float32")
    path.rename(cache.path_of("sigmoid", "float32"))
    assert cache.read("sigmoid", "float32") is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions")
def test_a_folder_that_others_may_write_to_is_not_trusted() -> None:
    cache.write("tanh", "float32", "a_symbol", b"code")
    os.chmod(cache.folder(), 0o777)
    assert cache.read("tanh", "float32") is None


def test_a_kernel_that_changes_has_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.path_of("tanh", "float32")

    def changed(out, x):  # type: ignore[no-untyped-def]
        for i in range(out.size):
            out[i] = x[i] * 2.0

    monkeypatch.setattr(type(OPS["tanh"]), "kernel", staticmethod(changed))
    cache.path_of.cache_clear()
    assert cache.path_of("tanh", "float32") != before


def test_a_function_that_a_kernel_calls_has_a_say_in_its_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from playground.engine.ops import vector_math
    from playground.engine.ops.kernel import tanh

    before = cache.path_of("tanh", "float32")
    monkeypatch.setattr(tanh, "single", vector_math.sin)
    cache.path_of.cache_clear()
    assert cache.path_of("tanh", "float32") != before


def test_another_processor_has_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.path_of("tanh", "float32")
    monkeypatch.setattr(cache, "environment", lambda: "another processor")
    cache.path_of.cache_clear()
    assert cache.path_of("tanh", "float32") != before
