"""Exports read back by what nobody here wrote."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats import FORMATS
from playground.formats.code import write_code
from playground.formats.export import write
from playground.formats.material import Material

Array = NDArray[Any]
# Formats that hold the network, or its weights.
WITH_NETWORK = [name for name, each in FORMATS.items() if each.group != "Run"]

# Those that write layers and activations in a language of their own.
WRITING_LAYERS = [name for name in WITH_NETWORK if name not in ("safetensors", "npz")]


def module(path: Path) -> dict[str, Any]:
    """The names that a program defines, once it is imported."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    # Two programs within a second would else be taken for one.
    with patch.object(sys, "dont_write_bytecode", True):
        spec.loader.exec_module(made)
    return vars(made)


def _by_safetensors(path: Path, material: Material, x: Array) -> tuple[Array, dict[str, Array]]:
    """Weights by the library, answers by the program in NumPy."""
    import json

    from safetensors import safe_open

    with safe_open(path, framework="np") as file:
        weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        metadata = json.loads(file.metadata()["playground"])
    return _by_dialect(weights, metadata, material, path, x), weights


def _by_numpy_load(path: Path, material: Material, x: Array) -> tuple[Array, dict[str, Array]]:
    import json

    with np.load(path, allow_pickle=False) as file:
        weights = {name: file[name] for name in file.files if name != "__metadata__"}
        metadata = json.loads(str(file["__metadata__"]))
    return _by_dialect(weights, metadata, material, path, x), weights


def _by_dialect(weights: Any, metadata: Any, material: Material, path: Path, x: Array) -> Array:
    source = path.with_name("dialect.py")
    try:
        text = write_code("numpy", material.design).text
    except UserError:  # a layer that the program can't be written of
        ordered = {name: weights[name] for name in material.trained.parameters}
        return replace(material.trained, parameters=ordered).predict(x)
    source.write_text(text, "utf-8")
    found: Array = module(source)["predict"](weights, metadata, x)
    return found


