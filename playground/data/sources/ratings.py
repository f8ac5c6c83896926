"""Who likes what: the rating that each of some users gave each of some items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, stray
from playground.data.sources.parameter import Parameter
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.spec import DataSpec

USERS = Parameter("users", "Users", "How many users there are.", 40, 5, 2000, whole=True)
ITEMS = Parameter("items", "Items", "How many items there are.", 50, 5, 2000, whole=True)
TASTES = Parameter(
    "tastes", "Tastes", "How many numbers tell what somebody likes.", 2, 1, 8, whole=True
)
LOWEST, HIGHEST = 0.5, 5.0


def draw_ratings(spec: DataSpec) -> Dataset:
    """A user, an item, and how many stars the one gave the other, from 0.5 to 5.

    The stars are the dot product of hidden tastes, bent into the range; it is they that stray. No
    pair comes twice before every pair has come once.
    """
    rng = generator(spec)
    n_users, n_items, tastes = (int(each.of(spec)) for each in (USERS, ITEMS, TASTES))
    users, items = (rng.standard_normal((n, tastes)) for n in (n_users, n_items))
    pairs = _pairs(rng, spec.samples, n_users, n_items)
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


def _pairs(rng: np.random.Generator, n_pairs: int, n_users: int, n_items: int) -> NDArray[np.int64]:
    """User and item numbers (n_pairs, 2): all pairs in one order after another."""
    n_all = n_users * n_items
    rounds = [rng.permutation(n_all) for _ in range(-(-n_pairs // n_all))]
    return np.column_stack(np.divmod(np.concatenate(rounds)[:n_pairs], n_items))


RATINGS = Source(
    name="ratings",
    label="Ratings",
    task="regression",
    help="Users gave some of the items stars: what would they give the others?",
    draw=draw_ratings,
    standardise=False,
    icon="ratings",
    shape="a user and an item",
    parameters=(USERS, ITEMS, TASTES),
)
