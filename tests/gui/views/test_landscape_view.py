"""The loss landscape, computed in the background: its numbers, its colours, its path, its end."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from io import StringIO
from types import SimpleNamespace

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.assets_path import examples_path
from playground.gui import theme
from playground.gui.frame import frame_of
from playground.gui.jobs import Jobs
from playground.gui.plots.colours import diverging
from playground.gui.views.bench import Bench
from playground.gui.views.landscape_view import LandscapeView
from playground.gui.views.shown import Shown
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.training.carry import parts
from playground.training.moment import Moment, Stage
from tests.judged import with_parameters
from tests.mouse import hover

LEFT = Qt.MouseButton.LeftButton


@cache
def run_of(name, epochs):
    """A run of an example with a moment an epoch."""
    session = ProjectSession(open_project(examples_path() / f"{name}.json"), device="cpu")
    stage = Stage(
        session.network,
        session.head,
        session.training,
        session.signature,
        session.prepared,
        session.layout,
        session.version,
    )
    moments = [moment_of(session, stage)]
    for _ in range(epochs):
        session.train(1)
        moments.append(moment_of(session, stage))
    return session, tuple(moments)


def moment_of(session, stage):
    state = session.state()
    return Moment(
        stage,
        session.snapshot().parameters,
        state.optimizer,
        state.control,
        session.seed,
        session.epoch,
        0,
        session.steps,
        0.0,
        session.batch_loss,
        state.watch,
        session.history.last(),
    )


def shown_of(name, epochs=30):
    session, moments = run_of(name, epochs)
    return Shown(frame_of(session, 0.0, False), True, None, moments)


@pytest.fixture
def jobs(qtbot):
    made = Jobs()
    yield made
    made.finish()


@pytest.fixture
def view(qtbot, jobs):
    theme.apply_theme(QApplication.instance(), "light")
    result = LandscapeView(SimpleNamespace(jobs=jobs))
    qtbot.addWidget(result)
    result.resize(345, 330)
    with qtbot.waitActive(result):
        result.show()
        result.activateWindow()
    return result


@pytest.fixture
def compute(view, qtbot):
    """Computes the landscape of a moment, and its path."""

    def computed(shown, count=15, along="random"):
        controls = view.controls
        controls.count_box.setCurrentIndex(controls.count_box.findData(count))
        controls.along_box.setCurrentIndex(controls.along_box.findData(along))
        view.request(shown)
        QTest.mouseClick(controls.compute_button, LEFT)
        qtbot.waitUntil(lambda: not view.computing, timeout=30_000)
        walk(view, shown)
        return view.landscape

    return computed


def walk(view, shown):
    job = view.request(shown)
    if job is not None:
        view.show_result(job.run(Bench()))


@pytest.mark.parametrize("name", ["spiral", "regression_surface", "digits"])
def test_losses_are_those_of_a_session_with_the_weights_of_each_point(view, compute, name):
    epochs = 2 if name == "digits" else 30
    session, _ = run_of(name, epochs)
    found = compute(shown_of(name, epochs))
    assert found.done == 1.0
    middle = found.losses[7, 7]
    assert middle == pytest.approx(session.loss("train"), rel=0.1 if name == "digits" else 1e-6)
    if name == "digits":
        return  # of its 1,257 samples 1,000 are looked at
    before = session.parameters()
    for row, column in ((0, 0), (3, 11), (14, 6)):
        there = found.through.at(found.x[column], found.y[row]).astype(np.float32)
        session.load(parts(there, session.layout))
        assert found.losses[row, column] == pytest.approx(session.loss("train"), rel=1e-5)
    session.load(before)


def test_the_colours_are_those_of_the_losses_on_a_log_scale(view, compute):
    found = compute(shown_of("spiral"))
    view.plot.set_walked(None)
    image = view.plot.grab().toImage()
    area, scaled = view.plot.area(), np.log10(found.losses)
    expected = diverging(scaled, scaled.min(), scaled.max(), False)
    off = []
    for row in range(1, 14):
        for column in range(1, 14):
            x, y = area.to_pixels(np.array((found.x[column], found.y[row])))
            seen = image.pixelColor(int(x), int(y))
            wanted = expected[row, column, :3].astype(int)
            off.append(np.abs(np.array(seen.getRgb()[:3]) - wanted).max())
    # Lines of equal loss lie over a few of the points.
    assert np.median(off) < 8
    assert np.mean(np.array(off) < 25) > 0.8


def test_the_path_is_drawn_from_where_it_began_to_the_present(view, compute):
    shown = shown_of("spiral")
    compute(shown, along="path")
    walked = view.plot.walked
    np.testing.assert_allclose(walked.places[-1], 0.0, atol=1e-6)
    np.testing.assert_allclose(walked.present, 0.0, atol=1e-6)
    assert walked.share > 0.8
    assert "% of the path's movement" in view.note.text()
    area, image = view.plot.area(), view.plot.grab().toImage()
    at = area.to_pixels(walked.present)
    assert image.pixelColor(round(at[0]), round(at[1])).name() == theme.LIGHT.accent
    hover(view.plot, QPointF(*area.to_pixels(walked.places[0]).tolist()))
    assert "epoch 0" in view.plot.readout.text()
    assert view.plot.readout.text().startswith("loss ")


def test_an_earlier_moment_is_marked_where_it_lies(view, compute):
    shown = shown_of("spiral")
    compute(shown, along="path")
    earlier = shown.moments[10]
    walk(view, replace(shown, frame=replace(shown.frame, parameters=earlier.parameters)))
    np.testing.assert_allclose(view.plot.walked.present, view.plot.walked.places[10], atol=1e-6)


def test_of_two_random_directions_it_says_how_little_of_the_path_they_hold(view, compute):
    compute(shown_of("spiral"))
    assert 0.0 < view.plot.walked.share < 0.3
    first = view.landscape.through.directions
    QTest.mouseClick(view.controls.other_button, LEFT)
    assert view.computing
    QTest.qWait(10)
    view.cancel()
    compute(shown_of("spiral"))
    assert not np.allclose(first, view.landscape.through.directions)


def test_it_fills_in_while_it_is_computed_and_cancel_ends_it_at_once(view, qtbot, jobs):
    view.controls.count_box.setCurrentIndex(2)
    view.request(shown_of("digits_cnn", 1))
    QTest.mouseClick(view.controls.compute_button, LEFT)
    assert view.controls.progress.isVisible()
    qtbot.waitUntil(lambda: view.landscape is not None, timeout=30_000)
    first = view.landscape.done
    qtbot.waitUntil(lambda: view.landscape.done > first, timeout=30_000)
    assert 0.0 < first < view.landscape.done < 1.0
    assert 0 < view.controls.progress.value() < 1000
    # What is not computed yet is left clear; the middle is there first.
    known = view.landscape.known
    assert known[20, :5].all()
    assert not known[0].any()
    assert view.controls.compute_button.text() == "Cancel"
    QTest.mouseClick(view.controls.compute_button, LEFT)
    assert jobs._pool.waitForDone(30_000)
    assert not view.computing
    assert not view.landscape.known.all()
    assert view.note.text().startswith("Cancelled at ")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert jobs._pool.activeThreadCount() == 0


def test_hidden_it_rests_and_seen_again_it_goes_on(view, qtbot, jobs):
    view.controls.count_box.setCurrentIndex(2)
    view.request(shown_of("digits_cnn", 1))
    view.compute()
    qtbot.waitUntil(lambda: view.landscape is not None, timeout=30_000)
    view.hide()
    assert jobs._pool.waitForDone(30_000)
    qtbot.waitUntil(lambda: not jobs.busy)
    before = view.landscape
    assert not before.known.all()
    qtbot.wait(50)
    assert view.landscape is before
    assert view.computing
    view.show()
    qtbot.waitUntil(lambda: view.landscape.done > before.done, timeout=30_000)
    assert (view.landscape.losses[before.known] == before.losses[before.known]).all()
    view.cancel()


def test_deleted_in_mid_computation_it_leaves_nothing_running(qtbot, jobs):
    view = LandscapeView(SimpleNamespace(jobs=jobs))
    with qtbot.waitExposed(view):
        view.show()
    view.controls.count_box.setCurrentIndex(2)
    view.request(shown_of("digits_cnn", 1))
    view.compute()
    qtbot.waitUntil(lambda: view.landscape is not None, timeout=30_000)
    shiboken6.delete(view)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=30_000)
    assert jobs._pool.activeThreadCount() == 0


def test_other_work_is_not_kept_waiting(view, qtbot, jobs):
    view.controls.count_box.setCurrentIndex(2)
    view.request(shown_of("digits_cnn", 1))
    view.compute()
    qtbot.waitUntil(lambda: view.landscape is not None, timeout=30_000)
    came = []
    jobs.start(lambda: None, came.append, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert view.computing  # what was asked for later is done first
    view.cancel()


def test_after_an_edit_it_is_out_of_date_and_says_so(view, compute):
    shown = shown_of("spiral")
    compute(shown)
    assert not view.out_of_date
    before = view.landscape
    moved = shown.frame.network.model_copy(
        update={
            "nodes": tuple(
                node.model_copy(update={"position": (9.0, 9.0)}) for node in shown.frame.network
            )
        }
    )
    view.request(replace(shown, frame=replace(shown.frame, network=moved)))
    assert not view.out_of_date
    other = shown_of("digits", 2).frame
    walk(view, Shown(other, True, None, ()))
    assert view.out_of_date
    assert view.note.text().startswith("The data or the network has changed since.")
    assert view.landscape is before
    assert view.plot.walked.present is None
    view.plot.grab()
    walk(view, shown)
    assert not view.out_of_date


def test_without_a_path_numbers_or_weights_it_says_why(view, compute, qtbot):
    shown = shown_of("spiral")
    view.controls.along_box.setCurrentIndex(1)
    view.request(replace(shown, moments=shown.moments[-1:]))
    view.compute()
    qtbot.waitUntil(lambda: not view.computing)
    assert "No path has been walked yet." in view.message.text()
    view.controls.along_box.setCurrentIndex(0)
    for value, words in ((np.nan, "diverged"), (0.0, "All weights are 0")):
        view.request(with_parameters(shown, value))
        view.compute()
        qtbot.waitUntil(lambda: not view.computing)
        assert words in view.message.text()
    view.clear()
    view.compute()
    assert "no weights yet" in view.message.text()
    assert view.sheet() is None


def test_weights_so_large_that_no_loss_is_a_number_are_said(view, compute):
    shown = shown_of("regression_surface")
    compute(with_parameters(shown, 1e30))
    assert "finite" in view.note.text()
    view.plot.grab()


def test_its_table_has_a_row_a_point(view, compute):
    found = compute(shown_of("spiral"))
    table = list(csv.reader(StringIO(view.sheet().csv())))
    assert table[0] == [
        "direction 1 (norms of the weights)",
        "direction 2 (norms of the weights)",
        "training loss",
    ]
    assert len(table) == 1 + 15 * 15
    assert [float(row[2]) for row in table[1:16]] == found.losses[0].tolist()


def test_it_takes_the_colours_of_the_theme(view, compute):
    compute(shown_of("spiral"))
    light = view.plot.grab().toImage().pixelColor(100, 60)
    theme.apply_theme(QApplication.instance(), "dark")
    dark = view.plot.grab().toImage().pixelColor(100, 60)
    assert light.lightness() > dark.lightness()
    theme.apply_theme(QApplication.instance(), "light")
