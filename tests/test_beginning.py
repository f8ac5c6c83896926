"""`playground new`: from a file to a project that trains."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.cli import run
from playground.project.file import open_project
from tests import own
from tests.test_cli import complaint

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return own.write_rows(tmp_path / "people.csv", own.rows(120))


def test_a_file_becomes_a_project_beside_it_that_trains(people: Path, capsys: Captured) -> None:
    assert run(["new", str(people)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("120 rows of ")
    assert any(line.startswith("Asked: “left” ") for line in said)
    place = people.with_suffix(".json")
    assert said[-1] == f"Saved to {place}. Next: playground train {place}"
    assert json.loads(place.read_text("utf-8"))["data"]["file"]["path"] == "people.csv"
    assert run(["train", str(place), "--epochs", "2", "--device", "numpy"]) == 0


def test_target_task_and_place_can_be_said(people: Path, capsys: Captured) -> None:
    out = people.parent / "age.playground"
    assert run(["new", str(people), "--target", "age", "--out", str(out)]) == 0
    assert "Asked: “age” is what you chose and has numbers of any size: regression." in (
        capsys.readouterr().out
    )
    spec = open_project(out).spec
    assert (spec.head.name, spec.data.standardise_targets) == ("regression", True)
    assert run(["new", str(people), "--target", "age", "--out", str(out)]) == 2
    assert "is there already" in complaint(capsys)
    again = ["new", str(people), "--target", "left", "--task", "multiclass", "--out", str(out)]
    assert run([*again, "--force"]) == 0
    assert open_project(out).spec.head.name == "multiclass"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.csv"], "There is no file"),
        (["people.csv", "--target", "agee"], "Did you mean 'age'?"),
        (["people.csv", "--task", "guess"], "Expected a task of binary, multiclass"),
        (["people.csv", "--out", "people.csv"], "Expected a file that ends in"),
        (["people.csv", "--out", "no/where.json"], "can't be written"),
        (["same.csv"], "“y” has only one value, so there is nothing to learn"),
        (["empty.csv"], "empty.csv"),
        (["heading.csv"], "heading.csv"),
    ],
)
def test_bad_input_is_one_plain_line_and_writes_nothing(
    people: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(people.parent)
    Path("same.csv").write_text("y\n" + "1\n" * 60, "utf-8")
    Path("empty.csv").write_text("", "utf-8")
    Path("heading.csv").write_text("a,b\n", "utf-8")
    assert run(["new", *arguments]) == 2
    assert words in complaint(capsys)
    assert not list(Path().glob("*.json"))
