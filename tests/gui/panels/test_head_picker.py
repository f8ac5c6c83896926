"""The choice of the task head, by pictures that say what each head is to the data."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.panels.head_facts import head_facts
from playground.gui.panels.head_pictures import draw_head
from playground.network.heads import HEADS
from playground.project.spec import ProjectSpec

CTRL = Qt.KeyboardModifier.ControlModifier
SOURCES = ("circle", "blobs", "regions", "plane")


def picture(name):
    """The picture of a head as an image, on a clear ground."""
    image = QImage(96, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw_head(painter, QRectF(0, 0, 96, 64), name)
    painter.end()
    return image


def focused(card):
    return next(name for name, tile in card.tiles.items() if tile.hasFocus())


@pytest.mark.parametrize("source", SOURCES)
def test_a_head_is_impossible_or_doubtful_just_when_its_problems_say_so(source):
    signature = ProjectSpec(data={"source": source, "samples": 60}).signature()
    standings = [head_facts(name, signature).standing for name in HEADS]
    assert standings.count("fits") == 1
    for name, head in HEADS.items():
        facts, problems = head_facts(name, signature), head().problems(signature)
        assert (facts.standing == "impossible") is any(p.severity == "error" for p in problems)
        assert bool(facts.why) is bool(problems)
        assert bool(facts.sets) is (facts.standing != "impossible")


def test_what_a_head_sets_is_told_in_real_numbers(project_of):
    signature = project_of(data={"source": "blobs", "classes": 4, "samples": 80}).signature()
    assert head_facts("multiclass", signature).sets.replace("\u00a0", " ") == (
        "final: 4 units, softmax · loss: cross-entropy · metric: accuracy"
    )


def test_a_click_on_a_picture_sets_units_final_loss_and_metric_as_one_edit(window, user):
    document, before = window.document, window.document.project
    user.click(window.transport.head)
    card = window.transport.head.card
    user.wait(card.isVisible)
    assert card.tiles["binary"].isChecked()
    user.click(card.tiles["binary_softmax"])
    assert not card.isVisible()
    assert document.project.head.name == window.transport.head.value == "binary_softmax"
    assert document.project.head.final == "softmax"
    assert document.project.head.loss_part.name == "cross_entropy"
    assert document.traced.shapes()["head"] == (2,)
    assert document.undo_stack.count() == 1
    user.press(Qt.Key.Key_Z, CTRL, widget=window)
    assert document.project == before
    assert window.transport.head.value == "binary"


def test_it_is_worked_by_the_keyboard_alone(window, user):
    picker = window.transport.head
    picker.setFocus()
    user.press(Qt.Key.Key_Return, widget=picker)
    user.wait(lambda: focused(picker.card) == "binary")
    for key, name in (
        (Qt.Key.Key_Down, "multiclass"),
        (Qt.Key.Key_Right, "multilabel"),
        (Qt.Key.Key_Up, "binary_softmax"),
        (Qt.Key.Key_Up, "binary_softmax"),
    ):
        user.press(key, widget=picker.card.tiles[focused(picker.card)])
        assert focused(picker.card) == name
    user.press(Qt.Key.Key_Escape, widget=picker.card)
    assert not picker.card.isVisible()
    assert window.document.project.head.name == "binary"
    user.press(Qt.Key.Key_Down, widget=picker)
    user.press(Qt.Key.Key_Right, widget=picker.card.tiles["binary"])
    user.press(Qt.Key.Key_Return, widget=picker.card.tiles["binary_softmax"])
    assert window.document.project.head.name == "binary_softmax"


def test_an_impossible_head_says_why_is_passed_over_and_not_chosen(
    open_window, user_of, project_of
):
    window = open_window(project_of(data={"source": "plane", "samples": 60}, head="regression"))
    user, picker = user_of(window), window.transport.head
    user.click(picker)
    tile = picker.card.tiles["multilabel"]
    assert not tile.isEnabled()
    assert "can't answer" in tile.accessibleDescription()
    user.click(tile)
    assert picker.card.isVisible()
    assert window.document.project.head.name == "regression"
    user.press(Qt.Key.Key_Up, widget=picker.card.tiles["regression"])
    assert focused(picker.card) == "regression"
    user.press(Qt.Key.Key_Escape, widget=picker.card)


def test_every_head_has_a_picture_of_its_own_in_both_themes(qapp):
    seen = []
    for name in ("light", "dark"):
        theme.apply_theme(QApplication.instance(), name)
        seen += [picture(head) for head in HEADS]
    assert all(a != b for i, a in enumerate(seen) for b in seen[:i])
    theme.apply_theme(QApplication.instance(), "light")


def test_the_losses_say_whether_they_fit_when_the_menu_opens(window, user):
    picker = window.transport.loss
    user.click(picker)
    entries = {action.data()[0]: action for action in picker.menu.actions()}
    assert entries["binary_cross_entropy"].text().endswith("\tfits")
    assert "fit" in entries["mse"].text().partition("\t")[2]
    assert "gradient fades" in entries["mse"].toolTip()
    user.press(Qt.Key.Key_Escape, widget=picker.menu)
    user.pick(picker, "mse")
    assert picker.accessibleName() == "Loss: Mean squared error"
