"""What every view in the catalogue has to keep to: one contract, tried on all of them."""

from __future__ import annotations

import csv
import threading
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QThread, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from playground.data.prepare import prepare
from playground.gui.views.catalogue import ANSWERS, CENTRE, VIEWS
from playground.gui.views.presentation import Presentation

# Data of every kind and task, and an example of it.
KINDS = ("spiral", "three_classes", "multi_label", "regression_surface", "wine", "digits_cnn")
CTRL = Qt.KeyboardModifier.ControlModifier


def able(window, name):
    project = window.document.project
    return not VIEWS[name].reason(prepare(project.data), project.head)


def colours_of(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return len(np.unique(pixels[:, : image.width()]))


def says(window):
    return window.banner.label.text().lower() if window.banner.isVisible() else ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_view_shows_something_of_a_real_run(kind, open_window, user_of, example):
    window = open_window(example(kind))
    user = user_of(window)
    user.settle()
    user.step(2)
    for name in VIEWS:
        if not able(window, name):
            continue
        window.show_view(name)
        user.settle()
        view = window.views.view(name)
        assert view.isVisible(), name
        assert view.key == name
        assert colours_of(view) > 3, f"{name} is blank"
        sheet = view.sheet()
        if sheet is not None:
            table = list(csv.reader(StringIO(sheet.csv())))
            assert len(table) > 1, name
            assert {len(row) for row in table} == {len(sheet.columns)}, name


@pytest.mark.parametrize("kind", ["spiral", "regression_surface", "digits_cnn"])
def test_no_view_is_lost_for_words_when_training_diverges(kind, open_window, user_of, example):
    window = open_window(example(kind))
    user = user_of(window)
    user.settle()
    user.step(1)
    names = [name for name in VIEWS if able(window, name)]
    window.trainer.set_learning_rate.emit(1e30)
    user.press_run()
    user.wait(lambda: "diverged" in says(window))
    user.wait(lambda: not user.frame.running)
    user.settle()
    for name in names:
        window.show_view(name)
        user.settle()
        assert colours_of(window.views.view(name)) > 1, name


def test_a_view_without_anything_to_say_is_listed_with_its_reason(open_window, user_of, example):
    window = open_window(example("spiral"))
    user_of(window).settle()
    picker = window.output.answers.picker
    row = picker.findData("pad")
    item = picker.model().item(row)
    assert not item.isEnabled()
    assert "these samples are none" in item.toolTip()
    window.output.answers.choose("pad")
    assert window.output.answers.name == "map"


def test_one_view_stands_in_one_place_only(window, user):
    user.settle()
    upper, lower = window.output.answers, window.output.curves
    assert (upper.name, lower.name) == ("map", "curves")
    upper.choose("confusion")
    assert not lower.picker.model().item(lower.picker.findData("confusion")).isEnabled()
    lower.choose("map")
    user.settle()
    assert window.views.view("map").isVisible()
    assert window.views.view("confusion").isVisible()
    assert not upper.picker.model().item(upper.picker.findData("map")).isEnabled()


def test_the_choice_is_remembered_for_each_kind_of_data(open_window, user_of, example):
    window = open_window(example("spiral"))
    user = user_of(window)
    user.settle()
    picker = window.output.answers.picker
    picker.setFocus()
    QTest.keyClick(picker, Qt.Key.Key_Down)  # from the map to the next
    user.settle()
    chosen = window.output.answers.name
    assert chosen != "map"
    window.loader.choose_source("digits")
    user.wait(lambda: window.document.project.data.source == "digits")
    user.settle()
    assert window.output.answers.name == "samples"
    window.loader.choose_source("spiral")
    user.wait(lambda: window.document.project.data.source == "spiral")
    assert window.output.answers.name == chosen


def test_pictures_and_numbers_are_saved_by_hand(window, user, tmp_path, monkeypatch):
    user.settle()
    user.step(2)
    for name in ("map", "curves", "confusion", "histograms"):
        window.show_view(name)
        user.settle()
        view = window.views.view(name)
        view.save_menu.open_at(QPoint(50, 50))
        texts = {action.text(): action for action in view.save_menu.menu.actions()}
        for label, suffix, start in (
            ("Save as PNG…", ".png", b"\x89PNG"),
            ("Save as SVG…", ".svg", b"<?xml"),
            ("Save data as CSV…", ".csv", b""),
        ):
            path = tmp_path / f"{name}{suffix}"
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, p=path: (str(p), ""))
            texts[label].trigger()
            assert path.read_bytes().startswith(start), (name, label)
            assert path.stat().st_size > 50
        texts["Copy data"].trigger()
        assert QGuiApplication.clipboard().text() == view.sheet().csv()
        view.save_menu.menu.close()


