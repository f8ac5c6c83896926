"""What a person gets who installs the wheel, and the files that go with the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import playground
from playground.assets_path import examples

ROOT = Path(playground.__file__).parents[1]
pytestmark = pytest.mark.skipif(
    not (ROOT / "pyproject.toml").is_file(), reason="installed, not a checkout"
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without reaching for anything that is not installed."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run([*pip, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=100)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed in it."""
    folder = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--no-index"]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True, timeout=100)
    return folder


def run_installed(installed: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=True,
    )
    return done.stdout


def test_the_wheel_holds_the_package_its_assets_examples_and_licences(wheel: Path) -> None:
    with ZipFile(wheel) as file:
        names = file.namelist()
    assert "playground/cli.py" in names
    assert "playground/_shared/assets/fonts/Inter-Regular.otf" in names
    assert "playground/_shared/assets/icons/app.svg" in names
    assert "playground/_shared/assets/templates/lenet.json" in names
    assert "playground/_shared/examples/spiral.json" in names
    licences = [name for name in names if "/licenses/" in name]
    assert {Path(name).name for name in licences} == {"LICENSE", "LICENSE.txt"}
    assert not any(name.startswith(("tests", "scripts", ".ci")) for name in names)


def test_the_installed_program_finds_its_own_files(installed: Path) -> None:
    said = run_installed(
        installed,
        "-c",
        "import playground; from playground.assets_path import asset, examples_path\n"
        "print(playground.__file__, asset('icons/app.svg'), examples_path(), sep='\\n')",
    )
    assert all(line.startswith(str(installed)) for line in said.splitlines())


def test_the_installed_program_lists_and_trains_its_examples(installed: Path) -> None:
    listed = run_installed(installed, "-m", "playground", "examples")
    found = re.findall(r"^\s+((?:/|[A-Z]:).*\.(?:json|playground))$", listed, re.MULTILINE)
    there = [*examples(), *(ROOT / "assets" / "templates").glob("*.json")]
    assert len(found) == len(there)
    example = next(path for path in found if Path(path).name == "xor.json")
    assert '"epochs": 2' in run_installed(
        installed, "-m", "playground", "train", example, "--epochs", "2", "--json"
    )


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == playground.__version__


def test_the_readme_gives_the_two_commands_each_on_a_line_of_its_own() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert "bash scripts/open" in lines
    assert "bash scripts/test" in lines


def test_every_file_that_the_readme_points_at_is_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert "://" in target or (ROOT / target).exists(), target


@pytest.mark.parametrize("script", ["scripts/open", "scripts/test", ".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    path = ROOT / script
    assert path.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    if os.name == "posix":
        assert os.access(path, os.X_OK)
        subprocess.run(["bash", "-n", str(path)], check=True, timeout=10)
