"""What runs a program, and the choice among them."""

from __future__ import annotations

from numpy.typing import DTypeLike

from playground.engine.executors.reference import Outcome, ReferenceExecutor
from playground.engine.program import Program
from playground.errors import UserError

DEVICES = {
    "auto": "Whatever is fastest for this network",
    "cpu": "The fastest there is on the CPU",
    "numpy": "NumPy, one op at a time",
    "cuda": "The GPU",
}

Executor = ReferenceExecutor


def create_executor(device: str, program: Program, dtype: DTypeLike) -> Executor:
    """An executor for `program` on a device by its name in `DEVICES`.

    Raises:
        UserError: there is no such device, or not yet.
    """
    if device not in DEVICES:
        raise UserError(f"There is no device called {device!r}. There are: {', '.join(DEVICES)}.")
    if device == "cuda":
        raise UserError(
            "Training on the GPU comes in a later version. Use device 'auto' or 'cpu' until then."
        )
    return ReferenceExecutor(program, dtype)


__all__ = ["DEVICES", "Executor", "Outcome", "create_executor"]
