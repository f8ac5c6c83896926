"""Projects about people's own data: where it lies, and that a run answers without it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from playground.cli import run
from playground.errors import UserError
from playground.project.adoption import adoption
from playground.project.file import (
    Project,
    missing_data,
    open_project,
    project_from,
    relocated,
    save_project,
)
from playground.project.own_data import MOST_CARRIED
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from tests import own


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data home"))


def about(path: Path) -> ProjectSpec:
    session, data = own.session(), own.spec()
    assert data.file is not None
    there = data.model_copy(update={"file": data.file.model_copy(update={"path": str(path)})})
    return ProjectSpec(data=there, network=session.network, head=session.head)


def written(path: Path) -> str:
    """The data's path as it stands in a project file."""
    if path.suffix == ".json":
        return str(json.loads(path.read_text())["data"]["file"]["path"])
    with ZipFile(path) as file:
        return str(json.loads(file.read("project.json"))["data"]["file"]["path"])


def path_of(project: Project) -> Path:
    assert project.spec.data.file is not None
    return Path(project.spec.data.file.path)


@pytest.mark.parametrize(
    ("data", "as_written"),
    [
        ("work/people.csv", "people.csv"),
        ("work/tables/people.csv", "tables/people.csv"),
        ("tables/people.csv", "../tables/people.csv"),
    ],
)
def test_data_beside_a_project_moves_with_it(tmp_path: Path, data: str, as_written: str) -> None:
    there = tmp_path / "a" / data
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text("age\n1\n")
    project = tmp_path / "a" / "work" / "x.json"
    project.parent.mkdir(exist_ok=True)
    save_project(project, about(there), None)
    assert written(project) == as_written
    assert path_of(open_project(project)) == there
    (tmp_path / "a").rename(tmp_path / "b")
    moved = open_project(tmp_path / "b" / "work" / "x.json")
    assert path_of(moved) == tmp_path / "b" / data
    assert missing_data(moved) is None


def test_data_elsewhere_is_written_whole(tmp_path: Path) -> None:
    there = tmp_path / "p" / "q" / "people.csv"
    (tmp_path / "r" / "s").mkdir(parents=True)
    save_project(tmp_path / "r" / "s" / "x.json", about(there), None)
    assert written(tmp_path / "r" / "s" / "x.json") == str(there)
    opened = open_project(tmp_path / "r" / "s" / "x.json")
    assert missing_data(opened) == there
    found = relocated(opened, tmp_path / "people.csv")
    assert path_of(found) == tmp_path / "people.csv"
    assert found.path == opened.path


def test_a_dict_means_files_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = project_from({"data": {"source": "file", "file": "people.csv"}})
    assert path_of(given) == tmp_path / "people.csv"


def test_a_small_table_travels_in_a_playground_file(tmp_path: Path) -> None:
    there = tmp_path / "home" / "people.csv"
    there.parent.mkdir()
    there.write_text("age\n1\n")
    save_project(tmp_path / "home" / "x.playground", about(there), None)
    (tmp_path / "away").mkdir()
    (tmp_path / "home" / "x.playground").rename(tmp_path / "away" / "x.playground")
    there.unlink()
    opened = open_project(tmp_path / "away" / "x.playground")
    assert path_of(opened).read_text() == "age\n1\n"
    assert path_of(opened).name == "people.csv"
    # Saved again it travels on, and a file of that name beside it is taken before.
    save_project(tmp_path / "away" / "y.playground", opened.spec, None)
    assert written(tmp_path / "away" / "y.playground") == "people.csv"
    beside = tmp_path / "away" / "people.csv"
    beside.write_text("age\n2\n")
    assert path_of(open_project(tmp_path / "away" / "y.playground")) == beside


