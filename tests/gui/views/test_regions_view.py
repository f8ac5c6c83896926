"""Linear regions: the count, the numbers of a region, and what is said where there are none."""

from __future__ import annotations

import gc

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.assets_path import examples_path
from playground.data.extent import extent_of
from playground.data.plane import Plane, why_no_plane
from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.document import Document
from playground.gui.frame import frame_of
from playground.gui.plots import words
from playground.gui.views.answers import Words
from playground.gui.views.bench import Bench
from playground.gui.views.regions import work
from playground.gui.views.regions.fills import tint_numbers
from playground.gui.views.regions.picture import RegionLook
from playground.gui.views.regions.window import Window
from playground.gui.views.regions.work import Found, Going, RegionsJob
from playground.gui.views.regions_view import RegionsView
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.network.activations import Relu
from playground.network.straightening import bending, with_activations
from playground.project.file import Project, open_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from tests.judged import shown_of, with_parameters
from tests.mouse import hover


def project_of(*units, activation="relu", source="xor", head="binary"):
    nodes = [
        {"id": f"dense_{number}", "type": "Dense", "units": count, "activation": activation}
        for number, count in enumerate(units, 1)
    ]
    parts = {"data": {"source": source, "samples": 100}, "head": {"type": head}}
    return ProjectSpec.model_validate({"name": "Test", "network": {"nodes": nodes}, **parts})


def session_of(spec, epochs=3):
    session = ProjectSession(Project(spec), device="numpy")
    session.train(epochs)
    return session


@pytest.fixture
def view_of(qtbot):
    """Makes a view of a document; both are gone before the next test, not in the midst of it."""
    theme.apply_theme(QApplication.instance(), "light")
    made = []

    def make(spec):
        document = Document(spec)
        view = RegionsView(Context(document, None, None))
        made.extend((view, document))
        view.resize(360, 560)
        with qtbot.waitExposed(view):
            view.show()
        return view

    yield make
    for each in made:
        shiboken6.delete(each)
    gc.collect()


def let_find(view, shown, bench=None):
    """Ask until all is found; in how many jobs."""
    bench, jobs = bench or Bench(), 0
    view.set_data(shown.frame.prepared)
    while True:
        jobs += 1
        result = view.request(shown).run(bench)
        view.show_result(result)
        if not isinstance(result, Going):
            return jobs


def slopes(session, place, step=1e-6):
    """The derivative of the sum before the sigmoid, by differences of the network in float64."""
    own = {name: array.astype(float) for name, array in session.parameters().items()}

    def total(x):
        value = session.prepared.feature_scaler.apply(x[None])
        for layer in [name.removesuffix(".weight") for name in own if name.endswith("weight")]:
            value = value @ own[f"{layer}.weight"] + own[f"{layer}.bias"]
            value = value if layer == "head" else np.maximum(value, 0.0)
        return float(value[0, 0])

    moves = step * np.eye(2)
    return [(total(place + move) - total(place - move)) / (2 * step) for move in moves], total(
        place
    )


def test_the_numbers_of_a_region_are_the_networks_derivative_there(view_of):
    spec = project_of(8, 6)
    session, view = session_of(spec), view_of(spec)
    let_find(view, shown_of(session))
    found = view.found
    assert view.says == ""
    assert view.count.text() == f"{len(found.regions)} regions · 14 units"
    assert "dense_1 are straight" in view.said.text()
    box, seen = view.plot.area.box, set()
    for share in (0.12, 0.37, 0.61, 0.83):
        pixel = QPointF(
            round(box.left() + share * box.width()), round(box.top() + 0.3 * box.height())
        )
        hover(view.plot, pixel)
        index = view.plot.chosen_region
        assert index >= 0
        seen.add(index)
        place = found.window.to_plane(np.array(view.plot.aim))
        (across, up), total = slopes(session, place)
        matrix = view.matrix.grid.matrix.values[:, 0]
        np.testing.assert_allclose(matrix[:2], (across, up), rtol=1e-4, atol=1e-4)
        assert matrix[:2] @ place + matrix[2] == pytest.approx(total, abs=1e-6)
        text = view.plot.readout.text()
        assert text.startswith(f"region {index + 1} of {len(found.regions)}\n")
        for number in matrix:
            assert words.number(abs(number)) in text
        written = [each.text for each in view.matrix.texts if each.role == "number"]
        assert written == [words.number(number) for number in matrix]
    assert len(seen) > 1
    sheet = view.sheet()
    assert len(sheet.rows) == len(found.regions)
    assert sum(row[3] for row in sheet.rows) == pytest.approx(1.0)
    hidden = np.maximum(session.prepared.feature_scaler.apply(np.array(sheet.rows[0][1:3])), -9)
    first = session.parameters()["dense_1.weight"], session.parameters()["dense_1.bias"]
    on = int((hidden @ first[0] + first[1] > 0).sum())
    assert int((found.regions.bends[0].pieces[0] > 0).sum()) == on


