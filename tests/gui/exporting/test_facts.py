"""What a report says in words."""

from __future__ import annotations

from datetime import datetime

import pytest

from playground.assets_path import examples_path
from playground.gui.exporting import facts
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.setting_words import label_of, settings_of
from playground.gui.frame import frame_of
from playground.gui.views.shown import RunCurves, Shown
from playground.network.activations import ACTIVATIONS
from playground.network.compiler import trace
from playground.network.layers import LAYERS
from playground.project.file import open_project
from playground.project.session import ProjectSession

EXAMPLES = sorted(path.stem for path in examples_path().glob("*.json"))
# The rest in the long run.
FEW = {"spiral", "digits_cnn", "diabetes", "multi_label"}


@pytest.mark.parametrize(
    "name",
    [n if n in FEW else pytest.param(n, marks=pytest.mark.soak) for n in EXAMPLES],
)
def test_every_example_is_told_in_plain_words(name):
    session = ProjectSession(open_project(examples_path() / f"{name}.json"))
    session.train(1)
    frame, curves = frame_of(session, 0.0, running=False), RunCurves.of(session.history)
    shown = Shown(frame, True, curves, ())
    moment = ExportMoment.of(session.project, shown, None, datetime(2026, 1, 1))
    traced = trace(frame.network, frame.head, frame.signature, training=True)
    grid, results = facts.layers_grid(moment, traced), facts.results_grid(frame)
    learned = sum(array.size for array in frame.trained().parameters.values())
    running = sum(value.size(1) for value in traced.builder.graph.assignments)
    assert grid.rows[-1][-1] == f"{learned - running:,}"
    assert [row[0] for row in grid.rows[:-1]] == frame.network.order()
    assert results.rows[0][0] == "Loss"
    told = [
        *facts.data_facts(frame),
        *facts.training_facts(frame, moment.project.training),
        *facts.run_facts(moment),
        *facts.tiles(moment, traced),
    ]
    texts = [text for row in (*grid.rows, *results.rows) for text in row]
    texts += [text for fact in told for text in (fact.name, fact.value)]
    for text in texts:
        assert not {"None", "nan", "<", "{"} & set(text.replace("(", " ").split()), text
    by_name = {fact.name: fact.value for fact in told}
    assert by_name["Epochs"] == by_name["epochs"] == "1"
    assert by_name["Steps"] == f"{session.steps:,}"
    split = frame.prepared.split
    assert f"{len(split.train):,} to train on" in by_name["Samples"]


def test_what_is_reused_of_another_network_is_told(project_of):
    dense = [{"id": f"dense_{n}", "type": "Dense", "units": 3, "frozen": n == 1} for n in (1, 2)]
    project = project_of(
        *dense,
        data={"source": "iris", "only_classes": [0, 2], "per_class": 5},
        training={"unfreeze": {"every": 20}, "batch_size": 5},
        head={"type": "multiclass"},
    )
    frame = frame_of(ProjectSession(project), 0.0, running=False)
    told = {f.name: f.value for f in facts.data_facts(frame)}
    told |= {f.name: f.value for f in facts.training_facts(frame, project.training)}
    assert told["Training samples"] == "at most 5 of each class"
    assert told["Classes"] == "setosa, virginica"
    assert told["Frozen layers"] == "dense_1"
    assert told["Unfreezing"] == "one more learns every 20 epochs, from the head down"


def test_settings_are_those_that_one_has_to_know():
    dense = LAYERS["Dense"](id="a", units=3, activation={"type": "leaky_relu", "slope": 0.3})
    assert settings_of(dense) == ["3 units", "Leaky ReLU (slope 0.3)"]
    plain = LAYERS["Dense"](id="a", units=1, bias=False, initializer="he", frozen=True)
    assert settings_of(plain) == ["1 unit", "tanh", "initializer He", "no bias", "frozen"]
    convolution = LAYERS["Conv2D"](id="c", filters=4, kernel=(3, 5), stride=2)
    assert settings_of(convolution) == ["4 filters", "kernel 3×5", "stride 2", "ReLU"]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_part_that_is_as_usual_goes_by_its_label_alone(name):
    assert label_of(ACTIVATIONS[name]()) == ACTIVATIONS[name].label
