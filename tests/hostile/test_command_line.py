"""A hostile file, given to the command line: one plain line, and the status of bad input."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground import cli
from tests.hostile.makers import MAKERS
from tests.hostile.valid import FILES, valid

SAMPLE = (
    "binary.json", "deep_lists.json", "million_nodes.json", "circle.json", "missing.json",
    "pipe.json", "endless.json", "bomb.playground", "parent.playground",
    "weights_of_another_shape.playground", "deep_header.safetensors", "pipe.safetensors",
    "objects.npz", "own_memory.npz", "other_file_above.onnx", "circle.onnx", "million_laughs.onnx",
    "link_to_another_file.h5", "unknown_filter.h5", "parent.keras", "trained.exe",
    "line\nbreak <b>bold<b>.json",
)  # fmt: skip


@pytest.mark.parametrize("file", SAMPLE)
def test_checking_a_hostile_file_says_one_line_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    MAKERS[file].make(tmp_path / file)
    before = sorted(tmp_path.iterdir())
    assert cli.run(["check", str(tmp_path / file)]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert file.replace("\n", " ") in said.err
    assert "PLAYGROUND_DEBUG" not in said.err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("file", FILES)
def test_checking_a_sound_file_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    (tmp_path / file).write_bytes(valid(file))
    assert cli.run(["check", str(tmp_path / file)]) == 0
    assert "sound" in capsys.readouterr().out
