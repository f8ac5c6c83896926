"""Sessions that know their project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.errors import UserError
from playground.project.file import Project, open_project, save_project
from playground.project.session import ProjectSession
from tests.project.documents import project

DROPOUT = {
    "nodes": [
        {"id": "dense_1", "type": "Dense", "units": 6},
        {"id": "dropout_1", "type": "Dropout", "rate": 0.3},
    ]
}


def same_run(one: ProjectSession, other: ProjectSession) -> None:
    assert (one.epoch, one.steps) == (other.epoch, other.steps)
    for name, array in one.parameters().items():
        assert np.array_equal(array, other.parameters()[name]), name
    assert np.array_equal(one.state().optimizer, other.state().optimizer)
    for name, column in one.history.columns().items():
        if name != "seconds":  # of the clock, not of the run
            assert np.array_equal(column, other.history.columns()[name], equal_nan=True), name


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adam"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_going_on_in_the_middle_of_an_epoch_is_bit_identical(
    tmp_path: Path, optimizer: str, dtype: str
) -> None:
    given = project(training__optimizer=optimizer, network=DROPOUT)
    straight, stopped = (ProjectSession(given, dtype=dtype) for _ in range(2))
    straight.measure()
    stopped.measure()
    straight.advance(20)
    stopped.advance(9)  # 6 steps are an epoch here
    assert stopped.state().place > 0
    stopped.save(tmp_path / "a.playground")
    resumed = ProjectSession(open_project(tmp_path / "a.playground"), dtype=dtype)
    same_run(resumed, stopped)
    resumed.advance(11)
    same_run(resumed, straight)


def test_a_run_of_another_seed_goes_on_with_that_seed(tmp_path: Path) -> None:
    straight, stopped = (ProjectSession(project(), seed=42) for _ in range(2))
    straight.train(4)
    stopped.train(2)
    stopped.save(tmp_path / "a.playground")
    resumed = ProjectSession(open_project(tmp_path / "a.playground"))
    assert resumed.seed == 42
    resumed.train(2)
    same_run(resumed, straight)


def test_a_seed_asked_for_starts_anew(tmp_path: Path) -> None:
    first = ProjectSession(project())
    first.train(2)
    first.save(tmp_path / "a.playground")
    anew = ProjectSession(open_project(tmp_path / "a.playground"), seed=1)
    assert anew.epoch == 0
    assert np.array_equal(
        anew.parameters()["head.weight"], ProjectSession(project()).parameters()["head.weight"]
    )


def test_a_run_of_another_network_is_refused() -> None:
    run = ProjectSession(project()).state()
    wider = project(network__nodes__0__units=9).spec
    with pytest.raises(UserError, match="need"):
        ProjectSession(Project(wider, run))


def test_saving_as_json_keeps_the_document_alone(tmp_path: Path) -> None:
    session = ProjectSession(project())
    session.train(1)
    session.save(tmp_path / "a.json")
    opened = open_project(tmp_path / "a.json")
    assert opened.run is None
    assert opened.spec == session.project


def test_a_document_will_do_in_place_of_an_opened_project() -> None:
    assert ProjectSession(project().spec).project == project().spec


def test_a_project_with_problems_is_refused_with_the_first(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Put a Flatten between"):
        ProjectSession(project(data={"source": "digits"}, head="multiclass"))
    with pytest.raises(UserError, match="Did you mean 'circle'"):
        ProjectSession(project(data__source="circel"))


def test_a_run_of_another_document_than_the_files_is_gone_on_from_all_the_same(
    tmp_path: Path,
) -> None:
    """Saved with an edit that the run has not taken over: the network was broken, say."""
    session = ProjectSession(project())
    session.train(2)
    path = tmp_path / "a.playground"
    edited = project(network__nodes__0__units=7).spec
    save_project(path, edited, session.state(), run_spec=session.project)
    opened = open_project(path)
    assert opened.spec == edited
    assert opened.trained == session.project
    gone_on = ProjectSession(opened)
    assert gone_on.epoch == 2
    assert gone_on.parameters()["dense_1.weight"].shape == (2, 7)
    kept = session.parameters()["dense_1.weight"]
    assert np.array_equal(gone_on.parameters()["dense_1.weight"][:, :5], kept)
    assert ProjectSession(opened, seed=3).epoch == 0


def test_given_first_weights_are_saved_with_the_run(tmp_path: Path) -> None:
    one = ProjectSession(project())
    one.start_from({"dense_1.weight": np.ones((2, 5))})
    first = one.parameters()
    one.train(1)
    one.save(tmp_path / "x.playground")
    again = ProjectSession(open_project(tmp_path / "x.playground"))
    again.reset()
    assert all(np.array_equal(again.parameters()[name], first[name]) for name in first)
    again.reset(5)
    assert np.array_equal(again.parameters()["dense_1.weight"], np.ones((2, 5)))
    assert not np.array_equal(again.parameters()["head.weight"], first["head.weight"])
