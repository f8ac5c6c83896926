"""Whether there is memory for a program."""

from __future__ import annotations

from playground.engine.memory import available_bytes, training_bytes
from playground.engine.program import Program
from playground.errors import UserError


def refuse_what_has_no_room(program: Program, item_size: int) -> None:
    """Refuse to train a program whose buffers would not fit.

    Raises:
        UserError: says how much is needed and how much is free.
    """
    needed, available = training_bytes(program, item_size), available_bytes()
    if available is not None and needed > available:
        raise UserError(
            f"Training this network needs {needed / 1e9:.1f} GB of memory; "
            f"{available / 1e9:.1f} GB are free. Use fewer units or a smaller batch."
        )
