"""The order of samples: the seed's and the epoch's alone, however it is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.rng import permutation, stream_of
from playground.training.order import Orders


@pytest.mark.parametrize("samples", [1, 7, 250, 20_000])
def test_an_epochs_order_is_the_same_whatever_was_asked_before(samples: int) -> None:
    forward, backward = Orders(3, samples), Orders(3, samples)
    epochs = [0, 1, 2, 64, 65, 66, 500]
    first = {epoch: forward.of(epoch).copy() for epoch in epochs}
    for epoch in reversed(epochs):
        assert np.array_equal(backward.of(epoch), first[epoch])
        expected = permutation(3, stream_of("order of samples"), epoch, samples)
        assert np.array_equal(first[epoch], expected)
        assert sorted(first[epoch]) == list(range(samples))


def test_a_stretch_is_the_orders_one_after_another() -> None:
    orders = Orders(1, 10)
    orders.of(5)
    stretch = orders.stretch(6, 3)
    assert np.array_equal(stretch, np.concatenate([Orders(1, 10).of(e) for e in (6, 7, 8)]))
    assert len(orders.stretch(0, 50)) in range(10, 501, 10)


def test_orders_are_equal_when_they_give_the_same() -> None:
    assert Orders(1, 10) == Orders(1, 10)
    assert Orders(1, 10) != Orders(2, 10)
    assert Orders(1, 10) != Orders(1, 11)
