"""The panel as a whole."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui.inspector.columns import Heading


def test_nothing_selected_shows_the_head_and_the_training_under_headings(one):
    one.show_selection([])
    headings = [item.accessibleName() for item in one._columns.items if isinstance(item, Heading)]
    assert headings == ["Head", "Optimizer", "Training"]
    one.show_selection(["head"])
    assert [row.field.path for row in one.rows][:2] == [("type",), ("loss",)]
    assert not [item for item in one._columns.items if isinstance(item, Heading)]


def test_a_removed_layer_and_another_project_leave_nothing_of_it(one, project_of):
    one._document.remove_nodes(["dense_1"])
    assert one.header.title.text() == "Head and training"
    one._document.undo_stack.undo()
    assert one.header.title.text() == "Dense"
    one._document.replace(project_of(), None)
    assert one.header.title.text() == "Head and training"


def test_what_is_wrong_with_a_layer_stands_in_place_of_its_help(one):
    one._document.disconnect_nodes("input", "dense_1")
    assert one.header.help.property("role") in ("error", "warning")
    assert one.header.help.text() in [problem.message for problem in one._document.problems]


def test_an_unknown_layer_and_ids_of_no_layer_are_no_fault(inspect, project_of):
    inspector = inspect(project_of({"id": "odd", "type": "FromTheFuture", "size": 3}), "odd", "?")
    paths = [row.field.path for row in inspector.rows]
    assert (paths[0], paths[-1]) == (("id",), ("frozen",))
    assert ("unknown_type",) not in paths
    assert inspector.header.title.text() == "FromTheFuture"


def test_a_long_name_leaves_room_for_the_rest_of_the_header(inspect, project_of):
    name = "W" * 80
    inspector = inspect(project_of({"id": name, "type": "Dense"}), name)
    assert inspector.header.name.text() == "W" * 39 + "…"
    assert name in inspector.header.accessibleName()
    assert inspector.rows[0].field.path == ("id",)


@pytest.mark.parametrize(("width", "columns"), [(820, 3), (640, 2), (300, 1)])
def test_rows_stand_in_as_many_columns_as_fit_none_over_another(one, qtbot, width, columns):
    one.show_selection([])
    one.resize(width, 200)
    qtbot.waitUntil(lambda: len({row.x() for row in one.rows}) == columns)
    boxes = sorted((item.x(), item.y(), item.height()) for item in one._columns.items)
    for (x, y, height), (next_x, next_y, _) in pairwise(boxes):
        assert x != next_x or y + height <= next_y
    assert all(item.geometry().right() <= one._columns.width() for item in one._columns.items)
    assert one._columns.height() >= max(y + height for _, y, height in boxes)


def test_tab_goes_from_field_to_field_in_their_order(one, hand):
    one._document.set_node_field("dense_1", "activation", "leaky_relu")
    one.row("id").editor.setFocus()
    passed = []
    for _ in range(20):
        passed.append(QApplication.focusWidget())
        QTest.keyClick(passed[-1], Qt.Key.Key_Tab)
    editors = [row.editor for row in one.rows]
    assert [each for each in passed if each in editors][: len(editors)] == editors
    assert one.row("units").reset_button in passed


def test_what_belongs_together_is_not_parted(one):
    one._document.set_node_field("dense_1", "activation", "leaky_relu")
    choice, slope = one.row("activation"), one.row("activation", "slope")
    assert slope.x() == choice.x()
    assert slope.y() > choice.y()


def test_words_beneath_a_field_push_the_others_down(one, hand):
    one.resize(300, 400)
    before = one.row("activation").y()
    hand(one.row("units")).type("0")
    error, units = one.row("units").error, one.row("units")
    assert error.height() >= error.heightForWidth(error.width())
    assert one.row("activation").y() >= units.geometry().bottom() >= before
    hand(units).type("6")
    assert one.row("activation").y() == before


@pytest.mark.parametrize("selected", [[], ["dense_1"], ["head"]])
def test_an_update_is_cheap_and_rows_are_kept(one, selected):
    one.show_selection(selected)
    document, rows, times = one._document, one.rows, []
    for number in range(30):
        document.set_learning_rate(0.01 + number / 1000)
        start = perf_counter()
        one._refresh()
        times.append(perf_counter() - start)
    print(f"\nan update of the inspector takes {1000 * sorted(times)[15]:.2f} ms")
    assert one.rows == rows


def test_while_it_is_not_seen_it_waits(inspect, project_of, qtbot):
    inspector = inspect(project_of(), "dense_1")
    inspector.hide()
    inspector._document.set_node_field("dense_1", "units", 33)
    assert inspector.row("units").editor.text() == "4"
    with qtbot.waitExposed(inspector):
        inspector.show()
    qtbot.waitUntil(lambda: inspector.row("units").editor.text() == "33")
