"""The list of all edits: what it says, and where a click or a key brings the project."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.gui import theme
from playground.gui.document import UNDO_LIMIT, Document
from playground.gui.panels.history_panel import HistoryPanel
from tests.mouse import hover

LEFT = Qt.MouseButton.LeftButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def document(qapp, project_of):
    """A project after three edits."""
    result = Document(project_of())
    result.insert_layer("Dense", None)
    result.set_head("binary_softmax")
    result.set_training(batch_size=4)
    return result


@pytest.fixture
def panel(qtbot, document):
    result = HistoryPanel(document)
    qtbot.addWidget(result)
    result.resize(820, 200)
    with qtbot.waitExposed(result):
        result.show()
    return result


def entries(panel):
    model = panel.model
    return [model.index(row).data() for row in range(model.rowCount())]


def colour(panel, row):
    return panel.model.index(row).data(Qt.ItemDataRole.ForegroundRole)


def click(panel, row):
    place = panel.view.visualRect(panel.model.index(row)).center()
    hover(panel.view.viewport(), place)
    QTest.mouseClick(panel.view.viewport(), LEFT, NO_MODIFIER, place)


def test_every_edit_is_an_entry_after_how_it_was_opened(panel, document):
    assert entries(panel) == [
        "Opened",
        "Add Dense",
        "Use the Binary, two outputs head",
        "Change the batch size",
    ]
    assert panel.view.currentIndex().row() == 3
    document.undo_stack.undo()
    assert panel.view.currentIndex().row() == 2
    assert colour(panel, 3).name() == theme.current().muted
    assert colour(panel, 2) is None
    spoken = panel.model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("the project now")


def test_a_click_brings_the_project_there_in_one_change(panel, document, qtbot):
    now, seen = document.project, []
    document.changed.connect(lambda: seen.append(document.project))
    click(panel, 0)
    assert seen == [document.project]
    assert document.project.head.name == "binary"
    assert "dense_2" not in document.network
    assert not document.undo_stack.canUndo()
    click(panel, 3)
    assert document.project == now
    assert len(seen) == 2


def test_up_and_enter_go_back_and_a_new_edit_ends_what_was_undone(panel, document, qtbot):
    panel.view.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(panel.view, key)
    assert document.undo_stack.index() == 3
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert document.undo_stack.index() == 1
    assert document.project.head.name == "binary"
    document.set_optimizer("sgd")
    assert entries(panel) == ["Opened", "Add Dense", "Use the SGD optimizer"]


def test_another_project_begins_another_history(panel, document, project_of):
    document.replace(project_of(name="Another"), None)
    assert entries(panel) == ["Opened"]


def test_a_full_history_keeps_up_and_is_crossed_in_one_change(panel, document, qtbot):
    for step in range(UNDO_LIMIT + 10):
        document.set_optimizer(("sgd", "adam")[step % 2])
    assert panel.model.rowCount() == UNDO_LIMIT + 1
    assert entries(panel)[0] != "Opened"
    seen = []
    document.changed.connect(lambda: seen.append(document.project.training.optimizer.name))
    document.go_to(1)
    assert len(seen) == 1
    assert panel.view.currentIndex().row() == 1
