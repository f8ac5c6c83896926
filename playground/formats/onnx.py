"""ONNX: the whole network, from raw features to answers, for any ONNX runtime."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.data.steps.text import TOKEN
from playground.formats.checking import Check, difference
from playground.formats.code.names import quoted
from playground.formats.contents import answering_lines, columns_line, features_first_line
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.metadata import metadata_of
from playground.formats.onnx_preparation import Form, form_of, input_of, rows_for, why_not
from playground.formats.onnx_writer import FEATURES, OPSET, inputs_of, model_of, refused_ops
from playground.formats.reading.confined import run_confined
from playground.formats.reading.files import read_bytes
from playground.formats.reading.limits import MOST_ONNX_BYTES
from playground.formats.reading.onnx_model import JOB, KIND, parse_onnx
from playground.training.trained import Trained

if TYPE_CHECKING:
    from playground.data.pipeline import Pipeline

_MOST_SHOWN, _MOST_WORDS = 30, 6
_SNIPPET = """
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession({file})
(answers,) = session.run(None, {{"features": x.astype(np.float32)}})
about = session.get_modelmeta().custom_metadata_map  # "task", "class_names", "decision"
"""
_COLUMNS_SNIPPET = """
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession({file})
{about}
rows = {{
{columns}
}}
(answers,) = session.run(None, rows)
about = session.get_modelmeta().custom_metadata_map  # "task", "class_names", "decision"
"""
_ABOUT_CELLS = """
# One array a column: numbers, nan where missing; words, "" where missing;
# dates in seconds since 1970.
"""
_ABOUT_PICTURES = """
# pixels (N, channels, height, width), bytes; each picture is scaled until it just
# covers that size, and cut at the middle.
"""
_ABOUT: Mapping[str, str] = {
    "texts": f"""
# Texts are given as their words, "" behind the last one: of a text in small letters,
# with ' for ’, re.findall(r"{TOKEN}", text).
""",
    "hashes": """
# Some words are given as the FNV-1a hash (32 bits) of their UTF-8, -1 where missing.
""",
}


class Onnx(Format):
    """Standardisation, layers and final activation in one graph, in float32.

    Input "features" (N, …), raw; or, of a table, one input (N,) a column, as it stands in the file:
    float64, NaN where missing (dates in seconds since 1970), or strings, "" where missing; a text
    as its words (N, L), and a word that is hashed as its hash (int64), see `form_of`. Output
    "predictions" (N, columns): probabilities, or in the targets' own units.
    """

    name = "onnx"
    suffix = ".onnx"
    label = "ONNX"
    group: ClassVar[Group] = "Whole network"
    help = "The whole network: raw features in, answers out. Read by ONNX Runtime and many others."

    def refused(self, material: Material) -> str:
        return refused_ops(material.trained)

    def contents(self, material: Material) -> tuple[str, ...]:
        graph = f"the network as a graph, opset {OPSET}"
        pipeline = material.trained.pipeline
        if pipeline is None:
            return (graph, *answering_lines(material))
        why = why_not(pipeline)
        rows = features_first_line(material, why) if why else columns_line(pipeline)
        if not why and pipeline.columns[0].kind == "picture":
            _, (_, *size) = input_of(pipeline.columns[0])
            shape = "×".join(map(str, size))
            rows = f"takes pictures as bytes, {shape}: they are brought to that size before"
        if not why:
            rows += _taken_otherwise(pipeline)
        return (graph, *answering_lines(material, takes=rows))

    def size(self, material: Material) -> int:
        arrays = len(material.trained.parameters)
        return 4 * material.numbers + 150 * arrays + len(metadata_of(material.trained)) + 400

    def snippet(self, material: Material, path: Path) -> str:
        inputs, table = inputs_of(material.trained), material.rows
        pipeline = material.trained.pipeline
        if not inputs or table is None or pipeline is None:
            return _SNIPPET.format(file=quoted(path.name)).strip()
        wanted = 2 if pipeline.window is None else pipeline.window.steps
        few = table.take(np.arange(min(wanted, len(table))))
        forms = {column.name: form_of(column) for column in pipeline.columns}
        cells = rows_for(pipeline, few, {name: name for name in inputs})
        shown = [
            f"    {quoted(given)}: {_example(forms[name], cells[name])},"
            for name, given in list(inputs.items())[:_MOST_SHOWN]
        ]
        if len(inputs) > _MOST_SHOWN:
            more = len(inputs) - _MOST_SHOWN
            shown.append(f'    # and {more:,} more: about["columns"] lists them')
        columns = "\n".join(shown)
        pictured = any(column.kind == "picture" for column in table.columns)
        about = _ABOUT_PICTURES if pictured else _ABOUT_CELLS
        extra = [_ABOUT[form] for form in sorted(set(forms.values()) & _ABOUT.keys())]
        about = "\n".join(each.strip() for each in (about, *extra))
        given = {"file": quoted(path.name), "columns": columns, "about": about}
        return _COLUMNS_SNIPPET.format(**given).strip()

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: self.encode(material.trained)}

    def check(self, path: Path, material: Material) -> Check:
        reader, answers = _answers(path, _given(material))
        return Check(
            reader,
            True,
            difference(material.answers, answers),
            len(material.samples),
            _same_weights(path, material.trained),
        )

    def encode(self, trained: Trained) -> bytes:
        """The file's contents."""
        encoded: bytes = model_of(trained).SerializeToString()
        return encoded


def _given(material: Material) -> dict[str, Any]:
    """What the model is given for the samples to compare: rows of the file where it takes them."""
    trained, table = material.trained, material.rows
    inputs = inputs_of(trained)
    if inputs and table is not None and trained.pipeline is not None:
        return rows_for(trained.pipeline, table, inputs)
    return {FEATURES: material.samples.astype(np.float32)}


def _taken_otherwise(pipeline: Pipeline) -> str:
    """What of a table's rows is made of them before, where anything is."""
    said = ""
    for form, words in (("texts", "texts as their words"), ("hashes", "hashes of the words")):
        names = [column.name for column in pipeline.columns if form_of(column) == form]
        if names:
            said += f"; {words}: {', '.join(names)}"
    return said


def _example(form: Form, cells: NDArray[Any]) -> str:
    """What a column's cells look like, as code."""
    if form == "pixels":
        return "pixels"  # (N, channels, height, width) bytes
    if form == "hashes":
        return f"np.array({cells.tolist()})"
    if form == "numbers":
        shown = ", ".join("np.nan" if np.isnan(n) else repr(float(n)) for n in cells)
        return f"np.array([{shown}])"
    if form == "texts":
        rows = [f"[{', '.join(map(quoted, row))}]" for row in cells[:, :_MOST_WORDS].tolist()]
        return f"np.array([{', '.join(rows)}], object)"
    return f"np.array([{', '.join(map(quoted, cells.tolist()))}], object)"


def _answers(path: Path, given: dict[str, Any]) -> tuple[str, NDArray[Any]]:
    """Who answers, and how: ONNX Runtime, or else ONNX's own reference evaluator."""
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


def check(path: Path) -> None:
    """Refuse a file that is not a sound ONNX model, or keeps a part of it in others.

    ONNX's own checks are made in a process of its own, for a model can be made to crash them.
    """
    contents = read_bytes(path, MOST_ONNX_BYTES)
    parse_onnx(contents, str(path))
    run_confined(JOB, contents, str(path), KIND)
