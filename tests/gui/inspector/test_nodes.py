"""Several layers as one, and their names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.gui.inspector.panel import Inspector


def test_several_layers_show_what_they_share_and_where_they_differ(three):
    paths = {row.field.path for row in three.rows}
    assert {("units",), ("initializer",), ("frozen",)} <= paths
    assert paths.isdisjoint({("id",), ("activation",), ("return_sequences",)})
    assert three.header.title.text() == "3 layers"
    assert three.header.name.text() == "2 Dense, 1 LSTM"
    units = three.row("units").editor
    assert (units.text(), units.placeholderText()) == ("", "mixed")
    assert three.row("initializer").editor.placeholderText() == "mixed"


def test_a_change_of_several_layers_is_one_edit_within_what_all_can_have(three, hand):
    document = three._document
    start, units = document.project, three.row("units")
    hand(units).type("20000")
    assert units.error.text() == "Units must be a whole number from 1 to 10,000."
    hand(units).type("6")
    assert [document.network[name].units for name in three._selected] == [6, 6, 6]
    assert document.undo_stack.undoText() == "change units of 3 layers"
    hand(three.row("frozen")).tick()
    hand(three.row("initializer")).choose("uniform")
    assert document.undo_stack.count() == 3
    for _ in range(3):
        document.undo_stack.undo()
    assert document.project == start
    assert units.editor.placeholderText() == "mixed"


def test_where_layers_differ_steps_do_nothing_and_a_tick_is_for_all(three, hand):
    document = three._document
    document.freeze_nodes(["dense_1"])
    frozen, units = hand(three.row("frozen")), hand(three.row("units"))
    assert frozen.editor.checkState() == Qt.CheckState.PartiallyChecked
    frozen.tick()
    assert all(node.frozen for node in document.network if node.id in three._selected)
    assert frozen.editor.checkState() == Qt.CheckState.Checked
    before = document.project
    units.editor.setFocus()
    units.press(Qt.Key.Key_Up)
    assert document.project is before


def test_several_layers_go_back_each_to_its_own_default(three, hand):
    document = three._document
    hand(three.row("units")).click(three.row("units").reset_button)
    assert [document.network[name].units for name in ("dense_1", "dense_2", "lstm_1")] == [8, 8, 16]
    assert not three.row("units").reset_button.isVisible()
    assert three.row("units").editor.placeholderText() == "mixed"


# Names


def test_a_renamed_layer_stays_selected_through_undo_and_redo(one, hand):
    document, row = one._document, one.row("id")
    row_hand = hand(row)
    row_hand.type("first")
    assert ("input", "first") in document.network.links
    for name, step in (
        ("first", None),
        ("dense_1", document.undo_stack.undo),
        ("first", document.undo_stack.redo),
    ):
        if step:
            step()
        assert one.row("id").editor.text() == name
        assert one.header.name.text() == name


def test_a_layer_renamed_here_stays_though_its_card_goes(open_window, project_of, hand):
    window = open_window(project_of())
    inspector = Inspector(window.document, window.centralWidget())
    window.canvas.selection_changed.connect(inspector.show_selection)
    inspector.resize(640, 190)
    inspector.show()
    window.canvas.network_scene.cards["dense_1"].setSelected(True)
    hand(inspector.row("id")).type("first")
    assert (inspector.header.title.text(), inspector.header.name.text()) == ("Dense", "first")
    assert inspector.row("id").editor.hasFocus()
    hand(inspector.row("bias")).tick()
    assert not window.document.network["first"].bias


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("head", "That is the head's name"),
        ("other", "Another layer is called other"),
        ("2nd", "Name can't be “2nd”"),
        ("two words", "letters, digits"),
        ("x" * 81, "at most 80"),
        ("", "Name can't be"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_words(inspect, project_of, hand, name, words):
    nodes = [{"id": each, "type": "Dense"} for each in ("it", "other")]
    inspector = inspect(project_of(*nodes), "it")
    before = inspector._document.project
    hand(inspector.row("id")).type(name)
    assert words in inspector.row("id").error.text()
    assert inspector._document.project is before


def test_the_first_input_keeps_its_name(inspect, project_of, hand):
    inspector = inspect(project_of(), "input")
    hand(inspector.row("id")).type("other")
    assert "keeps its name" in inspector.row("id").error.text()
