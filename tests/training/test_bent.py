"""What goes into a network's activations and how steep they are there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.network.spec import HEAD
from playground.project.file import Project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from playground.training.bent import BentProbe
from playground.training.session import Session

from ..judged import trained


def session_of(*activations: Any, **parts: Any) -> Session:
    nodes = [
        {"id": f"dense_{n}", "type": "Dense", "units": 5, "activation": activation}
        for n, activation in enumerate(activations, 1)
    ]
    spec = ProjectSpec.model_validate(
        {
            "name": "Test",
            "data": {"source": "circle", "samples": 60},
            "network": {"nodes": nodes},
            **parts,
        }
    )
    return ProjectSession(Project(spec), device="numpy")


def probe_of(session: Session, dtype: str = "float32") -> BentProbe:
    return BentProbe(session.network, session.head, session.signature, dtype)


def test_the_sums_are_x_times_weights_plus_bias_and_the_slopes_those_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    session = session_of("tanh", {"type": "elu", "alpha": 0.7}, "prelu")
    session.train(epochs=3)
    parameters = session.parameters()
    x = session.prepared.train.features
    found = probe_of(session, "float64").look(session.snapshot().parameters, x)
    slope = torch.tensor(parameters["dense_3.slope"].astype(np.float64))
    bends = (
        torch.tanh,
        lambda z: torch.nn.functional.elu(z, 0.7),
        lambda z: torch.nn.functional.prelu(z, slope),
        torch.sigmoid,
    )
    for name, bend in zip(("dense_1", "dense_2", "dense_3", HEAD), bends, strict=True):
        sums = x @ parameters[f"{name}.weight"] + parameters[f"{name}.bias"]
        z = torch.tensor(np.asarray(sums, np.float64), requires_grad=True)
        y = bend(z)
        (slopes,) = torch.autograd.grad(y.sum(), z)
        at = found[name]
        np.testing.assert_allclose(at.before, sums, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(at.after, y.detach(), rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(at.slopes, slopes, rtol=1e-6, atol=1e-9)
        assert at.passing == pytest.approx(float(slopes.abs().mean()), rel=1e-6)
        x = y.detach().numpy()


def test_a_layer_without_a_bend_passes_all_and_a_softmax_has_no_one_factor() -> None:
    session = session_of("identity", "softmax")
    found = probe_of(session).look(
        session.snapshot().parameters, session.prepared.train.features[:7]
    )
    assert found["dense_1"].passing == 1.0
    np.testing.assert_array_equal(found["dense_1"].before, found["dense_1"].after)
    assert found["dense_2"].slopes is None
    assert np.isnan(found["dense_2"].passing)


def test_the_way_of_the_gradient_goes_from_the_head_back_to_a_layer() -> None:
    probe = probe_of(session_of("tanh", "relu", "sigmoid"))
    assert [layer.id for layer in probe.chain("dense_2")] == ["dense_3", "dense_2"]
    assert probe.chain(HEAD) == []


def test_the_units_of_an_image_are_its_channels() -> None:
    session = trained("digits_cnn", 1)
    probe = probe_of(session)
    layer = probe.layers[0]
    features = session.prepared.train.features[: probe.n_rows]
    before = probe.look(session.snapshot().parameters, features)[layer.id].before
    units = layer.by_unit(before)
    assert units.shape == (layer.n_units, before.size // layer.n_units)
    np.testing.assert_array_equal(units[3], before[:, 3].ravel())


def test_what_a_prelu_has_learned_is_found_in_the_buffer() -> None:
    session = session_of("prelu", "prelu")
    session.train(epochs=5)
    probe = probe_of(session)
    found = probe.slopes_learned(probe.layers[1], session.snapshot().parameters)
    np.testing.assert_array_equal(found, session.parameters()["dense_2.slope"])
    assert probe.slopes_learned(probe.layers[-1], session.snapshot().parameters) is None
