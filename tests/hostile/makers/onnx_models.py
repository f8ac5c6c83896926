"""ONNX: other files, circles, depth, and more of everything than there can be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from onnx import AttributeProto, ModelProto, TensorProto, helper

from tests.hostile.makers.maker import MARK, PICKLE, Maker, holding
from tests.hostile.valid import valid

Node = Any
ARRAY = helper.make_tensor("w", TensorProto.FLOAT, [2], [1.0, 2.0])


def varint(number: int) -> bytes:
    """A whole number as protocol buffers write it."""
    found = b""
    while number > 0x7F:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


def field(number: int, contents: bytes) -> bytes:
    """A field of bytes."""
    return varint(number << 3 | 2) + varint(len(contents)) + contents


def model(
    *nodes: Node, tensors: Any = (ARRAY,), functions: Any = (), output: str = "y"
) -> ModelProto:
    """A model of one input "x"."""
    return helper.make_model(
        helper.make_graph(
            nodes,
            "g",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 2])],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", 2])],
            list(tensors),
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("own", 1)],
        functions=list(functions),
        ir_version=8,
    )


def _node(operator: str, inputs: str, output: str, **attributes: Any) -> Node:
    return helper.make_node(operator, inputs.split(), [output], **attributes)


def _made(file: str, made: Callable[[], ModelProto], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_bytes(made().SerializeToString()), loads)


def _bytes(file: str, contents: Callable[[], bytes], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_bytes(contents()), loads)


def _external(place: str, kind: str = "initializer") -> ModelProto:
    tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[2])
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in {"location": place, "offset": "0", "length": "8"}.items():
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    if kind == "initializer":
        return model(_node("Add", "x w", "y"), tensors=[tensor])
    return model(_node("Constant", "", "w", value=tensor), _node("Add", "x w", "y"))


def _tensor(**parts: Any) -> ModelProto:
    changed = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[2], raw_data=bytes(8))
    for name, value in parts.items():
        if isinstance(value, list):
            changed.ClearField(name)  # type: ignore[arg-type]
            getattr(changed, name).extend(value)
        else:
            setattr(changed, name, value)
    return model(_node("Add", "x w", "y"), tensors=[changed])


def _nested(depth: int) -> bytes:
    """A graph in a graph in a graph, written by hand: the library can't go so deep."""
    inner = b""
    for _ in range(depth):
        attribute = field(1, b"then_branch") + field(6, inner)
        inner = field(1, field(4, b"If") + field(5, attribute))
    return varint(8) + varint(8) + field(7, inner)


def _calling(*calls: tuple[str, list[str]]) -> ModelProto:
    functions = [
        helper.make_function(
            "own", name, ["a"], ["b"],
            [helper.make_node(called, ["a" if i == 0 else f"t{i - 1}"],
                              ["b" if i == len(inside) - 1 else f"t{i}"],
                              domain="own" if called.startswith("f") else "")
             for i, called in enumerate(inside)],
            [helper.make_opsetid("", 18), helper.make_opsetid("own", 1)],
        )
        for name, inside in calls
    ]  # fmt: skip
    return model(helper.make_node("f0", ["x"], ["y"], domain="own"), functions=functions)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(valid("network.onnx"))
        file.truncate(2_500_000_000)


