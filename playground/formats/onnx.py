"""ONNX: the whole network, from raw features to answers, for any ONNX runtime."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Node, Value
from playground.engine.ops import OPS
from playground.engine.ops.rows import LEAST_LENGTH
from playground.errors import UserError
from playground.formats.checking import Check, difference
from playground.formats.code.names import quoted
from playground.formats.contents import answering_lines
from playground.formats.decision import decision_of
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.metadata import KEY, metadata_of
from playground.formats.onnx_activations import ActivationWriter
from playground.formats.onnx_images import ImageWriter
from playground.formats.onnx_sequences import SequenceWriter
from playground.formats.reading.confined import run_confined
from playground.formats.reading.files import read_bytes
from playground.formats.reading.limits import MOST_ONNX_BYTES
from playground.formats.reading.onnx_model import JOB, KIND, parse_onnx
from playground.network.compiler import trace
from playground.training.trained import Trained

if TYPE_CHECKING:
    from onnx import ModelProto

# The newest that older runtimes read too.
OPSET, IR = 18, 8
FEATURES, PREDICTIONS = "features", "predictions"
_SNIPPET = """
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession({file})
(answers,) = session.run(None, {{"features": x.astype(np.float32)}})
about = session.get_modelmeta().custom_metadata_map  # "task", "class_names", "decision"
"""


class Onnx(Format):
    """Standardisation, layers and final activation in one graph, in float32.

    Input "features" (N, …), raw; output "predictions" (N, columns): probabilities, or values in the
    targets' own units.
    """

    name = "onnx"
    suffix = ".onnx"
    label = "ONNX"
    group: ClassVar[Group] = "Whole network"
    help = "The whole network: raw features in, answers out. Read by ONNX Runtime and many others."

    def refused(self, material: Material) -> str:
        return refused_ops(material.trained)

    def contents(self, material: Material) -> tuple[str, ...]:
        return (f"the network as a graph, opset {OPSET}", *answering_lines(material))

    def size(self, material: Material) -> int:
        arrays = len(material.trained.parameters)
        return 4 * material.numbers + 150 * arrays + len(metadata_of(material.trained)) + 400

    def snippet(self, material: Material, path: Path) -> str:
        return _SNIPPET.format(file=quoted(path.name)).strip()

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: self.encode(material.trained)}

    def check(self, path: Path, material: Material) -> Check:
        reader, answers = _answers(path, material.samples)
        return Check(
            reader,
            True,
            difference(material.answers, answers),
            len(material.samples),
            _same_weights(path, material.trained),
        )

    def encode(self, trained: Trained) -> bytes:
        """The file's contents."""
        encoded: bytes = _Writer(trained).model().SerializeToString()
        return encoded


def _answers(path: Path, features: NDArray[Any]) -> tuple[str, NDArray[Any]]:
    """Who answers raw features, and how: ONNX Runtime, or else ONNX's own reference evaluator."""
    given = {FEATURES: features.astype(np.float32)}
    try:
        import onnxruntime
    except ImportError:
        import onnx
        from onnx.reference import ReferenceEvaluator

        found: NDArray[Any] = ReferenceEvaluator(str(path)).run(None, given)[0]
        return f"onnx.reference {onnx.__version__}", found
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    predictions: NDArray[Any] = session.run(None, given)[0]
    return f"ONNX Runtime {onnxruntime.__version__}", predictions


def _same_weights(path: Path, trained: Trained) -> bool:
    """Whether the file holds every parameter under its name, bit for bit, as float32."""
    import onnx

    model = onnx.load(path, load_external_data=False)
    held = {each.name: onnx.numpy_helper.to_array(each) for each in model.graph.initializer}
    return all(
        name in held and array.astype(np.float32).tobytes() == held[name].tobytes()
        for name, array in trained.parameters.items()
    )


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


def check(path: Path) -> None:
    """Refuse a file that is not a sound ONNX model, or keeps a part of it in others.

    ONNX's own checks are made in a process of its own, for a model can be made to crash them.
    """
    contents = read_bytes(path, MOST_ONNX_BYTES)
    parse_onnx(contents, str(path))
    run_confined(JOB, contents, str(path), KIND)


