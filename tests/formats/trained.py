"""Trained networks of every head, to be written in every format."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.project.session import ProjectSession
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


def raw(session: ProjectSession) -> NDArray[np.float64]:
    """Some raw features of the session's data."""
    return session.prepared.dataset.features[:30]
