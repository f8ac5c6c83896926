"""A hand that draws what an edit needs from the document as it is."""

from __future__ import annotations

import math
from contextlib import suppress

from hypothesis import note
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.gui.editing.grouping import add_note, collapse, group_nodes
from playground.gui.inspector.kinds import Choice, Number, Switch, Text
from playground.gui.inspector.notation import Notation, OwnNotation
from playground.network.layers import LAYERS
from playground.network.spec import HEAD
from tests.edits.table import EDITS

# What people type into fields, for some of them nonsense.
TYPED = ("1", "2", "3", "4", "5", "0.5", "0.001", "2, 3", "4 × 4", "0-1", "0", "-1", "", "x y")
NAMES = ("first", "second", "third", "fourth", "dense_1", "group_1", "note_1", "not a name", "")
WORDS = ("Block", "What it does", " two words ", "", "x" * 81, "y" * 4001)


class NothingThere(Exception):
    """There is nothing that the edit could be made on."""


class Hand:
    """Draws what an edit is made on, and with what.

    Attributes:
        canvas, document: what is edited.
        chance: a `random.Random`, hypothesis's or another.
        largest: numbers typed are no larger, so that what is trained stays small.
    """

    def __init__(self, canvas, chance, largest=math.inf):
        self.canvas, self.document = canvas, canvas.document
        self.chance, self.largest = chance, largest

    @property
    def network(self):
        return self.document.network

    @property
    def scene(self):
        return self.canvas.network_scene

    # Drawing

    def one(self, options):
        """One of these."""
        options = list(options)
        if not options:
            raise NothingThere
        return self.chance.choice(options)

    def some(self, options):
        """Some of these, at least one, in any order."""
        options = list(dict.fromkeys(options))
        if not options:
            raise NothingThere
        return self.chance.sample(options, self.chance.randint(1, min(4, len(options))))

    def whether(self):
        return self.once_in(2)

    def once_in(self, number):
        return self.chance.randrange(number) == 0

    def place(self):
        return float(self.chance.randint(-900, 900)), float(self.chance.randint(-900, 900))

    def point(self):
        """A place on the canvas, often where something is."""
        rects = [card.scene_rect() for card in self.scene.cards.values()]
        rects += [frame.title_rect for frame in self.scene.frames.values()]
        spots = [rect.center() for rect in rects]
        spots += [wire.point() for wire in self.scene.wires.values()]
        return self.one([*spots, QPointF(*self.place())])

    # What is there

    def nodes(self):
        return [node.id for node in self.network]

    def parts(self):
        """Everything that can be selected, the head too."""
        return [*(part.id for part in self.network.parts), HEAD]

    def node(self):
        return self.one(self.nodes())

    def end(self):
        """A node or the head."""
        return self.one([*self.nodes(), HEAD])

    def link(self):
        return self.one(self.network.links)

    def group(self, collapsed):
        """A group that is open, or closed; where there is none it is made."""
        groups = [group for group in self.network.groups if group.collapsed == collapsed]
        if groups:
            return self.one(groups).id
        identity = group_nodes(self.document, self.some(self.nodes()))
        collapse(self.document, identity, collapsed)
        return identity

    def note(self):
        """A note; where there is none it is written."""
        notes = [note.id for note in self.network.notes]
        return self.one(notes) if notes else add_note(self.document, "A note", self.place())

    def stepped(self):
        """A card with a number."""
        return self.one(name for name, card in self.scene.cards.items() if card.face.stepper)

    def layer_type(self):
        return self.one(LAYERS)

    def select(self):
        """Select some of what there is, or a wire."""
        if self.scene.wires and self.once_in(5):
            self.canvas.select_link(self.one(self.scene.wires))
        else:
            items = [*self.scene.cards, *self.scene.frames, *self.scene.notes]
            self.canvas.select(self.some(items))

    # Values

    def value_for(self, kind):
        """A value as the inspector's editor for this kind of field gives it."""
        match kind:
            case Switch():
                return self.whether()
            case Choice():
                return self.one(kind.options).value
            case Number():
                return self._typed(kind, [kind.limits.low, kind.limits.high])
            case Text():
                return kind.read(self.one([*NAMES, *self.nodes()]))
            case Notation() | OwnNotation():
                return self._typed(kind, getattr(kind, "words", ()))
        raise NothingThere

    def _typed(self, kind, others):
        finite = [each for each in others if isinstance(each, str) or abs(each) <= self.largest]
        text = self.one([*TYPED, *(f"{each}" for each in finite)])
        try:
            return kind.read(text)
        except ValueError:
            raise NothingThere from None  # the editor keeps it, and says why

    # Typing

    def type_text(self, texts):
        """Write in the editor that is open, and take it, leave it or click elsewhere."""
        editor = self.canvas._texts.editor or self.canvas.editor
        if editor is None:
            return
        text = self.one(texts)
        set_text = getattr(editor, "setPlainText", None) or editor.setText
        set_text(text)
        match self.one(["take", "leave", "away"]):
            case "take":
                control = Qt.KeyboardModifier.ControlModifier
                plain = Qt.KeyboardModifier.NoModifier
                modifier = control if hasattr(editor, "setPlainText") else plain
                QTest.keyClick(editor, Qt.Key.Key_Return, modifier)
            case "away":
                self.canvas.setFocus()
        if self.canvas._texts.editor or self.canvas.editor:
            QTest.keyClick(editor, Qt.Key.Key_Escape)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.canvas, key, modifier)

    def make(self, name):
        """Make an edit of the table, if there is something to make it on."""
        note(name)
        with suppress(NothingThere):
            EDITS[name](self)

    def make_any(self):
        """Make any edit of the table."""
        self.make(self.one(EDITS))
