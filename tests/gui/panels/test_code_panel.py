from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from playground.formats.code import DIALECTS
from playground.gui import theme
from playground.gui.app import make_application
from playground.gui.document import Document
from playground.gui.panels.code_panel import CodePanel

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def document(project_of):
    nodes = [{"id": f"dense_{n}", "type": "Dense", "units": n} for n in range(1, 9)]
    return Document(project_of(*nodes))


@pytest.fixture
def panel(document, qtbot, qt_messages):
    make_application("light")
    panel = CodePanel(document)
    qtbot.addWidget(panel)
    panel.resize(520, 240)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    yield panel
    theme.apply_theme(QApplication.instance(), "light")


def choose(panel, name):
    """Click a dialect."""
    label = DIALECTS[name].label
    buttons = panel.dialects.findChildren(QToolButton)
    button = next(each for each in buttons if each.text() == label)
    QTest.mouseClick(button, LEFT, NONE, button.rect().center())


def line_of(panel, words):
    """The number of the first line that holds these words."""
    lines = panel.view.toPlainText().splitlines()
    return next(number for number, line in enumerate(lines) if words in line)


def place_of(panel, line):
    """Where a line is on the view."""
    block = panel.view.document().findBlockByNumber(line)
    return panel.view.cursorRect(QTextCursor(block)).center() + QPoint(20, 0)


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_is_a_click_away(panel, name):
    choose(panel, name)
    assert panel.view.toPlainText() == panel.code.text
    assert "dense_8" in panel.code.text
    assert panel.problem == ""
    assert ("only answers" in panel.notes) == (name == "numpy")


def test_the_code_follows_the_document_and_undo(panel, document):
    choose(panel, "pytorch")
    document.set_node_field("dense_8", "units", 77)
    assert "nn.Linear(7, 77)" in panel.view.toPlainText()
    document.undo_stack.undo()
    assert "nn.Linear(7, 77)" not in panel.view.toPlainText()


def test_it_is_written_only_when_it_can_be_seen(panel, document):
    choose(panel, "pytorch")
    panel.hide()
    document.set_node_field("dense_8", "units", 77)
    assert "77" not in panel.view.toPlainText()
    panel.show()
    assert "77" in panel.view.toPlainText()


def test_an_edit_keeps_the_place_that_is_read_and_what_is_selected(panel, document):
    choose(panel, "pytorch")
    bar = panel.view.verticalScrollBar()
    bar.setValue(9)
    place = place_of(panel, 12)
    QTest.mouseDClick(panel.view.viewport(), LEFT, NONE, place)
    selected = panel.view.textCursor().selectedText()
    assert selected
    document.set_node_field("dense_8", "units", 77)
    assert bar.value() == 9
    assert panel.view.textCursor().selectedText() == selected


def test_chosen_nodes_have_their_lines_marked_and_brought_into_view(panel):
    choose(panel, "pytorch")
    panel.show_selection(["dense_8"])
    text = panel.view.toPlainText().splitlines()
    assert panel.view.marked
    assert all("dense_8" in text[line] for line in panel.view.marked)
    first = panel.view.firstVisibleBlock().blockNumber()
    assert first <= panel.view.marked[0] < first + 14
    assert len(panel.view.extraSelections()) == len(panel.view.marked)
    choose(panel, "numpy")
    assert all("dense_8" in panel.view.toPlainText().splitlines()[n] for n in panel.view.marked)
    first = panel.view.firstVisibleBlock().blockNumber()
    assert first <= panel.view.marked[0] < first + 14
    panel.show_selection([])
    assert panel.view.extraSelections() == []


def test_a_click_on_a_line_chooses_its_node_and_a_drag_does_not(panel, qtbot):
    choose(panel, "pytorch")
    line = line_of(panel, "self.dense_5 =")
    panel.view.scroll_to(line)
    place = place_of(panel, line)
    with qtbot.waitSignal(panel.node_chosen) as chosen:
        QTest.mouseClick(panel.view.viewport(), LEFT, NONE, place)
    assert chosen.args == ["dense_5"]
    with qtbot.assertNotEmitted(panel.node_chosen):
        QTest.mousePress(panel.view.viewport(), LEFT, NONE, place)
        QTest.mouseMove(panel.view.viewport(), place + QPoint(60, 0))
        QTest.mouseRelease(panel.view.viewport(), LEFT, NONE, place + QPoint(60, 0))
    panel.view.setFocus()
    with qtbot.waitSignal(panel.node_chosen) as chosen:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert chosen.args == ["dense_5"]


def test_the_code_can_not_be_typed_in_and_tab_leaves_it(panel):
    before = panel.view.toPlainText()
    panel.view.setFocus()
    QTest.keyClicks(panel.view, "import os")
    assert panel.view.toPlainText() == before
    QTest.keyClick(panel.view, Qt.Key.Key_Tab)
    assert not panel.view.hasFocus()


def test_copy_takes_all_of_it_and_says_so_for_a_moment(panel, qtbot):
    choose(panel, "keras")
    QTest.mouseClick(panel.copy_button, LEFT, NONE, panel.copy_button.rect().center())
    assert QGuiApplication.clipboard().text() == panel.code.text
    assert panel.copy_button.text() == "Copied"
    qtbot.waitUntil(lambda: panel.copy_button.text() == "Copy", timeout=30_000)


def test_while_a_network_has_errors_its_last_sound_code_stays_greyed(panel, document):
    choose(panel, "pytorch")
    sound = panel.view.toPlainText()
    document.disconnect_nodes("dense_7", "dense_8")
    assert panel.view.toPlainText() == sound
    assert panel.problem.startswith("This is the code from before. To be mended first: Nothing")
    assert colours_of(panel) == {theme.current().disabled}
    choose(panel, "numpy")
    assert "np.tanh" in panel.view.toPlainText()
    document.undo_stack.undo()
    assert panel.problem == ""
    assert len(colours_of(panel)) > 1


def test_another_project_with_errors_shows_nothing_of_the_one_before(panel, document, project_of):
    document.replace(project_of({"id": "lstm_1", "type": "LSTM"}), None)
    assert panel.view.toPlainText() == ""
    assert panel.problem.startswith("To be mended first: ")
    assert not panel.copy_button.isEnabled()
    document.replace(project_of(), None)
    assert "dense_1" in panel.view.toPlainText()
    assert panel.problem == ""


def test_the_colours_are_the_themes(panel):
    choose(panel, "numpy")
    for name in ("dark", "light"):
        theme.apply_theme(QApplication.instance(), name)
        colours = theme.current()
        assert {colours.accent, colours.muted, colours.warning} <= colours_of(panel)
        # Not `QFontInfo.fixedPitch`: fonts of one width may fail to say that they are.
        metrics = QFontMetricsF(panel.view.font())
        assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("WWWW")


def colours_of(panel):
    """The colours that the highlighter has given to the text."""
    found = set()
    block = panel.view.document().firstBlock()
    while block.isValid():
        found |= {each.format.foreground().color().name() for each in block.layout().formats()}
        block = block.next()
    return found
