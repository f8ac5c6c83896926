"""What survives an edit."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.program import Buffer, Operand
from playground.training.carry import carry, parts

Layout = dict[str, tuple[int, ...]]


def laid_out(shapes: Layout) -> tuple[dict[str, Operand], int]:
    layout, offset = {}, 0
    for name, shape in shapes.items():
        layout[name] = Operand(Buffer.PARAMETERS, offset, shape, False)
        offset += int(np.prod(shape))
    return layout, offset


@pytest.mark.parametrize(
    ("before", "after", "anew", "kept"),
    [
        ({"a": (2, 3)}, {"a": (2, 3)}, [], [1, 2, 3, 4, 5, 6]),
        ({"a": (2, 3)}, {"a": (2, 4)}, [], [1, 2, 3, 0, 4, 5, 6, 0]),
        ({"a": (2, 3)}, {"a": (3, 2)}, [], [1, 2, 4, 5, 0, 0]),
        ({"a": (2,), "b": (2,)}, {"b": (2,), "c": (1,), "a": (2,)}, ["c"], [3, 4, 0, 1, 2]),
        ({"a": (4,)}, {"a": (2, 2)}, ["a"], [0, 0, 0, 0]),
        ({}, {"a": (1,)}, ["a"], [0]),
    ],
)
def test_what_both_layouts_have_is_copied_and_the_rest_stays(
    before: Layout, after: Layout, anew: list[str], kept: list[float]
) -> None:
    old_layout, old_size = laid_out(before)
    new_layout, new_size = laid_out(after)
    old, new = np.arange(1.0, old_size + 1), np.zeros(new_size)
    assert carry(parts(old, old_layout), parts(new, new_layout)) == anew
    assert new.tolist() == kept


def test_gates_side_by_side_are_carried_one_by_one() -> None:
    before = {"w": np.array([[1.0, 2.0, 3.0, 4.0]]), "b": np.array([5.0, 6.0, 7.0, 8.0])}
    after = {"w": np.zeros((2, 6)), "b": np.zeros(2)}
    assert carry(before, after, {"w": 2, "b": 2}) == []
    assert after["w"].tolist() == [[1, 2, 0, 3, 4, 0], [0] * 6]
    assert after["b"].tolist() == [5, 7]
