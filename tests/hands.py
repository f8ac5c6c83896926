"""A person who builds networks, by mouse alone or by keyboard alone; every action is counted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui.canvas.layer_mime import layer_mime
from tests.mouse import hover

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class MouseHands:
    """Clicks, double-clicks and drags; no key is pressed.

    Attributes:
        actions: how many there were.
    """

    def __init__(self, window, user):
        self.window, self.user, self.actions = window, user, 0

    @property
    def canvas(self):
        return self.window.canvas

    def choose_data(self, name):
        self.actions += 1
        self.user.click(self.window.data_panel.gallery[name])
        self.user.wait(lambda: self.window.document.project.data.source == name)

    def add(self, layer_type):
        """Double-click a tile."""
        self.actions += 1
        tile = self.window.palette_panel.tiles[layer_type]
        self.window.palette_panel._scroll.ensureWidgetVisible(tile)
        QTest.mouseDClick(tile, LEFT, NO_MODIFIER, QPoint(20, 12))

    def drop(self, layer_type, point):
        """Drag a tile to a point of the canvas's scene."""
        self.actions += 1
        self.user.drop(layer_mime(layer_type), point)

    def drop_on_wire(self, layer_type, source, target):
        self.drop(layer_type, self.canvas.wire_point(source, target))

    def take_offer(self):
        self.actions += 1
        self.user.click(self.canvas.notes.offer_card.button)

    def select(self, identity):
        self.actions += 1
        rect = self.canvas.card_rect(identity)
        self.user.click_canvas(rect.topLeft() + QPointF(6, rect.height() - 5))

    def choose(self, identity, part, label):
        """Open the menu of a choice on a card, and click an entry: two actions."""
        self.actions += 2
        self.user.click_canvas(self.canvas.control_rect(identity, part).center())
        menu = self.canvas.menu
        self._click_entry(menu, label)

    def more_units(self, identity, times):
        for _ in range(times):
            self.actions += 1
            self.user.click_canvas(self.canvas.control_rect(identity, "plus").center())

    def connect(self, source, target):
        """Draw a wire from port to card."""
        self.actions += 1
        viewport = self.canvas.viewport()
        begin = self.canvas.mapFromScene(self.canvas.port_point(source, "output"))
        end = self.canvas.mapFromScene(self.canvas.card_rect(target).center())
        QTest.mousePress(viewport, LEFT, NO_MODIFIER, begin)
        for step in range(1, 6):
            hover(viewport, begin + (end - begin) * (step / 5), LEFT)
        QTest.mouseRelease(viewport, LEFT, NO_MODIFIER, end)

    def choose_head(self, name):
        """Open the head picker and click a tile: two actions."""
        self.actions += 2
        self.user.click(self.window.transport.head)
        self.user.click(self.window.transport.head.card.tiles[name])

    def run(self):
        self.actions += 1
        self.user.run(epochs=2)

    def _click_entry(self, menu, label):
        entry = next(a for a in menu.actions() if a.text().partition("\t")[0] == label)
        place = menu.actionGeometry(entry).center()
        hover(menu, place)
        QTest.mouseClick(menu, LEFT, NO_MODIFIER, place)


class KeyHands:
    """Keys alone.

    Attributes:
        actions: how many keys or words were typed; a word is one.
    """

    def __init__(self, window, user):
        self.window, self.user, self.actions = window, user, 0

    @property
    def canvas(self):
        return self.window.canvas

    def press(self, key, modifier=NO_MODIFIER):
        """To whatever has the keys: a menu or popup that is open, else the widget in focus."""
        self.actions += 1
        popup = QApplication.activePopupWidget()
        target = (popup.focusWidget() or popup) if popup else QApplication.focusWidget()
        QTest.keyClick(target or self.window, key, modifier)

    def type(self, text):
        self.actions += 1
        QTest.keyClicks(QApplication.focusWidget(), text)

    def choose_data(self, name):
        """Shift+Tab from the search field to the gallery, arrows to the data, and Enter."""
        gallery = self.window.data_panel.gallery
        self.press(Qt.Key.Key_F, CTRL)
        for _ in range(20):
            if QApplication.focusWidget() in gallery.values():
                break
            self.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        for _ in range(len(gallery)):
            if QApplication.focusWidget() is gallery[name]:
                break
            self.press(Qt.Key.Key_Left)
        self.press(Qt.Key.Key_Return)
        self.user.wait(lambda: self.window.document.project.data.source == name)

    def add(self, words):
        """Find a layer by words and put it in; the canvas has the keys afterwards."""
        self.press(Qt.Key.Key_F, CTRL)
        self.type(words)
        self.press(Qt.Key.Key_Return)
        self.press(Qt.Key.Key_Escape)
        self.press(Qt.Key.Key_Escape)
        assert self.canvas.hasFocus()

    def go(self, identity):
        """Tab from card to card until the ring is there."""
        for _ in range(60):
            if self.canvas.selection() == [identity]:
                return
            before = self.canvas.selection()
            order = list(self.canvas.network_scene.shown.order)
            at = order.index(before[0]) if before and before[0] in order else -1
            forward = at < order.index(identity)
            key = Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab
            self.press(key, NO_MODIFIER if forward else Qt.KeyboardModifier.ShiftModifier)
        raise AssertionError(f"no way to {identity}")

    def choose(self, identity, label):
        """Open the first choice of a card and walk to an entry of its menu."""
        self.go(identity)
        self.press(Qt.Key.Key_Return)
        menu = self.canvas.menu
        for _ in range(30):
            active = menu.activeAction()
            if active is not None and active.text().partition("\t")[0] == label:
                break
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)

    def connect(self, source, target):
        self.go(source)
        self.press(Qt.Key.Key_C)
        self.go(target)
        self.press(Qt.Key.Key_Return)

    def run(self):
        start = self.user.frame.epoch
        self.press(Qt.Key.Key_Space)
        self.user.wait(lambda: self.user.frame.epoch >= start + 2)
