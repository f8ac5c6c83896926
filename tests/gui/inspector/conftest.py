"""The inspector by itself on a document, and a person in front of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.app import make_application
from playground.gui.document import Document
from playground.gui.inspector.kinds import Choice, Switch
from playground.gui.inspector.panel import Inspector

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def inspect(qtbot, qt_messages):
    """Opens an inspector on a project, some layers of it selected."""
    make_application("light")
    opened = []

    def open_(project, *selected):
        inspector = Inspector(Document(project))
        inspector.resize(820, 400)
        opened.append(inspector)
        with qtbot.waitActive(inspector):
            inspector.show()
            inspector.activateWindow()
        inspector.show_selection(selected)
        return inspector

    yield open_
    qt_messages.listen()
    for inspector in opened:
        document = inspector._document
        inspector.close()
        inspector.deleteLater()
        document.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.apply_theme(QApplication.instance(), "light")


class Hand:
    """Real key and mouse events on a row."""

    def __init__(self, row):
        self.row = row
        self.editor = row.editor

    def type(self, text, key=Qt.Key.Key_Return):
        """Put `text` in place of what is there."""
        self.click(self.editor)
        self.editor.selectAll()
        QTest.keyClicks(self.editor, text)
        if not text:
            QTest.keyClick(self.editor, Qt.Key.Key_Backspace)
        if key is not None:
            QTest.keyClick(self.editor, key)

    def press(self, key, modifier=NO_MODIFIER):
        QTest.keyClick(self.editor, key, modifier)

    def click(self, widget):
        QTest.mouseClick(widget, LEFT, NO_MODIFIER, widget.rect().center())

    def tick(self):
        self.editor.setFocus()
        self.press(Qt.Key.Key_Space)

    def choose(self, value):
        """By the arrow keys, one by one."""
        self.editor.setFocus()
        places = [option.value for option in self.row.field.kind.options]
        steps = places.index(value) - self.editor.currentIndex()
        for _ in range(abs(steps)):
            self.press(Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)

    @property
    def shown(self):
        """What the row says the value is."""
        kind = self.row.field.kind
        if isinstance(kind, Switch):
            return self.editor.isChecked()
        if isinstance(kind, Choice):
            place = self.editor.currentIndex()
            return kind.options[place].value if place >= 0 else ""
        return kind.read(self.editor.text())


@pytest.fixture
def hand():
    """Makes a hand for a row."""
    return Hand


LAYERS_OF_THREE = [
    {"id": "dense_1", "type": "Dense", "units": 4},
    {"id": "dense_2", "type": "Dense", "units": 8, "activation": "relu"},
    {"id": "lstm_1", "type": "LSTM", "units": 8, "initializer": "he"},
]


@pytest.fixture
def three(inspect, project_of):
    """An inspector on three layers of two types."""
    return inspect(project_of(*LAYERS_OF_THREE), "lstm_1", "dense_2", "dense_1")


@pytest.fixture
def one(inspect, project_of):
    """An inspector on dense_1 of a network 2-4-1."""
    return inspect(project_of(), "dense_1")
