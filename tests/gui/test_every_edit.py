"""Every edit there is, made, undone and redone at random: document and canvas stay one."""

from __future__ import annotations

import inspect
import pkgutil
from contextlib import contextmanager
from importlib import import_module

import pytest
import shiboken6
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGraphicsView

from playground.gui import editing, field_edits
from playground.gui.canvas.building import Building
from playground.gui.canvas.clipboard import Clipboard
from playground.gui.canvas.view import Canvas
from playground.gui.document import Document
from playground.project.text import parse_document
from tests.edits import EDITS
from tests.edits.hand import Hand
from tests.edits.shown import assert_drawn_anew, assert_shows, shown
from tests.edits.starts import STARTS

LENGTH = 30
CHANCE = st.randoms(use_true_random=False)

# What the places where edits are made offer beside them: looking, asking, selecting, saying.
NO_EDITS = {
    "Document": "stands_alone fresh_name fresh_id new_node freezable placed data_with "
    "project_after "
    # What all edits are made of, and what can't be undone.
    "edit arrive replace",
    "Canvas": "card_rect control_rect port_point wire_point title_of selection chosen select "
    "select_link select_all select_new fit keep_view stay middle look_at zoom_to_full pan zoom_by "
    "center_on_node reveal wire_to_insert_on open_menu explain warn offer take_keys_from "
    "topic_at topic_in_focus",
    "Building": "keep movable",
    "Clipboard": "copy",
    "clipboard": "copied why_not_add",
    "replacing": "why_not_replace",
    "heads": "why_not_take",
    "field_edits": "changed in_force renamed",
}


def places():
    """Where edits are made: classes and modules, by name."""
    names = [module.name for module in pkgutil.iter_modules(editing.__path__)]
    found = {name: import_module(f"{editing.__name__}.{name}") for name in names}
    kinds = (Document, Canvas, Building, Clipboard)
    return found | {kind.__name__: kind for kind in kinds} | {"field_edits": field_edits}


def offered(place):
    """The public functions of a class, what Qt has it answer left out, or of a module."""
    home = place.__module__ if inspect.isclass(place) else place.__name__
    return {
        name
        for name, function in inspect.getmembers(place, inspect.isfunction)
        if function.__module__ == home
        and not name.startswith("_")
        and not hasattr(QGraphicsView, name)
    }


@pytest.mark.parametrize("name", places())
def test_no_edit_is_missing_from_the_table(name):
    others = set(NO_EDITS.get(name, "").split())
    in_table = {each.partition(".")[2] for each in EDITS if each.startswith(f"{name}.")}
    assert in_table.isdisjoint(others)
    assert in_table | others == offered(places()[name])


@contextmanager
def canvas_on(project):
    """A canvas on a project, as long as it is needed."""
    canvas = Canvas(Document(project))
    canvas.document.setParent(canvas)
    canvas.animated = False
    canvas.resize(830, 600)
    canvas.show()
    QGuiApplication.clipboard().clear()
    try:
        yield canvas
    finally:
        shiboken6.delete(canvas)


def random(number, **others):
    """So many examples, however long each takes."""
    return settings(
        max_examples=number, deadline=None, suppress_health_check=list(HealthCheck), **others
    )


class Made(Exception):
    """The edit was made; no more examples are needed."""


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_of_the_table_can_be_made(qapp, merging, name):
    @random(100, derandomize=True, database=None, phases=[Phase.generate])
    @given(chance=CHANCE)
    def try_it(chance):
        with canvas_on(STARTS["in parts"]) as canvas:
            # There has to be something to go back to.
            canvas.document.set_data(noise=0.2)
            start = canvas.document.project
            Hand(canvas, chance).make(name)
            if canvas.document.project != start:
                raise Made

    with pytest.raises(Made):
        try_it()


# The same sequences at each run: what is new is looked for by the long run below.
@pytest.mark.timeout(600)
@random(36, derandomize=True)
@given(chance=CHANCE)
def test_any_edits_are_shown_undone_and_redone_exactly(qapp, merging, chance):
    make_undo_and_redo(chance)


@random(10, derandomize=True)
@given(chance=CHANCE)
def test_cards_that_glide_through_any_edits_come_to_rest_in_their_places(qtbot, merging, chance):
    with canvas_on(STARTS[chance.choice(list(STARTS))]) as canvas:
        canvas.animated = True
        glide, hand = canvas.network_scene.arranger._glide, Hand(canvas, chance)
        for _ in range(LENGTH):
            hand.make_any()
            qtbot.wait(chance.choice([0, 0, 20]))
        qtbot.waitUntil(lambda: glide.state() == glide.State.Stopped)
        assert_shows(canvas)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@random(500)
@given(chance=CHANCE)
def test_five_hundred_sequences_of_edits_are_undone_and_redone_exactly(qapp, merging, chance):
    make_undo_and_redo(chance)


def make_undo_and_redo(chance):
    """Make a sequence of edits on some project, go back to its beginning, and forth again."""
    start = STARTS[chance.choice(list(STARTS))]
    with canvas_on(start) as canvas:
        document, stack = canvas.document, canvas.document.undo_stack
        seen = Seen(canvas)
        make_edits(canvas, chance)
        end = document.project
        while stack.canUndo():
            assert stack.undoText()
            stack.undo()
            seen.again()
        assert document.project == start
        assert_as_opened(canvas)
        while document.project is not end:
            stack.redo()
            seen.again()
        assert document.project == end
        assert_as_opened(canvas)


def make_edits(canvas, chance):
    """Make edits, each of which leaves the canvas and the document in order."""
    hand, document = Hand(canvas, chance), canvas.document
    for _ in range(LENGTH):
        hand.make_any()
        assert_shows(canvas)
        text = document.project.model_dump_json()
        assert parse_document(text.encode(), "project.json") == document.project


def assert_as_opened(canvas):
    """Canvas and document are as if they had been opened as they are."""
    assert_shows(canvas)
    assert_drawn_anew(canvas)
    assert canvas.document.problems == Document(canvas.document.project).problems


class Seen:
    """What a canvas showed of each project that its document came to."""

    def __init__(self, canvas):
        self._canvas = canvas
        self._found = {}
        self._remember()
        canvas.document.changed.connect(self._remember)

    def again(self):
        """The canvas shows what it showed when the document was as it is now."""
        project, before = self._found[id(self._canvas.document.project)]
        assert project is self._canvas.document.project
        assert shown(self._canvas.network_scene) == before

    def _remember(self):
        project = self._canvas.document.project
        now = project, shown(self._canvas.network_scene)
        self._found.setdefault(id(project), now)
