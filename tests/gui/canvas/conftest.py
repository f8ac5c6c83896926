"""A shown canvas, and a mouse that aims at things in its scene."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

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

    def drag(self, begin, end, steps=6):
        """Press, move in steps, release; the scene must not move meanwhile."""
        self.press(begin)
        for step in range(1, steps + 1):
            self.move(begin + (end - begin) * (step / steps))
        self.release(end)


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
