"""Who imports what, and what no line of the program may do."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import playground

PACKAGE = Path(playground.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("PySide6", "pyqtgraph", "qtawesome", "cupy", "numba", "sklearn", "onnx", "torch", "h5py")


def modules_after(statement: str) -> set[str]:
    """The top-level modules in `sys.modules` after a statement in a process of its own."""
    program = f"{statement}\nimport sys, json\nprint(json.dumps([m for m in sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


# What only child processes import: those that compile kernels, and those that read files.
CHILDREN = {
    *(
        f"playground.engine.executors.native.{name}"
        for name in ("build", "compiler", "gemm", "intrinsics", "products")
    ),
    "playground.formats.reading.hdf5_job",
    "playground.formats.reading.onnx_job",
}


def test_everything_but_the_window_imports_without_anything_heavy() -> None:
    names = [
        module.name
        for module in pkgutil.walk_packages([str(PACKAGE)], "playground.")
        if not module.name.startswith("playground.gui") and module.name not in CHILDREN
    ]
    assert {"playground.cli", "playground.bench", "playground.formats.onnx"} <= set(names)
    loaded = modules_after("import " + ", ".join(names))
    assert loaded.isdisjoint(HEAVY)


def test_importing_playground_loads_next_to_nothing() -> None:
    loaded = modules_after("import playground; playground.UserError")
    assert loaded.isdisjoint({*HEAVY, "numpy", "pydantic", "typer", "rich"})


def test_the_command_line_starts_without_numpy() -> None:
    loaded = modules_after("import playground.cli")
    assert loaded.isdisjoint({*HEAVY, "numpy", "safetensors"})


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_runs_what_it_is_given_or_talks_to_a_network(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    forbidden = {
        *("pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"),
        *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "asyncio"),
    }
    assert imported(tree).isdisjoint(forbidden)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name):
            assert called.id not in ("eval", "exec", "compile", "__import__"), node.lineno
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            name = f"{called.value.id}.{called.attr}"
            assert name not in ("os.system", "os.popen"), node.lineno
            if name in ("np.load", "np.savez", "np.save"):
                given = {word.arg: word.value for word in node.keywords}
                allowed = given.get("allow_pickle")
                assert isinstance(allowed, ast.Constant), node.lineno
                assert allowed.value is False, node.lineno


def test_only_few_parts_start_processes() -> None:
    starting = {
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        if "subprocess" in imported(ast.parse(path.read_text("utf-8")))
    }
    assert starting <= {
        "bench/child.py",
        "data/reading/apart.py",
        "engine/executors/native/library.py",
        "engine/executors/probe.py",
        "formats/checking/child.py",
        "formats/reading/confined.py",
    }
