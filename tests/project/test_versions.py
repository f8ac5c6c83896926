"""Files of older versions go on; those of newer ones are refused and never overwritten."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from playground.errors import NewerVersion, UserError
from playground.project.file import open_project, save_project
from playground.project.session import ProjectSession
from playground.project.versions import RUN_FORMAT
from tests.project.documents import project, write

FILES = Path(__file__).parent / "files"


def rewritten(path: Path, name: str, **changes: object) -> Path:
    """The zip at `path` with other values in a member of JSON."""
    with ZipFile(path) as file:
        members = {each: file.read(each) for each in file.namelist()}
    members[name] = json.dumps({**json.loads(members[name]), **changes}).encode()
    with ZipFile(path, "w") as file:
        for each, contents in members.items():
            file.writestr(each, contents)
    return path


def saved(path: Path) -> Path:
    session = ProjectSession(project())
    session.train(1)
    session.save(path)
    return path


def test_a_run_of_the_first_format_goes_on_as_it_would_have() -> None:
    opened = open_project(FILES / "run_1.playground")
    assert opened.run is not None
    assert (opened.run.epoch, opened.data, opened.run_spec) == (2, "", None)
    old, new = ProjectSession(opened), ProjectSession(project())
    new.train(2)
    new.advance(3)
    for name, weights in new.parameters().items():
        np.testing.assert_allclose(old.parameters()[name], weights, rtol=1e-5)
    for session in (old, new):
        session.train(2)
    for name, weights in new.parameters().items():
        np.testing.assert_allclose(old.parameters()[name], weights, rtol=1e-4)


def test_a_run_of_the_first_format_is_saved_in_the_present_one(tmp_path: Path) -> None:
    opened = open_project(FILES / "run_1.playground")
    save_project(tmp_path / "a.playground", opened.spec, opened.run)
    with ZipFile(tmp_path / "a.playground") as file:
        assert json.loads(file.read("run.json"))["format"] == RUN_FORMAT
    again = open_project(tmp_path / "a.playground").run
    assert again is not None
    assert opened.run is not None
    assert again.watch == opened.run.watch
    assert (again.epoch, again.place, again.seconds) == (2, opened.run.place, opened.run.seconds)


@pytest.mark.parametrize("name", ["project.json", "run.json"])
def test_a_newer_file_is_refused_and_never_overwritten(tmp_path: Path, name: str) -> None:
    path = rewritten(saved(tmp_path / "a.playground"), name, format=9)
    before = path.read_bytes()
    with pytest.raises(NewerVersion, match="made by a newer version"):
        open_project(path)
    with pytest.raises(UserError, match="Save under another name"):
        save_project(path, project().spec, None)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.playground"]


def test_a_newer_document_is_not_overwritten_either(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", format=2)
    with pytest.raises(UserError, match="Save under another name"):
        save_project(path, project().spec, None)
    assert json.loads(path.read_text("utf-8"))["format"] == 2


def test_what_is_damaged_or_no_project_may_be_overwritten(tmp_path: Path) -> None:
    for name in ("a.json", "b.playground"):
        (tmp_path / name).write_bytes(b"PK nothing")
        save_project(tmp_path / name, project().spec, None)
        assert open_project(tmp_path / name).spec == project().spec
