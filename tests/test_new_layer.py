"""Adding a layer type, done for real: one file, one line in the list, one icon."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

THE_FILE = '''
"""Each number times one that is learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.initializers import Uniform
from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Gate(NodeSpec):
    """x ⊙ (strength · x · weight): (N, I) gives (N, I)."""

    catalogue = Catalogue("Gate", "Basic", "gate", "Numbers open and close one another.")

    strength: float = Field(
        1.0, gt=0.0, le=10.0, title="Strength", description="How far the gate opens."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        if len(x.shape) != 1:
            raise Misfit("Gate takes a vector.", "Flatten")
        (width,) = x.shape
        weight = builder.parameter(
            "weight", (width, width), Uniform(), fan_in=width, fan_out=width, penalised=True
        )
        gate = builder.apply("matmul", x, weight)
        return builder.apply(
            "multiply", x, builder.apply("affine", gate, scale=self.strength, shift=0.0)
        )
'''
THE_LINE = '    "dense.Dense",\n'
THE_ICON = '    "dense": "share-network",\n'

# What every layer type has to pass; none of it knows of this one.
CONTRACTS = [
    "tests/network/layers/test_layers.py",
    "tests/network/test_spec.py",
    "tests/formats/test_export.py",
    "tests/formats/code/test_dialects.py",
    "tests/project/test_file.py",
    "tests/gui/panels/test_palette.py",
    "tests/gui/inspector/test_field.py",
]


@pytest.mark.timeout(240)
def test_a_layer_type_is_one_file_one_line_and_one_icon(tmp_path: Path) -> None:
    for folder in ("playground", "tests", "assets", "examples"):
        ignored = shutil.ignore_patterns("__pycache__", "test_new_layer.py")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    layers = tmp_path / "playground/network/layers"
    (layers / "gate.py").write_text(THE_FILE, encoding="utf-8")
    add_after(layers / "__init__.py", THE_LINE, '    "gate.Gate",\n')
    add_after(tmp_path / "playground/gui/icons.py", THE_ICON, '    "gate": "faders",\n')
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-k", "Gate"]
    found = subprocess.run(
        [*command, *CONTRACTS],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    for contract in ("slopes", "goes_through_json", "goes_out", "has_its_icon", "every_field"):
        assert contract in found.stdout, f"no contract about {contract} took the new layer"


def add_after(path: Path, line: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(line) == 1
    path.write_text(text.replace(line, line + new), encoding="utf-8")