def test_samples_put_in_by_hand_leave_the_regions(view_of):
    spec = project_of(5)
    view = view_of(spec)
    session, bench = session_of(spec), Bench()
    let_find(view, shown_of(session), bench)
    found, extent, count = view.found, view.plot.extent, len(view.plot.points.features)
    document = view.context.document
    document.add_points([(0.1, 0.1, 1.0)])
    view.set_data(prepare(document.project.data))
    assert view.found is found
    assert view.says == ""
    assert view.plot.extent == extent
    assert len(view.plot.points.features) == count + 1
    # Until the run has taken them over there is nothing new to show.
    assert view.request(shown_of(session)) is None


def test_keys_move_what_is_looked_at(view_of):
    spec = project_of(5)
    view = view_of(spec)
    let_find(view, shown_of(session_of(spec)))
    QTest.keyClick(view.plot, Qt.Key.Key_Right)
    assert view.plot.aim == pytest.approx((0.04, 0.0))
    assert view.plot.readout.isVisible()
    QTest.keyClick(view.plot, Qt.Key.Key_Escape)
    assert view.plot.chosen_region == -1
    assert "5 lines make at most 16 regions" in view.said.text()


def test_neighbours_have_different_tints(view_of):
    spec = project_of(9, 9)
    view = view_of(spec)
    let_find(view, shown_of(session_of(spec)))
    regions = view.found.regions
    tints, cells = tint_numbers(regions), regions.cells
    random, differing = np.random.default_rng(0), 0
    for place in random.uniform(-0.9, 0.9, (60, 2)):
        a, b = cells.at(*place), cells.at(place[0] + 0.04, place[1])
        together = np.concatenate([bend.pieces[[a, b]] for bend in regions.bends], axis=1)
        if np.abs(together[0] - together[1]).sum() == 1:
            differing += 1
            assert tints[a] != tints[b]
    assert differing > 5


@pytest.mark.parametrize("colouring", ["answers", "units"])
def test_colours_stand_for_something_else(view_of, colouring):
    spec = project_of(6, 4, source="blobs", head="multiclass")
    session, view = session_of(spec), view_of(spec)
    bench = Bench()
    let_find(view, shown_of(session), bench)
    before, shown = view.found, shown_of(session)
    view.colour_box.setCurrentIndex(view.colour_box.findData(colouring))
    result = view.request(shown).run(bench)
    while isinstance(result, Going):
        result = view.request(shown).run(bench)
    assert (result.picture.fills != before.picture.fills).any()
    regions = result.regions
    if colouring == "units":
        on = regions.on
        most, least = result.picture.fills[on.argmax()], result.picture.fills[on.argmin()]
        assert int(most[0]) < int(least[0])


def test_a_smooth_network_has_none_and_can_be_given_some(view_of, qtbot):
    spec = project_of(4, activation="tanh")
    view = view_of(spec)
    let_find(view, shown_of(session_of(spec)))
    assert view.says.startswith("tanh of dense_1 is smooth")
    assert view.relu_button.isVisible()
    qtbot.mouseClick(view.relu_button, Qt.MouseButton.LeftButton)
    document = view.context.document
    assert document.network["dense_1"].activation.name == "relu"
    let_find(view, shown_of(session_of(document.project)))
    assert view.says == ""
    document.undo_stack.undo()
    assert document.network["dense_1"].activation.name == "tanh"


