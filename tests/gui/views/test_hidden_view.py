"""The hidden space: places against sums written out in NumPy, and axes that hold still."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from playground.assets_path import examples_path
from playground.data.extent import extent_of
from playground.gui import theme
from playground.gui.frame import frame_of
from playground.gui.plots.hidden_space import grid_lines
from playground.gui.views.bench import Bench
from playground.gui.views.hidden_view import HiddenView
from playground.gui.views.shown import Shown
from playground.project.file import Project, open_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from tests.judged import let_answer, shown_of, trained, with_parameters, with_validation
from tests.mouse import hover


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = HiddenView(None)
    qtbot.addWidget(result)
    result.resize(345, 330)
    with qtbot.waitActive(result):
        result.show()
        result.activateWindow()
    return result


def session_of(*units, source="circle", head=None, **training):
    nodes = [
        {"id": f"dense_{number}", "type": "Dense", "units": count, "activation": "tanh"}
        for number, count in enumerate(units, 1)
    ]
    spec = {
        "name": "Test",
        "data": {"source": source, "samples": 300, "noise": 0.05},
        "network": {"nodes": nodes},
        "training": {"optimizer": {"type": "adam", "learning_rate": 0.01}, **training},
    }
    if head:
        spec["head"] = head
    return ProjectSession(Project(ProjectSpec.model_validate(spec)), device="numpy")


def by_hand(session, raw, layers):
    value = (raw - session.prepared.feature_scaler.mean) / session.prepared.feature_scaler.scale
    own = session.parameters()
    for layer in layers:
        value = np.tanh(value @ own[f"{layer}.weight"] + own[f"{layer}.bias"])
    return value


def test_places_are_what_the_units_answer(view):
    session = session_of(6, 2)
    session.train(20)
    let_answer(view, shown_of(session))
    picture = view.hidden.picture
    assert (picture.layer, picture.pair) == ("dense_2", (0, 1))
    raw = session.prepared.dataset.features[picture.rows]
    expected = by_hand(session, raw, ["dense_1", "dense_2"])
    np.testing.assert_allclose(picture.points.features, expected, atol=1e-5)
    lines = grid_lines(extent_of(session.prepared.dataset.features))
    bent = by_hand(session, lines.reshape(-1, 2), ["dense_1", "dense_2"]).reshape(lines.shape)
    np.testing.assert_allclose(picture.grid, bent, atol=1e-5)
    aside = np.isin(picture.rows, session.prepared.split.validation)
    assert (picture.points.validation_rows == aside).all()


def test_units_and_layers_can_be_chosen(view):
    session = session_of(6, 4)
    session.train(5)
    let_answer(view, shown_of(session))
    view.boxes.choose_layer("dense_1")
    let_answer(view, shown_of(session))
    view.boxes.choose_pair((4, 1))
    let_answer(view, shown_of(session))
    picture = view.hidden.picture
    raw = session.prepared.dataset.features[picture.rows]
    expected = by_hand(session, raw, ["dense_1"])[:, [4, 1]]
    np.testing.assert_allclose(picture.points.features, expected, atol=1e-5)
    assert picture.names == ("unit 5 of dense_1", "unit 2 of dense_1")


def test_components_are_those_of_scikit_learn_up_to_their_sign(view):
    session = session_of(8, 7)
    session.train(10)
    let_answer(view, shown_of(session))
    picture = view.hidden.picture
    assert picture.pair is None
    raw = session.prepared.dataset.features[picture.rows]
    values = by_hand(session, raw, ["dense_1", "dense_2"])
    judge = PCA(2).fit(values[~picture.points.validation_rows])
    expected = judge.transform(values)
    signs = np.sign((expected * picture.points.features).sum(axis=0))
    np.testing.assert_allclose(picture.points.features, signs * expected, atol=1e-4)
    share = f"{100 * judge.explained_variance_ratio_[0]:.0f}%"
    assert picture.names[0] == f"component 1, {share} of the variance"


def test_no_axis_flips_or_leaps_over_twenty_frames_of_a_run(view):
    session = session_of(8, 8, source="spiral")
    bench, before, moved = Bench(), None, []
    for _ in range(20):
        session.train(1)
        let_answer(view, shown_of(session), bench)
        places = view.hidden.picture.points.features
        if before is not None:
            for axis in (0, 1):
                assert np.corrcoef(before[:, axis], places[:, axis])[0, 1] > 0.8
            moved.append(view._former.extent)
        before = places
    # The rectangle stays for many frames, and is not fitted to each.
    assert len(set(moved)) < 10


def test_regions_and_line_are_those_of_the_head(view):
    session = session_of(6, 2)
    session.train(60)
    let_answer(view, shown_of(session))
    picture = view.hidden.picture
    places = picture.points.features
    raw = session.prepared.dataset.features[picture.rows]
    answers = session.predict(raw)[:, 0]
    drawn = np.array([picture.regions.at(x, y)[0] for x, y in places])
    assert np.abs(drawn - answers).max() < 0.1
    area = view.plot.area()
    image = view.plot.grab().toImage()
    own = session.parameters()
    weight, bias = own["head.weight"][:, 0], float(own["head.bias"][0])
    # A place far on one side of the line, and its mirror image beyond it.
    for sign, colour in ((1.0, theme.LIGHT.positive), (-1.0, theme.LIGHT.negative)):
        corners = np.array(np.meshgrid(*np.split(np.array(picture.extent), 2))).reshape(2, -1).T
        corners = corners * 0.94
        farthest = corners[np.argmax(sign * (corners @ weight + bias))]
        x, y = area.to_pixels(farthest)
        seen, wanted = image.pixelColor(round(x), round(y)), QColor(colour)
        assert abs(seen.hue() - wanted.hue()) < 20


def test_the_line_is_drawn_of_no_space_that_is_not_the_heads_own(view):
    session = session_of(2, 6)
    session.train(2)
    let_answer(view, shown_of(session))
    assert view.hidden.picture.regions is None
    view.boxes.choose_layer("dense_1")
    let_answer(view, shown_of(session))
    assert view.hidden.picture.width == 2
    assert view.hidden.picture.regions is None


@pytest.mark.parametrize(
    ("name", "columns"), [("three_classes", 3), ("multi_label", 3), ("regression_surface", 1)]
)
def test_regions_of_other_heads_are_what_predict_says(view, name, columns):
    project = open_project(examples_path() / f"{name}.json")
    nodes = [{"id": "dense_1", "type": "Dense", "units": 2, "activation": "tanh"}]
    network = type(project.spec.network).model_validate({"nodes": nodes})
    spec = project.spec.model_copy(update={"network": network})
    session = ProjectSession(Project(spec), device="numpy")
    session.train(10)
    let_answer(view, shown_of(session))
    picture = view.hidden.picture
    raw = session.prepared.dataset.features[picture.rows]
    answers = session.predict(raw)
    drawn = np.array([picture.regions.at(x, y) for x, y in picture.points.features])
    assert drawn.shape[1] == columns
    assert np.abs(drawn - answers).mean() < 0.03


def test_a_straight_cut_tells_as_much_as_scikit_learn_finds(view):
    session = session_of(6, 6)
    session.train(60)
    let_answer(view, shown_of(session))
    prepared, cuts = session.prepared, view.hidden.cuts
    train, other = prepared.split.train, prepared.split.validation
    shares = []
    for layers in (["dense_1", "dense_2"], []):
        known, asked = (
            by_hand(session, prepared.dataset.features[rows], layers) for rows in (train, other)
        )
        scaler = StandardScaler().fit(known)
        judge = LogisticRegression(C=1e4 / len(train), max_iter=5000)
        judge.fit(scaler.transform(known), prepared.dataset.targets[train])
        shares.append(judge.score(scaler.transform(asked), prepared.dataset.targets[other]))
    assert cuts.layer.share == pytest.approx(shares[0], abs=0.01)
    assert cuts.features.share == pytest.approx(shares[1], abs=0.01)
    assert cuts.layer.share > 0.95 > 0.7 > cuts.features.share
    assert "tells" in view.said.text()
    assert view.said.isVisible()


@pytest.mark.parametrize(
    "name", ["digits", "digits_cnn", "digits_lstm", "wine", "diabetes", "linnerud"]
)
def test_pictures_tables_and_sequences_are_points_without_a_grid(view, name):
    let_answer(view, shown_of(trained(name, 1)))
    picture = view.hidden.picture
    assert len(picture.grid) == 0
    assert np.isfinite(picture.points.features).all()
    assert view.plot.isVisible()


def test_the_samples_are_drawn_where_they_lie_and_told_of_under_the_pointer(view, qtbot):
    session = session_of(6, 2)
    session.train(3)
    let_answer(view, shown_of(session))
    # The one that is drawn last, which no other hides.
    last = len(view.hidden.picture.rows) - 1
    place = view.plot.place_of(last)
    hover(view.plot, place)
    assert view.plot.readout.isVisible()
    assert "unit 1 of dense_2: " in view.plot.readout.text()
    image = view.plot.grab().toImage()
    assert image.pixelColor(place.toPoint()).saturation() > 80
    table = list(csv.reader(StringIO(view.sheet().csv())))
    assert len(table) == 1 + len(view.hidden.picture.rows)
    assert float(table[-1][3]) == view.hidden.picture.points.features[last, 0]


def test_a_film_begins_with_the_input_and_ends_with_the_layer(view, qtbot):
    session = session_of(5, 2)
    session.train(10)
    shown = shown_of(session)
    let_answer(view, shown)
    spy = QSignalSpy(view.plot.film_ended)
    view.play()
    let_answer(view, shown)
    assert view.plot.playing
    film = view.plot._film
    assert [each.layer for each in film] == ["input", "dense_1", "dense_2"]
    raw = session.prepared.dataset.features[film[0].rows]
    np.testing.assert_allclose(film[0].points.features, by_hand(session, raw, []), atol=1e-6)
    assert film[-1] is view.hidden.picture
    assert view.request(shown) is None
    view.plot._animation.setCurrentTime(view.plot._animation.duration() // 4)
    assert view.plot.between == ("input", "dense_1", pytest.approx(0.5, abs=0.1))
    view.plot.grab()
    view.plot._animation.setCurrentTime(view.plot._animation.duration())
    qtbot.waitUntil(lambda: spy.count() > 0)
    assert not view.plot.playing


def test_a_film_that_nobody_sees_ends(view):
    session = session_of(5, 2)
    let_answer(view, shown_of(session))
    view.play()
    let_answer(view, shown_of(session))
    view.hide()
    assert not view.plot.playing


def test_numbers_that_are_none_are_said_in_words(view):
    session = session_of(5, 2)
    let_answer(view, with_parameters(shown_of(session), np.nan))
    assert view.message.isVisible()
    assert "diverged" in view.message.text()
    let_answer(view, shown_of(session))
    assert view.plot.isVisible()


def test_all_alike_one_sample_and_no_validation_are_no_fault(view):
    session = session_of(5, 2)
    let_answer(view, with_parameters(shown_of(session), 0.0))
    assert view.plot.isVisible()
    view.plot.grab()
    let_answer(view, with_validation(shown_of(session), np.zeros(0, np.int64)))
    assert view.said.isHidden()
    wide = session_of(5, 5)
    let_answer(view, with_parameters(shown_of(wide), 0.0))
    view.plot.grab()


def test_a_layer_that_is_gone_gives_way_to_the_last(view):
    first, second = session_of(5, 4), session_of(3)
    let_answer(view, shown_of(first))
    view.boxes.choose_layer("dense_2")
    let_answer(view, shown_of(first))
    let_answer(view, shown_of(second))
    assert view.hidden.picture.layer == "dense_1"


def test_while_it_runs_cuts_are_not_asked_for_every_time(view):
    session = session_of(5, 2)
    shown = Shown(frame_of(session, 0.0, True), True, None, ())
    let_answer(view, shown)
    assert not view.request(shown).with_cuts
    rest = replace(shown, frame=frame_of(session, 0.0, False))
    assert view.request(rest).with_cuts
