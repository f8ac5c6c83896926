"""The curvature along the head's weights, against differences of gradients."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.training.session import Session

from .test_advice import LAYERS, curvature_of, project


@pytest.mark.parametrize("layers", LAYERS)
def test_the_curvature_is_that_of_the_loss_along_the_heads_weights(layers: str) -> None:
    """The differences are exact where the loss is quadratic."""
    spec = project(LAYERS[layers], "sgd", 0.01)
    data = prepare(spec.data)
    session = Session(spec.network, spec.head, spec.training, data, device="numpy", dtype="float64")
    x, y = data.train.features, data.train.targets
    start = session.parameters()

    def gradient(step: np.ndarray) -> np.ndarray:
        weight, bias = start["head.weight"], start["head.bias"]
        moved = weight + step[:-1, None], bias + step[-1:]
        session.load({**start, "head.weight": moved[0], "head.bias": moved[1]})
        found = session.gradients(x, y)
        return np.concatenate([found["head.weight"][:, 0], found["head.bias"]])

    width = len(start["head.weight"]) + 1
    here = gradient(np.zeros(width))
    hessian = np.stack([gradient(np.eye(width)[place]) - here for place in range(width)])
    assert curvature_of(spec) == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-6)
