"""Exported programs read as the formatter and the linter want them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from playground.formats import FORMATS
from tests import own
from tests.formats.code.programs import LAYER_CASES, layer_made
from tests.formats.trained import CASES, images, material_of_made, session


@pytest.mark.skipif(importlib.util.find_spec("ruff") is None, reason="Ruff is not installed")
def test_programs_are_formatted(tmp_path: Path) -> None:
    materials = [session(head).material() for head in CASES] + [images().material()]
    materials.append(own.material())
    materials += [material_of_made(layer_made(*case)) for case in LAYER_CASES if case[1] == 0]
    for number, material in enumerate(materials):
        for name in ("numpy", "pytorch", "keras-weights"):
            if FORMATS[name].refusal(material):
                continue
            for file, contents in FORMATS[name].files(material, "export").items():
                if contents.startswith(b'"""'):
                    stem = Path(file).stem.replace("-", "_")
                    (tmp_path / f"{name}_{stem}_{number}.py").write_bytes(contents)
    assert len(list(tmp_path.iterdir())) > 3 * len(CASES)
    for command in (["format", "--isolated", "--diff"], ["check", "--isolated"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
