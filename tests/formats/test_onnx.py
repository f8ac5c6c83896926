"""ONNX files, as runtimes other than ours see them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator

from playground.errors import UserError
from playground.formats.onnx import check
from tests.formats.trained import CASES, images, raw, session


@pytest.fixture(params=[*CASES, "images"])
def exported(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    one = images() if request.param == "images" else session(request.param)
    path = tmp_path / "x.onnx"
    one.export(path)
    return one, path


def test_it_is_of_opset_18_and_ir_8_and_sound(exported) -> None:  # type: ignore[no-untyped-def]
    _, path = exported
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.ir_version == 8
    assert [(used.domain, used.version) for used in model.opset_import] == [("", 18)]
    check(path)


def test_features_and_predictions_have_names_and_shapes(exported) -> None:  # type: ignore[no-untyped-def]
    one, path = exported
    graph = onnx.load(path).graph

    def shape(value: onnx.ValueInfoProto) -> list[str | int]:
        return [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]

    (given,), (answered,) = graph.input, graph.output
    assert (given.name, answered.name) == ("features", "predictions")
    assert shape(given) == ["N", *one.signature.features]
    assert shape(answered) == ["N", one.predict(raw(one)).shape[1]]


def test_onnx_runtime_answers_raw_features_as_the_session_does(exported) -> None:  # type: ignore[no-untyped-def]
    onnxruntime = pytest.importorskip("onnxruntime")
    one, path = exported
    running = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    for rows in (1, 30):
        x = raw(one)[:rows].astype(np.float32)
        (found,) = running.run(None, {"features": x})
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, one.predict(x), rtol=1e-4, atol=1e-6)


def test_the_reference_evaluator_answers_as_the_session_does(exported) -> None:  # type: ignore[no-untyped-def]
    one, path = exported
    (found,) = ReferenceEvaluator(str(path)).run(None, {"features": raw(one).astype(np.float32)})
    np.testing.assert_allclose(found, one.predict(raw(one)), rtol=1e-4, atol=1e-6)


def test_parameters_are_float32_initializers_under_their_names(exported) -> None:  # type: ignore[no-untyped-def]
    one, path = exported
    held = {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    for name, array in one.parameters().items():
        assert held[name].dtype == np.float32
        assert np.array_equal(held[name], array)


def test_metadata_says_the_task_and_the_classes(exported) -> None:  # type: ignore[no-untyped-def]
    one, path = exported
    said = {entry.key: entry.value for entry in onnx.load(path).metadata_props}
    assert said["task"] == one.signature.task
    assert json.loads(said["class_names"]) == list(one.prepared.dataset.target_names)
    assert json.loads(said["playground"])["task"] == one.signature.task


@pytest.mark.parametrize("contents", [b"", b"onnx", bytes(range(256)) * 40])
def test_what_is_no_onnx_file_is_refused(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "x.onnx"
    path.write_bytes(contents)
    with pytest.raises(UserError, match="not a sound ONNX model"):
        check(path)


def test_a_file_that_is_cut_off_is_refused(exported) -> None:  # type: ignore[no-untyped-def]
    _, path = exported
    whole = path.read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError, match="not a sound ONNX model"):
            check(path)
