"""Every head, in every format: what is read back answers as the session does."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from playground.errors import UserError
from playground.formats import FORMATS
from playground.formats.export import export, format_for
from playground.network.activations import ACTIVATIONS
from playground.network.layers import LAYERS
from playground.project.session import ProjectSession
from tests.formats.trained import CASES, images, made_up, raw, session
from tests.network.layers.cases import cases_of
from tests.project.documents import project


@pytest.mark.parametrize("head", CASES)
@pytest.mark.parametrize("format_name", FORMATS)
def test_a_file_of_every_head_answers_as_the_session_does(
    tmp_path: Path, head: str, format_name: str
) -> None:
    one = session(head)
    path = tmp_path / f"x{FORMATS[format_name].suffix}"
    report = one.export(path)
    assert report.agrees
    assert report.size == path.stat().st_size
    assert report.rows == len(one.prepared.validation)
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_file_of_a_network_for_images_answers_as_the_session_does(
    tmp_path: Path, format_name: str
) -> None:
    one, path = images(), tmp_path / "file"
    assert one.export(path, format_name).agrees


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_goes_out(tmp_path: Path, activation: str, format_name: str) -> None:
    one = ProjectSession(project(network__nodes__0__activation=activation))
    # Sums far from 0 on both sides, where the functions differ most.
    weights = one.parameters()
    one.load(weights | {"dense_1.weight": 10 * weights["dense_1.weight"]})
    assert one.export(tmp_path / "file", format_name).agrees


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    "activation",
    [
        {"type": "leaky_relu", "slope": 0.3},
        {"type": "elu", "alpha": 2.5},
        {"type": "gelu", "approximation": "tanh"},
        {"type": "prelu", "start": -0.5},
    ],
    ids=["slope", "alpha", "approximation", "start"],
)
def test_settings_of_activations_go_out_too(
    tmp_path: Path, activation: dict[str, object], format_name: str
) -> None:
    one = ProjectSession(project(network__nodes__0__activation=activation))
    assert one.export(tmp_path / "file", format_name).agrees


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_type_goes_out(tmp_path: Path, layer: str, format_name: str) -> None:
    for draw in range(4):
        random = np.random.default_rng([draw, *layer.encode()])
        case = cases_of(layer)(random)
        material = made_up(case.network, case.features, random)
        report = export(material, tmp_path / "file", format_name)
        assert report.agrees, f"{case}: {report}"


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("activation", ["prelu", "softmax"])
def test_activations_that_look_at_an_axis_go_out_for_images_too(
    tmp_path: Path, activation: str, format_name: str
) -> None:
    nodes = [
        {"id": "bend", "type": "Activation", "activation": activation},
        {"id": "flat", "type": "Flatten"},
    ]
    one = ProjectSession(
        project(data={"source": "digits"}, network={"nodes": nodes}, head="multiclass")
    )
    assert one.export(tmp_path / "file", format_name).agrees


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_rates_of_a_poisson_loss_go_out(tmp_path: Path, format_name: str) -> None:
    head = {"type": "regression", "loss": "poisson"}
    one = ProjectSession(project(head=head, data={"source": "linnerud", "standardise": True}))
    one.train(2)
    assert one.export(tmp_path / "file", format_name).agrees
    assert (one.predict(raw(one)) > 0).all()


def test_a_head_with_nothing_before_it_goes_out(tmp_path: Path) -> None:
    one = ProjectSession(project(network={"nodes": []}))
    for name in FORMATS:
        assert one.export(tmp_path / "file", name).agrees


def test_a_session_in_float64_goes_out_in_float32(tmp_path: Path) -> None:
    one = ProjectSession(project(), dtype="float64")
    for name in FORMATS:
        assert one.export(tmp_path / "file", name).agrees


def test_the_format_is_named_by_ending_or_by_name() -> None:
    assert format_for(Path("a.ONNX")).name == "onnx"
    assert format_for(Path("a.b.npz")).name == "npz"
    assert format_for(Path("a.onnx"), "npz").name == "npz"
    with pytest.raises(UserError, match=r"\.safetensors, \.npz, \.onnx"):
        format_for(Path("a.pt"))
    with pytest.raises(UserError, match="Did you mean 'onnx'"):
        format_for(Path("a"), "onx")


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_snippet_for_elsewhere_runs(
    tmp_path: Path, format_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = session("multiclass")
    path = tmp_path / f"x{FORMATS[format_name].suffix}"
    one.export(path)
    code = FORMATS[format_name].snippet(one.material(), path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"x": raw(one)}
    exec(compile(code, "snippet", "exec"), names)  # noqa: S102


def test_exports_of_the_same_weights_are_the_same_bytes(tmp_path: Path) -> None:
    one = session("binary")
    for chosen in FORMATS.values():
        assert chosen.files(one.material(), "x") == chosen.files(one.material(), "x")
