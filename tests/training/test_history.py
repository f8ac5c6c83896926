"""What a run has measured."""

from __future__ import annotations

import numpy as np

from playground.training.history import History


def test_a_long_history_keeps_every_epoch_in_order() -> None:
    history = History()
    for epoch in range(1000):
        history.record(epoch, {"loss": (epoch / 2, -epoch)})
    assert len(history) == 1000
    assert np.array_equal(history.epochs(), np.arange(1000))
    train, validation = history.series("loss")
    assert np.array_equal(train, np.arange(1000) / 2)
    assert np.array_equal(validation, -np.arange(1000))
    assert history.last() == {"loss": (499.5, -999.0)}


def test_a_metric_that_comes_later_or_stops_is_not_a_number_where_it_was_not_measured() -> None:
    history = History()
    for epoch in range(600):
        name = "accuracy" if epoch < 300 else "r2"
        history.record(epoch, {"loss": (1.0, 2.0), name: (0.5, 0.25)})
    assert history.names == ["loss", "accuracy", "r2"]
    for name, known in (("accuracy", slice(0, 300)), ("r2", slice(300, 600))):
        for series, value in zip(history.series(name), (0.5, 0.25), strict=True):
            assert (series[known] == value).all()
            assert np.isfinite(series).sum() == 300


def test_what_is_handed_out_is_a_copy() -> None:
    history = History()
    history.record(0, {"loss": (1.0, 2.0)})
    history.epochs()[0] = 9
    history.series("loss")[0][0] = 9
    assert history.epochs()[0] == 0
    assert history.last() == {"loss": (1.0, 2.0)}
    assert History().last() == {}
