"""Every template is sound, teaches in two sentences, and learns what it is there for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from playground import cli
from playground.assets_path import asset
from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.network.compiler import trace
from playground.project.session import ProjectSession
from playground.project.templates import TEMPLATES, Template
from playground.project.text import document_text, parse_document
from playground.training.vocabulary import words_problem

# What its own epochs have to reach on the validation split.
REACHES = {
    "logistic_regression": ("accuracy", 0.95),
    "mlp": ("accuracy", 0.97),
    "lenet": ("accuracy", 0.95),
    "resnet_block": ("accuracy", 0.96),
    "autoencoder": ("r2", 0.95),
    "collaborative_filtering": ("r2", 0.95),
    "text_classifier": ("accuracy", 0.95),
    "lstm": ("accuracy", 0.97),
    "transformer": ("accuracy", 0.97),
}
MOST_SECONDS = 60


def named(template: Template) -> str:
    return template.name


@pytest.fixture(scope="module", params=TEMPLATES.values(), ids=named)
def trained(request: pytest.FixtureRequest) -> ProjectSession:
    """A template's session after its own epochs."""
    project = request.param.project()
    session = ProjectSession(project)
    session.train(project.training.epochs)
    return session


def test_the_list_and_the_files_and_the_goals_are_the_same() -> None:
    files = {path.stem for path in asset("templates").iterdir()}
    assert set(TEMPLATES) == files == REACHES.keys()


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=named)
def test_it_is_sound_and_says_what_it_is(template: Template) -> None:
    project = template.project()
    traced = trace(project.network, project.head, project.signature(), training=True)
    assert not traced.problems
    assert words_problem(traced, prepare(project.data)) is None
    assert project.name == template.label
    assert project.notes.count(". ") == 1
    assert template.help[0].isupper()
    assert template.help.endswith(".")
    assert len(template.help) <= 80
    assert all(node.position is None for node in project.network)
    assert project.head.position is None
    assert project.data.standardise == SOURCES[project.data.source].standardise


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=named)
def test_its_file_is_small_readable_and_survives_a_round_trip(template: Template) -> None:
    text = asset(f"templates/{template.name}.json").read_text("utf-8")
    project = template.project()
    assert len(text) < 3000
    assert all(len(line) < 240 for line in text.splitlines())
    assert parse_document(document_text(project).encode(), "again") == project


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=named)
def test_the_check_command_finds_it_sound(
    template: Template, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", str(asset(f"templates/{template.name}.json"))]) == 0
    said = capsys.readouterr().out
    assert "sound" in said
    assert "Warnings" not in said


def test_it_answers_well_on_samples_it_has_not_seen(trained: ProjectSession) -> None:
    name = next(each.name for each in TEMPLATES.values() if each.label == trained.project.name)
    metric, goal = REACHES[name]
    assert trained.metrics("validation")[metric] >= goal


def test_onnxruntime_gives_the_same_answers(trained: ProjectSession, tmp_path: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    path = tmp_path / "template.onnx"
    assert trained.export(path).agrees
    raw = trained.prepared.dataset.features[trained.prepared.split.validation]
    running = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (answers,) = running.run(None, {"features": raw.astype(np.float32)})
    np.testing.assert_allclose(answers, trained.predict(raw), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=named)
def test_another_start_learns_as_well(
    template: Template, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(asset(f"templates/{template.name}.json"))
    assert cli.run(["train", path, "--json", "--seed", "11"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    metric, goal = REACHES[template.name]
    assert found["metrics"]["validation"][metric] >= goal
    assert found["seconds"] < MOST_SECONDS
