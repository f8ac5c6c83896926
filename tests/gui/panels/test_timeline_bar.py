"""The timeline by itself, worked with a real mouse and real keys on the moments of real runs."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.frame import frame_of
from playground.gui.panels.timeline_bar import TimelineBar
from playground.gui.panels.timeline_ends import BOUNDS, SETTING
from playground.gui.widgets import play_back
from playground.training.session import Session
from playground.training.timeline import DEFAULT_BYTES, Timeline
from tests.mouse import hover

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
EPOCHS = 20


@pytest.fixture
def session(project_of):
    """A run of twenty epochs, of which each is kept; after the tenth the batch was edited."""
    project = project_of()
    prepared = prepare(project.data)
    made = Session(project.network, project.head, project.training, prepared)
    made.timeline = Timeline()
    made.note_start()
    made.train(10)
    smaller = project.training.model_copy(update={"batch_size": 8})
    made.adopt(project.network, project.head, smaller, prepared)
    made.train(EPOCHS - 10)
    return made


@pytest.fixture
def bar(qtbot, session):
    """The timeline of that run, and what it says in `bar.said`."""
    theme.apply_theme(QApplication.instance(), "light")
    made = TimelineBar()
    qtbot.addWidget(made)
    made.resize(600, 28)
    made.show()
    tell(made, session)
    made.said = []
    made.travelled.connect(made.said.append)
    return made


def tell(bar, session):
    bar.set_moments(session.timeline.moments)
    bar.set_best(session.best)
    bar.show_newest(frame_of(session, 0.0, False))


def epochs(said):
    return [None if moment is None else moment.epoch for moment in said]


def point_at(bar, moment):
    return QPoint(round(bar.track.place_of(moment)), bar.track.height() // 2 + 3)


def at_epoch(bar, epoch):
    return next(m for m in bar.track.moments if m.epoch == epoch)


def test_it_is_slim_and_says_that_there_is_no_epoch_before_the_first(qtbot):
    bar = TimelineBar()
    qtbot.addWidget(bar)
    bar.resize(420, 28)
    bar.show()
    assert bar.height() <= 28
    assert bar.accessibleName() == "Timeline: no epoch yet"
    assert not bar.play_button.isEnabled()
    assert "nothing to play back" in bar.play_button.toolTip()
    said = []
    bar.travelled.connect(said.append)
    QTest.mouseClick(bar.track, LEFT, NONE, QPoint(60, 14))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_PageDown):
        QTest.keyClick(bar, key)
    assert said == []


def test_the_keys_go_from_moment_to_moment_and_end_comes_back_to_now(bar):
    bar.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
        QTest.keyClick(bar, key)
    QTest.keyClick(bar, Qt.Key.Key_Home)
    QTest.keyClick(bar, Qt.Key.Key_Left)
    assert bar.accessibleName() == f"Timeline: epoch 0 of {EPOCHS}"
    QTest.keyClick(bar, Qt.Key.Key_PageUp)
    QTest.keyClick(bar, Qt.Key.Key_End)
    assert epochs(bar.said) == [19, 18, 19, 17, 0, 2, None]
    assert bar.shown is None
    assert bar.accessibleName() == f"Timeline: epoch {EPOCHS}, the newest"


def test_a_click_goes_to_the_moment_under_it_and_a_drag_through_all_between(bar):
    QTest.mouseClick(bar.track, LEFT, NONE, point_at(bar, at_epoch(bar, 7)))
    assert epochs(bar.said) == [7]
    bar.said.clear()
    start, end = point_at(bar, at_epoch(bar, 7)), point_at(bar, at_epoch(bar, 3))
    QTest.mousePress(bar.track, LEFT, NONE, start)
    for x in range(start.x(), end.x() - 1, -1):
        drag(bar.track, QPoint(x, start.y()))
    drag(bar.track, QPoint(bar.track.width() + 30, start.y()))
    QTest.mouseRelease(bar.track, LEFT, NONE, end)
    assert epochs(bar.said) == [6, 5, 4, 3, None]


def drag(widget, place):
    """What the platform sends when the mouse moves with its left button held."""
    where = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, where, widget.mapToGlobal(where), LEFT, LEFT, NONE)
    QApplication.sendEvent(widget, event)


def test_nothing_on_the_line_moves_when_one_travels(bar):
    before = bar.track.geometry()
    QTest.keyClick(bar, Qt.Key.Key_Home)
    assert bar.track.geometry() == before
    for button in (bar.now_button, bar.branch_button):
        assert button.isVisible()
        assert button.width() >= button.sizeHint().width()
    QTest.mouseClick(bar.now_button, LEFT)
    assert bar.track.geometry() == before
    assert not bar.now_button.isVisible()
    assert epochs(bar.said) == [0, None]


def test_the_wheel_turns_moment_by_moment(bar):
    middle = QPointF(bar.track.mapTo(bar, bar.track.rect().center()))
    QTest.qWaitForWindowExposed(bar)
    for turn in (-120, -120, 120):
        QTest.wheelEvent(bar.windowHandle(), middle, QPoint(0, turn))
    assert epochs(bar.said) == [19, 18, 19]


def test_the_best_epoch_and_the_edit_are_marked_where_they_were(bar, session):
    bar.set_best(at_epoch(bar, 5))
    picture = bar.track.grab().toImage()
    middle = bar.track.height() // 2
    best = round(bar.track.place_of(at_epoch(bar, 5)))
    assert picture.pixelColor(best, middle - 8).name() == theme.current().good
    # The moment at the edit itself is still of the old stage.
    edits = [b for a, b in itertools.pairwise(session.timeline.moments) if a.stage is not b.stage]
    assert [each.epoch for each in edits] in ([10], [11])
    marked = [
        x
        for x in range(picture.width())
        if picture.pixelColor(x, middle - 7).name() == theme.current().text
    ]
    assert marked == [round(bar.track.place_of(edits[0]))]
    QTest.mouseClick(bar.track, LEFT, NONE, QPoint(best + 4, middle - 8))
    assert bar.said == [at_epoch(bar, 5)]


def test_every_kept_moment_has_a_mark_under_the_line(bar):
    picture, y = bar.track.grab().toImage(), bar.track.height() // 2 + 6
    ground = picture.pixelColor(2, y)
    # The handle covers the end.
    marked = [x for x in range(bar.track.width() - 16) if picture.pixelColor(x, y) != ground]
    places = [round(bar.track.place_of(m)) for m in bar.track.moments]
    assert marked == [x for x in places if x < bar.track.width() - 16]


def test_hovering_says_what_was_measured_then_and_how_much_is_kept(bar):
    moment = at_epoch(bar, 4)
    hover(bar.track, point_at(bar, moment))
    words = QToolTip.text()
    train, validation = moment.last["loss"]
    assert "epoch 4" in words
    assert f"validation loss {validation:.4g} (training {train:.4g})" in words
    assert f"accuracy {100 * moment.last['accuracy'][1]:.1f}%" in words
    assert f"{len(bar.track.moments)} moments, 0.0 of 256 MB" in words
    QToolTip.hideText()


def test_playing_back_shows_every_moment_in_order_and_ends_at_now(bar, qtbot, monkeypatch):
    monkeypatch.setattr(play_back, "PLAY_S", 0.6)
    QTest.mouseClick(bar.play_button, LEFT)
    assert bar.is_playing
    assert bar.play_button.accessibleName().startswith("Pause")
    qtbot.waitUntil(lambda: not bar.is_playing)
    seen = epochs(bar.said)
    assert seen[0] == 0
    assert seen[-1] is None
    assert seen[:-1] == sorted(set(seen[:-1]))
    assert len(seen) > 4
    QTest.mouseClick(bar.play_button, LEFT)
    QTest.mouseClick(bar.play_button, LEFT)
    assert not bar.is_playing
    assert bar.shown is not None


def test_going_on_asks_for_the_moment_that_is_shown(bar):
    asked = []
    bar.branch_requested.connect(asked.append)
    QTest.keyClick(bar, Qt.Key.Key_Home)
    QTest.mouseClick(bar.branch_button, LEFT)
    assert epochs(asked) == [0]


def test_coming_back_says_nothing_to_whoever_asked_for_it(bar):
    QTest.keyClick(bar, Qt.Key.Key_Left)
    bar.said.clear()
    bar.show_now()
    assert bar.said == []
    assert bar.shown is None


def test_the_memory_that_moments_may_take_is_chosen_and_remembered(bar, qtbot):
    assert bar.bound == DEFAULT_BYTES
    chosen = []
    bar.bound_chosen.connect(chosen.append)
    entry = next(a for a in bar.choices.actions() if a.data() == BOUNDS[3])
    bar.choices.popup(bar.mapToGlobal(QPoint()))
    QTest.mouseClick(bar.choices, LEFT, NONE, bar.choices.actionGeometry(entry).center())
    assert chosen == [512_000_000]
    assert bar.memory_button.text() == "0.0 of 512 MB"
    again = TimelineBar()
    qtbot.addWidget(again)
    assert again.bound == 512_000_000
    QSettings().setValue(SETTING, "nonsense")
    third = TimelineBar()
    qtbot.addWidget(third)
    assert third.bound == DEFAULT_BYTES


def test_no_pixel_is_painted_again_that_stays_as_it_was(bar, session, monkeypatch):
    QApplication.processEvents()
    updates = []
    monkeypatch.setattr(bar.track, "update", lambda *where: updates.append(where))
    frame = frame_of(session, 0.0, False)
    for _ in range(60):
        bar.show_newest(replace(frame, running=True))
        bar.set_moments(session.timeline.moments)
    assert updates == []


def test_thousands_of_moments_are_no_burden(bar, session):
    first = session.timeline.moments[0]
    many = tuple(replace(first, epoch=e, steps=e * 4) for e in range(3_000))
    bar.set_moments(many)
    bar.show_newest(replace(frame_of(session, 0.0, False), epoch=3_000, steps=12_000))
    QTest.keyClick(bar, Qt.Key.Key_PageDown)
    assert bar.shown is many[2_700]
    QTest.mouseClick(bar.track, LEFT, NONE, point_at(bar, many[1_500]))
    assert abs(bar.shown.epoch - 1_500) <= 3_000 / bar.track.width() + 1


@pytest.mark.parametrize("width", [420, 600])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_nothing_is_cut_at_any_width(bar, width, name):
    theme.apply_theme(QApplication.instance(), name)
    bar.resize(width, 28)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left):
        QTest.keyClick(bar, key)
        QApplication.processEvents()
        parts = [each for each in bar.findChildren(type(bar.now_button)) if each.isVisible()]
        assert all(each.width() >= each.sizeHint().width() for each in parts)
        assert bar.track.width() >= 100
    theme.apply_theme(QApplication.instance(), "light")
