from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QColor

from playground.data.tables.table import Column, Table, Words
from playground.gui import theme
from playground.gui.data.review.cell_table import CellTable
from playground.gui.data.review.item_model import TableItemModel


@pytest.fixture
def cells(qtbot, qapp):
    model = TableItemModel()
    table = CellTable(model)
    qtbot.addWidget(table)
    words = Words(np.array([0, 1, -1] * 200), ("ochre", "umber"))
    numbers = np.arange(600.0)
    columns = (Column("colour", "category", words), Column("count", "number", numbers))
    model.show_table(Table(columns))
    table.resize(400, 300)
    table.show()
    return table


def drawn(table, row, section):
    """Where in a cell something is drawn, as shares of its width; and its ground."""
    index = table.model().index(row, section)
    image = table.viewport().grab(table.visualRect(index)).toImage()
    ground = image.pixelColor(1, 1)
    dark = [
        x / image.width()
        for x in range(image.width() - 1)
        for y in range(image.height() - 1)
        if image.pixelColor(x, y) != ground
    ]
    return dark, ground


def test_words_stand_left_and_numbers_right(cells):
    for row, section, low, high in ((0, 0, 0.0, 0.6), (12, 1, 0.6, 1.0)):
        cells.scrollTo(cells.model().index(row, section))
        dark, _ = drawn(cells, row, section)
        assert len(dark) > 20
        assert low <= min(dark)
        assert max(dark) <= high


def test_what_is_chosen_is_marked_wherever_it_is_scrolled(cells):
    last = cells.model().index(599, 1)
    cells.scrollTo(last)
    before = drawn(cells, 599, 1)[1]
    cells.selectionModel().select(last, QItemSelectionModel.SelectionFlag.Select)
    after, wanted = drawn(cells, 599, 1)[1], QColor(theme.current().accent_soft)
    assert np.abs(np.subtract(after.getRgb(), wanted.getRgb())).max() <= 8  # of a screen of 16 bits
    assert after != before
    assert drawn(cells, 598, 1)[1] == before


def test_only_what_is_seen_is_asked_for(cells, monkeypatch):
    asked = []
    said = cells.model().said
    monkeypatch.setattr(cells.model(), "said", lambda *at: asked.append(at) or said(*at))
    cells.verticalScrollBar().setValue(cells.verticalScrollBar().maximum())
    cells.viewport().grab()
    assert 0 < len(set(asked)) < 100
    assert all(row > 500 for row, _ in asked)
