"""The engine as ONNX sees it: a backend that runs models of one node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import ModelProto, helper
from onnx.backend.base import Backend, BackendRep

from playground.engine.executors.host import HostExecutor
from playground.engine.executors.native.executor import NativeExecutor
from playground.engine.executors.native.library import library
from playground.engine.executors.native.table import kernels_of
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import Program

from .computation import Array, Computation, Create
from .node import NotSupported, node_of
from .operators import OPERATORS


def reference(program: Program, dtype: np.dtype[Any]) -> HostExecutor:
    """NumPy, op by op."""
    return ReferenceExecutor(program, dtype)


def native(program: Program, dtype: np.dtype[Any]) -> HostExecutor:
    """Compiled kernels, waited for where they are not there yet."""
    kernels = library(dtype.name)
    assert kernels.wait(kernels_of(program)), kernels.failure
    return NativeExecutor(program, dtype)


class Playground(Backend):  # type: ignore[misc]
    """Runs ONNX nodes on the engine's ops; the option `create` says by which executor."""

    @classmethod
    def is_compatible(cls, model: ModelProto, device: str = "CPU", **kwargs: Any) -> bool:
        nodes = model.graph.node
        return cls.supports_device(device) and len(nodes) == 1 and nodes[0].op_type in OPERATORS

    @classmethod
    def prepare(cls, model: ModelProto, device: str = "CPU", **kwargs: Any) -> BackendRep:
        super().prepare(model, device, **kwargs)
        if not cls.is_compatible(model, device):
            operators = ", ".join(node.op_type for node in model.graph.node)
            raise NotSupported(f"there is no op for {operators} on {device}")
        return Prepared(model, kwargs.get("create", reference))

    @classmethod
    def supports_device(cls, device: str) -> bool:
        return device == "CPU"


class Prepared(BackendRep):  # type: ignore[misc]
    """A model whose program is planned when its inputs come: among them are axes and sizes."""

    def __init__(self, model: ModelProto, create: Create) -> None:
        self._model = model
        self._create = create

    def run(self, inputs: Sequence[Any], **kwargs: Any) -> tuple[Array, ...]:
        for given in inputs:
            if not isinstance(given, np.ndarray | np.generic):
                raise NotSupported("a value is an array, no sequence and no optional")
            if given.size == 0 and given.dtype.kind == "f":
                raise NotSupported("an array has at least one number")
        graph = self._model.graph
        tensors = {
            info.name: np.asarray(array) for info, array in zip(graph.input, inputs, strict=True)
        }
        node = node_of(graph.node[0], tensors)
        found = OPERATORS[node.operator](node, Computation(self._create, self._dtype(tensors)))
        types = [info.type.tensor_type.elem_type for info in graph.output]
        return tuple(
            array.astype(helper.tensor_dtype_to_np_dtype(elements))
            for array, elements in zip(found, types, strict=True)
        )

    def _dtype(self, tensors: dict[str, Array]) -> np.dtype[Any]:
        """Float32 where the first input is, else float64, which holds all the others exactly.

        (Of the integers only those up to 2⁵³.)
        """
        first = next(iter(tensors.values()))
        return np.dtype(np.float32 if first.dtype == np.float32 else np.float64)