class _Writer(ActivationWriter, ImageWriter, SequenceWriter):
    """Walks the network's evaluation graph, one ONNX node (or two) an op."""

    def __init__(self, trained: Trained) -> None:
        self._trained = trained
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
            self._constant(name, array)
        for value in traced.builder.graph.parameters:
            self._names[value] = value.name
        for node in traced.builder.graph.nodes:
            self._names[node.output] = self._write(node)
        self._finish(self._names[traced.prediction])
        shape = ["N", *trained.signature.features]
        columns = traced.prediction.shape[0]
        graph = helper.make_graph(
            self._nodes,
            "playground",
            [helper.make_tensor_value_info(FEATURES, TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info(PREDICTIONS, TensorProto.FLOAT, ["N", columns])],
            self._constants,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
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
            },
        )
        return model

    def _constant(self, name: str, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def _number(self, name: str, number: Any) -> str:
        return self._constant(name, np.asarray(number, np.float32))

    def _add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def _scaled_features(self) -> str:
        scaler = self._trained.feature_scaler
        mean = self._number("features.mean", scaler.mean)
        scale = self._number("features.scale", scaler.scale)
        centred = self._add("Sub", [FEATURES, mean], "features.centred")
        return self._add("Div", [centred, scale], "features.scaled")

    def _finish(self, prediction: str) -> None:
        scaler = self._trained.target_scaler
        regression = self._trained.signature.task == "regression"
        if regression and not (np.all(scaler.scale == 1) and np.all(scaler.mean == 0)):
            scale = self._number("targets.scale", scaler.scale)
            mean = self._number("targets.mean", scaler.mean)
            stretched = self._add("Mul", [prediction, scale], "targets.stretched")
            self._add("Add", [stretched, mean], PREDICTIONS)
        else:
            self._add("Identity", [prediction], PREDICTIONS)

    def _write(self, node: Node) -> str:
        inputs = [self._names[value] for value in node.inputs]
        output = f"{node.scope}.{node.output.name}"
        special = _SPECIAL.get(node.op)
        if special is not None:
            return special(self, node, inputs, output)
        operator = OPS[node.op].onnx
        assert operator is not None
        return self._add(operator, inputs, output, **_ATTRIBUTES.get(node.op, _none)(node))

    def affine(self, node: Node, inputs: list[str], output: str) -> str:
        """scale · x + shift, as two nodes."""
        scale = self._number(f"{output}.scale", node.attributes["scale"])
        shift = self._number(f"{output}.shift", node.attributes["shift"])
        stretched = self._add("Mul", [*inputs, scale], f"{output}.stretched")
        return self._add("Add", [stretched, shift], output)

    def reshape(self, node: Node, inputs: list[str], output: str) -> str:
        """The batch, whatever it is, then the new shape."""
        batch = [-1] if node.output.batched else []
        shape = np.array([*batch, *node.attributes["shape"]], np.int64)
        return self._add("Reshape", [*inputs, self._constant(f"{output}.shape", shape)], output)

    def slice(self, node: Node, inputs: list[str], output: str) -> str:
        """Some places of the last axis."""
        limits = [
            self._constant(f"{output}.{name}", np.array([number], np.int64))
            for name, number in (
                ("start", node.attributes["start"]),
                ("stop", node.attributes["stop"]),
                ("axis", -1),
            )
        ]
        return self._add("Slice", [*inputs, *limits], output)

    def row_dot(self, node: Node, inputs: list[str], output: str) -> str:
        """A product number by number, then a sum along the last axis."""
        products = self._add("Mul", inputs, f"{output}.products")
        axis = self._constant(f"{output}.axis", np.array([-1], np.int64))
        return self._add("ReduceSum", [products, axis], output, keepdims=1)

    def normalize_rows(self, node: Node, inputs: list[str], output: str) -> str:
        """x through its length along the last axis."""
        axis = self._constant(f"{output}.axis", np.array([-1], np.int64))
        length = self._add("ReduceL2", [*inputs, axis], f"{output}.length", keepdims=1)
        least = self._number(f"{output}.least", LEAST_LENGTH)
        divisor = self._add("Max", [length, least], f"{output}.divisor")
        return self._add("Div", [*inputs, divisor], output)

    def pair_products(self, node: Node, inputs: list[str], output: str) -> str:
        """The first of each pair times the second."""
        places = np.triu_indices(node.inputs[0].shape[-1], 1)
        gathered = [
            self._add(
                "Gather",
                [*inputs, self._constant(f"{output}.{name}_places", place.astype(np.int64))],
                f"{output}.{name}",
                axis=-1,
            )
            for name, place in zip(("first", "second"), places, strict=True)
        ]
        return self._add("Mul", gathered, output)


def _none(node: Node) -> dict[str, Any]:
    return {}


def _swapped(rank: int) -> list[int]:
    """The axes, the third and the second from the end swapped."""
    *before, a, b, last = range(rank)
    return [*before, b, a, last]


_SPECIAL: dict[str, Callable[[_Writer, Node, list[str], str], str]] = {
    "affine": _Writer.affine,
    "silu": _Writer.silu,
    "gelu": _Writer.gelu,
    "gelu_tanh": _Writer.gelu_tanh,
    "prelu": _Writer.prelu,
    "exponential": _Writer.exponential,
    "conv2d": _Writer.convolution,
    "conv2d_bias": _Writer.convolution,
    "max_pool": _Writer.max_pool,
    "average_pool": _Writer.average_pool,
    "global_average": _Writer.global_average,
    "batch_norm_inference": _Writer.batch_norm,
    "simple_rnn": _Writer.simple_rnn,
    "gru": _Writer.gru,
    "lstm": _Writer.lstm,
    "embedding": _Writer.embedding,
    "attention_scores": _Writer.attention_scores,
    "attention_mix": _Writer.attention_mix,
    "causal_mask": _Writer.causal_mask,
    "reshape": _Writer.reshape,
    "slice": _Writer.slice,
    "row_dot": _Writer.row_dot,
    "normalize_rows": _Writer.normalize_rows,
    "pair_products": _Writer.pair_products,
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
