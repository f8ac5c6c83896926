"""What a probe sees equals what prediction, gradients and finite differences say."""

from __future__ import annotations

import numpy as np
import pytest

from playground.assets_path import examples_path
from playground.network.spec import HEAD, INPUT
from playground.project.file import Project, open_project
from playground.project.session import ProjectSession
from playground.project.templates import TEMPLATES
from playground.training.probe import LOGITS, Probe

EXAMPLES = ("spiral", "three_classes", "multi_label", "diabetes", "digits_cnn", "digits_lstm")


def sessions():
    for name in EXAMPLES:
        yield pytest.param(lambda n=name: open_project(examples_path() / f"{n}.json"), id=name)
    for name, template in TEMPLATES.items():
        yield pytest.param(template.project, id=name)


def probed(project, rows=8):
    session = ProjectSession(project, dtype="float64", device="numpy", seed=3)
    session.train(1)
    probe = Probe(session.network, session.head, session.signature, "float64", device="numpy")
    features, targets = session.prepared.train.features, session.prepared.train.targets
    encoded = session.head.encode(targets[:rows], session.signature)
    return session, probe, features[:rows], targets[:rows], encoded


@pytest.mark.parametrize("make", list(sessions()))
def test_a_flow_ends_in_the_prediction_and_in_the_gradients_of_the_session(make):
    made = make()
    project = made if isinstance(made, Project) else Project(made)
    session, probe, features, targets, encoded = probed(project)
    parameters = session.snapshot().parameters
    flow = probe.flow(parameters, features, encoded)
    seen = probe.activations(parameters, features)
    scaled = session.prepared.target_scaler.invert(seen[HEAD])
    answers = scaled if session.signature.task == "regression" else seen[HEAD]
    raw = session.prepared.feature_scaler.invert(features)
    np.testing.assert_allclose(answers, session.predict(raw), rtol=1e-6, atol=1e-9)
    for name in probe.nodes:
        np.testing.assert_allclose(flow.values[name], seen[name], rtol=1e-12, atol=1e-12)
        assert name not in flow.slopes or flow.slopes[name].shape == flow.values[name].shape
    noisy = any(node.type in ("Dropout", "BatchNorm") for node in session.network)
    if not noisy and session.training.regularization.type == "none":
        for name, gradient in session.gradients(features, targets).items():
            np.testing.assert_allclose(flow.gradients[name], gradient, rtol=1e-9, atol=1e-12)


def test_a_slope_is_what_finite_differences_of_the_input_say():
    project = open_project(examples_path() / "spiral.json")
    session, probe, features, _, encoded = probed(project)
    parameters = session.snapshot().parameters
    slopes = probe.flow(parameters, features, encoded).slopes
    small = 1e-6
    for row, column in ((0, 0), (5, 1)):
        moved = features.copy()
        moved[row, column] += small
        above = probe.flow(parameters, moved, encoded).loss
        moved[row, column] -= 2 * small
        below = probe.flow(parameters, moved, encoded).loss
        expected = (above - below) / (2 * small)
        np.testing.assert_allclose(slopes[INPUT][row, column], expected, rtol=1e-4, atol=1e-9)


def test_many_rows_are_looked_at_in_several_runs():
    project = open_project(examples_path() / "digits_cnn.json")
    session, probe, *_ = probed(project)
    features = np.tile(session.prepared.train.features, (2, 1, 1, 1))
    seen = probe.activations(session.snapshot().parameters, features)
    few = probe.activations(session.snapshot().parameters, features[-3:])
    assert len(features) > 1024
    np.testing.assert_allclose(seen[LOGITS][-3:], few[LOGITS], rtol=1e-9)
