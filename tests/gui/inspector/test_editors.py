"""Typing, stepping, choosing: by real keys and the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.network.activations import ACTIVATIONS
from tests.mouse import hover


def test_a_choice_is_clicked_in_its_list(inspect, project_of, hand):
    inspector = inspect(project_of(), "dense_1")
    combo = inspector.row("activation").editor
    hand(inspector.row("activation")).click(combo)
    view = combo.view()
    assert view.isVisible()
    assert not view.verticalScrollBar().maximum()
    box = view.visualRect(combo.model().index(list(ACTIVATIONS).index("elu"), 0))
    hover(view.viewport(), box.center())
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center()
    )
    assert inspector._document.network["dense_1"].activation.name == "elu"
    assert inspector.row("activation", "alpha").isVisible()


def test_a_word_is_chosen_in_a_menu_by_keyboard(inspect, project_of, hand):
    inspector = inspect(project_of({"id": "pool", "type": "MaxPool"}), "pool")
    padding = hand(inspector.row("padding"))
    padding.press(Qt.Key.Key_Down)
    QTest.keyClick(padding.editor.menu, Qt.Key.Key_Return)
    assert inspector._document.network["pool"].padding == "same"


def test_a_layer_to_apply_again_is_chosen_among_those_there_are(inspect, project_of, hand):
    inspector = inspect(project_of({"id": "again", "type": "Shared"}), "again")
    assert inspector.row("layer").editor.count() == 0
    assert inspector.row("layer").editor.placeholderText() == "choose one"
    inspector._document.insert_layer("Dense", ("input", "again"))
    hand(inspector.row("layer")).choose("dense_1")
    assert inspector._document.network["again"].layer == "dense_1"


def test_typing_goes_on_while_the_document_changes(one, hand):
    document, units = one._document, one.row("units").editor
    hand(one.row("units")).type("12", key=None)
    QTest.keyClick(units, Qt.Key.Key_Left)
    document.set_learning_rate(0.5)
    document.set_node_field("dense_1", "activation", "leaky_relu")
    assert one.row("activation", "slope").isVisible()
    assert one.row("units").editor is units
    assert units.hasFocus()
    assert (units.text(), units.cursorPosition()) == ("12", 1)
    QTest.keyClick(units, Qt.Key.Key_Return)
    assert document.network["dense_1"].units == 12


def test_a_value_changed_elsewhere_is_shown_under_the_cursor(one):
    units = one.row("units").editor
    units.setFocus()
    one._document.set_node_field("dense_1", "units", 77)
    assert units.text() == "77"
    assert units.hasFocus()


def test_escape_drops_what_was_typed_and_leaving_takes_it(one, hand):
    row = hand(one.row("units"))
    row.type("12", key=Qt.Key.Key_Escape)
    assert (row.editor.text(), one._document.network["dense_1"].units) == ("4", 4)
    row.type("12", key=Qt.Key.Key_Tab)
    assert one._document.network["dense_1"].units == 12


def test_leaving_a_wrong_number_goes_back_and_still_says_why(one, hand):
    row = hand(one.row("units"))
    row.type("0", key=Qt.Key.Key_Tab)
    assert row.editor.text() == "4"
    assert one.row("units").error.text() == "Units must be a whole number from 1 to 100,000."
    row.type("5", key=None)
    assert not one.row("units").error.isVisible()


def test_a_run_of_steps_is_one_edit(one, hand):
    row = hand(one.row("units"))
    row.editor.setFocus()
    for _ in range(3):
        row.press(Qt.Key.Key_Up)
    row.click(row.editor.up)
    row.press(Qt.Key.Key_PageUp)
    assert one._document.network["dense_1"].units == 18
    assert one._document.undo_stack.count() == 1


def test_the_wheel_steps_only_with_the_focus(one):
    units = one.row("units").editor
    for focused in (False, True):
        units.setFocus() if focused else units.clearFocus()
        place = QPointF(units.rect().center())
        wheel = QWheelEvent(
            place,
            QPointF(units.mapToGlobal(place)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(units, wheel)
        assert one._document.network["dense_1"].units == 4 + focused


def test_a_name_dragged_sideways_changes_its_number(one):
    label = one.row("units").label
    start = label.rect().center()
    QTest.mousePress(label, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    hover(label, start + QPoint(30, 0), Qt.MouseButton.LeftButton)
    hover(label, start + QPoint(18, 0), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(label, Qt.MouseButton.LeftButton)
    assert one._document.network["dense_1"].units == 7
    assert one._document.undo_stack.count() == 1


def test_keys_that_the_window_uses_belong_to_the_control_with_the_focus(one, hand):
    heard = []
    for keys in ("Space", "R", "."):
        shortcut = QShortcut(QKeySequence(keys), one)
        shortcut.activated.connect(lambda keys=keys: heard.append(keys))
    hand(one.row("bias")).tick()
    assert not one._document.network["dense_1"].bias
    activation = hand(one.row("activation"))
    activation.editor.setFocus()
    activation.press(Qt.Key.Key_R)
    assert one._document.network["dense_1"].activation.name == "relu"
    assert heard == []


def test_undo_in_a_field_is_the_documents_once_nothing_is_typed(one, hand):
    undo = QAction(one)
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    undo.triggered.connect(one._document.undo_stack.undo)
    one.addAction(undo)
    row = hand(one.row("units"))
    row.type("12")
    row.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert one._document.network["dense_1"].units == 4
    assert row.editor.text() == "4"
