"""What a reader of its own found, held against the network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.checking.check import Check, difference, same
from playground.formats.checking.child import Arrays, NoReaderError, ReaderFailedError
from playground.formats.material import Material

# Weights among the arrays that a reader leaves begin so.
WEIGHT = "weight:"


def judged(
    reader: str,
    material: Material,
    ask: Callable[[NDArray[Any]], Arrays],
    weights: Mapping[str, NDArray[Any]] | None = None,
    exact: bool | None = None,
) -> Check:
    """The check by a reader that answers by itself.

    Args:
        reader: what it is called, where it does not say itself.
        material: what was written.
        ask: gives for raw features the arrays "answers", perhaps "reader", its name, and weights.
        weights: what it must have found in the file, by name.
        exact: what is known of the weights without it.

    Raises:
        NoReaderError: it is not here.
    """
    rows = len(material.samples)
    try:
        found = ask(material.samples)
    except ReaderFailedError as error:
        return Check(reader, True, float("inf"), rows, exact, note=f"It failed: {error}")
    prefix = len(WEIGHT)
    held = {key[prefix:]: array for key, array in found.items() if key.startswith(WEIGHT)}
    return Check(
        str(found["reader"]) if "reader" in found else reader,
        True,
        difference(material.answers, np.asarray(found["answers"])),
        rows,
        exact if weights is None else same(weights, held),
    )


def unchecked(reader: str, error: NoReaderError, exact: bool | None = None) -> Check:
    """Where there is nobody to answer: what is known without."""
    return Check(reader, False, exact=exact, note=f"Its answers were not compared: {error}")
