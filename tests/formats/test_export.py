"""Every head, in every format: what is read back answers as the session does."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.errors import UserError
from playground.formats import FORMATS
from playground.formats.export import format_for, write
from playground.network.activations import ACTIVATIONS
from playground.network.layers import LAYERS
from playground.project.session import ProjectSession
from tests.formats.readers import WITH_NETWORK, WRITING_LAYERS, assert_answers_alike, run_snippet
from tests.formats.trained import CASES, images, made_up, raw, session
from tests.network.layers.cases import cases_of
from tests.project.documents import project


@pytest.mark.parametrize("head", CASES)
@pytest.mark.parametrize("format_name", WITH_NETWORK)
def test_a_file_of_every_head_answers_as_the_session_does(
    tmp_path: Path, head: str, format_name: str
) -> None:
    assert_answers_alike(session(head).material(), format_name, tmp_path)


@pytest.mark.parametrize("format_name", WITH_NETWORK)
def test_a_file_of_a_network_for_images_answers_as_the_session_does(
    tmp_path: Path, format_name: str
) -> None:
    assert_answers_alike(images().material(), format_name, tmp_path)


@pytest.mark.parametrize("format_name", WRITING_LAYERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_goes_out(tmp_path: Path, activation: str, format_name: str) -> None:
    one = ProjectSession(project(network__nodes__0__activation=activation))
    # Sums far from 0 on both sides, where the functions differ most.
    weights = one.parameters()
    one.load(weights | {"dense_1.weight": 10 * weights["dense_1.weight"]})
    assert_answers_alike(one.material(), format_name, tmp_path)


@pytest.mark.parametrize("format_name", WRITING_LAYERS)
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
    assert_answers_alike(one.material(), format_name, tmp_path)


@pytest.mark.parametrize("format_name", WITH_NETWORK)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_type_goes_out_or_is_refused_in_words(
    tmp_path: Path, layer: str, format_name: str
) -> None:
    for draw in range(2):
        random = np.random.default_rng([draw, *layer.encode()])
        case = cases_of(layer)(random)
        material = made_up(case.network, case.features, random)
        assert_answers_alike(material, format_name, tmp_path, layer)


@pytest.mark.parametrize("format_name", WRITING_LAYERS)
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
    assert_answers_alike(one.material(), format_name, tmp_path)


@pytest.mark.parametrize("format_name", WITH_NETWORK)
def test_the_rates_of_a_poisson_loss_go_out(tmp_path: Path, format_name: str) -> None:
    head = {"type": "regression", "loss": "poisson"}
    one = ProjectSession(project(head=head, data={"source": "linnerud", "standardise": True}))
    one.train(2)
    assert_answers_alike(one.material(), format_name, tmp_path)
    assert (one.predict(raw(one)) > 0).all()


@pytest.mark.parametrize("format_name", WITH_NETWORK)
def test_a_head_with_nothing_before_it_goes_out(tmp_path: Path, format_name: str) -> None:
    one = ProjectSession(project(network={"nodes": []}), dtype="float64")
    assert_answers_alike(one.material(), format_name, tmp_path)


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_export_is_written_read_back_and_compared(tmp_path: Path, format_name: str) -> None:
    one = session("multiclass")
    report = one.export(tmp_path / f"x{FORMATS[format_name].suffix}", format_name)
    assert report.agrees
    assert sorted(os.listdir(tmp_path)) == sorted(path.name for path in report.files)
    assert tuple(path.name for path in report.files) == report.format.names(report.path.name)
    assert report.files[-1] == report.path
    assert report.size == sum(path.stat().st_size for path in report.files)
    assert report.path.name in str(report)
    if format_name in WITH_NETWORK:
        if report.check.independent:
            assert report.difference is not None
            assert report.rows == len(one.prepared.validation)
        assert report.check.exact in (True, None)


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_is_inside_and_how_large_it_is_are_known_before(format_name: str) -> None:
    for one in (session("multiclass"), session("regression"), images()):
        chosen, material = FORMATS[format_name], one.material()
        assert chosen.refusal(material) == ""
        assert all(line and "\n" not in line for line in chosen.contents(material))
        size = sum(map(len, chosen.files(material, f"x{chosen.suffix}").values()))
        assert size / 1.5 < chosen.size(material) < size * 1.5
        if format_name in WITH_NETWORK:
            said = "; ".join(chosen.contents(material))
            assert f"{material.numbers:,} numbers" in said
            assert "standardisation of" in said
            assert material.decision.words in said


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_run_that_has_diverged_takes_no_weights_out(format_name: str) -> None:
    one = session("binary").material()
    broken = {**one.trained.parameters, "head.bias": np.full(1, np.nan, np.float32)}
    material = replace(one, trained=replace(one.trained, parameters=broken))
    refusal = FORMATS[format_name].refusal(material)
    assert ("head.bias holds numbers that are not finite" in refusal) == (
        FORMATS[format_name].group != "Run"
    )


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_was_there_stays_when_an_export_fails(
    tmp_path: Path, format_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"x{FORMATS[format_name].suffix}"
    names = FORMATS[format_name].names(path.name)
    for name in names:
        (tmp_path / name).write_bytes(b"old")
    replaced = Path.replace

    def replace_but_for_the_main_file(self: Path, target: Path) -> Path:
        if target == path and self.suffix == ".part":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", replace_but_for_the_main_file)
    with pytest.raises(UserError, match="can't be written"):
        session("multiclass").export(path, format_name)
    assert sorted(os.listdir(tmp_path)) == sorted(names)
    assert {(tmp_path / name).read_bytes() for name in names} == {b"old"}


def test_the_format_is_named_by_ending_or_by_name() -> None:
    assert format_for(Path("a.ONNX")).name == "onnx"
    assert format_for(Path("a.b.npz")).name == "npz"
    assert format_for(Path("a.onnx"), "npz").name == "npz"
    assert format_for(Path("a.weights.h5")).name == "keras-weights"
    assert format_for(Path("a.py")).name == "numpy"
    assert format_for(Path("a.py"), "pytorch").name == "pytorch"
    assert format_for(Path("a.csv")).name == "predictions"
    with pytest.raises(UserError, match=r"Use one of \.safetensors, \.npz, .*\.onnx"):
        format_for(Path("a.pt"))
    with pytest.raises(UserError, match="Did you mean 'onnx'"):
        format_for(Path("a"), "onx")


@pytest.mark.parametrize("stem", ["{}_export", "{} of mine (1)"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_the_snippet_for_elsewhere_runs(
    tmp_path: Path, format_name: str, stem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (session("multiclass"), session("regression")):
        name = stem.format(f"{format_name}_{one.signature.task}")
        path = tmp_path / f"{name.replace('-', '_')}{FORMATS[format_name].suffix}"
        write(one.material(), path, FORMATS[format_name])
        monkeypatch.chdir(tmp_path)
        monkeypatch.syspath_prepend(tmp_path)
        snippet = FORMATS[format_name].snippet(one.material(), path)
        run_snippet(format_name, snippet, raw(one), one.predict(raw(one)))


def test_exports_of_the_same_weights_are_the_same_bytes(tmp_path: Path) -> None:
    one = session("binary")
    for chosen in FORMATS.values():
        if chosen.name != "tensorboard":  # its events have the time
            assert chosen.files(one.material(), "x") == chosen.files(one.material(), "x")


def test_what_goes_beside_a_new_file_replaces_nothing(tmp_path: Path) -> None:
    material, path = session("binary").material(), tmp_path / "net.py"
    (tmp_path / "net_weights.safetensors").write_text("another's")
    with pytest.raises(UserError, match=r"net_weights.safetensors goes beside net.py.*another"):
        write(material, path, FORMATS["pytorch"])
    assert [each.name for each in tmp_path.iterdir()] == ["net_weights.safetensors"]
    assert (tmp_path / "net_weights.safetensors").read_text() == "another's"
    (tmp_path / "net_weights.safetensors").unlink()
    for _ in range(2):  # the second time both are replaced, as the main file is
        assert len(write(material, path, FORMATS["pytorch"])) == 2
