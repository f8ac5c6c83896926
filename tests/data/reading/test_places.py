"""What lies where a file should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playground.data.reading import read_table
from playground.data.tables.spec import FileSpec
from playground.errors import UserError


def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        for layout in ("", "separated"):
            given = {"path": str(path), "reading": {"layout": layout}}
            with pytest.raises(UserError, match="is a pipe or a device"):
                read_table(FileSpec.model_validate(given))
