from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.gui.widgets.picker import Picker


@pytest.fixture
def picker(qtbot: QtBot) -> Picker:
    result = Picker("Loss")
    qtbot.addWidget(result)
    result.set_choices(
        [("ce", "Cross-entropy", "For classes"), ("mse", "Mean squared error", "For values")]
    )
    result.set_value("ce")
    with qtbot.waitExposed(result):
        result.show()
    return result


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_a_value_is_chosen_by_keyboard(qtbot: QtBot, picker: Picker, key: Qt.Key) -> None:
    qtbot.keyClick(picker, key)
    assert picker.menu.isVisible()
    with qtbot.waitSignal(picker.value_chosen) as chosen:
        qtbot.keyClick(picker.menu, Qt.Key.Key_Down)
        qtbot.keyClick(picker.menu, Qt.Key.Key_Return)
    assert chosen.args == ["mse"]
    assert picker.value == "mse"
    assert picker.accessibleName() == "Loss: Mean squared error"


def test_a_press_opens_the_menu_and_escape_changes_nothing(qtbot: QtBot, picker: Picker) -> None:
    qtbot.mouseClick(picker, Qt.MouseButton.LeftButton)
    assert picker.menu.isVisible()
    with qtbot.assertNotEmitted(picker.value_chosen):
        qtbot.keyClick(picker.menu, Qt.Key.Key_Escape)
    assert picker.value == "ce"


def test_setting_a_value_or_a_text_emits_nothing(qtbot: QtBot, picker: Picker) -> None:
    with qtbot.assertNotEmitted(picker.value_chosen):
        picker.set_value("mse")
        picker.set_text("CPU · 141k steps/s")
    assert picker.accessibleName() == "Loss: CPU · 141k steps/s"


def test_a_warning_is_seen_and_said(picker: Picker) -> None:
    calm = picker.grab().toImage()
    picker.set_warning("Squared error learns slowly here.")
    assert picker.toolTip() == "Squared error learns slowly here."
    assert picker.grab().toImage() != calm
    picker.set_warning(None)
    assert picker.toolTip() == "For classes"


def test_it_is_wide_enough_for_its_value(picker: Picker) -> None:
    narrow = picker.sizeHint().width()
    picker.set_value("mse")
    assert picker.sizeHint().width() > narrow
