"""Files for Keras, as json, zipfile and h5py see them; and Keras itself where it is installed."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import h5py
import numpy as np
import pytest

import playground
from playground.data.preprocess import Standardiser
from playground.formats import FORMATS
from playground.formats.code import DIALECTS
from playground.formats.export import write
from playground.formats.keras.graph import Operation, applied, ordered
from playground.formats.keras.model import model_of
from playground.formats.keras.source import snake
from playground.formats.keras.whole import config_of
from playground.project.file import open_project
from tests.formats.code.programs import LAYER_CASES, PROJECTS, layer_made, run
from tests.formats.trained import images, made_up, session
from tests.network.small import chain

installed = pytest.mark.skipif(
    importlib.util.find_spec("keras") is None, reason="Keras is not installed"
)


def opened(path: Path) -> tuple[dict[str, Any], h5py.File]:
    with ZipFile(path) as file:
        config = json.loads(file.read("config.json"))
        weights = h5py.File(BytesIO(file.read("model.weights.h5")), "r")
    return config, weights


def test_a_keras_file_goes_from_raw_features_to_answers(tmp_path: Path) -> None:
    one = session("regression")
    write(one.material(), tmp_path / "x.keras", FORMATS["keras"])
    config, weights = opened(tmp_path / "x.keras")
    layers = config["config"]["layers"]
    kinds = [layer["class_name"] for layer in layers]
    assert kinds == ["InputLayer", "Normalization", "Dense", "Dense", "Rescaling"]
    scaler = one.prepared.feature_scaler
    assert layers[1]["config"]["mean"] == scaler.mean.tolist()
    np.testing.assert_allclose(layers[1]["config"]["variance"], scaler.scale**2)
    assert layers[0]["config"]["batch_shape"] == [None, 3]
    assert config["config"]["output_layers"] == [layers[-1]["name"], 0, 0]
    for place, name in (("dense", "dense_1"), ("dense_1", "head")):
        group = weights[f"layers/{place}/vars"]
        assert group.attrs["name"] == name
        for number, part in (("0", "weight"), ("1", "bias")):
            assert np.array_equal(group[number][()], one.parameters()[f"{name}.{part}"])


def test_names_scaling_and_decision_travel_in_both_files(tmp_path: Path) -> None:
    one = session("multiclass")
    write(one.material(), tmp_path / "x.keras", FORMATS["keras"])
    write(one.material(), tmp_path / "x.weights.h5", FORMATS["keras-weights"])
    with ZipFile(tmp_path / "x.keras") as file:
        inside = json.loads(file.read("playground.json"))
    with h5py.File(tmp_path / "x.weights.h5") as held:
        beside = json.loads(held.attrs["about"])
    assert inside == beside
    assert inside["decision"] == {"rule": "argmax", "threshold": None}
    assert inside["class_names"] == list(one.prepared.dataset.target_names)


@pytest.mark.parametrize(
    ("mean", "axes", "kept"),
    [
        (np.array([1.0, 2.0]), [1], [1.0, 2.0]),
        (np.full((1, 8, 8), 3.0), None, 3.0),
        (np.tile([1.0, 2.0], (5, 1)), [2], [1.0, 2.0]),
        (np.reshape([1.0, 2.0], (2, 1, 1)) + np.zeros((2, 3, 4)), [1, 2, 3], None),
    ],
    ids=["vector", "one channel", "sequence", "channels"],
)
def test_scaling_is_written_with_no_more_numbers_than_it_needs(
    mean: Any, axes: list[int] | None, kept: Any
) -> None:
    one = made_up(chain({"type": "Flatten"}), mean.shape, np.random.default_rng(0))
    scaler = Standardiser(mean, np.full(mean.shape, 2.0))
    material = replace(one, trained=replace(one.trained, feature_scaler=scaler))
    (normal,) = (
        e.config for e in model_of(material, whole=True).operations if e.kind == "Normalization"
    )
    assert normal["axis"] == axes
    assert normal["mean"] == (mean.tolist() if kept is None else kept)


def test_layers_are_ordered_by_depth_and_then_as_a_search_finds_them() -> None:
    def layer(name: str) -> Operation:
        return Operation("keras.layers", "Dense", name, {})

    start = applied(layer("in"))
    long = applied(layer("b2"), applied(layer("b1"), start))
    shared = layer("shared")
    short = applied(shared, start)
    joined = applied(layer("join"), [applied(shared, long), short])
    assert [each.name for each in ordered(joined)] == ["in", "b1", "b2", "shared", "join"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [("PReLU", "p_re_lu"), ("Conv2D", "conv2d"), ("MultiHeadAttention", "multi_head_attention")],
)
def test_classes_are_spelled_as_keras_spells_layers(kind: str, name: str) -> None:
    assert snake(kind) == name


# Where Keras 3.15 itself put the weights of templates: for each place the name and how many.
PLACES = {
    "resnet_block": {
        "batch_normalization": ("batch_norm_1", 4),
        "conv2d": ("conv2d_1", 2),
        "conv2d_1": ("conv2d_2", 2),
        "conv2d_2": ("conv2d_3", 2),
        "dense": ("head", 2),
    },
    "transformer": {
        "dense": ("dense_1", 2),
        "dense_1": ("dense_2", 2),
        "dense_2": ("head", 2),
        "embedding": ("embedding_1", 1),
        "layer_normalization": ("layer_norm_1", 2),
        "layer_normalization_1": ("layer_norm_2", 2),
        "multi_head_attention/key_dense": ("key", 2),
        "multi_head_attention/output_dense": ("attention_output", 2),
        "multi_head_attention/query_dense": ("query", 2),
        "multi_head_attention/value_dense": ("value", 2),
    },
    "lstm": {"dense": ("head", 2), "lstm/cell": ("lstm_cell", 3)},
    "collaborative_filtering": {
        "dense": ("head", 2),
        "embedding": ("user_tastes", 1),
        "embedding_1": ("item_traits", 1),
    },
}


@pytest.mark.parametrize("name", PLACES)
def test_weights_are_where_keras_itself_put_them(name: str, tmp_path: Path) -> None:
    (path,) = (each for each in PROJECTS if each.stem == name)
    one = playground.Session(open_project(path), device="numpy")
    write(one.material(), tmp_path / "x.weights.h5", FORMATS["keras-weights"])
    arrays: list[str] = []
    with h5py.File(tmp_path / "x.weights.h5") as held:
        held.visititems(lambda n, o: arrays.append(n) if isinstance(o, h5py.Dataset) else None)
        for place, (label, count) in PLACES[name].items():
            group = held[f"layers/{place}/vars"]
            assert len(group) == count
            # A cell is called so by itself.
            assert label == "lstm_cell" or group.attrs["name"] == label
    assert len(arrays) == sum(count for _, count in PLACES[name].values())


def ranks_in(value: Any) -> list[int]:
    """How many axes each value has that a config says goes into a layer."""
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            return [len(value["config"]["shape"])]
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [rank for each in value for rank in ranks_in(each)]
    return []


# Keras itself


@installed
@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("layer", DIALECTS["keras"].writes)
def test_the_graph_is_the_one_that_keras_makes_of_the_source(
    layer: str, seed: int, tmp_path: Path
) -> None:
    if (layer, seed) not in LAYER_CASES:
        pytest.skip("no such case")
    from tests.formats.trained import material_of_made

    one = layer_made(layer, seed)
    model = run("keras", one.design, tmp_path)["build"]()
    ours = model_of(material_of_made(one), whole=False)
    theirs = [type(each).__name__ for each in model.operations]
    assert [each.kind for each in ours.operations] == theirs
    layers = [config["layers"] for config in (model.get_config(), config_of(ours)["config"])]
    assert ranks_in(layers[0]) == ranks_in(layers[1])
    model.save_weights(tmp_path / "x.weights.h5")
    places: list[str] = []
    with h5py.File(tmp_path / "x.weights.h5") as held:
        held.visititems(lambda n, o: places.append(n) if isinstance(o, h5py.Dataset) else None)
    assert set(places) == set(ours.arrays)


@installed
def test_what_was_loaded_is_saved_and_loaded_again(tmp_path: Path) -> None:
    import keras

    one = images()
    write(one.material(), tmp_path / "x.keras", FORMATS["keras"])
    model = keras.saving.load_model(tmp_path / "x.keras")
    model.save(tmp_path / "y.keras")
    x = one.prepared.dataset.features[:10]
    found = keras.saving.load_model(tmp_path / "y.keras").predict(x, verbose=0)
    np.testing.assert_allclose(found, one.predict(x), rtol=1e-4, atol=1e-6)
