""".keras: the whole network as a functional model, as Keras 3 saves one."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.checking import Check, same
from playground.formats.checking.child import Arrays, NoReaderError, python
from playground.formats.checking.judged import judged, unchecked
from playground.formats.code.keras.dialect import Keras
from playground.formats.code.names import quoted
from playground.formats.contents import answering_lines
from playground.formats.format import Format, Group
from playground.formats.keras.backend import CHOOSE_BACKEND
from playground.formats.keras.graph import Call, Operation, rank
from playground.formats.keras.layout import MODEL, decode, encode
from playground.formats.keras.model import Model, model_of
from playground.formats.material import Material
from playground.formats.metadata import metadata_of

# The oldest Keras that has these layers; the file says that it was saved by it.
KERAS = "3.0.0"
CONFIG, VERSION, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
# Ours, beside what Keras reads.
ABOUT = "playground.json"

_READ_BACK = f"""
import sys
import numpy as np
{CHOOSE_BACKEND}
model = keras.saving.load_model(sys.argv[1])
answers = model.predict(np.load("features.npy"), verbose=0)
np.savez("found.npz", answers=answers, reader="Keras " + keras.__version__)
"""


class KerasModel(Format):
    """A zip of a config, weights in HDF5, and everything else in "playground.json"."""

    name = "keras"
    suffix = ".keras"
    label = "Keras"
    group: ClassVar[Group] = "Whole network"
    help = "The whole network for Keras 3: raw features in, answers out; it trains on."

    def refused(self, material: Material) -> str:
        return why_not_in_keras(material)

    def contents(self, material: Material) -> tuple[str, ...]:
        return ("the network as a functional model", *answering_lines(material))

    def size(self, material: Material) -> int:
        arrays = len(material.trained.parameters)
        layers = len(list(material.trained.network))
        return 4 * material.numbers + 3_200 * arrays + 1_500 * layers + 2_000

    def snippet(self, material: Material, path: Path) -> str:
        return (
            f"import keras\n\nmodel = keras.saving.load_model({quoted(path.name)})\n"
            "answers = model.predict(x)"
        )

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        refusal = self.refused(material)
        if refusal:
            raise UserError(refusal)
        model = model_of(material, whole=True)
        buffer = BytesIO()
        with ZipFile(buffer, "w") as file:
            for entry, contents in (
                (VERSION, json.dumps({"keras_version": KERAS}).encode()),
                (CONFIG, json.dumps(config_of(model)).encode()),
                (ABOUT, metadata_of(material.trained).encode()),
                (WEIGHTS, encode(model.arrays, model.names)),
            ):
                # Keras reads the weights in place, which must then not be compressed.
                packed = ZIP_STORED if entry == WEIGHTS else ZIP_DEFLATED
                file.writestr(ZipInfo(entry), contents, packed)
        return {name: buffer.getvalue()}

    def check(self, path: Path, material: Material) -> Check:
        with ZipFile(path) as file:
            held = decode(file.read(WEIGHTS))
        exact = same(model_of(material, whole=True).arrays, held)

        def ask(features: NDArray[Any]) -> Arrays:
            return python(_READ_BACK, [path.resolve()], features)

        try:
            return judged("Keras", material, ask, exact=exact)
        except NoReaderError as error:
            import h5py

            return unchecked(f"h5py {h5py.__version__}", error, exact)


def why_not_in_keras(material: Material) -> str:
    """Why the network can't be a model of Keras; "" where it can."""
    try:
        Keras().plan_of(material.design)
    except UserError as error:
        return str(error).replace("Choose another dialect", "Export as ONNX or npz")
    return ""


def config_of(model: Model) -> dict[str, Any]:
    """The model as Keras's `config.json` has it."""
    ranks: dict[int, int] = {}
    config = {
        "name": MODEL,
        "trainable": True,
        "layers": [_layer(each, ranks) for each in model.operations],
        "input_layers": model.first.history,
        "output_layers": model.last.history,
    }
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": config,
        "registered_name": "Functional",
    }


def _layer(operation: Operation, ranks: dict[int, int]) -> dict[str, Any]:
    # In older versions of Keras a function that has settings takes no name.
    named = {"name": operation.name} if operation.is_layer or not operation.config else {}
    return {
        "module": operation.module,
        "class_name": operation.kind,
        "config": named | operation.config,
        "registered_name": None if operation.is_layer else operation.kind,
        "name": operation.name,
        "inbound_nodes": [
            {"args": _written(list(call.args), ranks), "kwargs": _written(call.kwargs, ranks)}
            for call in operation.calls
            if call.args
        ],
    }


def _written(value: Any, ranks: dict[int, int]) -> Any:
    """Arguments as JSON, as Keras writes values, slices and lists.

    The extents of values are left open: Keras works them out from the layers.
    """
    match value:
        case Call():
            place = {
                "shape": [None] * rank(value, ranks),
                "dtype": "float32",
                "keras_history": value.history,
            }
            return {"class_name": "__keras_tensor__", "config": place}
        case slice():
            ends = {"start": value.start, "stop": value.stop, "step": value.step}
            return {"class_name": "__slice__", "config": ends}
        case list() | tuple():
            return [_written(each, ranks) for each in value]
        case dict():
            return {key: _written(each, ranks) for key, each in value.items()}
        case _:
            return value
