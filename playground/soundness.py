"""Whether a project, a model file or a lesson is sound, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.errors import UserError

if TYPE_CHECKING:
    from playground.network.compiler import Trace
    from playground.project.file import Project
    from playground.project.spec import ProjectSpec

KERAS = (".keras", ".h5", ".hdf5")
MODELS = (".safetensors", ".npz", ".onnx", *KERAS)
LESSON = ".md"


def check_model(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix == ".onnx":
        from playground.formats.onnx import check as check_onnx

        check_onnx(path)
        return f"{path}: a sound ONNX model."
    if suffix in KERAS:
        from playground.formats.importing import read_weights

        arrays = read_weights(path).arrays
        count = sum(array.size for array in arrays.values())
        return f"{path}: sound. {len(arrays)} arrays of {count:,} numbers."
    from playground.formats.npz import Npz
    from playground.formats.safetensors import SafeTensors

    decoder = SafeTensors() if suffix == ".safetensors" else Npz()
    trained = decoder.decode(path)
    count = sum(array.size for array in trained.parameters.values())
    return (
        f"{path}: sound. A {trained.signature.task} network of {len(trained.parameters)} arrays, "
        f"{count:,} parameters."
    )


def check_lesson_file(path: Path) -> str:
    from playground.gui.lessons.naming import window_names
    from playground.lessons.library import check_lesson

    lesson = check_lesson(path, window_names())
    awaited = sum(len(step.done) for step in lesson.steps)
    return (
        f"{path}: a sound lesson. {lesson.title}: {len(lesson.steps)} steps, {awaited} conditions, "
        f"about {lesson.minutes} minute{'' if lesson.minutes == 1 else 's'}."
    )


def check_project(path: Path) -> None:
    from playground.data.prepare import prepare
    from playground.project.file import open_project
    from playground.training.problems import batch_problem
    from playground.training.vocabulary import words_problem

    opened = open_project(path)
    spec = opened.spec
    traced = traced_of(opened, path)
    for problem in traced.problems:
        print(f"{problem.severity}: {problem.message}")
    if traced.errors:
        raise UserError(f"{path}: network: {traced.errors[0].message}")
    too_large = batch_problem(spec.training, len(prepare(spec.data).train))
    if too_large is not None:
        raise UserError(f"{path}: training: {too_large.message}")
    no_words = words_problem(traced, prepare(spec.data))
    if no_words is not None:
        raise UserError(f"{path}: network: {no_words.message}")
    if opened.run is not None:
        _check_run(opened, path)
    count = sum(traced.parameter_counts().values())
    layers = sum(node.inputs[1] != 0 for node in spec.network)
    held = f", with a run of {opened.run.epoch:,} epochs" if opened.run is not None else ""
    noted = f" Warnings: {len(traced.problems)}." if traced.problems else ""
    print(
        f"{path}: sound. {spec.name}: {_data_words(spec)}, {layers} "
        f"layer{'' if layers == 1 else 's'} and the {spec.head.type} head, "
        f"{count:,} parameters{held}.{noted}"
    )


def _data_words(spec: ProjectSpec) -> str:
    if spec.data.file is None:
        return f"{spec.data.source} data"
    from playground.data.prepare import prepare
    from playground.data.sources import source_of

    return f"{len(prepare(spec.data).dataset.targets):,} rows of {source_of(spec.data).label}"


def _check_run(opened: Project, path: Path) -> None:
    from playground.project.session import ProjectSession

    try:
        ProjectSession(opened)
    except UserError as error:
        raise UserError(f"{path}: {error}") from None


def traced_of(opened: Project, path: Path) -> Trace:
    """The project's network on its data; errors of the data name the file."""
    from playground.network.compiler import trace

    spec = opened.spec
    try:
        signature = spec.signature()
    except UserError as error:
        raise UserError(f"{path}: data: {error}") from None
    return trace(spec.network, spec.head, signature, training=True)
