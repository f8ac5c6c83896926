from __future__ import annotations

import numpy as np
import pytest

from playground.gui.plots.colours import (
    CLASS_COLOURS,
    class_colour,
    diverging,
    diverging_lut,
    paint,
)


def one(value: float | list[float]) -> np.ndarray:
    return np.array(value, np.float32).reshape(1, 1, -1)


def test_the_diverging_map_is_blue_then_ground_then_orange() -> None:
    for dark in (False, True):
        red, green, blue = diverging_lut(dark)[[0, 128, 255], :3].astype(int).T
        assert blue[0] > red[0] + 60
        assert red[2] > blue[2] + 60
        assert np.ptp([red[1], green[1], blue[1]]) < 16
    assert diverging_lut(False)[128, :3].min() > 245
    assert diverging_lut(True)[128, :3].max() < 60


def test_one_output_and_the_second_of_two_are_painted_alike() -> None:
    single = paint(one(0.9), "binary", 0, 1, dark=False)
    pair = paint(one([0.1, 0.9]), "binary", 0, 1, dark=False)
    assert np.array_equal(single, pair)


def test_a_class_fades_to_the_ground_as_it_becomes_a_guess() -> None:
    sure, unsure, guess = (
        paint(one(shares), "multiclass", 0, 1, dark=False)[0, 0, :3].astype(int)
        for shares in ([1, 0, 0], [0.6, 0.2, 0.2], [1 / 3, 1 / 3, 1 / 3])
    )
    full = np.array(CLASS_COLOURS[0])
    distances = [np.abs(colour - full).sum() for colour in (sure, unsure, guess)]
    assert distances == sorted(distances)
    assert guess.tolist() == [255, 255, 255]


@pytest.mark.parametrize("dark", [False, True])
def test_two_labels_together_are_neither_alone(dark: bool) -> None:
    first, second, both, none = (
        tuple(paint(one(shares), "multilabel", 0, 1, dark)[0, 0])
        for shares in ([1, 0], [0, 1], [1, 1], [0, 0])
    )
    assert len({first, second, both, none}) == 4


def test_a_regression_is_scaled_by_its_range() -> None:
    low, high = (
        paint(one(-3), "regression", -3, 5, False),
        paint(one(5), "regression", -3, 5, False),
    )
    assert np.array_equal(low[0, 0], diverging_lut(False)[0])
    assert np.array_equal(high[0, 0], diverging_lut(False)[255])


@pytest.mark.parametrize("task", ["binary", "multiclass", "multilabel", "regression"])
def test_what_is_not_finite_is_grey(task: str) -> None:
    for value in (np.nan, np.inf, -np.inf):
        red, green, blue, alpha = paint(one([value, 0.5]), task, 0, 1, False)[0, 0].astype(int)  # type: ignore[arg-type]
        if task == "binary":
            red, green, blue, alpha = paint(one(value), task, 0, 1, False)[0, 0].astype(int)
        assert max(red, green, blue) - min(red, green, blue) < 20
        assert 150 < red < 220
        assert alpha == 255


def test_a_range_of_no_width_divides_by_nothing() -> None:
    assert diverging(np.array([2.0]), 2.0, 2.0, False).shape == (1, 4)


def test_class_1_of_two_is_orange_and_ten_classes_differ() -> None:
    red, _, blue = class_colour("binary", 1)
    assert red > blue
    assert len({class_colour("multiclass", index) for index in range(10)}) == 10


def test_numbers_as_large_as_float32_holds_have_colours_too() -> None:
    values = np.array([-3.4e38, 0.0, 3.4e38, np.inf], np.float32)
    low, middle, high, none = diverging(values, -3.4e38, 3.4e38, False)
    assert np.array_equal(low, diverging_lut(False)[0])
    assert np.array_equal(high, diverging_lut(False)[255])
    assert middle[:3].min() > 240
    assert not np.array_equal(none, high)


def test_a_scale_without_an_end_is_that_of_the_numbers_there_are() -> None:
    values = np.array([-1.0, 0.0, 1.0, np.nan], np.float32)
    found = diverging(values, -np.inf, np.inf, False)
    assert np.array_equal(found, diverging(values, -1.0, 1.0, False))
