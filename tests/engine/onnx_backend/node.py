"""An ONNX node as operators see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from onnx import NodeProto, helper
from onnx.backend.test.runner import BackendIsNotSupposedToImplementIt

from .computation import Array, Computation


class NotSupported(BackendIsNotSupposedToImplementIt):  # type: ignore[misc]
    """What the engine's ops have no way to do, in words."""


@dataclass(frozen=True)
class OnnxNode:
    """One node and the tensors that go into it.

    Attributes:
        operator: its type, such as "Conv".
        inputs: in the operator's order, None where an optional one is left out.
        outputs: their names, in order, "" where one is not asked for.
        attributes: those that are set.
    """

    operator: str
    inputs: tuple[Array | None, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any]

    def tensor(self, place: int) -> Array:
        """An input that is always there."""
        found = self.inputs[place]
        assert found is not None
        return found

    def optional(self, place: int) -> Array | None:
        """An input that may be left out."""
        return self.inputs[place] if place < len(self.inputs) else None

    def numbers(self, place: int) -> list[int] | None:
        """An input that is a list of axes, sizes or places."""
        found = self.optional(place)
        return None if found is None else [int(number) for number in found]

    def attribute(self, name: str, default: Any) -> Any:
        """An attribute, text as str."""
        found = self.attributes.get(name, default)
        return found.decode() if isinstance(found, bytes) else found

    def wants(self, place: int) -> bool:
        """Whether an output is asked for."""
        return place < len(self.outputs) and self.outputs[place] != ""


# From a node to its outputs, all that are asked for, worked out by our ops.
Operator = Callable[[OnnxNode, Computation], list[Array]]


def node_of(proto: NodeProto, tensors: Mapping[str, Array]) -> OnnxNode:
    """A node of a model, its inputs found by name."""
    return OnnxNode(
        proto.op_type,
        tuple(tensors[name] if name else None for name in proto.input),
        tuple(proto.output),
        {each.name: helper.get_attribute_value(each) for each in proto.attribute},
    )
