"""For every differentiable op, operands to try it on."""

from __future__ import annotations

import numpy as np

from .activation_cases import activation_cases
from .case import Array, Case, Operand
from .image_cases import image_cases
from .loss_cases import loss_cases
from .sequence_cases import sequence_cases


def of_size(width: int) -> dict[str, list[Case]]:
    """The cases, on rows of `width` numbers."""
    x = Operand((width,))
    w = Operand((width, width), batched=False)

    def from_zero(*arrays: Array) -> float:
        return float(np.abs(arrays[0]).min())

    return {
        "matmul": [
            Case((x, Operand((width, 3), batched=False))),
            Case((x, w)),
            Case((Operand((2, 3)), Operand((3, 4), batched=False))),
        ],
        "add_bias": [
            Case((x, Operand((width,), batched=False))),
            Case((Operand((2, 3)), Operand((3,), batched=False))),
        ],
        "add": [Case((x, x)), Case((w, w))],
        "multiply": [Case((x, x)), Case((w, w))],
        "affine": [Case((x,), {"scale": -2.5, "shift": 7.0})],
        "reshape": [Case((x,), {"shape": (1, width, 1)}), Case((w,), {"shape": (width * width,)})],
        "copy": [Case((x,))],
        "concatenate": [Case((x, Operand((3,)))), Case((w, w)), Case((Operand((2, width)),) * 2)],
        "slice": [
            Case((x,), {"start": 1, "stop": width - 1}),
            Case((x,), {"start": 0, "stop": 1}),
            Case((w,), {"start": width - 1, "stop": width}),
        ],
        "swap": [Case((Operand((2, width, 1)),)), Case((Operand((2, 3, 1, width)),))],
        "row_dot": [Case((x, x)), Case((Operand((2, width)),) * 2), Case((w, w))],
        "scale_rows": [Case((x, Operand((1,)))), Case((Operand((2, width)), Operand((2, 1))))],
        "normalize_rows": [Case((x,)), Case((Operand((2, width)),))],
        "pair_products": [Case((Operand((min(width, 100),)),)), Case((Operand((3, 2)),))],
        **activation_cases(width),
        **image_cases(width),
        **loss_cases(width),
        **sequence_cases(width),
        "l1_penalty": [Case((w,), {"rate": 0.3}, from_zero)],
        "l2_penalty": [Case((w,), {"rate": 0.3})],
    }
