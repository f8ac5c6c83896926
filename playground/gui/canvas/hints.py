"""What the foot of the canvas says while nothing is dragged."""

from __future__ import annotations

from playground.gui.document import Document
from playground.network.spec import HEAD


def resting_hints(document: Document) -> list[str]:
    """The hint, longest first, for whichever width there is."""
    counts = document.traced.parameter_counts()
    n_hidden = sum(1 for name, count in counts.items() if count and name != HEAD)
    n_parameters = sum(counts.values())
    layers = f"{n_hidden or 'no'} hidden layer" + "s" * (n_hidden != 1)
    parameters = f"{n_parameters:,} parameter" + "s" * (n_parameters != 1)
    size = f"{layers}, {parameters}"
    if document.traced.errors:
        size = document.traced.errors[0].message
        return [size, "This network can't run yet"]
    return [
        f"Drop a layer on a wire to insert it · Space runs · {size}",
        f"Space runs · {size}",
        size,
    ]
