from __future__ import annotations

import numpy as np
import pytest

from playground.gui.plots import words


@pytest.mark.parametrize(
    ("outputs", "task", "names", "said"),
    [
        ([0.93], "binary", ("class 0", "class 1"), "class 1, 93%"),
        ([0.2, 0.8], "binary", ("no", "yes"), "yes, 80%"),
        ([0.1, 0.7, 0.2], "multiclass", ("a", "b"), "b, 70%"),
        ([0.1, 0.7, 0.9], "multilabel", ("a", "b", "c"), "b 70%, c 90%"),
        ([0.1, 0.2], "multilabel", ("a", "b"), "no label"),
        ([-0.4217], "regression", ("height",), "height −0.422"),
        ([np.nan], "binary", ("a", "b"), "not a number"),
    ],
)
def test_a_prediction_in_words(
    outputs: list[float], task: str, names: tuple[str], said: str
) -> None:
    assert words.prediction(np.array(outputs), task, names) == said  # type: ignore[arg-type]


def test_a_share_is_never_rounded_to_certainty() -> None:
    assert [words.percent(share) for share in (0, 0.002, 0.00001, 0.934, 0.9999, 1)] == [
        "0%",
        "0.2%",
        "<0.1%",
        "93%",
        ">99.9%",
        "100%",
    ]


def test_coordinates_have_the_decimals_of_their_axis_and_no_minus_zero() -> None:
    assert words.coordinate(-0.401, 2.0) == "−0.40"
    assert words.coordinate(-0.0001, 2.0) == "0.00"
    assert words.coordinate(1234.4, 5000.0) == "1234"


def test_the_shortest_way_to_write_a_number_has_one_digit_of_it():
    numbers = {0.000347: "3e−4", -0.0216: "−0.02", 0.5: "0.5", 12345.0: "1e4", 7.0: "7", 0.0: "0"}
    assert {value: words.shortest(value) for value in numbers} == numbers
    assert words.shortest(float("nan")) == "not a number"
