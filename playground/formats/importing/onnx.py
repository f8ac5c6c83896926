"""Weights and networks from ONNX files, of whoever wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.importing.found import Found
from playground.formats.importing.graph.network import network_of
from playground.formats.importing.own import found_in, with_network
from playground.formats.metadata import KEY
from playground.formats.onnx import Onnx
from playground.formats.reading import onnx_model
from playground.formats.reading.damage import unsound
from playground.training.trained import Trained

if TYPE_CHECKING:
    from onnx import ModelProto

_OTHERWISE = (
    "What the file says of its network is not what its graph does; the network is made of the "
    "graph."
)


def read_onnx(path: Path) -> Found:
    """The initializers, and the network that the graph is.

    Of a file of Playground's own, what it says of its network is taken, where the graph is the one
    that such a network has.

    Raises:
        UserError: it is not sound.
    """
    from onnx import numpy_helper

    model = onnx_model.read_onnx(path)
    try:
        arrays = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    except Exception as error:  # the library raises its own
        raise unsound(str(path), onnx_model.KIND, str(error)) from None
    texts = {each.key: each.value for each in model.metadata_props}
    own = with_network(found_in(path, onnx_model.KIND, arrays), texts.get(KEY))
    if own.trained is not None and _is_graph_of(own.trained, model):
        return own
    return _of_graph(replace(own, trained=None, framework="onnx"), model, arrays, KEY in texts)


def _of_graph(
    found: Found, model: ModelProto, arrays: Mapping[str, NDArray[Any]], own: bool
) -> Found:
    try:
        trained = network_of(model, str(found.path), arrays)
    except UserError as error:
        return replace(found, why=str(error))
    except MemoryError:
        return replace(found, why="its graph needs more memory than there is.")
    return replace(found, trained=trained, why="", told=(_OTHERWISE,) if own else ())


def _is_graph_of(trained: Trained, model: ModelProto) -> bool:
    """Whether the graph, its constants too, is the one that an export of this network has."""
    import onnx

    try:
        written = onnx.ModelProto.FromString(Onnx().encode(trained)).graph
    except UserError:
        return False
    given = model.graph
    return bool(
        list(written.node) == list(given.node)
        and {each.name: each for each in written.initializer}
        == {each.name: each for each in given.initializer}
    )
