"""The decision map: what it shows is what the network answers, and its samples can be edited."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.data.dataset import Dataset
from playground.data.extent import cell_centres
from playground.data.prepare import prepare, prepare_dataset
from playground.gui.document import Document
from playground.gui.frame import frame_of
from playground.gui.plots.class_chips import ColourChip
from playground.gui.plots.colours import class_colour, diverging_lut, paint
from playground.gui.plots.map_plot import DIVERGED
from playground.gui.plots.map_tools import BRUSH, ERASER, POINT
from playground.gui.views.bench import Bench
from playground.gui.views.map_view import OTHER_DATA, MapView, reason
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.project.spec import ProjectSpec
from playground.training.session import Session
from tests.mouse import hover

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
HEADS = {
    "binary": ("moons", 2),
    "binary_softmax": ("moons", 2),
    "multiclass": ("blobs", 3),
    "multilabel": ("regions", 3),
    "regression": ("waves", 1),
    "bounded_regression": ("bumps", 1),
}


class Shop:
    """A view of a session, without a window around it."""

    def __init__(self, qtbot, project, *, epochs=40, size=(345, 460)):
        self.document = Document(project)
        self.session = Session(
            project.network, project.head, project.training, prepare(project.data), device="numpy"
        )
        self.session.train(epochs=epochs)
        self.view = MapView(Context(self.document, None, None))
        self.document.setParent(self.view)
        self.document.data_changed.connect(self.take_data)
        self.refused = []
        self.document.refused.connect(self.refused.append)
        self.bench = Bench()
        qtbot.addWidget(self.view)
        self.view.resize(*size)
        self.take_data()
        with qtbot.waitExposed(self.view):
            self.view.show()

    def take_data(self):
        self.view.set_data(prepare(self.document.project.data))

    @property
    def frame(self):
        return frame_of(self.session, 0.0, False)

    @property
    def canvas(self):
        return self.view.map.canvas

    def draw(self, frame=None, *, live=True):
        """What the display and the renderer do; whether there was anything to evaluate."""
        for _ in range(2):  # the second is as fine as a map at rest is
            job = self.view.request(Shown(frame or self.frame, live, None, ()))
            if job is None:
                return None
            result = job.run(self.bench)
            self.view.show_result(result)
        return result

    def pixel(self, x, y):
        place = self.canvas.place_of(x, y).toPoint()
        return QColor(self.canvas.grab().toImage().pixel(place)).getRgb()[:3]

    def use(self, tool):
        self.view.tools.take_up(tool)

    def press(self, x, y, button=LEFT):
        place = self.canvas.place_of(x, y).toPoint()
        QTest.mousePress(self.canvas, button, pos=place)
        return place

    def drag(self, *places):
        """With the left button held, from the first place to the last."""
        self.press(*places[0])
        for x, y in places[1:]:
            hover(self.canvas, self.canvas.place_of(x, y), LEFT)
        QTest.mouseRelease(self.canvas, LEFT, pos=self.canvas.place_of(*places[-1]).toPoint())

    @property
    def dataset(self):
        return prepare(self.document.project.data).dataset


def project(source, head="binary", samples=120, nodes=None, **data):
    return ProjectSpec.model_validate(
        {
            "data": {"source": source, "samples": samples, **data},
            "network": {
                "nodes": nodes
                or [{"id": "dense_1", "type": "Dense", "units": 8, "activation": "tanh"}]
            },
            "head": head,
            "training": {"optimizer": {"type": "adam", "learning_rate": 0.02}, "batch_size": 8},
        }
    )


@pytest.fixture
def shop(qtbot):
    made = []

    def make(*given, **more):
        made.append(Shop(qtbot, *given, **more))
        return made[-1]

    yield make
    for each in made:  # a button that is still held would be for other tests as well
        for button in (LEFT, RIGHT):
            QTest.mouseRelease(each.canvas, button)


@pytest.fixture
def moons(shop):
    return shop(project("moons", noise=0.2))


def quiet_places(shop, count=40):
    """Places of the map with neither a sample nor a line near."""
    canvas, rng = shop.canvas, np.random.default_rng(0)
    x0, x1, y0, y1 = canvas.extent
    box = canvas.area.box
    lines = [line.segments.mean(axis=1) for line in canvas.picture._lines]
    crossed = np.concatenate([np.empty((0, 2)), *lines])
    found = []
    for share in rng.uniform(0.08, 0.92, (4000, 2)):
        place = QPointF(box.left() + share[0] * box.width(), box.bottom() - share[1] * box.height())
        off = np.hypot(*(crossed - share).T).min(initial=1.0) * box.width()
        if off > 6.0 and len(canvas.rows_near(place, 12.0)) == 0:
            found.append((x0 + share[0] * (x1 - x0), y0 + share[1] * (y1 - y0)))
        if len(found) == count:
            break
    assert len(found) >= 10
    return np.array(found)


@pytest.mark.parametrize("head", HEADS)
def test_the_colour_at_a_place_is_that_of_what_predict_says_there(shop, head):
    source, _ = HEADS[head]
    shown = shop(project(source, head, noise=0.1))
    shown.draw()
    task, points = shown.dataset.task, shown.canvas.points
    places = quiet_places(shown)
    answers = shown.session.predict(places)
    expected = paint(answers[:, None].astype(np.float32), task, *points.value_range, False)
    picture = shown.canvas.grab().toImage()
    for (x, y), colour in zip(places, expected[:, 0, :3].astype(int), strict=True):
        seen = QColor(picture.pixel(shown.canvas.place_of(x, y).toPoint())).getRgb()[:3]
        # A pixel's middle is up to half a pixel away, and what is between cells is drawn straight.
        assert np.abs(np.array(seen) - colour).max() <= 14


@pytest.mark.parametrize("head", ["binary", "binary_softmax", "multiclass"])
def test_a_sharp_map_has_only_the_colours_of_the_classes_that_are_decided(shop, head):
    source, count = HEADS[head]
    shown = shop(project(source, head))
    shown.view.options.sharp_button.click()
    shown.draw()
    task = shown.dataset.task
    places = quiet_places(shown)
    decided = shown.session.head.decide(shown.session.predict(places), task)
    solid = {k: 0.85 * np.array(class_colour(task, k)) + 0.15 * 255 for k in range(count)}
    for (x, y), answer in zip(places, decided, strict=True):
        assert np.abs(np.array(shown.pixel(x, y)) - solid[int(answer)]).max() <= 1.5


def test_the_line_at_a_half_lies_where_predict_says_a_half(moons):
    moons.draw()
    picture = moons.canvas.picture
    line = next(line for line in picture._lines if line.level == "0.5")
    x0, x1, y0, y1 = moons.canvas.extent
    shares = line.segments.reshape(-1, 2)
    inside = shares[((shares > 0.02) & (shares < 0.98)).all(axis=1)]
    places = inside * (x1 - x0, y1 - y0) + (x0, y0)
    odds = moons.session.predict(places)[:, 0]
    slopes = np.abs(np.gradient(picture.values[..., 0].astype(float))).max()
    assert len(places) > 40
    assert np.abs(odds - 0.5).max() < 0.5 * slopes
    # And there is nowhere else that it should be: a change of side has a line between.
    grid = moons.session.predict(cell_centres(moons.canvas.extent, 40, 40)).reshape(40, 40) > 0.5
    cells = {tuple(c) for c in np.floor(shares * 40).clip(0, 39).astype(int)}
    rows, columns = np.nonzero(grid[:, 1:] != grid[:, :-1])
    for row, column in zip(rows, columns, strict=True):
        near = {(column + a, row + b) for a in (-1, 0, 1, 2) for b in (-1, 0, 1)}
        assert near & cells


@pytest.mark.parametrize("head", ["binary", "multiclass", "multilabel"])
def test_what_is_marked_is_what_scikit_learn_finds_wrong(shop, head):
    metrics = pytest.importorskip("sklearn.metrics")
    source, _ = HEADS[head]
    shown = shop(project(source, head, noise=0.8), epochs=15)
    shown.draw()
    dataset = shown.dataset
    said = shown.session.head.decide(shown.session.predict(dataset.features), dataset.task)
    marked = shown.canvas.mistakes.kinds > 0
    wrong = dataset.targets != said
    assert np.array_equal(marked, wrong.any(axis=1) if wrong.ndim > 1 else wrong)
    share = metrics.accuracy_score(dataset.targets, said)
    assert 1.0 - marked.mean() == pytest.approx(share)
    assert 0 < marked.sum() < len(marked)
    assert [sign.text for sign in shown.view.map.key.signs][-1] == "mistake"


def test_a_mark_is_seen_on_the_sample_and_goes_with_the_switch(shop):
    shown = shop(project("moons", noise=0.4), epochs=15)
    shown.draw()
    row = int(np.flatnonzero(shown.canvas.mistakes.kinds)[0])
    dark = shown.pixel(*shown.dataset.features[row])
    assert max(dark) < 60
    shown.view.options.mistakes_button.click()
    shown.draw()
    assert max(shown.pixel(*shown.dataset.features[row])) > 150
    assert "mistake" not in [sign.text for sign in shown.view.map.key.signs]


def test_values_off_by_more_than_the_rmse_are_marked_high_or_low(shop):
    metrics = pytest.importorskip("sklearn.metrics")
    shown = shop(project("waves", "regression"), epochs=10)
    shown.draw()
    said = shown.session.predict(shown.dataset.features)
    rmse = metrics.root_mean_squared_error(shown.dataset.targets, said)
    off = (said - shown.dataset.targets)[:, 0] / rmse
    kinds = shown.canvas.mistakes.kinds
    clear = np.abs(np.abs(off) - 1.0) > 1e-4
    assert np.array_equal((kinds == 2)[clear], (off > 1.0)[clear])
    assert np.array_equal((kinds == 3)[clear], (off < -1.0)[clear])


@pytest.mark.parametrize("pair", [None, (0, 6)])
def test_over_data_of_many_features_the_map_is_of_rows_built_by_hand(shop, pair):
    shown = shop(project("wine", "multiclass"), epochs=10)
    if pair is not None:
        shown.view.picker.choose(*pair)
    result = shown.draw()
    values = result.picture.values
    side = values.shape[0]
    features = shown.dataset.features
    centres = cell_centres(shown.canvas.extent, side, side)
    if pair is None:
        decomposition = pytest.importorskip("sklearn.decomposition")
        preprocessing = pytest.importorskip("sklearn.preprocessing")
        scaler = preprocessing.StandardScaler().fit(features)
        theirs = decomposition.PCA(2).fit(scaler.transform(features))
        signs = np.sign(
            (theirs.transform(scaler.transform(features)) * shown.canvas.points.features).sum(0)
        )
        rows = scaler.inverse_transform(theirs.inverse_transform(centres * signs))
        assert shown.view.caption.text() == "Held still: the other components at their mean"
    else:
        rows = np.tile(features.mean(axis=0), (side * side, 1))
        rows[:, pair] = centres
        assert "other 11 features at their mean" in shown.view.caption.text()
    expected = shown.session.predict(rows).reshape(values.shape)
    np.testing.assert_allclose(values, expected, atol=2e-4)
    assert not shown.view.tools.isVisible()


def test_the_read_out_names_features_truth_prediction_and_split(moons):
    moons.draw()
    row = int(prepare(moons.document.project.data).split.validation[0])
    x, y = moons.dataset.features[row]
    hover(moons.canvas, moons.canvas.place_of(x, y).toPoint())
    features, truth, said = moons.canvas.readout.text().split("\n")
    assert features.startswith("x1 ")
    assert ", x2 " in features
    assert truth == f"validation point: class {moons.dataset.targets[row]}"
    share = float(moons.session.predict(np.array([[x, y]]))[0, 0])
    assert said.startswith(f"predicted: class {int(share >= 0.5)}, ")
    x, y = quiet_places(moons)[0]
    hover(moons.canvas, moons.canvas.place_of(x, y).toPoint())
    assert ": class " in moons.canvas.readout.text()


def test_only_the_chosen_split_is_shown_and_explained(moons):
    moons.draw()
    train = prepare(moons.document.project.data).split.train
    alone = next(
        row
        for row in train
        if len(moons.canvas.rows_near(moons.canvas.place_of(*moons.dataset.features[row]), 9)) == 1
    )
    x, y = moons.dataset.features[alone]
    moons.view.options.mistakes_button.click()
    with_it = moons.pixel(x, y)
    assert with_it == class_colour("binary", int(moons.dataset.targets[alone]))
    moons.view.options.split_box.setCurrentIndex(2)
    moons.view.options.split_box.activated.emit(2)
    moons.draw()
    assert moons.pixel(x, y) != with_it
    assert "training" not in [sign.text for sign in moons.view.map.key.signs]


def test_one_class_alone_is_drawn_as_its_probability(shop):
    shown = shop(project("blobs", "multiclass", noise=0.3))
    shown.view.options.chosen_box.setCurrentIndex(2)
    shown.view.options.chosen_box.activated.emit(2)
    shown.draw()
    for x, y in quiet_places(shown)[:10]:
        share = float(shown.session.predict(np.array([[x, y]]))[0, 1])
        colour = 255 + (np.array(class_colour("multiclass", 1)) - 255) * 0.85 * share
        assert np.abs(np.array(shown.pixel(x, y)) - colour).max() <= 14


# Editing


def test_a_click_adds_a_point_of_the_chosen_class_and_undo_takes_it_back(shop):
    shown = shop(project("blobs", "multiclass"))
    start, split = shown.document.project, prepare(shown.document.project.data).split
    shown.draw()
    shown.press(0.1, 0.1)  # the pointer changes nothing
    assert shown.document.project is start
    shown.use(POINT)
    shown.canvas.setFocus()
    QTest.keyClick(shown.canvas, Qt.Key.Key_3)
    place = shown.press(0.1, 0.1)
    assert shown.dataset.targets[-1] == 2
    np.testing.assert_allclose(
        shown.dataset.features[-1], shown.canvas.area.to_data(QPointF(place)), atol=1e-9
    )
    assert shown.canvas.picture is not None  # the map stays
    shown.view.options.mistakes_button.click()
    assert shown.pixel(0.1, 0.1) == class_colour("multiclass", 2)
    after = prepare(shown.document.project.data).split
    assert np.array_equal(after.train[: len(split.train)], split.train)
    assert np.array_equal(after.validation[: len(split.validation)], split.validation)
    shown.document.undo_stack.undo()
    assert shown.document.project == start
    assert shown.pixel(0.1, 0.1) != class_colour("multiclass", 2)


def test_a_right_click_removes_the_sample_under_it_and_elsewhere_opens_the_menu(moons, qapp):
    moons.draw()
    moons.use(POINT)
    row = 7
    there = tuple(moons.dataset.features[row])
    place = moons.press(*there, RIGHT)
    asked = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, moons.canvas.mapToGlobal(place)
    )
    qapp.sendEvent(moons.canvas, asked)
    assert moons.view.save_menu.menu is None
    assert len(moons.dataset.features) == 119
    assert there not in map(tuple, moons.dataset.features)
    assert moons.document.undo_stack.undoText() == "remove a sample"
    x0, _, _, y1 = moons.canvas.extent
    corner = moons.press(x0 + 0.02, y1 - 0.02, RIGHT)
    qapp.sendEvent(
        moons.canvas,
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, corner, moons.canvas.mapToGlobal(corner)),
    )
    assert len(moons.dataset.features) == 119
    assert moons.view.save_menu.menu is not None
    moons.view.save_menu.menu.close()


def test_a_stroke_of_the_brush_is_one_entry_and_few_edits(moons, qtbot):
    start = moons.document.project
    told = []
    moons.document.data_changed.connect(lambda: told.append(1))
    moons.draw()
    moons.use(BRUSH)
    moons.view.tools.chips.choose(1)
    path = [(-1.0 + 0.04 * step, -0.8) for step in range(40)]
    moons.drag(*path)
    added = moons.document.project.data.edits.points
    assert len(added) > 40
    assert {point[2] for point in added} == {1.0}
    reach = float(moons.view.tools.radius.value) / moons.canvas.area.transform().m11()
    heights = np.array([point[1] for point in added])
    assert np.abs(heights + 0.8).max() <= reach * 1.2
    assert len(told) <= 4
    assert moons.document.undo_stack.count() == 1
    moons.drag((0.5, 0.9), (0.6, 0.9))
    assert moons.document.undo_stack.count() == 2
    moons.document.undo_stack.undo()
    moons.document.undo_stack.undo()
    assert moons.document.project == start


def test_a_brush_held_still_goes_on_dabbing_and_stays_one_entry(moons, qtbot):
    moons.draw()
    moons.use(BRUSH)
    moons.press(0.0, -0.8)
    first = len(moons.document.project.data.edits.points)
    qtbot.waitUntil(lambda: len(moons.document.project.data.edits.points) >= first + 12)
    QTest.mouseRelease(moons.canvas, LEFT, pos=moons.canvas.place_of(0.0, -0.8).toPoint())
    assert moons.document.undo_stack.count() == 1


def test_the_eraser_takes_what_it_reaches_and_never_the_last_sample_of_a_side(moons):
    moons.draw()
    moons.use(ERASER)
    middle = tuple(moons.dataset.features[3])
    # Pressed on a whole pixel, so dragged from and to that.
    place = QPointF(moons.canvas.place_of(*middle).toPoint())
    middle = moons.canvas.area.to_data(place)
    reached = len(moons.canvas.rows_near(place, 16.0))
    before = moons.document.project
    moons.drag(middle, middle)
    assert len(moons.dataset.features) == 120 - reached
    moons.document.undo_stack.undo()
    assert moons.document.project == before
    moons.view.tools.radius.set_value(80)
    x0, x1, y0, y1 = moons.canvas.extent
    spots = [(x, y) for y in np.linspace(y0, y1, 9)[1:-1] for x in np.linspace(x0, x1, 9)[1:-1]]
    moons.drag(*spots)
    prepared = prepare(moons.document.project.data)
    assert len(prepared.train) > 0
    assert len(prepared.validation) > 0
    assert "would leave no sample" in moons.refused[-1]


def test_samples_are_added_and_removed_by_keyboard_too(moons):
    moons.draw()
    moons.use(POINT)
    moons.canvas.setFocus()
    for _ in range(3):
        QTest.keyClick(moons.canvas, Qt.Key.Key_Right)
    QTest.keyClick(moons.canvas, Qt.Key.Key_Return)
    assert len(moons.dataset.features) == 121
    QTest.keyClick(moons.canvas, Qt.Key.Key_Delete)
    assert len(moons.dataset.features) == 120


def test_a_new_point_of_a_regression_has_the_value_of_the_slider_and_of_labels_the_chosen(shop):
    waves = shop(project("waves", "regression"), epochs=1)
    waves.use(POINT)
    waves.view.tools.value.slider.setValue(80)
    waves.press(0.2, 0.3)
    assert waves.dataset.targets[-1, 0] == pytest.approx(waves.view.tools.value.value)
    regions = shop(project("regions", "multilabel"), epochs=1)
    regions.use(POINT)
    regions.view.tools.chips.choose(2)
    regions.press(0.2, 0.3)
    assert regions.dataset.targets[-1].tolist() == [1, 0, 1]


def test_a_sample_drawn_onto_the_picture_looks_as_if_all_were_drawn_anew(moons):
    moons.draw()
    moons.use(POINT)
    moons.canvas.grab()
    moons.press(0.15, 0.1)
    moons.canvas.set_brush(None)
    stamped = moons.canvas.grab().toImage()
    moons.canvas._overlay.forget()
    assert moons.canvas.grab().toImage() == stamped


# What may go wrong


def test_weights_that_are_no_numbers_are_told_in_words(moons):
    frame = moons.frame
    moons.draw(replace(frame, parameters=np.full_like(frame.parameters, np.nan)))
    assert moons.canvas.picture.diverged
    assert "diverged" in DIVERGED
    assert moons.pixel(*quiet_places_without_lines(moons)) == (184, 189, 196)
    moons.draw()
    assert not moons.canvas.picture.diverged


def quiet_places_without_lines(shop):
    """Near the lower left corner, where no sample lies."""
    x0, x1, y0, y1 = shop.canvas.extent
    return x0 + 0.04 * (x1 - x0), y0 + 0.04 * (y1 - y0)


def test_a_moment_of_other_data_is_not_drawn_over_these_samples(moons, shop):
    other = shop(project("circle"), epochs=1)
    moons.draw()
    assert moons.draw(other.frame, live=False) is None
    assert moons.canvas._note == OTHER_DATA
    moons.view.show_result(None)
    moons.draw()
    assert moons.canvas._note == ""
    moons.view.clear()
    assert moons.canvas.picture is None


def test_an_emptied_class_and_a_constant_feature_are_drawn(shop):
    shown = shop(project("blobs", "multiclass"))
    shown.document.remove_samples(np.flatnonzero(shown.dataset.targets == 1).tolist())
    assert not shown.refused
    now = prepare(shown.document.project.data)
    shown.session.adopt(shown.session.network, shown.session.head, shown.session.training, now)
    shown.session.train(epochs=2)
    shown.draw()
    assert len(shown.canvas.mistakes.kinds) == 80
    flat = Dataset(
        np.column_stack((np.linspace(-1, 1, 40), np.full(40, 3.0))),
        np.arange(40) % 2,
        "binary",
        ("a", "b"),
        ("no", "yes"),
    )
    shown.view.set_data(prepare_dataset(project("circle").data, flat))
    shown.canvas.grab()
    low, high = shown.canvas.extent[2:]
    assert low < 3.0 < high


def test_coded_features_have_a_sentence_in_place_of_a_map(moons):
    ratings = prepare(project("ratings").data)
    moons.view.set_data(ratings)
    assert moons.draw() is None
    assert "nothing lies between" in moons.canvas._message
    assert "users, items or words" in reason(ratings, moons.session.head)
    assert reason(prepare(project("digits").data), moons.session.head) == ""


def test_its_table_holds_the_predictions_by_place(moons):
    moons.draw()
    sheet = moons.view.sheet()
    rows = np.array(list(sheet.rows), float)
    assert tuple(sheet.columns) == ("x1", "x2", "class 1")
    np.testing.assert_allclose(
        moons.session.predict(rows[::97, :2])[:, 0], rows[::97, 2], atol=1e-5
    )


@pytest.mark.parametrize("size", [(340, 260), (345, 460), (700, 180)])
def test_controls_and_map_fit_their_place(moons, size, qtbot):
    moons.view.resize(*size)
    moons.draw()
    QApplication.processEvents()
    box = moons.canvas.area.box
    assert box.width() >= 95
    for part in (moons.view.tools, moons.canvas, moons.view.map.legend):
        corner = part.mapTo(moons.view, QPoint(0, 0))
        assert corner.x() >= 0
        assert corner.y() >= 0
        assert corner.x() + part.width() <= size[0]
        assert corner.y() + part.height() <= size[1]
    chips = moons.view.findChildren(ColourChip)
    assert all(chip.accessibleName() for chip in chips)
    assert diverging_lut(False).shape == (256, 4)
