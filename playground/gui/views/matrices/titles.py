"""What a layer is, in a line over the board."""

from __future__ import annotations

from playground.gui.views.matrices.case import LOSS, Case
from playground.network.pairs import FINAL_LABELS
from playground.network.spec import HEAD


def title_of(case: Case) -> str:
    """ "dense_1: x · W + b, then tanh"."""
    station = case.station
    if case.id == LOSS:
        return f"loss: {case.head.loss_part.label.lower()}"
    if station.windowed is not None and station.activation is not None:
        return f"{station.id}: {station.type}, then {station.activation.label}"
    if station.product is None:
        return f"{station.id}: {station.type}"
    formula = "x · W + b" if station.product.bias is not None else "x · W"
    then = station.activation.label if station.activation is not None else ""
    if case.id == HEAD and case.head.final != "identity":
        then = FINAL_LABELS[case.head.final].lower()
    bent = f", then {then}" if then else ""
    return f"{case.id}: {formula}{bent}"
