"""Walks a network and writes it as an ONNX graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.data.preprocess import Standardiser
from playground.data.steps.text import TOKEN
from playground.engine.graph import Node, Value
from playground.engine.ops import OPS
from playground.engine.ops.rows import LEAST_LENGTH
from playground.errors import UserError
from playground.formats.decision import decision_of
from playground.formats.metadata import KEY, metadata_of
from playground.formats.onnx_activations import ActivationWriter
from playground.formats.onnx_flow import ML_DOMAIN
from playground.formats.onnx_images import ImageWriter
from playground.formats.onnx_preparation import (
    ML_OPSET,
    form_of,
    input_of,
    why_not,
    write_preparation,
)
from playground.formats.onnx_sequences import SequenceWriter
from playground.network.compiler import trace
from playground.training.trained import Trained

if TYPE_CHECKING:
    from onnx import ModelProto

# The newest that older runtimes read too.
OPSET, IR = 18, 8
FEATURES, PREDICTIONS = "features", "predictions"


def model_of(trained: Trained) -> ModelProto:
    """The network as a model, with the preparation of a table's columns where it can be written.

    Raises:
        UserError: a layer has no operator in ONNX.
    """
    return Writer(trained, inputs_of(trained)).model()


def inputs_of(trained: Trained) -> dict[str, str]:
    """The graph's input of each column, by the column's name; {} where it takes raw features.

    An input is called as its column is, unless something else in the graph is called so.
    """
    if trained.pipeline is None or why_not(trained.pipeline):
        return {}
    same = {column.name: column.name for column in trained.pipeline.columns}
    inside = Writer(trained, same).names_inside()
    return {name: f"column {name}" if name in inside else name for name in same}


def refused_ops(trained: Trained) -> str:
    """The first layer that has no operator in ONNX, in words; "" where all have."""
    traced = trace(trained.network, trained.head, trained.signature, training=False)
    if traced.errors:
        return f"The network can't be exported: {traced.errors[0].message}"
    for node in traced.builder.graph.nodes:
        if node.op not in _SPECIAL and OPS[node.op].onnx is None:
            return (
                f"{node.scope} can't go to ONNX: there is no operator for {node.op}. "
                "Export as safetensors or npz, or take another layer."
            )
    return ""


class Writer(ActivationWriter, ImageWriter, SequenceWriter):
    """Walks the network's evaluation graph, one ONNX node (or two) an op."""

    def __init__(self, trained: Trained, columns: Mapping[str, str]) -> None:
        self._trained = trained
        self._columns = columns
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._names: dict[Value, str] = {}

    def model(self) -> ModelProto:
        from onnx import TensorProto, helper

        trained = self._trained
        refusal = refused_ops(trained)
        if refusal:
            raise UserError(refusal)
        traced = trace(trained.network, trained.head, trained.signature, training=False)
        assert traced.prediction is not None
        (features,) = (v for v in traced.builder.graph.inputs if v.name == FEATURES)
        self._names[features] = self._scaled_features()
        for name, array in trained.parameters.items():
            self.constant(name, array)
        for value in traced.builder.graph.parameters:
            self._names[value] = value.name
        for node in traced.builder.graph.nodes:
            self._names[node.output] = self._write(node)
        self._finish(self._names[traced.prediction])
        columns = traced.prediction.shape[0]
        graph = helper.make_graph(
            self._nodes,
            "playground",
            self._inputs(),
            [helper.make_tensor_value_info(PREDICTIONS, TensorProto.FLOAT, ["N", columns])],
            self._constants,
        )
        model = helper.make_model(
            graph,
            opset_imports=self._opsets(),
            ir_version=IR,
            producer_name="playground",
        )
        helper.set_model_props(
            model,
            {
                KEY: metadata_of(trained),
                "task": trained.signature.task,
                "class_names": json.dumps(trained.target_names),
                "decision": decision_of(trained.head, trained.signature).model_dump_json(),
                **self._about_columns(),
            },
        )
        return model

    def names_inside(self) -> set[str]:
        """What nodes, constants and answers of the model are called."""
        self.model()
        constants = {each.name for each in self._constants}
        return {FEATURES, *constants, *(name for node in self._nodes for name in node.output)}

    def _inputs(self) -> list[Any]:
        from onnx import TensorProto, helper

        trained = self._trained
        if not self._columns:
            shape = ["N", *trained.signature.features]
            return [helper.make_tensor_value_info(FEATURES, TensorProto.FLOAT, shape)]
        assert trained.pipeline is not None
        return [
            helper.make_tensor_value_info(self._columns[column.name], *input_of(column))
            for column in trained.pipeline.columns
        ]

    def _opsets(self) -> list[Any]:
        from onnx import helper

        domains = {"": OPSET}
        if any(node.domain == ML_DOMAIN for node in self._nodes):
            domains[ML_DOMAIN] = ML_OPSET
        return [helper.make_opsetid(*each) for each in domains.items()]

    def _about_columns(self) -> dict[str, str]:
        """Which input takes which column, for programs that know nothing of Playground."""
        pipeline = self._trained.pipeline
        if not self._columns or pipeline is None:
            return {}
        said = [
            {
                "column": column.name,
                "input": self._columns[column.name],
                "kind": column.kind,
                "form": form_of(column),
                **({"word": TOKEN} if form_of(column) == "texts" else {}),
            }
            for column in pipeline.columns
        ]
        return {"columns": json.dumps(said)}

    def constant(self, name: str, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def _number(self, name: str, number: Any) -> str:
        return self.constant(name, np.asarray(number, np.float32))

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def _scaled_features(self) -> str:
        scaler = self._trained.feature_scaler
        if self._columns:
            return self._prepared(scaler)
        mean = self._number("features.mean", scaler.mean)
        scale = self._number("features.scale", scaler.scale)
        centred = self.add("Sub", [FEATURES, mean], "features.centred")
        return self.add("Div", [centred, scale], "features.scaled")

    def _prepared(self, scaler: Standardiser) -> str:
        """The columns, prepared and scaled in float64, as sessions do."""
        assert self._trained.pipeline is not None
        features = write_preparation(self, self._trained.pipeline, self._columns)
        mean = self.constant("features.mean", scaler.mean)
        scale = self.constant("features.scale", scaler.scale)
        centred = self.add("Sub", [features, mean], "features.centred")
        scaled = self.add("Div", [centred, scale], "features.double")
        return self.add("Cast", [scaled], "features.scaled", to=_FLOAT)

    def _finish(self, prediction: str) -> None:
        scaler = self._trained.target_scaler
        regression = self._trained.signature.task == "regression"
        if regression and not (np.all(scaler.scale == 1) and np.all(scaler.mean == 0)):
            scale = self._number("targets.scale", scaler.scale)
            mean = self._number("targets.mean", scaler.mean)
            stretched = self.add("Mul", [prediction, scale], "targets.stretched")
            self.add("Add", [stretched, mean], PREDICTIONS)
        else:
            self.add("Identity", [prediction], PREDICTIONS)

    def _write(self, node: Node) -> str:
        inputs = [self._names[value] for value in node.inputs]
        output = f"{node.scope}.{node.output.name}"
        special = _SPECIAL.get(node.op)
        if special is not None:
            return special(self, node, inputs, output)
        operator = OPS[node.op].onnx
        assert operator is not None
        return self.add(operator, inputs, output, **_ATTRIBUTES.get(node.op, _none)(node))

    def affine(self, node: Node, inputs: list[str], output: str) -> str:
        """scale · x + shift, as two nodes."""
        scale = self._number(f"{output}.scale", node.attributes["scale"])
        shift = self._number(f"{output}.shift", node.attributes["shift"])
        stretched = self.add("Mul", [*inputs, scale], f"{output}.stretched")
        return self.add("Add", [stretched, shift], output)

    def reshape(self, node: Node, inputs: list[str], output: str) -> str:
        """The batch, whatever it is, then the new shape."""
        batch = [-1] if node.output.batched else []
        shape = np.array([*batch, *node.attributes["shape"]], np.int64)
        return self.add("Reshape", [*inputs, self.constant(f"{output}.shape", shape)], output)

    def slice(self, node: Node, inputs: list[str], output: str) -> str:
        """Some places of the last axis."""
        limits = [
            self.constant(f"{output}.{name}", np.array([number], np.int64))
            for name, number in (
                ("start", node.attributes["start"]),
                ("stop", node.attributes["stop"]),
                ("axis", -1),
            )
        ]
        return self.add("Slice", [*inputs, *limits], output)

    def row_dot(self, node: Node, inputs: list[str], output: str) -> str:
        """A product number by number, then a sum along the last axis."""
        products = self.add("Mul", inputs, f"{output}.products")
        axis = self.constant(f"{output}.axis", np.array([-1], np.int64))
        return self.add("ReduceSum", [products, axis], output, keepdims=1)

    def normalize_rows(self, node: Node, inputs: list[str], output: str) -> str:
        """x through its length along the last axis."""
        axis = self.constant(f"{output}.axis", np.array([-1], np.int64))
        length = self.add("ReduceL2", [*inputs, axis], f"{output}.length", keepdims=1)
        least = self._number(f"{output}.least", LEAST_LENGTH)
        divisor = self.add("Max", [length, least], f"{output}.divisor")
        return self.add("Div", [*inputs, divisor], output)

    def pair_products(self, node: Node, inputs: list[str], output: str) -> str:
        """The first of each pair times the second."""
        places = np.triu_indices(node.inputs[0].shape[-1], 1)
        gathered = [
            self.add(
                "Gather",
                [*inputs, self.constant(f"{output}.{name}_places", place.astype(np.int64))],
                f"{output}.{name}",
                axis=-1,
            )
            for name, place in zip(("first", "second"), places, strict=True)
        ]
        return self.add("Mul", gathered, output)


_FLOAT = 1  # TensorProto.FLOAT


def _none(node: Node) -> dict[str, Any]:
    return {}


def _swapped(rank: int) -> list[int]:
    """The axes, the third and the second from the end swapped."""
    *before, a, b, last = range(rank)
    return [*before, b, a, last]


_SPECIAL: dict[str, Callable[[Writer, Node, list[str], str], str]] = {
    "affine": Writer.affine,
    "silu": Writer.silu,
    "gelu": Writer.gelu,
    "gelu_tanh": Writer.gelu_tanh,
    "prelu": Writer.prelu,
    "exponential": Writer.exponential,
    "conv2d": Writer.convolution,
    "conv2d_bias": Writer.convolution,
    "max_pool": Writer.max_pool,
    "average_pool": Writer.average_pool,
    "global_average": Writer.global_average,
    "batch_norm_inference": Writer.batch_norm,
    "simple_rnn": Writer.simple_rnn,
    "gru": Writer.gru,
    "lstm": Writer.lstm,
    "embedding": Writer.embedding,
    "attention_scores": Writer.attention_scores,
    "attention_mix": Writer.attention_mix,
    "causal_mask": Writer.causal_mask,
    "reshape": Writer.reshape,
    "slice": Writer.slice,
    "row_dot": Writer.row_dot,
    "normalize_rows": Writer.normalize_rows,
    "pair_products": Writer.pair_products,
}

_ATTRIBUTES: dict[str, Callable[[Node], dict[str, Any]]] = {
    "leaky_relu": lambda node: {"alpha": node.attributes["slope"]},
    "elu": lambda node: {"alpha": node.attributes["alpha"]},
    "hard_sigmoid": lambda node: {"alpha": 1.0 / 6.0, "beta": 0.5},
    "softmax": lambda node: {"axis": -1},
    "layer_norm": lambda node: {"axis": -1, "epsilon": node.attributes["epsilon"]},
    "concatenate": lambda node: {"axis": -1},
    "swap": lambda node: {"perm": _swapped(len(node.output.shape) + 1)},
}
