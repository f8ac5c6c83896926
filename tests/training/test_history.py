"""What a run has measured."""

from __future__ import annotations

import numpy as np

from playground.training.history import MOST_ROWS, History, stride, until_kept


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


def test_a_long_run_keeps_every_second_epoch_then_every_fourth() -> None:
    assert [stride(e) for e in (0, MOST_ROWS - 1, MOST_ROWS, 2 * MOST_ROWS, 5 * MOST_ROWS)] == [
        1,
        1,
        2,
        4,
        8,
    ]
    for epoch in (0, 1, MOST_ROWS - 1, MOST_ROWS, MOST_ROWS + 1, 4 * MOST_ROWS + 3):
        following = epoch + until_kept(epoch)
        assert following % stride(following) == 0
        between = range(epoch + 1, following)
        assert all(each % stride(each) for each in between)
    assert until_kept(10**12) == stride(10**12) - 10**12 % stride(10**12)  # at once


def test_the_rows_of_a_run_are_bounded_and_the_same_when_it_is_taken_up_again() -> None:
    history = History()
    epoch = 0
    while epoch < 20 * MOST_ROWS:
        if stride(epoch) > stride(epoch - 1):
            history = History.of(history.thinned(stride(epoch)).columns())
        history.record(epoch, {"loss": (float(epoch), float(epoch))})
        epoch += until_kept(epoch)
        assert len(history) <= MOST_ROWS + 1
    epochs = history.epochs()
    assert (epochs % stride(20 * MOST_ROWS - 1) == 0).all()
    assert np.array_equal(history.series("loss")[0], epochs)
    assert len(history) >= MOST_ROWS // 2
