"""A teacher's set-up in the window: made, saved, opened again, and kept to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.gui import setup_view
from playground.gui.canvas.menus import choice_menu
from playground.gui.panels.setup_card import SetupCard
from playground.network.spec import HEAD
from playground.project.file import open_project
from playground.project.setup import LOCKABLE, Setup, lock_reason

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def open_card(qtbot):
    """Opens the card of a window from its menu."""

    def open_(window):
        (entry,) = (a for a in window.menus.menu.actions() if a.text() == "Teacher's set-up…")
        entry.trigger()
        return next(card for card in window.findChildren(SetupCard) if card.isVisible())

    return open_


@pytest.fixture
def prepared(open_window, project_of):
    """Makes a window with a set-up."""
    return lambda **setup: open_window(project_of(setup=setup))


def tick(box):
    QTest.mouseClick(box, LEFT, NO_MODIFIER, QPoint(9, box.height() // 2))


def shown(window, name):
    parts = setup_view._hides(window)[name]
    return {part.isVisible() for part in parts}


def says(window):
    return window.banner.label.text() if window.banner.isVisible() else ""


def test_a_set_up_made_with_the_mouse_and_saved_opens_that_way(
    window, user, open_card, open_window, user_of, tmp_path
):
    path = window.document.path = tmp_path / "class.playground"
    card = open_card(window)
    for box in (card.hide_boxes["curves"], card.hide_boxes["layers"], card.lock_boxes["network"]):
        tick(box)
    assert not window.output.lower_part.isVisible()
    assert not window.palette_panel.isVisible()
    with user.bot.waitSignal(window.files.saved, timeout=30_000):
        user.click(card.save_button)
    assert not window.isWindowModified()

    pupil = open_window(open_project(path))
    user = user_of(pupil)
    user.settle()
    assert pupil.document.project.setup == Setup(hidden=("layers", "curves"), locked=("network",))
    assert not pupil.output.lower_part.isVisible()
    assert not pupil.palette_panel.isVisible()
    assert pupil.output.answers.isVisible()
    network = pupil.document.network
    user.click_canvas(pupil.canvas.control_rect("dense_1", "plus").center())
    assert pupil.document.network is network
    assert says(pupil) == lock_reason("network")
    assert not pupil.document.undo_stack.canUndo()
    user.run(epochs=1)
    user.pause()


def test_each_part_is_hidden_with_its_keys_and_comes_back(open_window, project_of):
    window = open_window(project_of(notes="Press Run."))
    for name in setup_view.hideable(window):
        assert shown(window, name) == {True}, name
        window.document.set_setup(Setup(hidden=(name,)))
        assert shown(window, name) == {False}, name
        within = {"drawer": ["inside"]}.get(name, [])
        others = [each for each in setup_view.hideable(window) if each not in (name, *within)]
        assert all(True in shown(window, other) for other in others), name
        window.document.set_setup(Setup())
        assert shown(window, name) == {True}, name


def test_the_whole_column_goes_when_nothing_is_left_in_it(prepared):
    window = prepared(hidden=["output", "curves"])
    assert not window.output.isVisible()
    assert window.right.code.isVisible()
    window.document.set_setup(Setup(hidden=("output", "curves", "code")))
    assert not window.right.isVisible()
    window.document.set_setup(Setup(hidden=("curves",)))
    window.right.tabs.set_current("output")
    assert window.output.isVisible()


def test_a_hidden_step_is_not_taken_by_its_key(prepared, user_of):
    window = prepared(hidden=["step"])
    user = user_of(window)
    user.settle()
    user.press(Qt.Key.Key_Period, widget=window)
    user.bot.wait(60)
    assert user.frame.steps == 0


def test_hidden_sliders_stay_hidden_when_other_data_is_chosen(prepared, user_of):
    window = prepared(hidden=["data_sliders"])
    user = user_of(window)
    user.click(window.data_panel.gallery["spiral"])
    user.wait(lambda: window.document.project.data.source == "spiral")
    assert not window.data_panel.noise.isVisible()


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("network", lambda document: document.remove_nodes(["dense_1"])),
        ("data", lambda document: document.set_data(noise=0.3)),
        ("head", lambda document: document.set_loss("mse")),
        ("training", lambda document: document.set_optimizer("sgd")),
    ],
)
def test_an_edit_of_a_locked_part_is_refused_in_words_and_others_go_on(prepared, part, edit):
    window = prepared(locked=[part])
    document, before = window.document, window.document.project
    edit(document)
    assert document.project is before
    assert says(window) == lock_reason(part)
    document.set_setup(Setup(locked=tuple(name for name in LOCKABLE if name != part)))
    edit(document)
    assert document.project != before


@pytest.mark.parametrize("part", LOCKABLE)
def test_the_controls_of_a_locked_part_are_disabled_and_say_why(prepared, part):
    window = prepared(locked=[part])
    transport, data = window.transport, window.data_panel
    controls: dict[str, list[QWidget]] = {
        "network": list(window.palette_panel.tiles.values()),
        "data": [*data.gallery.values(), data.noise, data.redraw_button],
        "head": [transport.head, transport.loss],
        "training": [transport.optimizer, transport.rate, transport.batch, transport.new_start],
    }
    tips = {}
    for name, widgets in controls.items():
        for widget in widgets:
            assert widget.isEnabled() is (name != part)
            assert (widget.toolTip() == lock_reason(part)) is (name == part)
            tips[widget] = widget.toolTip()
    window.document.move_nodes({"dense_1": (40.0, 50.0)})
    assert all(widget.toolTip() == tip for widget, tip in tips.items())
    window.document.set_setup(Setup())
    for widget in controls[part]:
        assert widget.isEnabled()
        assert widget.toolTip() != lock_reason(part)
        assert widget.toolTip()


def test_a_layer_over_a_locked_network_is_refused_before_it_is_dropped(prepared):
    document = prepared(locked=["network"]).document
    assert document.judge.why_not_insert("Dense", None).message == lock_reason("network")
    assert document.judge.why_not_connect("input", "head").message == lock_reason("network")


@pytest.mark.parametrize("part", ["final", "loss"])
def test_the_card_of_a_locked_head_offers_nothing_to_choose(prepared, part):
    window = prepared(locked=["head"])
    menu = choice_menu(window.document, HEAD, part, window)
    assert menu.actions()
    for action in menu.actions():
        assert not action.isEnabled()
        assert action.toolTip() == lock_reason("head")


def test_a_locked_training_keeps_its_start_and_what_was_drawn(prepared, user_of):
    window = prepared(locked=["training"])
    user = user_of(window)
    user.settle()
    user.step(1)
    user.press(Qt.Key.Key_R, SHIFT, widget=window)
    user.bot.wait(60)
    assert user.frame.epoch == 1
    user.press(Qt.Key.Key_R, widget=window)
    user.wait(lambda: user.frame.epoch == 0)


def test_a_chip_says_so_opens_the_card_and_everything_is_freed(prepared, user_of):
    window = prepared(hidden=["curves"], locked=["data"])
    user, chip = user_of(window), window.status.setup_button
    assert chip.isVisible()
    user.click(chip)
    (card,) = (card for card in window.findChildren(SetupCard) if card.isVisible())
    assert card.hide_boxes["curves"].isChecked()
    assert card.lock_boxes["data"].isChecked()
    assert not card.lock_boxes["network"].isChecked()
    user.click(card.clear_button)
    assert not card.hide_boxes["curves"].isChecked()
    user.press(Qt.Key.Key_Escape, widget=card)
    assert not chip.isVisible()
    assert window.output.lower_part.isVisible()
    user.press(Qt.Key.Key_Z, CTRL, widget=window)
    assert chip.isVisible()
    assert not window.output.lower_part.isVisible()
    assert window.document.undo_stack.redoText() == "change the teacher's set-up"


def test_the_card_is_worked_by_the_keyboard_alone(window, user, open_card):
    card = open_card(window)
    first = next(iter(card.hide_boxes.values()))
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert window.document.project.setup.hidden == ("data_gallery",)
    user.press(Qt.Key.Key_Escape, widget=card)
    assert not window.findChildren(SetupCard) or not card.isVisible()


def test_a_hidden_part_without_a_box_stays_hidden_when_others_are_ticked(prepared, open_card):
    window = prepared(hidden=["code"])
    card = open_card(window)
    tick(card.hide_boxes["step"])
    assert window.document.project.setup.hidden == ("step", "code")
    card.close()


def test_another_project_brings_its_own_set_up(prepared, project_of, user_of):
    window = prepared(hidden=["layers"], locked=["head"])
    window.document.replace(project_of(name="Another"), None)
    assert window.palette_panel.isVisible()
    assert window.transport.head.isEnabled()
    assert not window.status.setup_button.isVisible()


def test_a_change_of_the_set_up_leaves_the_run_alone(window, user):
    user.run(epochs=1)
    window.document.set_setup(Setup(hidden=("curves",), locked=("data",)))
    epoch = user.frame.epoch
    user.wait(lambda: user.frame.epoch > epoch)
    assert user.frame.running
    user.pause()
