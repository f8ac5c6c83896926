"""Whether there is memory for samples."""

from __future__ import annotations

from math import prod

from playground.errors import UserError

# Eight as they are, four as the network sees them.
_BYTES_A_NUMBER = 12
_SHARE_OF_FREE = 0.7


def refuse_what_has_no_room(samples: int, shape: tuple[int, ...]) -> None:
    """Refuse samples of this shape before they are made, if there is no memory for so many.

    Raises:
        UserError: says how much it would take, and what to do.
    """
    from playground.engine.memory import available_bytes

    wanted, free = samples * prod(shape) * _BYTES_A_NUMBER, available_bytes()
    if free is None or wanted <= _SHARE_OF_FREE * free:
        return
    size = " × ".join(f"{axis:,}" for axis in shape)
    raise UserError(
        f"{samples:,} samples of {size} numbers would take {wanted / 1e9:,.1f} GB, and "
        f"{free / 1e9:,.1f} GB of memory are free. Take fewer rows (“At most”), leave out columns, "
        "or have less made of them: fewer words, smaller pictures, fewer steps back."
    )
