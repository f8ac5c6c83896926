"""A hand that clicks, drags, types and drops at random, and is interrupted in the middle of it."""

from __future__ import annotations

from random import Random

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.blocks import Blocks
from playground.network.layers import LAYERS
from tests.carried import Carried

STEPS = 200
Key = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
KEYS = [
    *(Key.Key_Tab, Key.Key_Backtab, Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down),
    *(Key.Key_Return, Key.Key_Escape, Key.Key_Delete, Key.Key_Plus, Key.Key_Minus),
    *(Key.Key_C, Key.Key_N, Key.Key_L, Key.Key_F2, Key.Key_F),
]
CONTROL_KEYS = [
    *(Key.Key_C, Key.Key_X, Key.Key_V, Key.Key_D, Key.Key_A, Key.Key_G, Key.Key_0),
]
BRANCHED = [
    *({"id": f"dense_{number}", "type": "Dense"} for number in (1, 2, 3)),
    {"id": "add_1", "type": "Add"},
]
LINKS = [
    *(("input", "dense_1"), ("dense_1", "dense_2"), ("dense_2", "add_1")),
    *(("dense_1", "add_1"), ("add_1", "dense_3"), ("dense_3", "head")),
]


class Hands:
    """Acts on a canvas, each time otherwise."""

    def __init__(self, canvas, mouse, seed):
        self.canvas, self.mouse, self.random = canvas, mouse, Random(seed)
        self.acts = [self.click] * 2 + [self.double_click] + [self.drag] * 5 + [self.key] * 6
        self.acts += [self.control_key] * 3 + [self.write] * 2 + [self.menu] * 3
        self.acts += [self.undo] * 2 + [self.drop] * 3 + [self.group] * 2 + [self.interrupt]

    def act(self):
        self.random.choice(self.acts)()
        for menu in (self.canvas.menu, QApplication.activePopupWidget()):
            if menu is not None:
                menu.close()

    def place(self):
        scene, points = self.canvas.network_scene, []
        for card in scene.cards.values():
            points += [card.scene_rect().topLeft() + QPointF(6, 6), card.port("output")]
            points += [box.center() + card.pos() for box in card.geometry.parts.values()]
        points += [wire.point() for wire in scene.wires.values()]
        points += [frame.title_rect.topLeft() + QPointF(18, 12) for frame in scene.frames.values()]
        points += [note.scene_rect().center() for note in scene.notes.values()]
        ground = QPoint(self.random.randrange(-60, 900), self.random.randrange(-60, 700))
        return self.random.choice([*points, self.canvas.mapToScene(ground)])

    def modifier(self):
        return self.random.choice([NONE, NONE, NONE, SHIFT, CTRL, ALT])

    def click(self):
        self.mouse.click(self.place(), self.modifier())

    def double_click(self):
        place = self.place()
        self.mouse.click(place)
        self.mouse.double_click(place)

    def drag(self):
        begin, end, modifier = self.place(), self.place(), self.modifier()
        self.mouse.pull(begin, end, 3, modifier)
        if self.random.random() < 0.4:
            self.interrupt()
            self.mouse.move(end + QPointF(20, 10))
        self.mouse.release(end, modifier=modifier)

    def key(self):
        holder = self.canvas.window().focusWidget() or self.canvas
        QTest.keyClick(holder, self.random.choice(KEYS), self.modifier())

    def control_key(self):
        QTest.keyClick(self.canvas, self.random.choice(CONTROL_KEYS), CTRL)

    def write(self):
        editor = self.canvas.text_editor or self.canvas.editor
        if editor is not None:
            QTest.keyClicks(editor, self.random.choice(["12", "abc", "a b", "", "x" * 90, "head"]))
            QTest.keyClick(editor, self.random.choice([Key.Key_Return, Key.Key_Escape]))

    def menu(self):
        actions = self.mouse.open_menu(self.place()).actions()
        able = [each for each in actions if each.isEnabled() and not each.menu()]
        action = self.random.choice(able)
        if not action.isSeparator():
            action.trigger()

    def undo(self):
        stack = self.canvas.document.undo_stack
        self.random.choice([stack.undo, stack.redo])()

    def drop(self):
        blocks = Blocks()
        what = self.random.choice([*LAYERS, *(blocks.find(title) for title in blocks.titles)])
        Carried(self.canvas, what).drop(self.place())
        offer = self.canvas.notes.offer_card
        if offer.isVisible():
            QTest.mouseClick(offer.button, Qt.MouseButton.LeftButton)

    def group(self):
        building, groups = self.canvas.building, self.canvas.document.network.groups
        if groups and self.random.random() < 0.7:
            group = self.random.choice(groups)
            (building.expand if group.collapsed else building.collapse)(group.id)
            return
        cards = list(self.canvas.network_scene.cards)
        self.canvas.select(self.random.sample(cards, self.random.randrange(1, len(cards) + 1)))
        building.group()

    def interrupt(self):
        """What may come in the middle of anything."""
        document = self.canvas.document
        match self.random.randrange(5):
            case 0:
                self.undo()
            case 1:
                self.key()
            case 2:
                document.remove_nodes([self.random.choice(document.network.nodes).id])
            case 3:
                name = self.random.choice(["light", "dark"])
                theme.apply_theme(QApplication.instance(), name)
            case _:
                self.canvas.resize(self.random.choice([1, 300, 830]), 600)


def nothing_is_left_over(canvas):
    """No card is faint, lifted or without its node, and no wire is half drawn."""
    scene = canvas.network_scene
    assert set(scene.cards) == set(scene.shown.order)
    assert set(scene.wires) == set(scene.shown.links)
    for card in scene.cards.values():
        assert (card.opacity(), card.zValue()) == (1.0, 2.0)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_restless_hands_do_the_canvas_shows_the_document_and_all_is_undone(
    open_canvas, mouse_over, seed, qapp
):
    canvas = open_canvas(*BRANCHED, links=LINKS)
    before = canvas.document.project
    hands = Hands(canvas, mouse_over(canvas), seed)
    try:
        for step in range(STEPS):
            hands.act()
            nothing_is_left_over(canvas)
            if step % 10 == 0:
                canvas.grab()
    finally:
        theme.apply_theme(qapp, "light")
    stack = canvas.document.undo_stack
    stack.setIndex(0)
    assert canvas.document.project == before
    nothing_is_left_over(canvas)