def test_a_large_table_stays_where_it_is(tmp_path: Path) -> None:
    there = tmp_path / "people.csv"
    there.write_bytes(b"1\n" * (MOST_CARRIED // 2 + 1))
    save_project(tmp_path / "x.playground", about(there), None)
    there.unlink()
    assert missing_data(open_project(tmp_path / "x.playground")) == there


def test_a_run_answers_rows_where_its_data_is_gone(tmp_path: Path) -> None:
    session = own.session()
    save_project(tmp_path / "x.playground", about(tmp_path / "gone.csv"), session.state())
    opened = open_project(tmp_path / "x.playground")
    trained = opened.answering()
    assert trained.pipeline == session.prepared.pipeline
    new = own.rows(20, seed=5)
    expected = session.predict(new)
    np.testing.assert_allclose(trained.predict(trained.raw_features(new)), expected, rtol=1e-5)
    table = own.table(new)
    np.testing.assert_array_equal(session.predict(table), expected)
    pipeline = session.prepared.pipeline
    assert pipeline is not None
    np.testing.assert_array_equal(session.predict(pipeline.features(table)), expected)
    save_project(tmp_path / "z.playground", opened.spec, None)
    with pytest.raises(UserError, match="holds no trained weights"):
        open_project(tmp_path / "z.playground").answering()


def test_data_that_has_changed_is_spoken_of_not_refused(tmp_path: Path) -> None:
    data = own.write_rows(tmp_path / "people.csv", own.rows())
    own.write_project(tmp_path / "x.json", data)
    session = ProjectSession(open_project(tmp_path / "x.json"), device="numpy")
    session.train(1)
    session.save(tmp_path / "x.playground")
    opened = open_project(tmp_path / "x.playground")
    assert opened.other_data() == ""
    expected = ProjectSession(opened, device="numpy").predict(own.rows(9, seed=2))
    np.testing.assert_array_equal(expected, session.predict(own.rows(9, seed=2)))
    # Elsewhere a file of that name holds other rows, which are taken.
    for folder, rows in (("a", own.rows(61)), ("b", [row | {"age": 1.0} for row in own.rows()])):
        (tmp_path / folder).mkdir()
        own.write_rows(tmp_path / folder / "people.csv", rows)
        (tmp_path / folder / "x.playground").write_bytes((tmp_path / "x.playground").read_bytes())
    changed = open_project(tmp_path / "a" / "x.playground")
    assert "people.csv has changed since" in changed.other_data()
    assert ProjectSession(changed, device="numpy").epoch == 1
    # Without a gap there is no feature that says where one is, so its weights fit no more.
    narrower = open_project(tmp_path / "b" / "x.playground")
    with pytest.raises(UserError, match=r"people.csv has changed since"):
        ProjectSession(narrower, device="numpy")
    answering = narrower.answering()
    found = answering.predict(answering.raw_features(own.rows(9, seed=2)))
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_a_network_of_other_columns_is_taken_and_that_is_said(tmp_path: Path) -> None:
    data = own.write_rows(tmp_path / "people.csv", own.rows())
    spec = open_project(own.write_project(tmp_path / "x.json", data)).spec
    one = own.session().trained()
    assert adoption(one, spec).told == ()
    names = ("height", *one.feature_names[1:])
    made = adoption(replace(one, feature_names=names), spec)
    assert made.told == ("It has learned from features that the data here has not: height.",)
    assert made.standardise is None


def test_check_says_which_rows_a_project_is_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = own.write_rows(tmp_path / "people.csv", own.rows())
    path = str(own.write_project(tmp_path / "x.json", data))
    assert run(["check", path]) == 0
    assert "60 rows of people.csv, 1 layer and the binary head" in capsys.readouterr().out
    own.write_project(tmp_path / "y.json", tmp_path / "none.csv")
    assert run(["check", str(tmp_path / "y.json")]) == 2
    said = capsys.readouterr().err
    assert "There is no file" in said
    assert "none.csv" in said


def test_a_file_that_changes_while_a_program_runs_is_read_anew_when_opened(tmp_path: Path) -> None:
    data = own.write_rows(tmp_path / "people.csv", own.rows())
    own.write_project(tmp_path / "x.json", data)
    session = ProjectSession(open_project(tmp_path / "x.json"), device="numpy")
    session.save(tmp_path / "y.json")
    assert open_project(tmp_path / "y.json").changed == ""
    own.write_rows(data, own.rows(80))
    again = open_project(tmp_path / "y.json")
    assert "people.csv has changed since" in again.changed
    assert len(ProjectSession(again, device="numpy").prepared.dataset.targets) == 80
    save_project(tmp_path / "y.json", again.spec, None)
    assert open_project(tmp_path / "y.json").changed == ""
