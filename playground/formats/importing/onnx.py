"""Weights and networks from ONNX files, of whoever wrote them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from playground.formats.importing.found import Found
from playground.formats.importing.own import found_in, with_network
from playground.formats.metadata import KEY
from playground.formats.reading import onnx_model
from playground.formats.reading.damage import unsound


def read_onnx(path: Path) -> Found:
    """The initializers, and the network that the graph is.

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
    found = with_network(found_in(path, onnx_model.KIND, arrays), texts.get(KEY))
    return replace(found, framework=found.framework or "onnx")
