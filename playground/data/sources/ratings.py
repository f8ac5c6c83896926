"""Who likes what: the rating that each of some users gave each of some items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, stray
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.spec import DataSpec

N_USERS, N_ITEMS = 40, 50
N_TASTES = 2
"""How many numbers tell a user's taste, and what an item has to offer for each."""
LOWEST, HIGHEST = 0.5, 5.0


def draw_ratings(spec: DataSpec) -> Dataset:
    """A user, an item, and how many stars the one gave the other, from 0.5 to 5.

    The stars are the dot product of hidden tastes, bent into the range; it is they that stray. No
    pair comes twice before every pair has come once.
    """
    rng = generator(spec)
    users, items = (rng.standard_normal((n, N_TASTES)) for n in (N_USERS, N_ITEMS))
    pairs = _pairs(rng, spec.samples)
    liking = np.tanh((users[pairs[:, 0]] * items[pairs[:, 1]]).sum(axis=1, keepdims=True))
    stars = np.clip(stray(rng, liking, spec.noise), -1.0, 1.0)
    return Dataset(
        features=pairs.astype(np.float64),
        targets=(LOWEST + HIGHEST) / 2 + (HIGHEST - LOWEST) / 2 * stars,
        task="regression",
        feature_names=("user", "item"),
        target_names=("stars",),
        coded=True,
    )


def _pairs(rng: np.random.Generator, n_pairs: int) -> NDArray[np.int64]:
    """User and item numbers (n_pairs, 2): all pairs in one order after another."""
    n_all = N_USERS * N_ITEMS
    rounds = [rng.permutation(n_all) for _ in range(-(-n_pairs // n_all))]
    return np.column_stack(np.divmod(np.concatenate(rounds)[:n_pairs], N_ITEMS))


RATINGS = Source(
    name="ratings",
    label="Ratings",
    task="regression",
    help="40 users gave some of 50 items stars: what would they give the others?",
    draw=draw_ratings,
    standardise=False,
    icon="ratings",
)