def _by_onnx_runtime(path: Path, material: Material, x: Array) -> tuple[Array, dict[str, Array]]:
    import onnx

    onnxruntime = pytest.importorskip("onnxruntime")
    running = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    held = {i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    names = material.trained.parameters
    return running.run(None, {"features": x.astype(np.float32)})[0], {n: held[n] for n in names}


def _by_program(path: Path, material: Material, x: Array) -> tuple[Array, dict[str, Array]]:
    program = module(path)
    return program["predict"](x), program["W"]


def _by_torch(path: Path, material: Material, x: Array) -> tuple[Array, None]:
    pytest.importorskip("torch")
    program = module(path)
    return program["predict"](program["load"](), x).numpy(), None


def _by_keras(path: Path, material: Material, x: Array) -> tuple[Array, None]:
    """By Keras where it is installed; else h5py alone looks at the weights."""
    _assert_weights_are_in_hdf5(path, material)
    if importlib.util.find_spec("keras") is None:
        return material.trained.predict(x), None
    import keras

    if path.suffix == ".keras":
        return keras.saving.load_model(path).predict(x, verbose=0), None
    program = module(path.with_name(f"{path.name.removesuffix('.weights.h5')}_model.py"))
    return program["predict"](program["load"](), x), None


def _assert_weights_are_in_hdf5(path: Path, material: Material) -> None:
    """Every number of the network is there, and no other."""
    import h5py

    held: list[Array] = []
    with ExitStack() as stack:
        if path.suffix == ".keras":
            zipped = stack.enter_context(ZipFile(path))
            contents: Any = BytesIO(zipped.read("model.weights.h5"))
        else:
            contents = path
        file = stack.enter_context(h5py.File(contents, "r"))
        file.visititems(lambda _, o: held.append(o[()]) if isinstance(o, h5py.Dataset) else None)
    theirs = np.sort(np.concatenate([np.ravel(array) for array in held]))
    ours = np.sort(np.concatenate([np.ravel(a) for a in material.trained.parameters.values()]))
    assert theirs.tobytes() == ours.tobytes()


def _by_compiler(path: Path, material: Material, x: Array) -> tuple[Array, dict[str, Array]]:
    """Compiled with every warning an error."""
    from playground.formats.c.program import array_names, prefix_of

    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    prefix = prefix_of(path.name)
    names = array_names(material, prefix)
    weights = "".join(f"fwrite({each}, sizeof {each}, 1, stdout);" for each in names.values())
    code = f"""
#include <stdio.h>
#include "{path.name}"
int main(void) {{
    float x[{prefix.upper()}_FEATURES], y[{prefix.upper()}_ANSWERS];
    while (fread(x, sizeof x, 1, stdin) == 1) {{
        {prefix}_predict(x, y);
        fwrite(y, sizeof y, 1, stdout);
    }}
    {weights}
    return 0;
}}
"""
    (path.parent / "main.c").write_text(code)
    strict = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O0"]
    main = str(path.parent / "main")
    subprocess.run([compiler, *strict, "main.c", "-o", main, "-lm"], cwd=path.parent, check=True)
    given = x.astype(np.float32).tobytes()
    out = subprocess.run([main], input=given, capture_output=True, check=True).stdout
    found = np.frombuffer(out, np.float32)
    columns = material.trained.head.columns(material.trained.signature)
    answers, held = np.split(found, [len(x) * columns])
    parameters = material.trained.parameters
    parts = np.split(held, np.cumsum([array.size for array in parameters.values()])[:-1])
    shaped = zip(parameters.items(), parts, strict=True)
    weights_read = {name: part.reshape(array.shape) for (name, array), part in shaped}
    return answers.reshape(len(x), columns), weights_read


READERS: dict[str, Callable[[Path, Material, Array], tuple[Array, dict[str, Array] | None]]] = {
    "safetensors": _by_safetensors,
    "npz": _by_numpy_load,
    "onnx": _by_onnx_runtime,
    "numpy": _by_program,
    "pytorch": _by_torch,
    "c": _by_compiler,
    "keras": _by_keras,
    "keras-weights": _by_keras,
}


def difference_of(material: Material, format_name: str, folder: Path) -> float:
    """Write, read back, and say by how much answers differ, through the largest of them.

    Weights that the file stores under their own names must be alike bit for bit.
    """
    chosen = FORMATS[format_name]
    path = folder / f"export{chosen.suffix}"
    write(material, path, chosen)
    x = material.samples[:40]
    ours = material.trained.predict(x)
    theirs, weights = READERS[format_name](path, material, x)
    assert theirs.shape == ours.shape
    if weights is not None:
        assert weights.keys() == material.trained.parameters.keys()
        for name, array in material.trained.parameters.items():
            assert array.tobytes() == weights[name].tobytes(), name
    size = float(np.abs(ours).max()) or 1.0
    np.testing.assert_allclose(theirs, ours, rtol=1e-4, atol=1e-6 * size)
    return float(np.abs(theirs.astype(np.float64) - ours).max() / size)


def assert_answers_alike(
    material: Material, format_name: str, folder: Path, layer: str = ""
) -> None:
    """What is written answers as the network does; or it is refused, and that in words.

    Args:
        layer: the layer type that may be the reason of a refusal, if any may.
    """
    refusal = FORMATS[format_name].refusal(material)
    if refusal:
        assert layer
        assert layer in refusal, refusal
        assert refusal.endswith(".")
        with pytest.raises(UserError):
            write(material, folder / "x", FORMATS[format_name])
        assert not (folder / "x").exists()
    else:
        assert difference_of(material, format_name, folder) < 1e-4


def run_snippet(format_name: str, snippet: str, x: Array, answers: Array) -> None:
    """Run what is there to be copied; where it answers, it must answer alike."""
    needs = {
        "pytorch": "torch",
        "onnx": "onnxruntime",
        "keras": "keras",
        "keras-weights": "keras",
    }
    if format_name in needs:
        pytest.importorskip(needs[format_name])
    if format_name == "c":
        _run_c(snippet, answers[0])
        return
    names: dict[str, Any] = {"x": x}
    exec(compile(snippet, "snippet", "exec"), names)  # noqa: S102
    if "answers" in names:
        np.testing.assert_allclose(np.asarray(names["answers"]), answers, rtol=1e-4, atol=1e-5)


def _run_c(snippet: str, answers: Array) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    Path("main.c").write_text(snippet)
    subprocess.run([compiler, "main.c", "-o", "main", "-lm"], check=True)
    said = subprocess.run([Path("main").resolve()], capture_output=True, text=True, check=True)
    found = [float(line) for line in said.stdout.splitlines()]
    assert len(found) == len(answers)
