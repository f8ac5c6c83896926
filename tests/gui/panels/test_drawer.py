"""The drawer beneath the canvas: opened, closed, and what its tabs show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from playground.gui.panels.drawer import Drawer


def make(qtbot):
    drawer = Drawer([(key, key.title(), f"Help on {key}", QLabel(key)) for key in ("one", "two")])
    qtbot.addWidget(drawer)
    drawer.resize(500, 200)
    with qtbot.waitExposed(drawer):
        drawer.show()
    return drawer


@pytest.fixture
def drawer(qtbot):
    return make(qtbot)


def seen(drawer):
    return [label.text() for label in drawer.findChildren(QLabel) if label.isVisible()]


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_button_closes_and_opens_it_and_says_which(drawer, qtbot):
    assert seen(drawer) == ["one"]
    assert drawer.toggle_button.accessibleName() == "Close the drawer"
    with qtbot.waitSignal(drawer.opened) as opened:
        click(drawer.toggle_button)
    assert opened.args == [False]
    assert seen(drawer) == []
    assert drawer.maximumHeight() < 60
    assert drawer.toggle_button.accessibleName() == "Open the drawer"
    click(drawer.toggle_button)
    assert seen(drawer) == ["one"]


def test_a_tab_shows_its_panel_and_opens_the_drawer_if_need_be(drawer):
    click(drawer.tabs.button("two"))
    assert seen(drawer) == ["two"]
    drawer.set_open(False)
    click(drawer.tabs.button("one"))
    assert drawer.is_open
    assert seen(drawer) == ["one"]


def test_the_tab_in_force_opens_a_closed_drawer_too(drawer):
    drawer.set_open(False)
    click(drawer.tabs.button("one"))
    assert drawer.is_open
    assert seen(drawer) == ["one"]


def test_a_panel_is_shown_from_elsewhere(drawer):
    drawer.set_open(False)
    drawer.show_panel("two")
    assert drawer.tabs.current == "two"
    assert seen(drawer) == ["two"]


def test_whether_it_is_open_is_remembered(drawer, qtbot):
    drawer.set_open(False)
    assert not make(qtbot).is_open
    drawer.set_open(True)
    assert make(qtbot).is_open


def test_it_gives_way_to_what_takes_room_and_comes_back(drawer):
    drawer.make_room(True)
    assert not drawer.is_open
    drawer.make_room(False)
    assert drawer.is_open
    drawer.make_room(True)
    click(drawer.toggle_button)  # by hand, beneath what takes room
    drawer.make_room(False)
    click(drawer.toggle_button)
    drawer.make_room(True)
    assert drawer.is_open
    drawer.make_room(False)
    assert not drawer.is_open
