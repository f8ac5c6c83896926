"""safetensors and npz: weights by name, everything else as metadata, nothing that runs."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save

from playground.errors import UserError
from playground.formats.metadata import metadata_of
from playground.formats.npz import METADATA, Npz
from playground.formats.safetensors import SafeTensors
from playground.project.session import ProjectSession
from tests import own
from tests.formats.trained import CASES, images, raw, session
from tests.project.documents import project

FORMATS = [SafeTensors(), Npz()]


@pytest.fixture(params=[*CASES, "images"])
def one(request: pytest.FixtureRequest) -> ProjectSession:
    return images() if request.param == "images" else session(request.param)


def test_safetensors_holds_exactly_the_parameters_in_float32(
    one: ProjectSession, tmp_path: Path
) -> None:
    one.export(tmp_path / "x.safetensors")
    held = load_file(tmp_path / "x.safetensors")
    assert set(held) == set(one.parameters())
    for name, array in one.parameters().items():
        assert held[name].dtype == np.float32
        assert np.array_equal(held[name], array)


def test_npz_holds_the_parameters_and_the_metadata_without_pickle(
    one: ProjectSession, tmp_path: Path
) -> None:
    one.export(tmp_path / "x.npz")
    with np.load(tmp_path / "x.npz", allow_pickle=False) as held:
        assert set(held.files) == {METADATA, *one.parameters()}
        for name, array in one.parameters().items():
            assert held[name].dtype == np.float32
            assert np.array_equal(held[name], array)
        assert json.loads(str(held[METADATA]))["task"] == one.signature.task


def test_metadata_says_layers_shapes_task_and_names(tmp_path: Path) -> None:
    images().export(tmp_path / "x.safetensors")
    with safe_open(tmp_path / "x.safetensors", framework="np") as file:
        said = json.loads(file.metadata()["playground"])
    assert said["format"] == 2
    assert said["task"] == "multiclass"
    assert said["class_names"] == list("0123456789")
    assert said["feature_shape"] == [1, 8, 8]
    layers = {layer["id"]: layer for layer in said["layers"]}
    assert list(layers) == ["input", "flatten_1", "dense_1", "dropout_1", "head"]
    assert layers["flatten_1"]["type"] == "Flatten"
    assert layers["flatten_1"]["output_shape"] == [64]
    assert layers["dense_1"]["parameters"] == {"weight": [64, 12], "bias": [12]}
    assert layers["head"]["output_shape"] == [10]
    assert said["network"]["nodes"][2]["units"] == 12
    assert len(said["features"]["mean"]) == 64


def test_a_file_is_enough_to_answer(one: ProjectSession, tmp_path: Path) -> None:
    for chosen in FORMATS:
        path = tmp_path / "file"
        one.export(path, chosen.name)
        decoded = chosen.decode(path)
        assert decoded.target_names == one.prepared.dataset.target_names
        assert decoded.feature_names == one.prepared.dataset.feature_names
        assert decoded.network == one.network
        found = decoded.predict(raw(one))
        np.testing.assert_allclose(found, one.predict(raw(one)), rtol=1e-5, atol=1e-6)


def test_a_session_loads_what_an_npz_file_holds(tmp_path: Path) -> None:
    one = session("binary")
    one.export(tmp_path / "x.npz")
    other = ProjectSession(one.project, seed=77)
    with np.load(tmp_path / "x.npz", allow_pickle=False) as held:
        other.load({name: held[name] for name in held.files if name != METADATA})
    assert np.array_equal(one.predict(raw(one)), other.predict(raw(one)))


# Damage


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda chosen: chosen.name)
@pytest.mark.parametrize("keep", [0, 4, 0.3, 0.9])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, chosen: Any, keep: float) -> None:
    path = tmp_path / "file"
    whole = chosen.encode(session("binary").trained())
    path.write_bytes(whole[: int(keep * len(whole)) if keep < 1 else int(keep)])
    with pytest.raises(UserError, match="file"):
        chosen.decode(path)


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda chosen: chosen.name)
def test_no_flipped_byte_is_a_fault_of_ours(tmp_path: Path, chosen: Any) -> None:
    path = tmp_path / "file"
    whole = chosen.encode(session("binary").trained())
    rng = np.random.default_rng(5)
    for place in rng.integers(0, len(whole), 600):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(damaged)
        with suppress(UserError):  # where the flip was in a weight, it decodes
            chosen.decode(path)


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda chosen: chosen.name)
def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path, chosen: Any) -> None:
    with pytest.raises(UserError, match="is a folder"):
        chosen.decode(tmp_path)
    with pytest.raises(UserError, match="There is no file"):
        chosen.decode(tmp_path / "nothing")


def altered(change: dict[str, Any], arrays: dict[str, Any]) -> bytes:
    """A safetensors file of the small session with other metadata and arrays; None leaves out."""
    trained = session("binary").trained()
    said = json.loads(metadata_of(trained)) | change
    held = {n: a for n, a in ({**trained.parameters} | arrays).items() if a is not None}
    return bytes(save(held, {"playground": json.dumps(said)}))


@pytest.mark.parametrize(
    ("change", "arrays", "words"),
    [
        ({}, {"head.bias": None}, "the weights of head.bias are missing"),
        ({}, {"head.bias": np.zeros(2, np.float32)}, r"head.bias is of shape \(2,\)"),
        ({}, {"head.bias": np.full(1, np.inf, np.float32)}, "not finite"),
        ({"format": 4}, {}, "format"),
        ({"task": "guessing"}, {}, "task"),
        ({"feature_shape": [3]}, {}, "shape"),
        ({"feature_shape": [0]}, {}, "file"),
        ({"feature_shape": [-2]}, {}, "file"),
        ({"feature_shape": [10**12]}, {}, "file"),
        ({"features": {"mean": [0.0], "scale": [1.0]}}, {}, "scaling"),
        ({"features": {"mean": [0, 0], "scale": [1, 0]}}, {}, "scaling"),
        ({"features": {"mean": [0, 0], "scale": [1]}}, {}, "scaling"),
        ({"network": {"nodes": [{"id": "a", "type": "New"}]}}, {}, "New"),
        ({"network": {"nodes": 3}}, {}, "network"),
        ({"head": {"type": "oracle"}}, {}, "oracle"),
        ({"class_names": ["only one"]}, {}, "file"),
    ],
)
def test_metadata_that_does_not_fit_is_refused(
    tmp_path: Path, change: dict[str, Any], arrays: dict[str, Any], words: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(altered(change, arrays))
    with pytest.raises(UserError, match=words) as caught:
        SafeTensors().decode(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_archive_with_a_pickle_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    np.savez(path, **{"head.weight": np.array([{"runs": "code"}], object)})  # type: ignore[arg-type]
    with pytest.raises(UserError, match="not a sound npz"):
        Npz().decode(path)


def test_weights_of_somebody_elses_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "x.safetensors").write_bytes(save({"w": np.zeros(2, np.float32)}))
    np.savez(tmp_path / "x.npz", w=np.zeros(2))
    with pytest.raises(UserError, match="no metadata of Playground's"):
        SafeTensors().decode(tmp_path / "x.safetensors")
    with pytest.raises(UserError, match="its network is unknown"):
        Npz().decode(tmp_path / "x.npz")


def test_float64_weights_and_a_network_of_one_layer_go_out(tmp_path: Path) -> None:
    one = ProjectSession(project(network={"nodes": []}), dtype="float64")
    one.export(tmp_path / "x.safetensors")
    assert set(load_file(tmp_path / "x.safetensors")) == {"head.weight", "head.bias"}


@pytest.mark.parametrize(
    "change",
    [
        {"shape": [18]},
        {"window": {"steps": 10**9}},
        {"window": {"steps": 3}},
        {"columns": []},
        {"columns": [{"name": "a", "kind": "picture", "steps": [], "names": []}]},
        {"columns": [{"name": "a", "kind": "number", "names": [], "steps": [
            {"type": "affine", "mean": [0.0] * 5, "scale": [1.0] * 4}, {"type": "log"}]}]},
        {"columns": [{"name": "a", "kind": "text", "names": [], "steps": [
            {"type": "token_ids", "words": ["a"], "length": 10**12}]}]},
        {"columns": [{"name": "a", "kind": "category", "names": [], "steps": [
            {"type": "hashing", "buckets": 10**12}]}]},
        {"columns": [{"name": "a", "kind": "number", "names": [], "steps": [
            {"type": "one_hot", "words": ["a"], "missing": True, "other": True}]}]},
        {"columns": [{"name": "a", "kind": "number", "names": [], "steps": [
            {"type": "exec", "code": "import os"}]}]},
    ],
)  # fmt: skip
def test_a_preparation_that_does_not_fit_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    trained = own.session().trained()
    said = json.loads(metadata_of(trained))
    said["pipeline"] |= change
    path = tmp_path / "x.safetensors"
    path.write_bytes(save(dict(trained.parameters), {"playground": json.dumps(said)}))
    with pytest.raises(UserError, match=r"x\.safetensors") as caught:
        SafeTensors().decode(path)
    assert "\n" not in str(caught.value)
    said["pipeline"] = None
    path.write_bytes(save(dict(trained.parameters), {"playground": json.dumps(said)}))
    assert SafeTensors().decode(path).pipeline is None
