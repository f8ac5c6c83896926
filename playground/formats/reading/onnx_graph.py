"""Whether an ONNX model's graph and tensors are whole, without the library's own checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from math import prod
from typing import Any

from playground.formats.reading.arrays import misshapen
from playground.formats.reading.damage import shown

# Bits a number, by ONNX's own number for the type; texts have none.
_BITS = {
    1: 32, 2: 8, 3: 8, 4: 16, 5: 16, 6: 32, 7: 64, 9: 8, 10: 16, 11: 64, 12: 32, 13: 64, 14: 64,
    15: 128, 16: 16, 17: 8, 18: 8, 19: 8, 20: 8, 21: 4, 22: 4, 23: 4, 24: 8,
}  # fmt: skip
_STRING, _EXTERNAL = 8, 1
# Where numbers lie that are not raw bytes, and how many there are to one of the tensor's.
_FIELDS = {1: "float_data", 7: "int64_data", 11: "double_data", 12: "uint64_data",
           13: "uint64_data", 14: "float_data", 15: "double_data"}  # fmt: skip
_COMPLEX = {14, 15}

# The names that are known, from the whole graph's to those of the innermost.
Scopes = tuple[set[str], ...]


def why_no_graph(model: Any) -> str:
    """Why this can't be used, in words, or ""."""
    if not model.HasField("graph"):
        return "there is no graph in it"
    if not model.opset_import and not model.functions:
        return "it does not say which operators it uses"
    if why := _why_no_functions(model.functions):
        return why
    if why := _why_no_order(model.graph, ()):
        return why
    for function in model.functions:
        if why := _why_no_nodes(function.node, (set(function.input),)):
            return why
    nodes = [*model.graph.node, *(node for each in model.functions for node in each.node)]
    for tensor in (*_graph_tensors(model.graph), *_tensors(nodes)):
        if why := why_no_tensor(tensor):
            return f"of the array {shown(tensor.name)}, {why}"
    return ""


def why_no_tensor(tensor: Any) -> str:
    """Why this tensor can't be read, in words, or ""."""
    if tensor.data_location == _EXTERNAL or tensor.external_data:
        file = next((e.value for e in tensor.external_data if e.key == "location"), "")
        return f"the numbers are in another file, {shown(file)}, and only this one is read"
    if why := misshapen(list(tensor.dims)):
        return why
    size = prod(tensor.dims)
    if tensor.data_type == _STRING:
        held, wanted = len(tensor.string_data), size
    elif tensor.data_type not in _BITS:
        return f"the numbers are of no known type ({tensor.data_type})"
    elif tensor.HasField("raw_data"):
        held, wanted = len(tensor.raw_data), (size * _BITS[tensor.data_type] + 7) // 8
    else:
        name = _FIELDS.get(tensor.data_type, "int32_data")
        held, wanted = len(getattr(tensor, name)), size
        if tensor.data_type in _COMPLEX:
            wanted *= 2
        elif _BITS[tensor.data_type] < 8:
            wanted = (size * _BITS[tensor.data_type] + 7) // 8
    return "" if held == wanted else f"the shape needs {wanted:,} of what it has {held:,} of"


def _why_no_order(graph: Any, outside: Scopes) -> str:
    """Why the nodes don't each use what was made before, here and in graphs inside of them."""
    made = {value.name for value in graph.input}
    made.update(tensor.name for tensor in graph.initializer)
    made.update(tensor.values.name for tensor in graph.sparse_initializer)
    scopes = (*outside, made)
    if why := _why_no_nodes(graph.node, scopes):
        return why
    for value in graph.output:
        if not _known(value.name, scopes):
            return f"nothing in it makes its output {shown(value.name)}"
    return ""


def _why_no_nodes(nodes: Sequence[Any], scopes: Scopes) -> str:
    """As `_why_no_order`; the innermost of the scopes gets the names of what they make."""
    made = scopes[-1]
    for node in nodes:
        for name in node.input:
            if name and not _known(name, scopes):
                return (
                    f"its nodes go round in a circle, or are not in order: {shown(name)} is used "
                    "before anything makes it"
                )
        for attribute in node.attribute:
            for graph in _graphs(attribute):
                if why := _why_no_order(graph, scopes):
                    return why
        for name in node.output:
            if name and name in made:
                return f"two of its nodes make {shown(name)}"
            made.add(name)
    return ""


def _known(name: str, scopes: Scopes) -> bool:
    return any(name in names for names in scopes)


def _why_no_functions(functions: Sequence[Any]) -> str:
    """Why its own operators can't be unfolded: one that calls itself, even by way of others."""
    calls = {
        (each.domain, each.name): {(node.domain, node.op_type) for node in _all_nodes(each.node)}
        for each in functions
    }
    if len(calls) < len(functions):
        return "two of its functions are of one name"
    try:
        TopologicalSorter(calls).prepare()
    except CycleError as error:
        return f"its function {shown(error.args[1][0][1])} calls itself"
    return ""


def _all_nodes(nodes: Sequence[Any]) -> Iterator[Any]:
    for node in nodes:
        yield node
        for attribute in node.attribute:
            for graph in _graphs(attribute):
                yield from _all_nodes(graph.node)


def _graph_tensors(graph: Any) -> Iterator[Any]:
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)


def _tensors(nodes: Sequence[Any]) -> Iterator[Any]:
    """Every tensor in the nodes' attributes, and in graphs inside of them."""
    for node in nodes:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors
            sparse = [attribute.sparse_tensor] if attribute.HasField("sparse_tensor") else []
            for each in (*sparse, *attribute.sparse_tensors):
                yield from (each.values, each.indices)
            for graph in _graphs(attribute):
                yield from _graph_tensors(graph)
                yield from _tensors(graph.node)


def _graphs(attribute: Any) -> list[Any]:
    return ([attribute.g] if attribute.HasField("g") else []) + list(attribute.graphs)