def test_every_view_is_presented_in_large_type_and_comes_back(open_window, user_of, example):
    left = set(VIEWS)
    for kind in ("spiral", "regression_surface", "digits"):
        window = open_window(example(kind))
        user = user_of(window)
        user.settle()
        user.step(1)
        for name in [name for name in VIEWS if name in left and able(window, name)]:
            present_and_come_back(window, user, name)
            left.remove(name)
    assert not left


def present_and_come_back(window, user, name):
    window.show_view(name)
    user.settle()
    view = window.views.view(name)
    place = view.parentWidget()
    window.presenter.present(name)
    shown = window.presenter.presentation
    assert isinstance(shown, Presentation)
    user.bot.waitUntil(shown.isVisible)
    window.trainer.step_epoch.emit()
    user.settle()
    assert view.isVisible()
    assert shown.factor >= 1.25
    assert colours_of(shown) > 3
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    user.wait(lambda: window.presenter.presentation is None)
    assert view.parentWidget() is place
    assert view.isVisible()


def left_behind():
    """Widgets, timers and threads that there are."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    widgets = len(QApplication.allWidgets())
    timers = sum(len(top.findChildren(QTimer)) for top in QApplication.topLevelWidgets())
    threads = sum(len(top.findChildren(QThread)) for top in QApplication.topLevelWidgets())
    return widgets, timers, threads, threading.active_count()


@pytest.mark.parametrize(
    "times", [12, pytest.param(200, marks=[pytest.mark.soak, pytest.mark.timeout(1200)])]
)
def test_opening_and_closing_every_view_again_and_again_leaves_nothing(
    times, open_window, user_of, example
):
    window = open_window(example("spiral"))
    user = user_of(window)
    user.settle()
    user.step(1)
    names = [name for name in VIEWS if able(window, name)]

    def round_():
        for name in names:
            window.show_view(name)
            QApplication.processEvents()
        window.centre.show_tab("build")

    for name in names:  # what is made of a first result is there from then on
        window.show_view(name)
        user.settle()
    round_()
    user.settle()
    before = left_behind()
    for _ in range(times):
        round_()
    user.settle()
    assert left_behind() == before


def test_presenting_again_and_again_leaves_nothing(window, user):
    user.step(1)  # with which the curves are drawn for the first time
    user.settle()
    window.show_view("map")

    def once():
        window.presenter.present("map")
        QApplication.processEvents()
        window.presenter.finish()
        QApplication.processEvents()

    assert window.data_tab.page("table").side  # else it is made at some moment of rest
    once()
    before = left_behind()
    for _ in range(20):
        once()
    user.settle()
    assert left_behind() == before


def test_views_are_reached_by_key_and_by_menu(window, user):
    user.settle()
    centre = [name for name, entry in VIEWS.items() if entry.place == CENTRE]
    for number, name in enumerate(["build", *centre], 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert window.centre.tabs.current == name
    menus = window.menus.menu.findChildren(QMenu)
    listed = {action.text() for menu in menus for action in menu.actions()}
    assert {entry.label for entry in VIEWS.values() if entry.place == ANSWERS} <= listed


def test_a_view_that_cannot_be_seen_is_asked_for_nothing(window, user):
    user.settle()
    user.step(1)
    for name in ("hidden", "confusion", "map"):
        window.show_view(name)
        user.settle()
    asked = dict(window.display._asked)
    user.step(2)
    user.settle()
    now = window.display._asked
    assert now["hidden"] is asked["hidden"]
    assert now["map"] is not asked["map"]
    assert isinstance(window.views.view("hidden"), QWidget)
