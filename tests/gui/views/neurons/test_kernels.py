from __future__ import annotations

import numpy as np
import pytest

from playground.gui.plots.colours import diverging
from playground.gui.views.neurons.kernels import cell_of, entry_at, grid_of, said
from playground.gui.views.neurons.pictures import filter_cells


@pytest.mark.parametrize("shape", [(3, 1, 3, 3), (2, 8, 3, 5), (4, 5, 2, 1), (2, 3, 7), (1, 1, 1)])
def test_each_number_of_a_filter_has_a_place_of_its_own_and_is_drawn_there(shape) -> None:
    weight = np.random.default_rng(0).normal(size=shape)
    rows, columns = grid_of(shape)
    cells, _ = filter_cells(weight, range(shape[0]), False)
    assert cells.shape == (shape[0], rows, columns, 4)
    for entry in np.ndindex(*shape[1:]):
        row, column = cell_of(shape, entry)
        assert entry_at(shape, row, column) == entry
        for unit in range(shape[0]):
            most = float(np.abs(weight[unit]).max())
            number = np.array([[weight[(unit, *entry)]]])
            expected = diverging(number, -most, most, dark=False)[0, 0]
            assert np.abs(cells[unit, row, column].astype(int) - expected).max() <= 1
    found = [entry_at(shape, row, column) for row in range(rows) for column in range(columns)]
    assert sum(each is not None for each in found) == int(np.prod(shape[1:]))


def test_a_number_is_named_as_people_count() -> None:
    assert said((0, 1, 2)) == "channel 1, row 2, column 3"
    assert said((3, 0)) == "channel 4, place 1"
