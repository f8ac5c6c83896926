"""A shown canvas, and a mouse that aims at things in its scene."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from playground.gui.canvas.view import Canvas
from playground.gui.document import Document
from playground.project.spec import ProjectSpec
from tests.mouse import hover

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Mouse:
    """Real mouse events on the viewport, aimed in scene coordinates."""

    def __init__(self, canvas):
        self.canvas = canvas
        self.viewport = canvas.viewport()
        self.held = Qt.MouseButton.NoButton

    def at(self, point):
        return self.canvas.mapFromScene(QPointF(point))

    def press(self, point, button=Qt.MouseButton.LeftButton, modifier=NO_MODIFIER):
        QTest.mousePress(self.viewport, button, modifier, self.at(point))
        self.held = button

    def move(self, point):
        hover(self.viewport, self.at(point), self.held)

    def release(self, point, button=Qt.MouseButton.LeftButton, modifier=NO_MODIFIER):
        QTest.mouseRelease(self.viewport, button, modifier, self.at(point))
        self.held = Qt.MouseButton.NoButton

    def click(self, point, modifier=NO_MODIFIER):
        QTest.mouseClick(self.viewport, Qt.MouseButton.LeftButton, modifier, self.at(point))

    def double_click(self, point):
        QTest.mouseDClick(self.viewport, Qt.MouseButton.LeftButton, NO_MODIFIER, self.at(point))

    def open_menu(self, point):
        """The menu that a click of the right button opens."""
        place = self.at(point)
        QTest.mouseClick(self.viewport, Qt.MouseButton.RightButton, NO_MODIFIER, place)
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, place, self.viewport.mapToGlobal(place))
        QApplication.sendEvent(self.viewport, event)
        return self.canvas.menu

    def pull(self, begin, end, steps=6, modifier=NO_MODIFIER):
        """Press and move in steps; the button stays down."""
        self.press(begin, modifier=modifier)
        for step in range(1, steps + 1):
            self.move(begin + (end - begin) * (step / steps))

    def drag(self, begin, end, steps=6, modifier=NO_MODIFIER):
        """Press, move in steps, release; the scene must not move meanwhile."""
        self.pull(begin, end, steps, modifier)
        self.release(end, modifier=modifier)


@pytest.fixture
def open_canvas(qtbot):
    """Opens a canvas on a project of these parts."""

    def open_(*nodes, size=(830, 600), **parts):
        network = parts.pop("network", {"nodes": list(nodes)})
        if "links" in parts:
            network["links"] = parts.pop("links")
        project = ProjectSpec(network=network, **{"data": {"source": "circle"}, **parts})
        document = Document(project)
        canvas = Canvas(document)
        document.setParent(canvas)
        canvas.animated = False
        canvas.resize(*size)
        qtbot.addWidget(canvas)
        with qtbot.waitActive(canvas):
            canvas.show()
            canvas.activateWindow()
        return canvas

    return open_


@pytest.fixture
def canvas(open_canvas):
    """The network 2-8-8-1."""
    return open_canvas(*({"id": f"dense_{number}", "type": "Dense"} for number in (1, 2)))


@pytest.fixture
def mouse_over():
    """Makes the mouse over a canvas."""
    return Mouse


@pytest.fixture
def mouse(canvas):
    """The mouse over `canvas`."""
    return Mouse(canvas)


@pytest.fixture
def grip():
    """A point of a card where it can be taken hold of: where no control is."""
    return lambda canvas, identity: canvas.card_rect(identity).topLeft() + QPointF(6, 6)


def entries(menu):
    """The entries of a menu and of the menus in it, by their words."""
    found = {}
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found |= {f"{inner.title()}: {words}": act for words, act in entries(inner).items()}
        elif not action.isSeparator():
            found[action.text()] = action
    return found


@pytest.fixture
def choose():
    """Triggers the entry of a menu that has these words, and closes the menu."""

    def choose_(menu, words):
        entries(menu)[words].trigger()
        menu.close()

    return choose_


@pytest.fixture
def entries_of():
    """The entries of a menu by their words."""
    return entries
