"""Graphs that nobody's exporter makes: each becomes a network that answers alike, or is refused."""

from __future__ import annotations

import random
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from playground.errors import UserError
from playground.formats.importing import read_weights
from tests.formats.importing.networks import FILES

OPERATORS = [
    "Relu", "Add", "Mul", "Conv", "Gemm", "MatMul", "Reshape", "Transpose", "Concat", "Slice",
    "Gather", "LSTM", "Softmax", "Squeeze", "ReduceMean", "MaxPool", "Pad", "Clip", "Div",
]  # fmt: skip


def changed(model: Any, chance: random.Random) -> None:
    """Something of a graph, changed at random."""
    graph = model.graph
    node = chance.choice(graph.node)
    names = [name for each in graph.node for name in (*each.input, *each.output)]
    attribute = chance.choice(node.attribute) if node.attribute else None
    match chance.randrange(7):
        case 0 if attribute is not None and attribute.ints:
            place = chance.randrange(len(attribute.ints))
            attribute.ints[place] = chance.choice([-1, 0, 1, 2, 5, 1000, -7, 2**40])
        case 1:
            node.op_type = chance.choice(OPERATORS)
        case 2 if node.input:
            node.input[chance.randrange(len(node.input))] = chance.choice(names)
        case 3 if node.input:
            del node.input[chance.randrange(len(node.input))]
        case 4 if attribute is not None:
            node.attribute.remove(attribute)
        case 5:
            held = chance.choice(graph.initializer)
            array = numpy_helper.to_array(held)
            other = chance.choice([array.reshape(-1), array.T, array[..., None], array.ravel()[:1]])
            held.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(other), held.name))
        case _:
            sizes = graph.input[0].type.tensor_type.shape.dim
            sizes[chance.randrange(len(sizes))].dim_value = chance.choice([0, 1, 2, 8, 10**9])


def check_changed(name: str, seed: int, path: Path) -> None:
    chance = random.Random(seed)
    model = onnx.load(FILES / f"{name}_dynamo.onnx")
    for _ in range(chance.choice([1, 1, 2, 4])):
        changed(model, chance)
    path.write_bytes(model.SerializeToString())
    try:
        trained = read_weights(path).trained
    except UserError:
        return
    if trained is None:
        return
    rows = model.graph.input[0].type.tensor_type.shape.dim[0].dim_value or 5
    if rows > 100:
        return
    x = np.random.default_rng(0).normal(size=(rows, *trained.signature.features))
    given = {model.graph.input[0].name: x.astype(np.float32)}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            (theirs, *_) = ReferenceEvaluator(model).run(None, given)
        except Exception:  # nobody else takes it either
            return
    assert np.allclose(trained.predict(x), theirs, rtol=1e-3, atol=1e-4, equal_nan=True)


@pytest.mark.parametrize("name", ["mlp", "cnn", "residual"])
def test_a_changed_graph_answers_as_changed_or_is_refused(name: str, tmp_path: Path) -> None:
    for seed in range(60):
        check_changed(name, seed, tmp_path / "x.onnx")


@pytest.mark.soak
@pytest.mark.parametrize("name", ["mlp", "cnn", "residual"])
def test_thousands_of_changed_graphs_answer_as_changed_or_are_refused(
    name: str, tmp_path: Path
) -> None:
    for seed in range(60, 2000):
        check_changed(name, seed, tmp_path / "x.onnx")


def long(operator: str, count: int, path: Path, **held: Any) -> Path:
    """One operator so many times, each behind the other."""
    nodes = [
        helper.make_node(operator, [f"t{n}", *held], [f"t{n + 1}"]) for n in range(count)
    ]  # fmt: skip
    ends = (
        [helper.make_tensor_value_info("t0", 1, ["N", 4])],
        [helper.make_tensor_value_info(f"t{count}", 1, None)],
    )
    arrays = [numpy_helper.from_array(np.asarray(a, np.float32), n) for n, a in held.items()]
    arrays.append(numpy_helper.from_array(np.ones(1, np.float32), "unused"))
    graph = helper.make_graph(nodes, "long", *ends, arrays)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    path.write_bytes(model.SerializeToString())
    return path


@pytest.mark.parametrize(
    ("operator", "count", "held", "words"),
    [
        ("Sigmoid", 1_500, {}, "more than 1,000 layers|too large"),
        ("MatMul", 3_000, {"w": np.eye(4)}, "more than 1,000 layers"),
        ("Abs", 3_000, {}, r"Abs \(t1\)"),
        ("Relu", 11_000, {}, "11,000 nodes"),
    ],
)
def test_long_graphs_are_refused_in_words(
    operator: str, count: int, held: Any, words: str, tmp_path: Path
) -> None:
    found = read_weights(long(operator, count, tmp_path / "x.onnx", **held))
    assert found.trained is None
    assert re.search(words, found.why)


def test_constants_that_would_grow_are_not_worked_out(tmp_path: Path) -> None:
    held = {"a": np.zeros((100_000, 1)), "b": np.zeros((1, 100_000))}
    nodes = [
        helper.make_node("Add", ["a", "b"], ["o"], name="outer"),
        helper.make_node("Add", ["x", "o"], ["y"]),
    ]
    arrays = [numpy_helper.from_array(np.asarray(a, np.float32), n) for n, a in held.items()]
    x, y = (helper.make_tensor_value_info(n, 1, s) for n, s in (("x", ["N", 4]), ("y", None)))
    model = helper.make_model(helper.make_graph(nodes, "outer", [x], [y], arrays))
    (tmp_path / "x.onnx").write_bytes(model.SerializeToString())
    assert "Add (outer): what it makes is too large" in read_weights(tmp_path / "x.onnx").why
