"""Trainings and losses that programs are compared with Playground in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.npz import Npz
from playground.training.evaluator import Evaluator
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES
from tests.formats.code.programs import Made, heads_made, run
from tests.network.small import targets

HEADS_MADE = dict(heads_made())

TRAININGS: list[dict[str, Any]] = [
    *({"optimizer": {"type": name, "learning_rate": 0.02}} for name in OPTIMIZERS),
    *({"optimizer": {"type": "sgd", "learning_rate": 0.1}, "schedule": name} for name in SCHEDULES),
    {"optimizer": "sgd", "schedule": {"type": "cosine", "warm_up": 2}},
    {"optimizer": "sgd", "schedule": {"type": "step", "every": 2}},
    {"optimizer": "sgd", "clipping": {"type": "norm", "limit": 0.01}},
    {"optimizer": "sgd", "clipping": {"type": "value", "limit": 0.01}},
    {"optimizer": "sgd", "regularization": {"type": "l1", "rate": 0.05}},
    {"optimizer": "sgd", "regularization": {"type": "l2", "rate": 0.1}},
    {"optimizer": {"type": "lion", "beta_1": 0.7, "weight_decay": 0.1, "learning_rate": 0.01}},
    {"optimizer": {"type": "adam", "beta_1": 0.5, "epsilon": 0.01}},
]


FIELDS = [
    ("binary", {"type": "binary_cross_entropy", "positive_weight": 3.0}),
    ("binary", {"type": "binary_cross_entropy", "label_smoothing": 0.2}),
    ("multiclass", {"type": "cross_entropy", "label_smoothing": 0.2}),
    ("multiclass", {"type": "cross_entropy", "class_weights": (1.0, 2.0, 3.0)}),
    (
        "multiclass",
        {"type": "cross_entropy", "class_weights": (1.0, 2.0, 3.0), "label_smoothing": 0.3},
    ),
    ("multiclass", {"type": "focal", "gamma": 1.5}),
    ("regression", {"type": "huber", "delta": 0.3}),
]


def targets_of(one: Made, name: str) -> NDArray[Any]:
    """Targets that the loss can take: counts, or zeros and ones."""
    y = targets(one.trained.signature.task, len(one.x), np.random.default_rng(2))
    if one.trained.signature.task != "regression":
        return y
    if "poisson" in name:
        return np.abs(y)
    return (y > 0.0).astype(float) if name.endswith(("entropy", "focal")) else y


def loss_of(one: Any, y: Any) -> float:
    """What Playground makes of the samples."""
    trained = one.trained
    evaluator = Evaluator(trained.network, trained.head, trained.signature, np.float32)
    flat = np.concatenate([np.ravel(array) for array in trained.parameters.values()])
    encoded = trained.head.encode(y, trained.signature)
    loss, _ = evaluator.judge(flat, trained.feature_scaler.apply(one.x), encoded)
    return loss


def theirs(dialect: str, one: Any, y: Any, folder: Path, convert: Any) -> float:
    """What a program makes of the samples."""
    path = folder / "weights.npz"
    path.write_bytes(Npz().encode(one.trained))
    program = run(dialect, one.design, folder)
    network, metadata = program["load"](path)
    x = program["standardised"](one.x, metadata["features"])
    head, described = one.trained.head, one.trained.signature
    columns = head.columns(described)
    if not (described.task in ("binary", "multiclass") and columns > 1):
        y = np.asarray(y, np.float32).reshape(len(y), columns)
    return convert(program, network, x, y)
