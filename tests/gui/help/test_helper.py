"""F1, "What's this?", the card and the glossary, by mouse and by keyboard in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWhatsThis
from shiboken6 import isValid

from playground.gui.glossary.glossary import glossary
from playground.gui.help.flash import Flash
from playground.gui.help.keys_card import KeysCard
from playground.gui.help.question import Question
from playground.gui.topics import topic_at

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Reader:
    """Somebody who wants to know what things are."""

    def __init__(self, user):
        self.user, self.window = user, user.window

    @property
    def card(self):
        return self.window.helper.popover

    @property
    def title(self):
        return self.card.page.title.text()

    def point(self, widget, place=None):
        """Put the mouse over a place of a widget."""
        QCursor.setPos(widget.mapToGlobal(place or widget.rect().center()))
        self.user.bot.wait(10)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        popup = QApplication.activePopupWidget()
        QTest.keyClick(popup or QApplication.activeWindow() or self.window, key, modifier)
        self.user.bot.wait(10)

    def ask(self, widget, place=None):
        """F1 with the mouse over a widget; the title of the card."""
        self.point(widget, place)
        self.press(KEY.Key_F1)
        return self.title

    def close(self):
        self.press(KEY.Key_Escape)
        assert QApplication.activePopupWidget() is None


@pytest.fixture
def reader(user):
    return Reader(user)


def test_f1_explains_what_the_pointer_is_over_and_escape_ends_it(reader):
    window = reader.window
    bar = window.transport
    assert reader.ask(bar.optimizer) == "Optimizer"
    assert reader.card.page.picture.name == "optimizers"
    reader.close()
    assert reader.ask(bar.rate) == "Learning rate"
    reader.press(KEY.Key_F1)  # again, and it goes
    assert QApplication.activePopupWidget() is None
    canvas = window.canvas
    middle = canvas.mapFromScene(canvas.control_rect("dense_1", "activation").center())
    assert reader.ask(canvas.viewport(), middle) == "tanh"
    assert "y = tanh x" in reader.card.page.formula.text()
    reader.close()
    assert reader.ask(window.palette_panel.search) == "Find a layer"
    reader.close()
    assert reader.ask(window.centre.tabs.button("neurons")) == "Neurons"
    reader.close()
    picker = window.output.answers.picker  # which may lie beyond the edge of the screen
    assert topic_at(picker, picker.rect().center()) == "view.map"
    _explains_what_the_keyboard_is_on(reader)
    _explains_the_entry_of_an_open_menu(reader)
    _leads_from_link_to_link_and_back(reader)
    _explains_the_next_click(reader)
    _question_marks_explain_what_they_stand_beside(reader)


def _explains_what_the_keyboard_is_on(reader):
    """While the mouse rests where it was when the keyboard went on."""
    window = reader.window
    reader.point(window.palette_panel.search)
    window.transport.batch.setFocus(Qt.FocusReason.TabFocusReason)
    reader.press(KEY.Key_F1)
    assert reader.title == "Batch"
    reader.close()
    window.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    window.canvas.select(["dense_1"])
    reader.press(KEY.Key_F1)
    assert reader.title == "Dense"
    reader.close()


def _explains_the_entry_of_an_open_menu(reader):
    menu = reader.window.transport.loss.menu
    reader.user.click(reader.window.transport.loss)
    entry = next(a for a in menu.actions() if a.data()[0] == "mse")
    assert reader.ask(menu, menu.actionGeometry(entry).center()) == "Mean squared error"
    reader.press(KEY.Key_Escape)
    reader.press(KEY.Key_Escape)
    assert QApplication.activePopupWidget() is None


def _leads_from_link_to_link_and_back(reader):
    reader.ask(reader.window.transport.loss)
    card = reader.card
    assert not card.back_button.isVisible()
    card.page.see.linkActivated.emit("gradient")
    assert reader.title == "Gradient"
    card.page.text.setFocus()
    QTest.keyClick(card.page.text, KEY.Key_Tab)
    assert card.back_button.isVisible()
    card.back_button.click()
    assert (reader.title, card.back_button.isVisible()) == ("Loss", False)
    card.glossary_button.click()
    panel = reader.window.helper.dialog.panel
    assert panel.page.title.text() == "Loss"
    assert panel.list.currentIndex().data() == "Loss"
    reader.window.helper.dialog.close()
    reader.window.activateWindow()


def _explains_the_next_click(reader):
    """And does not do what it would have done."""
    window = reader.window
    running = window.transport.run_button
    reader.press(KEY.Key_F1, SHIFT)
    assert QWhatsThis.inWhatsThisMode()
    reader.point(running)
    reader.user.click(running)
    assert not QWhatsThis.inWhatsThisMode()
    reader.user.wait(lambda: isValid(reader.card) and reader.card.isVisible())
    assert reader.title == "Run"
    reader.close()
    assert running.accessibleName() == "Run"


def _question_marks_explain_what_they_stand_beside(reader):
    marks = [m for m in reader.window.findChildren(Question) if m.isVisible()]
    assert marks
    for mark in marks:
        reader.user.click(mark)
        assert reader.card.isVisible()
        reader.close()


def test_the_glossary_is_searched_as_one_types_and_shows_where_things_are(reader):
    window = reader.window
    reader.press(KEY.Key_Question, CONTROL)
    dialog = window.helper.dialog
    reader.user.wait(lambda: dialog.isVisible() and dialog.panel.search_field.hasFocus())
    panel = dialog.panel
    QTest.keyClicks(panel.search_field, "learning r")
    assert panel.page.entry is glossary()["field.learning_rate"]
    assert panel.page.picture.isVisible()
    QTest.keyClick(panel.search_field, KEY.Key_Down)
    assert panel.list.currentIndex().row() == 1
    QTest.keyClick(panel.search_field, KEY.Key_Up)
    assert panel.where_button.isVisible()
    panel.where_button.click()
    rings = window.findChildren(Flash)
    assert [r.geometry().center() for r in rings] == [
        window.transport.rate.mapTo(window, window.transport.rate.rect().center())
    ]
    reader.user.wait(lambda: not window.findChildren(Flash))
    panel.search_field.setText("zebra crossing")
    assert (panel.model.lines, panel._nothing.isVisible()) == ([], True)
    panel.search_field.clear()
    assert panel.page.entry is glossary()["field.learning_rate"]
    families = [line for line in panel.model.lines if isinstance(line, str)]
    assert families == list(glossary().families())
    panel.show_topic("dead_unit")
    assert not panel.where_button.isVisible()  # it is an idea, and stands nowhere
    _fits_a_narrow_column(panel)
    QTest.keyClick(panel.search_field, KEY.Key_Escape)
    assert not dialog.isVisible()
    reader.press(KEY.Key_F1, CONTROL)
    card = next(c for c in window.findChildren(KeysCard) if c.isVisible())
    assert window.geometry().contains(card.geometry())
    card.close()


def _fits_a_narrow_column(panel):
    wide = panel._split.orientation()
    panel.setFixedWidth(360)
    panel.resize(360, 500)
    assert (wide, panel._split.orientation()) == (
        Qt.Orientation.Horizontal,
        Qt.Orientation.Vertical,
    )
    assert panel.page.text.width() <= 360
    panel.setMinimumWidth(0)
    panel.setMaximumWidth(16_777_215)
    assert QPoint(0, 0) == panel.rect().topLeft()
