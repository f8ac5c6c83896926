"""What each layer costs, in a table that follows the document."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from playground.gui.document import Document
from playground.gui.panels.analysis_model import COLUMNS, SHARE_ROLE
from playground.gui.panels.analysis_panel import AnalysisPanel

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
TITLES = [column.title for column in COLUMNS]


@pytest.fixture
def panel(qtbot, project_of):
    """The panel on a network 2-4-12-1, shown."""
    nodes = [{"id": "a", "type": "Dense", "units": 4}, {"id": "b", "type": "Dense", "units": 12}]
    shown = AnalysisPanel(Document(project_of(*nodes)))
    qtbot.addWidget(shown)
    shown.resize(820, 200)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def cell(panel, row, title, role=Qt.ItemDataRole.DisplayRole):
    model = panel.table.model()
    return model.index(row, TITLES.index(title)).data(role)


def column(panel, title):
    return [cell(panel, row, title) for row in range(panel.table.model().rowCount())]


def click(panel, row):
    place = panel.table.visualRect(panel.table.model().index(row, 1)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, NONE, place)


def test_a_row_a_layer_says_what_it_costs(panel):
    assert column(panel, "Layer") == ["input", "a", "b", "head"]
    assert column(panel, "Type") == ["Input", "Dense", "Dense", "Binary"]
    assert column(panel, "Output") == ["2", "4", "12", "1"]
    assert column(panel, "Parameters") == ["–", "12", "60", "13"]
    assert column(panel, "Multiply-adds") == ["–", "8", "48", "12"]
    assert cell(panel, 2, "Parameters", SHARE_ROLE) == pytest.approx(60 / 85)
    assert "71% of all" in cell(panel, 2, "Parameters", Qt.ItemDataRole.ToolTipRole)
    assert panel.table.isColumnHidden(TITLES.index("Sees"))
    assert panel.totals.text().startswith("85 parameters · 68 multiply-adds")
    assert "at batch 16" in panel.totals.text()


def test_a_click_and_enter_choose_the_layer(panel):
    heard = []
    panel.node_chosen.connect(heard.append)
    click(panel, 2)
    QTest.keyClick(panel.table, Qt.Key.Key_Up)
    assert heard == ["b"]
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert heard == ["b", "a"]


def test_what_is_chosen_elsewhere_is_marked_without_an_answer(panel):
    heard = []
    panel.node_chosen.connect(heard.append)
    panel.show_selection(["a", "head"])
    assert sorted(panel.table.selected()) == ["a", "head"]
    panel.show_selection([])
    assert panel.table.selected() == []
    assert heard == []


def test_it_follows_edits_while_it_is_seen_and_catches_up_later(panel):
    document = panel._document
    panel.show_selection(["b"])
    document.set_node_field("b", "units", 3)
    assert column(panel, "Parameters") == ["–", "12", "15", "4"]
    assert panel.table.selected() == ["b"]
    document.set_training(batch_size=32)
    assert "at batch 32" in panel.totals.text()
    panel.hide()
    document.insert_layer("Dropout", ("a", "b"))
    assert column(panel, "Layer") == ["input", "a", "b", "head"]
    panel.show()
    assert column(panel, "Layer") == ["input", "a", "dropout_1", "b", "head"]
    assert panel.table.selected() == ["b"]
    document.disconnect_nodes("a", "dropout_1")
    assert column(panel, "Layer") == ["input"]


def test_images_have_a_receptive_field(panel, project_of):
    nodes = [{"id": "conv", "type": "Conv2D"}, {"id": "flat", "type": "Flatten"}]
    parts = {"data": {"source": "digits"}, "head": {"type": "multiclass"}}
    panel._document.replace(project_of(*nodes, **parts), None)
    assert not panel.table.isColumnHidden(TITLES.index("Sees"))
    assert column(panel, "Sees") == ["1×1", "3×3", "3×3", "8×8"]


@pytest.mark.parametrize("way", ["key", "button"])
def test_it_is_copied_as_text(panel, way):
    if way == "key":
        click(panel, 0)
        QTest.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.mouseClick(panel.copy_button, LEFT)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == TITLES
    assert lines[3].split("\t")[:5] == ["b", "Dense", "12", "60", "48"]
    assert lines[-1] == panel.totals.text()
