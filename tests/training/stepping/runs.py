"""Runs to step through."""

from __future__ import annotations

from typing import Any

from playground.training.session import Session
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import upcoming

from ...inside import dense, session_of

CIRCLE = {"source": "circle", "samples": 60, "seed": 3}


def busy_session(optimizer: str = "adam", clip: str = "none", **training: Any) -> Session:
    """Dropout, batch normalization, a price on weights, a limit on gradients and a schedule."""
    whole = {
        "optimizer": {"type": optimizer},
        "batch_size": 7,
        "regularization": {"type": "l2", "rate": 0.01},
        "clipping": {"type": clip, "limit": 0.05},
        "schedule": {"type": "cosine"},
        "epochs": 9,
    } | training
    nodes = (
        dense(1, 6, "relu"),
        {"id": "norm", "type": "BatchNorm"},
        {"id": "drop", "type": "Dropout", "rate": 0.3},
        dense(2, 4, "tanh", rate_factor=0.5),
    )
    return session_of(*nodes, training=whole, data=CIRCLE)


def stepper_of(session: Session) -> Stepper:
    """The next step of a run."""
    return Stepper(upcoming(session.moment(), session.current_rate))
