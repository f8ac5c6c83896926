"""A document that only names a file is a whole project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import playground
from playground.cli import run
from playground.errors import UserError
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from tests import own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own.write_rows(tmp_path / "people.csv", own.rows(120))
    return tmp_path


def opened(folder: Path, file: Any, **document: Any) -> ProjectSpec:
    data = {"source": "file", "file": file, **document.pop("data", {})}
    (folder / "x.json").write_text(json.dumps({"data": data, **document}), "utf-8")
    return open_project(folder / "x.json").spec


def roles(spec: ProjectSpec) -> dict[str, str]:
    assert spec.data.file is not None
    return {column.name: column.role for column in spec.data.file.columns}


def test_a_path_is_enough(folder: Path) -> None:
    spec = opened(folder, "people.csv")
    assert spec.name == "people"
    assert roles(spec)["left"] == "target"
    assert roles(spec)["id"] == "skip"
    assert spec.data.file is not None
    assert spec.data.file.task == "binary"
    assert spec.head.type == "binary"
    assert len(list(spec.network)) > 1
    session = ProjectSession(spec, device="numpy")
    session.train(1)
    session.save(folder / "y.json")
    again = open_project(folder / "y.json").spec
    assert again.data.file is not None
    assert again.data.file.columns == spec.data.file.columns


def test_a_target_may_be_named(folder: Path) -> None:
    spec = opened(folder, {"path": "people.csv", "target": "age"})
    assert [name for name, role in roles(spec).items() if role == "target"] == ["age"]
    assert spec.head.type == "regression"
    with pytest.raises(UserError, match="both"):
        opened(folder, {"path": "people.csv", "target": "age", "columns": [{"name": "age"}]})
    wrong = opened(folder, {"path": "people.csv", "target": "aeg"})
    with pytest.raises(UserError, match=r"no column 'aeg' in the table. There are: age"):
        ProjectSession(wrong)


def test_what_is_said_counts_and_the_rest_is_guessed(folder: Path) -> None:
    plain = [{"type": "impute", "how": "mean"}]
    columns = [
        {"name": "left", "role": "target"},
        {"name": "age", "steps": plain},
        {"name": "city of birth", "role": "group"},
        {"name": "id", "kind": "text", "role": "skip"},
    ]
    network = {"nodes": [{"id": "mine", "type": "Dense", "units": 3}]}
    file = {"path": "people.csv", "columns": columns, "most_rows": 90}
    spec = opened(folder, file, data={"validation": 0.45}, network=network, name="Mine")
    assert spec.data.file is not None
    found = {column.name: column for column in spec.data.file.columns}
    assert [step.type for step in found["age"].steps] == ["impute"]
    assert found["city of birth"].role == "group"
    assert found["id"].kind == "text"
    assert [*found] == [column["name"] for column in own.COLUMNS]
    assert spec.data.validation == 0.45
    assert spec.data.split.way == "group"
    assert spec.data.file.most_rows == 90
    assert [node.id for node in spec.network] == ["input", "mine"]
    assert spec.name == "Mine"
    assert len(ProjectSession(spec, device="numpy").prepared.dataset.targets) == 90


def test_scripts_name_files_from_where_they_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    project = playground.from_dict({"data": {"source": "file", "file": "people.csv"}})
    assert playground.Session(project, device="numpy").predict(own.rows(4)).shape == (4, 1)
    opened(folder, "people.csv")
    assert run(["train", "x.json", "--epochs", "1", "--save", "x.playground"]) == 0
    assert run(["predict", "x.playground", "people.csv", "--out", "answers.csv"]) == 0
    assert "120 rows of people.csv answered" in capsys.readouterr().out


def test_a_file_that_is_not_there_leaves_the_document_as_it_is(folder: Path) -> None:
    spec = opened(folder, {"path": "nobody.csv", "target": "left"})
    assert roles(spec) == {"left": "target"}
    with pytest.raises(UserError, match="There is no file"):
        ProjectSession(spec)
