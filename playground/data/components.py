"""The directions in which samples vary most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Up to this many rows or columns all directions are worked out, exactly; beyond, only the first.
_WHOLE = 512
_BLOCK = 12
_ROUNDS = 60


def first_components(
    centred: NDArray[np.float64], count: int = 2
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Principal components of samples whose mean is 0.

    For up to 512 samples or features they are exact, from the eigenvectors of the smaller of the
    two products; for more, from a block of vectors that is multiplied over and over (subspace
    iteration, Halko, Martinsson and Tropp 2011, algorithm 4.4). Each points to where the feature
    that counts most in it grows, so that it is the same each time.

    Args:
        centred: (N, F).

    Returns:
        (count, F) directions of length 1, the first varying most, and (count,) the shares of the
        whole variance that lie along them; zeros where the samples don't vary that much.
    """
    directions = np.zeros((count, centred.shape[1]))
    shares = np.zeros(count)
    whole = float(np.square(centred).sum())
    if not whole > 0.0 or not np.isfinite(whole):
        return directions, shares
    found = _directions(centred, count)
    along = np.square(centred @ found.T).sum(axis=0)
    for place, (direction, variance) in enumerate(zip(found, along, strict=True)):
        # Along the last there may be nothing but rounding.
        if variance > 1e-12 * whole:
            directions[place] = direction * np.sign(direction[np.abs(direction).argmax()])
            shares[place] = variance / whole
    return directions, shares


def _directions(centred: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Up to `count` orthonormal rows (n, F)."""
    rows, columns = centred.shape
    if columns <= min(rows, _WHOLE):
        whole: NDArray[np.float64] = np.linalg.eigh(centred.T @ centred)[1]
        return whole.T[::-1][:count]
    if rows <= _WHOLE:
        values, vectors = np.linalg.eigh(centred @ centred.T)
        lengths = np.sqrt(np.maximum(values[::-1][:count], 0.0))
        spanned = lengths > 1e-6 * lengths[0]
        mixed: NDArray[np.float64] = vectors.T[::-1][:count][spanned] @ centred
        mixed /= lengths[spanned, None]
        return mixed
    block = np.random.Generator(np.random.PCG64(0)).standard_normal((columns, _BLOCK))
    for _ in range(_ROUNDS):
        block = np.linalg.qr(centred.T @ (centred @ block))[0]
    # Within what the block spans, the directions themselves.
    spread = centred @ block
    within = np.linalg.eigh(spread.T @ spread)[1]
    return within.T[::-1][:count] @ block.T
