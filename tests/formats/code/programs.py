"""Designs to write code of, and the programs run."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from playground.assets_path import examples_path
from playground.data.preprocess import Standardiser
from playground.data.spec import DataSpec
from playground.formats.code import Design, write_code
from playground.formats.npz import Npz
from playground.network.compiler import trace
from playground.network.head import Head
from playground.network.heads import HEADS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from playground.training.spec import TrainingSpec
from playground.training.trained import Trained
from tests.network.layers.cases import cases_of
from tests.network.small import chain, signature

# Every project that comes with the program.
PROJECTS = sorted(
    [
        *examples_path().glob("*.json"),
        *(examples_path().parent / "assets" / "templates").glob("*.json"),
    ]
)


def design_of(spec: ProjectSpec) -> Design:
    """A project's parts."""
    return Design(spec.name, spec.data, spec.network, spec.head, spec.training, spec.signature())


@dataclass(frozen=True)
class Made:
    """A network with weights made up, and raw features to ask it about."""

    trained: Trained
    x: NDArray[np.float64]
    training: TrainingSpec = field(default_factory=TrainingSpec)

    @property
    def design(self) -> Design:
        one = self.trained
        return Design("Made up", DataSpec(), one.network, one.head, self.training, one.signature)


def made(
    network: NetworkSpec, head: Head, described: Signature, seed: int = 0, **training: Any
) -> Made:
    """Positive weights, features and targets that are shifted and scaled."""
    random = np.random.default_rng(seed)
    traced = trace(network, head, described, training=False)
    assert not traced.errors, traced.errors
    parameters = {
        value.name: random.uniform(0.1, 0.9, value.shape)
        for value in traced.builder.graph.parameters
    }
    outputs = (described.outputs,)
    scalers = [
        Standardiser(random.normal(size=shape), random.uniform(0.5, 2.0, shape))
        for shape in (described.features, outputs)
    ]
    classes = tuple(f"y{number}" for number in range(described.outputs))
    x = random.normal(size=(6, *described.features)) * 3.0
    trained = Trained(network, head, described, parameters, *scalers, (), classes)
    return Made(trained, x, TrainingSpec.model_validate(training))


def layer_made(layer_type: str, seed: int) -> Made:
    """A random network around a layer of this type."""
    case = cases_of(layer_type)(np.random.default_rng(seed))
    described = Signature("made up", case.features, "regression", 2)
    return made(case.network, HEADS["regression"](), described, seed)


def activation_made(name: str, rank: int) -> Made:
    """Dense and Activation with it, on vectors, sequences or images."""
    shape = {1: (24,), 2: (6, 4), 3: (2, 3, 4)}[rank]
    nodes = [
        {"type": "Dense", "units": 24, "activation": name},
        {"type": "Reshape", "shape": shape},
        {"type": "Activation", "activation": name},
        {"type": "Flatten"},
    ]
    return made(chain(*nodes), HEADS["regression"](), signature("regression"), 3)


def heads_made() -> Iterator[tuple[str, Made]]:
    """Every head with every final activation and loss, on every task that it answers."""
    network = chain({"type": "Dense", "units": 4})
    for name, head_type in HEADS.items():
        for task in (*head_type.tasks, *head_type.tries):
            for final in (None, *FINAL_LABELS):
                for loss in (None, *LOSSES):
                    head = head_type.model_validate({"activation": final, "loss": loss})
                    described = signature(task)
                    if not trace(network, head, described, training=False).errors:
                        yield f"{name}-{task}-{final}-{loss}", made(network, head, described)


def run(dialect: str, design: Design, folder: Path) -> dict[str, Any]:
    """The names that a program defines, once it is a file and imported."""
    path = folder / f"{dialect}_program.py"
    path.write_text(write_code(dialect, design).text, "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Two programs within a second would else be taken for one.
    with patch.object(sys, "dont_write_bytecode", True):
        spec.loader.exec_module(module)
    return vars(module)


def assert_answers_alike(dialect: str, one: Made, folder: Path) -> None:
    """The program loads the export and answers raw features as the network does."""
    path = folder / "weights.npz"
    path.write_bytes(Npz().encode(one.trained))
    program = run(dialect, one.design, folder)
    found = program["predict"](*program["load"](path), one.x)
    np.testing.assert_allclose(found, one.trained.predict(one.x), rtol=2e-5, atol=2e-5)


def assert_session_answers_alike(dialect: str, session: ProjectSession, folder: Path) -> None:
    """The same for a session, whose export it loads."""
    path = folder / "weights.npz"
    session.export(path)
    program = run(dialect, design_of(session.project), folder)
    x = session.prepared.dataset.features[:20]
    found = program["predict"](*program["load"](path), x)
    np.testing.assert_allclose(found, session.predict(x), rtol=1e-5, atol=1e-5)


LAYER_CASES = [(layer, seed) for layer in LAYERS for seed in range(6)]
