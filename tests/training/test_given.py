"""Targets that callers give, on their way to the loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.errors import UserError
from playground.network.heads import HEADS
from playground.network.losses import LOSSES
from playground.network.signature import Signature
from playground.training import given

CLASSES = np.array([2, 0, 1, 1])
SOFTENED = {
    "multiclass": LOSSES["cross_entropy"](label_smoothing=0.1, class_weights="balanced"),
    "binary": LOSSES["binary_cross_entropy"](label_smoothing=0.1),
}


@pytest.mark.parametrize("name", SOFTENED)
def test_columns_reach_the_loss_as_class_numbers_do(name: str) -> None:
    outputs = 3 if name == "multiclass" else 2
    numbers = CLASSES % outputs
    described = Signature("d", (2,), name, outputs, counts=(3, 4, 5)[:outputs])  # type: ignore[arg-type]
    head: Any = HEADS[name](loss=SOFTENED[name])
    by_number = given.targets(numbers, 4, head, described)
    by_column = given.targets(np.eye(outputs)[numbers], 4, head, described)
    np.testing.assert_array_equal(by_number, by_column)
    assert not np.isin(by_number, (0.0, 1.0)).any()


@pytest.mark.parametrize(
    ("dtype", "number"), [("float64", np.nan), ("float64", -np.inf), ("float32", 1e300)]
)
def test_features_that_are_not_finite_are_refused_with_their_place(
    dtype: str, number: float
) -> None:
    features = np.zeros((4, 2, 3))
    features[2, 1, 0] = number
    with pytest.raises(UserError, match=r"row 2, feature 1, 0 \(counted from 0\)") as refused:
        given.finite(features, np.dtype(dtype))
    assert f"{number:g}" in str(refused.value)
    assert ("too large for float32" in str(refused.value)) == (dtype == "float32")


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1", None, np.float64(2.0)])
def test_what_is_no_seed_is_refused(seed: Any) -> None:
    with pytest.raises(UserError, match="Expected a seed"):
        given.seed(seed)


def test_a_seed_or_a_rate_of_any_type_of_number_will_do() -> None:
    assert type(given.seed(np.int64(3))) is int
    assert given.learning_rate(np.float32(0.5)) == 0.5


@pytest.mark.parametrize("rate", [0, -1.0, np.nan, np.inf, "0.1", None, 1j])
def test_what_is_no_learning_rate_is_refused(rate: Any) -> None:
    with pytest.raises(UserError, match="Expected a learning rate above 0"):
        given.learning_rate(rate)


@pytest.mark.parametrize("wrong", [10**400, 1j, "a", {}])
def test_what_is_no_number_is_refused(wrong: Any) -> None:
    with pytest.raises(UserError, match="Expected x as an array of"):
        given.numbers([[wrong, 1]], "x")


@pytest.mark.parametrize("wrong", [None, [1.0], {"w": [1.0], 3: 1}])
def test_what_are_no_parameters_are_refused(wrong: Any) -> None:
    with pytest.raises(UserError):
        given.parameters(wrong, {"w": np.zeros(1)})
