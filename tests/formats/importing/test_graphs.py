"""Graphs that were written by hand as other exporters write them, and those that are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from playground.assets_path import examples_path
from playground.formats.importing import read_weights
from playground.formats.onnx import Onnx
from playground.network.compiler import compile_evaluation
from playground.project.file import open_project
from playground.project.importing import read_trained
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from playground.project.templates import TEMPLATES
from tests.formats.trained import images, raw, session

runtime = pytest.importorskip("onnxruntime")
RANDOM = np.random.default_rng(0)


def node(op: str, inputs: str, output: str, **attributes: Any) -> Any:
    return helper.make_node(op, inputs.split(), [output], name=output, **attributes)


def written(path: Path, nodes: list[Any], arrays: dict[str, Any], shape: tuple[int, ...]) -> Path:
    """A model of these nodes, from x to y."""
    kinds = {name: np.asarray(a) for name, a in arrays.items()}
    held = [
        numpy_helper.from_array(a if a.dtype == np.int64 else a.astype(np.float32), name)
        for name, a in kinds.items()
    ]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *shape])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "test", [x], [y], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return path


def answered(path: Path, x: Any) -> Any:
    made = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return made.run(None, {made.get_inputs()[0].name: x.astype(np.float32)})[0]


def drawn(*shape: int) -> Any:
    return RANDOM.uniform(-0.5, 0.8, shape)


def test_a_cnn_as_converters_from_keras_write_it_answers_the_same(tmp_path: Path) -> None:
    """Channels last outside, first inside; biases and normalisation as sums and products."""
    nodes = [
        node("Mul", "x small", "scaled"),
        node("Transpose", "scaled", "first", perm=[0, 3, 1, 2]),
        node("Pad", "first pads", "padded"),
        node("Conv", "padded k1", "c1", kernel_shape=[3, 3], strides=[2, 2]),
        node("Mul", "c1 gamma", "m1"),
        node("Add", "m1 beta", "n1"),
        node("Relu", "n1", "r1"),
        node("Conv", "r1 k2 b2", "c2", kernel_shape=[3, 3], auto_pad="SAME_UPPER"),
        node("Clip", "c2 zero six", "r2"),
        node("Transpose", "r2", "last", perm=[0, 2, 3, 1]),
        node("Reshape", "last flat", "f"),
        node("MatMul", "f w1", "d1"),
        node("Add", "d1 v1", "s1"),
        node("Sigmoid", "s1", "g1"),
        node("Mul", "s1 g1", "swish"),
        node("MatMul", "swish w2", "d2"),
        node("Add", "d2 v2", "s2"),
        node("Softmax", "s2", "y", axis=-1),
    ]
    arrays = {
        "small": 1 / 255, "pads": np.array([0, 0, 0, 0, 0, 0, 1, 1]), "k1": drawn(4, 2, 3, 3),
        "gamma": drawn(1, 4, 1, 1), "beta": drawn(1, 4, 1, 1), "k2": drawn(5, 4, 3, 3),
        "b2": drawn(5), "zero": 0.0, "six": 6.0, "flat": np.array([-1, 80]),
        "w1": drawn(80, 6), "v1": drawn(6), "w2": drawn(6, 3), "v2": drawn(3),
    }  # fmt: skip
    path = written(tmp_path / "keras.onnx", nodes, arrays, (8, 8, 2))
    here = read_trained(path)
    x = RANDOM.uniform(0, 255, (9, 8, 8, 2))
    assert np.allclose(here.predict(x), answered(path, x), rtol=1e-4, atol=1e-6)
    assert np.allclose(here.feature_scaler.scale, 255, rtol=1e-6)
    assert here.head.type == "multiclass"


def test_what_cannot_be_imported_is_named_op_by_op_and_nothing_is_half_imported(
    tmp_path: Path,
) -> None:
    nodes = [
        helper.make_node("Resize", ["x", "", "scales"], ["up_1"], name="up_1", mode="nearest"),
        helper.make_node("Resize", ["up_1", "", "scales"], ["up_2"], name="up_2", mode="nearest"),
        node("Conv", "x k", "conv_1", pads=[0, 1, 0, 1]),
        node("ArgMax", "x", "top", axis=1),
        node("Flatten", "conv_1", "f"),
    ]
    # What leads nowhere is not looked at, so everything leads to the answers.
    nodes += [node("Mul", "up_2 top", "z"), node("Flatten", "z", "w"), node("Add", "w f", "y")]
    arrays = {"scales": np.ones(4), "k": drawn(2, 1, 3, 3)}
    path = written(tmp_path / "odd.onnx", nodes, arrays, (1, 8, 8))
    found = read_weights(path)
    assert found.trained is None
    assert "2 × Resize (up_1, up_2)" in found.why
    assert "1 × ArgMax (top)" in found.why
    assert "1 × Conv (conv_1): its padding, (0, 1, 0, 1), differs from side to side" in found.why
    assert set(found.arrays) == {"scales", "k"}  # which can be laid onto a network all the same


def test_a_graph_that_ends_in_no_product_is_answered_by_a_head_that_passes_on(
    tmp_path: Path,
) -> None:
    nodes = [
        node("Conv", "x k", "c"),
        node("GlobalAveragePool", "c", "p"),
        node("Flatten", "p", "f"),
        node("Sigmoid", "f", "y"),
    ]
    path = written(tmp_path / "x.onnx", nodes, {"k": drawn(3, 1, 3, 3)}, (1, 6, 6))
    here = read_trained(path)
    x = RANDOM.normal(size=(5, 1, 6, 6))
    assert np.allclose(here.predict(x), answered(path, x), rtol=1e-4, atol=1e-6)
    assert np.array_equal(here.parameters["head.weight"], np.eye(3))
    assert here.head.type == "multilabel"


def stripped(path: Path) -> Path:
    """The same graph, without what Playground says of it."""
    model = onnx.load(path)
    del model.metadata_props[:]
    path.write_bytes(model.SerializeToString())
    return path


def projects() -> dict[str, ProjectSpec]:
    """Every template and every example."""
    found = {name: template.project() for name, template in TEMPLATES.items()}
    paths = sorted(examples_path().glob("*.json"))
    return found | {path.stem: open_project(path).spec for path in paths}


PROJECTS = projects()
# Graphs of these hold operators that are no layer by themselves; the file says what they are of.
TOLD_ALONE = {
    "collaborative_filtering": "ReduceSum (dot_1",
    # Its file takes the columns of a table.
    "churn": "it takes 8 inputs",
    "film_reviews": "Cast (embedding_1",
    "text_classifier": "Cast (embedding_1",
    "transformer": "Where (self_attention_1",
    "who_likes_what": "ReduceSum (dot_1",
}


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_comes_back_from_its_own_onnx_file(name: str, tmp_path: Path) -> None:
    one = ProjectSession(PROJECTS[name], device="numpy")
    path = tmp_path / "x.onnx"
    path.write_bytes(Onnx().encode(one.trained()))
    told = read_trained(path)
    assert told.network.bare() == one.network.bare()
    x = one.prepared.dataset.features[:20]
    answers = one.predict(x)
    assert np.allclose(told.predict(x), answers, rtol=1e-4, atol=1e-5)
    found = read_weights(stripped(path))
    if name in TOLD_ALONE:
        assert TOLD_ALONE[name] in found.why
    else:
        assert found.trained is not None, found.why
        assert np.allclose(found.trained.predict(x), answers, rtol=1e-3, atol=1e-4)


def test_a_graph_that_is_not_what_the_file_says_is_taken_as_it_is(tmp_path: Path) -> None:
    one = session("binary")
    path = tmp_path / "x.onnx"
    model = onnx.ModelProto.FromString(Onnx().encode(one.trained()))
    for each in model.graph.node:
        if each.op_type == "Tanh":
            each.op_type = "Relu"
    path.write_bytes(model.SerializeToString())
    found = read_weights(path)
    assert found.trained is not None
    assert "not what its graph does" in found.told[0]
    assert np.allclose(found.trained.predict(raw(one)), answered(path, raw(one)), atol=1e-5)


def test_every_imported_network_can_be_compiled(tmp_path: Path) -> None:
    path = tmp_path / "x.onnx"
    images().export(path)
    here = read_trained(stripped(path))
    compiled = compile_evaluation(here.network, here.head, here.signature, 4)
    assert {each.name for each in compiled.parameters} == set(here.parameters)