_HEAD = varint(8) + varint(8)  # the version of the format, so that it is not empty
MAKERS = [
    holding("empty.onnx", b""),
    holding("pickle.onnx", PICKLE),
    holding("text.onnx", "import os\n"),
    holding("zeros.onnx", bytes(1000)),
    holding("number_that_does_not_end.onnx", b"\x08" + b"\xff" * 50),
    holding("length_of_exabytes.onnx", b"\x3a" + b"\xff" * 9 + b"\x01"),
    holding("groups.onnx", b"\x3b" * 1000),
    holding("letters_that_are_none.onnx", _HEAD + field(2, b"\xff\xfe") + field(7, b"")),
    # Other files.
    _made("other_file.onnx", lambda: _external("weights.bin")),
    _made("other_file_above.onnx", lambda: _external("../../../../etc/passwd")),
    _made("other_file_absolute.onnx", lambda: _external("/etc/passwd")),
    _made("other_file_in_an_attribute.onnx", lambda: _external("/etc/passwd", "attribute")),
    _made("place_without_a_location.onnx", lambda: _tensor(data_location=1)),
    # Circles and order.
    _made("circle.onnx", lambda: model(_node("Add", "x b", "a"), _node("Relu", "a", "b"),
                                       _node("Relu", "b", "y"))),
    _made("self_loop.onnx", lambda: model(_node("Add", "x y", "y"))),
    _made("not_in_order.onnx", lambda: model(_node("Relu", "a", "y"), _node("Relu", "x", "a"))),
    _made("made_twice.onnx", lambda: model(_node("Relu", "x", "y"), _node("Tanh", "x", "y"))),
    _made("output_of_nothing.onnx", lambda: model(_node("Relu", "x", "z"))),
    _made("no_nodes.onnx", lambda: ModelProto(ir_version=8)),
    # Depth and number.
    _bytes("deep_graphs.onnx", lambda: _nested(90)),
    _bytes("deeper_graphs.onnx", lambda: _nested(3000)),
    _bytes("million_nodes.onnx", lambda: _HEAD + field(7, field(1, b"") * 2_000_000)),
    _bytes("million_nodes_with_names.onnx", lambda: _HEAD + field(7, field(1, field(
        4, b"Relu") + field(1, b"x")) * 900_000)),
    _bytes("million_opsets.onnx", lambda: _HEAD + field(8, b"") * 3_000_000),
    _bytes("million_texts.onnx", lambda: _HEAD + field(7, field(5, field(6, b"") * 5_000_000))),
    _bytes("million_sizes.onnx", lambda: _HEAD + field(7, field(5, b"\x08\x01" * 5_000_000))),
    _bytes("packed_numbers.onnx", lambda: _HEAD + field(
        7, field(5, field(7, b"\x01" * 40_000_000)))),
    _made("chain_of_thousands.onnx", lambda: model(
        *[_node("Relu", f"v{n}" if n else "x", f"v{n + 1}") for n in range(20_000)],
        output="v20000"), None),
    # Shapes and bytes.
    _made("shape_that_overflows.onnx", lambda: _tensor(dims=[2**62, 2**62])),
    _made("shape_that_wraps.onnx", lambda: _tensor(dims=[2**62, 4, 2])),
    _made("negative_shape.onnx", lambda: _tensor(dims=[-2])),
    _made("shape_of_many_axes.onnx", lambda: _tensor(dims=[1] * 5000 + [2])),
    _made("too_few_bytes.onnx", lambda: _tensor(raw_data=bytes(7))),
    _made("too_many_bytes.onnx", lambda: _tensor(raw_data=bytes(9))),
    _made("unknown_type.onnx", lambda: _tensor(data_type=99)),
    _made("broadcast_bomb.onnx", lambda: model(
        _node("Constant", "", "s", value=helper.make_tensor("s", 7, [2], [2**31, 2**31])),
        _node("ConstantOfShape", "s", "c"), _node("Add", "x c", "y")), None),
    _made("range_bomb.onnx", lambda: model(
        *[_node("Constant", "", name, value=helper.make_tensor(name, 7, [], [number]))
          for name, number in (("a", 0), ("b", 2**62), ("c", 1))],
        _node("Range", "a b c", "r"), _node("Cast", "r", "s", to=1), _node("Add", "x s", "y")),
        None),
    _made("not_finite.onnx", lambda: model(_node("Add", "x w", "y"), tensors=[
        helper.make_tensor("w", 1, [2], [float("nan"), float("inf")])]), None),
    _made("doubled_again_and_again.onnx", lambda: model(
        _node("Constant", "", "c0", value=helper.make_tensor("c0", 1, [1000], [1.0] * 1000)),
        *[_node("Concat", f"c{n} c{n}", f"c{n + 1}", axis=0) for n in range(40)],
        _node("Add", "x c40", "y")), None),
    _made("outer_product.onnx", lambda: model(
        *[_node("Constant", "", name, value=helper.make_tensor(name, 1, shape, [1.0] * 300_000))
          for name, shape in (("a", [300_000, 1]), ("b", [1, 300_000]))],
        _node("Add", "a b", "c"), _node("Add", "x c", "y")), None),
    _made("gathered_over_and_over.onnx", lambda: model(
        _node("Constant", "", "a", value=helper.make_tensor("a", 1, [1, 9_000], [1.0] * 9_000)),
        _node("Constant", "", "i", value=helper.make_tensor("i", 7, [90_000], [0] * 90_000)),
        _node("Gather", "a i", "c", axis=0), _node("Add", "x c", "y")), None),
    _made("thousands_of_constants.onnx", lambda: model(
        _node("Constant", "", "s", value=helper.make_tensor("s", 7, [1], [1_000_000])),
        *[_node("ConstantOfShape", "s", f"c{n}") for n in range(5_000)],
        _node("Add", "x c7", "y")), None),
    _made("wide_and_long.onnx", lambda: _wide_and_long(10**6, 4_000), None),
    _made("widest.onnx", lambda: _wide_and_long(10**9, 1), None),
    # Operators.
    _made("unknown_operators.onnx", lambda: model(helper.make_node(
        "Shell", ["x"], ["y"], domain="com.evil", command=f"mkdir {MARK}")), None),
    _made("python_operator.onnx", lambda: model(helper.make_node(
        "PythonOp", ["x"], ["y"], domain="own", code=f"__import__('os').mkdir('{MARK}')")), None),
    _made("calls_itself.onnx", lambda: _calling(("f0", ["f0"]))),
    _made("calls_in_a_circle.onnx", lambda: _calling(("f0", ["f1"]), ("f1", ["f2"]),
                                                     ("f2", ["f0"]))),
    _made("million_laughs.onnx", lambda: _calling(
        *[(f"f{n}", [f"f{n + 1}"] * 10) for n in range(9)], ("f9", ["Relu"])), None),
    _made("attribute_that_names_another.onnx", lambda: model(_refers()), None),
    Maker("holes.onnx", _sparse),
]  # fmt: skip


def _wide_and_long(features: int, count: int) -> ModelProto:
    made = model(
        _node("Constant", "", "k", value=helper.make_tensor("k", 1, [1], [1.5])),
        *[helper.make_node("Mul", [f"v{n}" if n else "x", "k"], [f"v{n + 1}"])
          for n in range(count)],
        output=f"v{count}",
    )  # fmt: skip
    made.graph.input[0].type.tensor_type.shape.dim[1].dim_value = features
    return made


def _refers() -> Node:
    node = _node("Relu", "x", "y")
    node.attribute.append(AttributeProto(name="a", ref_attr_name="../../etc/passwd", type=3))
    return node
