"""Trained networks of every head, to be written in every format."""

from __future__ import annotations

from functools import cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.preprocess import Standardiser
from playground.data.spec import DataSpec
from playground.formats.material import Material, material_of
from playground.network.compiler import trace
from playground.network.heads import HEADS
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.project.session import ProjectSession
from playground.training.spec import TrainingSpec
from playground.training.trained import Trained
from tests.formats.code.programs import Made
from tests.project.documents import project

# A head, and data that it answers; values are standardised where that shows.
CASES: dict[str, dict[str, Any]] = {
    "binary": {"source": "circle"},
    "binary_softmax": {"source": "moons"},
    "multiclass": {"source": "blobs", "classes": 4},
    "multilabel": {"source": "regions"},
    "regression": {"source": "linnerud", "standardise_targets": True},
    "bounded_regression": {"source": "waves", "standardise_targets": True},
}


@cache
def session(head: str) -> ProjectSession:
    """A session of this head that has learned a little. Shared: only look at it."""
    made = ProjectSession(project(head=head, data={"samples": 80, **CASES[head]}))
    made.train(3)
    return made


@cache
def images() -> ProjectSession:
    """Digits through Flatten, Dense, Dropout. Shared: only look at it."""
    nodes = [
        {"id": "flatten_1", "type": "Flatten"},
        {"id": "dense_1", "type": "Dense", "units": 12, "activation": "relu"},
        {"id": "dropout_1", "type": "Dropout", "rate": 0.5},
    ]
    made = ProjectSession(
        project(
            data={"source": "digits"},
            network={"nodes": nodes},
            head="multiclass",
            training__batch_size=64,
        )
    )
    made.train(2)
    return made


def made_up(
    network: NetworkSpec, features: tuple[int, ...], random: np.random.Generator
) -> Material:
    """A network for regression with any positive weights, features shifted and scaled."""
    described = Signature("made up", features, "regression", 2)
    head = HEADS["regression"]()
    traced = trace(network, head, described, training=False)
    parameters = {
        value.name: random.uniform(0.1, 0.9, value.shape)
        for value in traced.builder.graph.parameters
    }
    scalers = [
        Standardiser(random.normal(size=shape), random.uniform(0.5, 2.0, shape))
        for shape in (features, (2,))
    ]
    names = tuple(f"x{column}" for column in range(prod(features)))
    trained = Trained(network, head, described, parameters, *scalers, names, ("y0", "y1"))
    samples = Dataset(
        random.normal(size=(10, *features)),
        random.normal(size=(10, 2)),
        "regression",
        names,
        ("y0", "y1"),
    )
    prepared = prepare_dataset(DataSpec(), samples)
    return material_of("Made up", trained, prepared, TrainingSpec(), {})


def raw(session: ProjectSession) -> NDArray[np.float64]:
    """Some raw features of the session's data."""
    return session.prepared.dataset.features[:30]


def material_of_made(one: Made) -> Material:
    """The material of a network whose weights are made up, with some samples of no account."""
    trained = one.trained
    targets = np.zeros((len(one.x), trained.signature.outputs))
    samples = Dataset(one.x, targets, "regression", (), trained.target_names)
    prepared = prepare_dataset(DataSpec(), samples)
    return material_of("Made up", trained, prepared, one.training, {})
