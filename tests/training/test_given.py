"""Targets that callers give, on their way to the loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

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