def test_a_plane_without_a_bend_is_one_region(view_of):
    spec = project_of(4, activation="identity")
    view = view_of(spec)
    let_find(view, shown_of(session_of(spec)))
    assert view.count.text() == "1 region · 0 units"
    assert view.said.text().startswith("Nothing bends")


@pytest.mark.parametrize("value", [1e12, float("nan")])
def test_weights_that_have_run_away_are_said_to_have(view_of, value):
    spec = project_of(6, 6)
    view = view_of(spec)
    let_find(view, with_parameters(shown_of(session_of(spec)), value))
    assert "diverged" in view.says
    assert not view.relu_button.isVisible()


def test_too_many_are_counted_on_a_grid_and_that_is_said(view_of, monkeypatch):
    monkeypatch.setattr(work, "MOST_REGIONS", 20)
    spec = project_of(12, 12)
    session, view = session_of(spec), view_of(spec)
    let_find(view, shown_of(session))
    assert view.found.regions is None
    assert view.count.text() == f"more than {view.found.count} regions · 24 units"
    assert "64 × 64 places" in view.said.text()
    # Where one points the one matrix is known all the same.
    hover(view.plot, view.plot.area.box.center() + QPointF(20.0, 30.0))
    place = view.found.window.to_plane(np.array(view.plot.aim))
    (across, up), _ = slopes(session, place)
    assert view.plot.readout.text().startswith("class 1: ")
    for number in (across, up):
        assert words.number(abs(number)) in view.plot.readout.text()


def test_a_run_brings_what_was_begun_to_its_end(view_of, monkeypatch):
    """Each job is short; that of a later moment goes on with the one before, and at rest begins."""
    monkeypatch.setattr(work, "SLICE_S", 1e-9)
    spec = project_of(10, 10)
    session, view, bench = session_of(spec), view_of(spec), Bench()
    view.set_data(session.prepared)
    moments, result, jobs = [], None, 0
    while not isinstance(result, Found):
        session.train(1)
        moments.append(Shown(frame_of(session, 100.0, True), True, None, ()))
        result = view.request(moments[-1]).run(bench)
        jobs += 1
    assert jobs > 10
    assert result.frame is moments[0].frame
    resting = shown_of(session)
    view.request(resting).run(bench)
    session.train(1)
    result = None
    last = shown_of(session)
    while not isinstance(result, Found):
        result = view.request(last).run(bench)
    assert result.frame is last.frame


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(path.stem for path in examples_path().glob("*.json")))
def test_every_example_of_relus_is_cut_whole_and_its_regions_are_the_network(name):
    spec = open_project(examples_path() / f"{name}.json").spec
    given = dict.fromkeys(bending(spec.network), Relu())
    bent = spec.model_copy(update={"network": with_activations(spec.network, given)})
    session = ProjectSession(Project(bent), device="numpy")
    session.train(1)
    frame, prepared = shown_of(session).frame, session.prepared
    if why_no_plane(prepared.dataset):
        return
    plane = Plane.of(prepared.dataset)
    window = Window(extent_of(plane.project(prepared.dataset.features)))
    job = RegionsJob(frame, plane, window, RegionLook("answers", 200.0, 1.0, False))
    result, bench = None, Bench()
    while result is None or isinstance(result, Going):
        result = job.run(bench)
    if isinstance(result, Words) or result.regions is None:
        return
    regions = result.regions
    assert regions.cells.areas.sum() == pytest.approx(4.0, abs=1e-6)
    middles = regions.cells.middles
    answers = result.row.answers(regions.sums_in_the_middle())
    expected = session.predict(plane.at(window.to_plane(middles)))
    if frame.signature.task == "regression":
        answers = prepared.target_scaler.invert(answers)
    np.testing.assert_allclose(answers, expected, rtol=1e-3, atol=1e-3)
