"""Playground's own metadata in files of weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.importing.found import Found
from playground.formats.metadata import trained_from

NO_NETWORK = (
    "it holds weights alone, so its network is unknown: import them onto a network of your own."
)


def with_network(found: Found, metadata: str | None) -> Found:
    """What was found, with the network that Playground's own metadata tells of.

    Args:
        found: the arrays.
        metadata: as JSON; None where there is none.
    """
    if metadata is None:
        return replace(found, why=NO_NETWORK)
    try:
        trained = trained_from(metadata, numbers_of(found.arrays), str(found.path))
    except UserError as error:
        why = str(error).removeprefix(f"{found.path}: ")
        return replace(found, why=f"what it says of its network is not used: {why}")
    return replace(found, trained=trained, framework="playground")


def numbers_of(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The arrays that may be weights: of numbers, none of them complex or text."""
    return {name: array for name, array in arrays.items() if array.dtype.kind in "fiu"}


def found_in(path: Path, kind: str, arrays: Mapping[str, NDArray[Any]]) -> Found:
    """Arrays that are weights, no more known of them.

    Raises:
        UserError: there are none.
    """
    numbers = numbers_of(arrays)
    if not numbers:
        raise UserError(f"{path} holds no weights: there is no array of numbers in it.")
    return Found(path, kind, numbers)
